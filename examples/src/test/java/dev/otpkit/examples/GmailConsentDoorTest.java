package dev.otpkit.examples;

import static dev.otpkit.examples.ConsentTerminal.redirect;
import static dev.otpkit.examples.ConsentTerminal.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.otpkit.fixtures.Overheard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What other pages in the same browser, and other machines, can do to the way to consent: nothing. */
@Timeout(60)
class GmailConsentDoorTest {
    private final FakeGoogle google;
    private final ConsentTerminal terminal;

    GmailConsentDoorTest() throws IOException {
        this.google = new FakeGoogle();
        this.terminal = new ConsentTerminal(google);
    }

    @AfterEach
    void close() {
        terminal.close();
    }

    @Test
    void anAnswerThatDoesNotKnowTheStateEndsNothing() {
        int exit = terminal.run(page -> {
            String state = state(page);
            List<String> wrong =
                    List.of("", state.substring(1), state + "A", state.toLowerCase(Locale.ROOT), "A".repeat(43));
            for (String other : wrong) {
                assertThat(status(redirect(page, "code=another&state=" + other)))
                        .as(other)
                        .isEqualTo(400);
                assertThat(status(redirect(page, "error=access_denied&state=" + other)))
                        .isEqualTo(400);
            }
            assertThat(status(redirect(page, "code=another"))).isEqualTo(400);
            assertThat(status(redirect(page, "code=another&state=no&state=" + state)))
                    .isEqualTo(400);
            assertThat(status(page)).isEqualTo(200);
        });

        assertThat(exit).as(terminal.err()).isZero();
        assertThat(google.exchanged).extracting(form -> form.get("code")).containsExactly(FakeGoogle.CODE);
    }

    @Test
    void anAnswerThatSaysNeitherYesNorNoEndsNothing() {
        int exit = terminal.run(page -> {
            String state = "state=" + state(page);
            for (String query : List.of(state, state + "&code=", state + "&code=a&error=b")) {
                assertThat(status(redirect(page, query))).as(query).isEqualTo(400);
            }
            assertThat(status(page)).isEqualTo(200);
        });

        assertThat(exit).as(terminal.err()).isZero();
    }

    @Test
    void nothingButAGetOfThatPathIsAnAnswer() {
        int exit = terminal.run(page -> {
            URI answer = redirect(page, "code=another&state=" + state(page));
            HttpRequest.BodyPublisher none = HttpRequest.BodyPublishers.noBody();
            for (String method : List.of("POST", "PUT", "HEAD", "OPTIONS")) {
                assertThat(terminal.send(HttpRequest.newBuilder(answer).method(method, none))
                                .statusCode())
                        .as(method)
                        .isEqualTo(404);
            }
            for (String path : List.of("/", "/consent/", "/Consent", "/favicon.ico")) {
                assertThat(status(answer.resolve(path + "?" + answer.getQuery())))
                        .as(path)
                        .isEqualTo(404);
            }
            assertThat(status(page)).isEqualTo(200);
        });

        assertThat(exit).as(terminal.err()).isZero();
        assertThat(google.exchanged).extracting(form -> form.get("code")).containsExactly(FakeGoogle.CODE);
    }

    @Test
    void whatCameFirstCounts() {
        int exit = terminal.run(page -> {
            assertThat(status(page)).isEqualTo(200);
            String state = "state=" + state(page);
            assertThat(status(redirect(page, state + "&code=another"))).isEqualTo(400);
            assertThat(status(redirect(page, state + "&error=access_denied"))).isEqualTo(400);
            assertThat(status(page)).as("the same again").isEqualTo(400);
        });

        assertThat(exit).as(terminal.err()).isZero();
        assertThat(google.exchanged).extracting(form -> form.get("code")).containsExactly(FakeGoogle.CODE);
    }

    @Test
    void nothingThatASiteSendsIsOnThePage() {
        int exit = terminal.run(page -> {
            String markup = "%3Cscript%3Ealert(%27mine%27)%3C/script%3E";
            String state = "state=" + state(page);
            for (String query : List.of(
                    "state=" + markup + "&code=" + markup,
                    state + "&mine=" + markup,
                    state + "&code=" + markup + "&error=" + markup)) {
                HttpResponse<String> answer = terminal.get(redirect(page, query));
                assertThat(answer.body()).contains("<h1>").doesNotContain("mine", "alert");
                safe(answer);
            }
            URI elsewhere = redirect(page, "").resolve("/" + markup);
            assertThat(terminal.get(elsewhere).body()).contains("<h1>").doesNotContain("mine", "alert");
            safe(terminal.get(page));
        });

        assertThat(exit).as(terminal.err()).isZero();
    }

    @Test
    void whoConnectsAndSaysNothingKeepsNobodyOut() {
        int exit = terminal.run(page -> {
            List<Socket> silent = new ArrayList<>();
            try {
                for (int i = 0; i < 20; i++) {
                    Socket socket = new Socket("127.0.0.1", redirect(page, "").getPort());
                    socket.getOutputStream().write('G');
                    silent.add(socket);
                }
                assertThat(status(page)).isEqualTo(200);
            } finally {
                for (Socket socket : silent) {
                    socket.close();
                }
            }
        });

        assertThat(exit).as(terminal.err()).isZero();
    }

    @Test
    void anotherNameThatLeadsHereLeadsNowhere() {
        terminal.run(page -> {
            URI answer = redirect(page, "code=another&state=" + state(page));
            try (Socket socket = new Socket("127.0.0.1", answer.getPort())) {
                socket.getOutputStream()
                        .write(("GET /consent?" + answer.getRawQuery()
                                        + " HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 404 ");
            }
            assertThat(status(page)).isEqualTo(200);
        });
        assertThat(google.exchanged).extracting(form -> form.get("code")).containsExactly(FakeGoogle.CODE);
    }

    @Test
    void theServersOwnLogHoldsNoCode() {
        try (Overheard heard = new Overheard()) {
            assertThat(terminal.run()).isZero();
            heard.hasNoneOf(List.of("0AbCdEfTheCode", "code="));
        }
    }

    @Test
    void nobodyElseOnTheNetworkReachesTheDoor() {
        terminal.run(page -> {
            int port = redirect(page, "").getPort();
            List<InetAddress> others = new ArrayList<>(List.of(InetAddress.getByName("127.0.0.2")));
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .forEach(others::add);
            for (InetAddress other : others) {
                assertThatIOException().as("%s", other).isThrownBy(() -> connect(other, port));
            }
            connect(InetAddress.getByName("127.0.0.1"), port);
            assertThat(status(page)).isEqualTo(200);
        });
    }

    private int status(URI uri) throws Exception {
        return terminal.get(uri).statusCode();
    }

    private static void safe(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'");
    }

    private static void connect(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1_000);
        }
    }
}

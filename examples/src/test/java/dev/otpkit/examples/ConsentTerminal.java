package dev.otpkit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A person who runs the command, reads what it prints, and has a browser. */
final class ConsentTerminal implements AutoCloseable {
    static final Map<String, String> CLIENT =
            Map.of("EMAIL_CLIENT_ID", FakeGoogle.ID, "EMAIL_CLIENT_SECRET", FakeGoogle.SECRET);

    /** The browser is done before the waiting begins: whoever has to wait at all has found a bug. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    static final Duration DEADLINE = Duration.ofSeconds(20);

    /** What the person does in a browser who is told to open this page. */
    interface Visit {
        void open(URI page) throws Exception;
    }

    final FakeGoogle google;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final StringBuilder seen = new StringBuilder();
    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    ConsentTerminal(FakeGoogle google) {
        this.google = google;
    }

    /** The command from start to exit; the person goes to Google's page and agrees. */
    int run() {
        return run(this::get);
    }

    int run(Visit visit) {
        return run(CLIENT, PATIENCE, DEADLINE, visit);
    }

    int run(Map<String, String> settings, Duration patience, Duration deadline, Visit visit) {
        GmailConsent.Endpoints endpoints =
                new GmailConsent.Endpoints(google.uri("/auth"), patience, google.uri("/token"), deadline);
        return new GmailConsent(
                        endpoints,
                        page -> {
                            assertThat(printed()).as("the page that is opened").isEqualTo(page);
                            try {
                                visit.open(page);
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                        },
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8))
                .run(Settings.of(settings));
    }

    String out() {
        return out.toString(UTF_8).replace(System.lineSeparator(), "\n");
    }

    String err() {
        return err.toString(UTF_8).replace(System.lineSeparator(), "\n");
    }

    HttpResponse<String> get(URI uri) throws Exception {
        return send(HttpRequest.newBuilder(uri));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        Optional<HttpResponse<String>> each = Optional.of(answer);
        while (each.isPresent()) {
            if (each.get().uri().getHost().equals("127.0.0.1")) {
                seen.append(each.get().headers().map()).append(each.get().body());
            }
            each = each.get().previousResponse();
        }
        return answer;
    }

    /** Where the page sends the browser back to, with this query. */
    static URI redirect(URI page, String query) {
        return URI.create(FakeGoogle.form(page.getRawQuery()).get("redirect_uri") + "?" + query);
    }

    static String state(URI page) {
        return FakeGoogle.form(page.getRawQuery()).get("state");
    }

    /** Whatever happened: nothing secret was shown but on standard output, and there only what was asked for. */
    @Override
    public void close() {
        google.close();
        List<String> secrets =
                new ArrayList<>(List.of("s3cr3tOfTheClient", "0AbCdEfTheCode", FakeGoogle.ACCESS, "0gTheRefreshToken"));
        google.exchanged.forEach(form -> secrets.add(form.get("code_verifier")));
        assertThat(err() + seen).doesNotContain(secrets);
        assertThat(out()).doesNotContain("0AbCdEfTheCode", FakeGoogle.ACCESS);
    }

    private URI printed() {
        Matcher line = Pattern.compile("^ *(http\\S+)$", Pattern.MULTILINE).matcher(err());
        URI last = null;
        while (line.find()) {
            last = URI.create(line.group(1));
        }
        assertThat(last).as("an address in:%n%s", err()).isNotNull();
        return last;
    }
}

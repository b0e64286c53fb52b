package dev.otpkit.examples;

import static dev.otpkit.examples.ConsentTerminal.redirect;
import static dev.otpkit.examples.ConsentTerminal.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Settings;
import dev.otpkit.delivery.gmail.GmailChannel;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way to consent as a person goes it, over HTTP. */
@Timeout(60)
class GmailConsentTest {
    private static final String SETTINGS = """
            EMAIL_CLIENT_ID=%s
            EMAIL_CLIENT_SECRET=%s
            EMAIL_REFRESH_TOKEN=%s
            """.formatted(FakeGoogle.ID, FakeGoogle.SECRET, FakeGoogle.REFRESH);

    private final FakeGoogle google;
    private final ConsentTerminal terminal;

    GmailConsentTest() throws IOException {
        this.google = new FakeGoogle();
        this.terminal = new ConsentTerminal(google);
    }

    @AfterEach
    void close() {
        terminal.close();
    }

    @Test
    void whoAgreesGetsTheSettings() {
        int exit = terminal.run(page -> {
            HttpResponse<String> last = terminal.get(page);
            assertThat(last.statusCode()).as(last.body()).isEqualTo(200);
            assertThat(last.body()).contains("You may close this page.").doesNotContain("<script");
            assertThat(last.uri().getPath()).isEqualTo("/done");
            assertThat(last.uri().getQuery()).as("what the address bar keeps").isNull();
        });

        assertThat(terminal.out()).isEqualTo(SETTINGS);
        assertThat(exit).isZero();
        assertThat(terminal.err())
                .containsSubsequence("Open this page", "Waiting", "never in a repository", "FROM_EMAIL", "7 days");
        assertThat(google.exchanged).hasSize(1);
    }

    @Test
    void theSettingsSendMail() {
        assertThat(terminal.run()).isZero();
        Map<String, String> settings = new HashMap<>(Map.of("FROM_EMAIL", "otp@example.com"));
        terminal.out().lines().forEach(line -> settings.put(line.split("=", 2)[0], line.split("=", 2)[1]));

        google.says(200, FakeGoogle.GIVEN);
        try (GmailChannel channel =
                GmailChannel.of(Settings.of(settings)).api(google.uri("/")).build()) {
            assertThat(channel.send("ada@example.com", "Welcome", "<p>Hello</p>", "Hello"))
                    .isEqualTo(DeliveryResult.sent("18c0000000000001"));
        }
        assertThat(google.mails).hasSize(1);
    }

    @Test
    void aSlowBrowserStillGetsItsLastPage() throws Exception {
        google.says(200, FakeGoogle.GIVEN);
        HttpClient slow = HttpClient.newHttpClient(); // it follows nothing by itself
        List<CompletableFuture<HttpResponse<String>>> last = new ArrayList<>();
        int exit = terminal.run(page -> {
            HttpRequest answer = HttpRequest.newBuilder(redirect(page, "code=any&state=" + state(page)))
                    .build();
            assertThat(slow.send(answer, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(303);
            HttpRequest done =
                    HttpRequest.newBuilder(answer.uri().resolve("/done")).build();
            last.add(CompletableFuture.supplyAsync(
                            () -> slow.sendAsync(done, HttpResponse.BodyHandlers.ofString()),
                            CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS))
                    .thenCompose(coming -> coming));
        });

        assertThat(exit).as(terminal.err()).isZero();
        assertThat(last.get(0).get().body()).contains("You may close this page.");
    }

    @Test
    void eachRunHasSecretsOfItsOwn() {
        assertThat(terminal.run()).isZero();
        google.says(400, FakeGoogle.refusal("invalid_grant"));
        assertThat(terminal.run()).isEqualTo(1);

        assertThat(google.asked).extracting(asked -> asked.get("state")).doesNotHaveDuplicates();
        assertThat(google.asked)
                .extracting(asked -> asked.get("code_challenge"))
                .doesNotHaveDuplicates();
    }

    @Test
    void whoDeclinesIsAskedNoMore() {
        google.declined();

        assertThat(terminal.run()).isEqualTo(1);
        assertThat(terminal.err()).contains("Google says access_denied: nobody agreed");
        assertThat(terminal.out()).isEmpty();
        assertThat(google.exchanged).isEmpty();
    }

    @Test
    void whereNobodyComesTheWaitingEnds() {
        Duration patience = Duration.ofMillis(1);
        assertThat(terminal.run(ConsentTerminal.CLIENT, patience, ConsentTerminal.DEADLINE, page -> {}))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("No answer came in", "redirect_uri_mismatch");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void missingSettingsAreNamedTogetherAndWhereTheyAreMade() {
        assertThat(terminal.run(Map.of("EMAIL_CLIENT_ID", " "), Duration.ZERO, Duration.ZERO, terminal::get))
                .isEqualTo(1);
        assertThat(terminal.err())
                .startsWith("missing settings: EMAIL_CLIENT_ID, EMAIL_CLIENT_SECRET.")
                .contains("Google Cloud console", "Gmail API", "\"Desktop app\"");
        assertThat(google.asked).isEmpty();
    }

    @Test
    void googleIsAskedAndNobodyElse() {
        GmailConsent.Endpoints real = GmailConsent.Endpoints.GOOGLE;
        assertThat(real.consent()).hasToString("https://accounts.google.com/o/oauth2/v2/auth");
        assertThat(real.token()).hasToString("https://oauth2.googleapis.com/token");
        assertThat(real.patience()).isEqualTo(Duration.ofMinutes(5));
    }
}

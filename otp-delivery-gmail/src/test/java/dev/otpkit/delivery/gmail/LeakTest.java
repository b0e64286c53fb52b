package dev.otpkit.delivery.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.fixtures.Overheard;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** T22: with every logger at its loudest nothing is told but to the server, whatever it answers; and nothing is printed. */
class LeakTest {
    private static final String CODE = "7301859264";
    private static final String CLIENT = "99-client-canary.apps.googleusercontent.com";
    private static final List<String> CANARIES = Stream.concat(
                    Stream.of(
                            CODE,
                            "canary-mailbox",
                            "client-canary",
                            "Secret-Canary",
                            "Refresh-Canary",
                            "ya29",
                            "Server-Canary",
                            "Token-Canary",
                            "eyJ"), // how a signed assertion begins
                    Stream.of(CODE, "Canary-Mailbox").flatMap(LeakTest::withinBase64))
            .toList();

    /** What of it shows within a longer text that is encoded, wherever it begins there. */
    private static Stream<String> withinBase64(String text) {
        return IntStream.range(0, 3).mapToObj(shift -> {
            byte[] bytes = (" ".repeat(shift) + text).getBytes(StandardCharsets.US_ASCII);
            String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            return encoded.substring(shift == 0 ? 0 : shift + 1, bytes.length / 3 * 4);
        });
    }

    private final Google google = new Google();
    private final Overheard heard = new Overheard();

    @AfterEach
    void restore() {
        heard.close();
        google.close();
    }

    private static Message mail() {
        return Message.to(Recipient.email("Canary-Mailbox@example.com"))
                .subject(CODE)
                .text("Your code is " + CODE + ".")
                .html("<p>" + CODE + "</p>")
                .code(CODE, Duration.ofMinutes(5))
                .build();
    }

    private GmailChannel.Builder channel() {
        return GmailChannel.builder()
                .refreshToken(CLIENT, "Secret-Canary", "Refresh-Canary")
                .from("otp@acme.test")
                .api(google.address())
                .deadline(Duration.ofSeconds(1));
    }

    private void deliver(GmailChannel.Builder builder) {
        try (GmailChannel channel = builder.build()) {
            DeliveryResult result = channel.deliver(mail());
            heard.tell(result + "\n" + result.reason() + channel + channel.name());
        } catch (RuntimeException e) {
            heard.tell(e);
        }
        heard.tell(builder);
    }

    @Test
    void nothingIsToldAcrossEveryFault() {
        String text = "Server-Canary " + CODE + " Canary-Mailbox@example.com ya29.x";
        List<Google.Act> acts = new ArrayList<>(List.of(
                google::accept,
                Google.error(400, "invalidArgument", "INVALID_ARGUMENT", text, new String[] {"X-Canary: " + text}),
                Google.error(401, "authError", "UNAUTHENTICATED", text, new String[] {"WWW-Authenticate: " + text}),
                Google.error(403, "forbidden", "PERMISSION_DENIED", text, new String[0]),
                Google.error(429, "x", "Y", text, new String[] {"Retry-After: " + text}),
                Google.html(502),
                Google.answer(502, text),
                Google.answer(200, "{\"id\":\"" + text),
                Google.answer(200, "{\"id\":\"" + text + "\"}"),
                Google.answer(400, "{\"error\":{\"message\":\"" + text),
                Google.answer(400, "[".repeat(60_000)),
                Google.answer(307, text, "Location: http://127.0.0.1:1/Server-Canary"),
                Google.raw("HTTP/1.1 " + text + "\r\n\r\n"),
                Google.raw(text),
                Google.raw("HTTP/1.1 200 X\r\nContent-Length: 500\r\n\r\n" + text),
                Google.hangUp(),
                google.stall()));
        for (Google.Act act : acts) {
            google.onSend(act);
            deliver(channel());
        }
        assertThat(google.sends()).hasSizeGreaterThanOrEqualTo(acts.size());
        google.onSend(google::accept);
        for (Google.Act act : List.of(
                Google.answer(400, "{\"error\":\"invalid_grant\",\"error_description\":\"" + text + "\"}"),
                Google.answer(401, "{\"error\":\"" + text + "\"}"),
                Google.answer(200, "{\"access_token\":\"ya29.x\\r\\n\",\"expires_in\":3599}"),
                Google.answer(200, "{\"access_token\":\"ya29.\u00e9\",\"expires_in\":3599}"),
                Google.answer(200, "{\"access_token\":\"ya29.x\",\"expires_in\":\"" + text + "\"}"),
                Google.answer(200, text),
                Google.html(502),
                Google.hangUp(),
                google.stall())) {
            google.onToken(act);
            deliver(channel());
        }
        google.close();
        deliver(channel());
        deliver(channel().api(URI.create("https://nowhere.invalid")));
        while (!heard.text().contains("the refresh token is good no longer")) {
            Thread.onSpinWait(); // the ear hears the channel's own logger, behind the answer
        }
        heard.hasNoneOf(CANARIES);
        assertThat(heard.printed()).isEmpty();
    }

    @Test
    void whatAnApplicationsOwnCredentialsThrowIsNotToldEither() {
        deliver(GmailChannel.builder()
                .credentials(new GoogleCredentials() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public AccessToken refreshAccessToken() throws IOException {
                        throw new IOException("Token-Canary", new IllegalArgumentException("Token-Canary"));
                    }
                })
                .from("otp@acme.test")
                .api(google.address()));
        deliver(GmailChannel.builder()
                .serviceAccount(ServiceAccountTest.json(), "canary-mailbox@acme.test")
                .from("otp@acme.test")
                .api(google.address()));
        heard.hasNoneOf(CANARIES);
    }

    @Test
    void aLoggingConfigurationThatIsReadAgainTellsNothingEither() throws IOException {
        Logger chatter = Logger.getLogger("jdk.internal.httpclient.debug");
        Logger googles = Logger.getLogger("com.google.api.client.http.HttpTransport");
        try (GmailChannel channel = channel().build()) {
            LogManager.getLogManager().updateConfiguration(key -> (old, fresh) -> fresh);
            heard.listen();
            chatter.setLevel(Level.ALL);
            googles.setLevel(Level.ALL);
            heard.tell(channel.deliver(mail()));
        } finally {
            chatter.setLevel(null);
            googles.setLevel(null);
        }
        assertThat(google.taken).hasSize(1);
        heard.hasNoneOf(CANARIES);
    }

    @Test
    void theMailHoldsWhatIsLookedFor() {
        try (GmailChannel channel = channel().deadline(Duration.ofSeconds(20)).build()) {
            channel.deliver(mail());
        }
        String body = google.sends().get(0).body();
        assertThat(withinBase64(CODE)).anyMatch(body::contains);
        assertThat(withinBase64("Canary-Mailbox")).anyMatch(body::contains);
    }

    @Test
    void theEarHearsWhatGooglesClientsWouldSay() {
        Logger.getLogger("com.google.api.client.http.HttpTransport").config("Server-Canary");
        LoggerFactory.getLogger("com.google.auth.oauth2.UserCredentials").trace("Token-Canary");
        assertThat(heard.text()).contains("Server-Canary", "Token-Canary");
    }
}

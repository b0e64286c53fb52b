package dev.otpkit.delivery.gmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.delivery.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is missing or malformed is refused when the channel is built, and secrets are not repeated. */
class BuilderTest {
    private static final String LOG = "jdk.httpclient.HttpClient.log";
    private final GmailChannel.Builder builder = GmailChannel.builder();

    private static GmailChannel.Builder good() {
        return GmailChannel.builder()
                .refreshToken(Google.CLIENT, Google.SECRET, Google.REFRESH)
                .from("otp@acme.test");
    }

    private static void refuses(Runnable call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static void isMissing(GmailChannel.Builder builder, String message) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
    }

    @Test
    void whatIsMissingIsNamed() {
        isMissing(
                GmailChannel.builder().refreshToken(Google.CLIENT, Google.SECRET, Google.REFRESH),
                "from(...) is missing");
        isMissing(
                GmailChannel.builder().from("otp@acme.test"),
                "refreshToken(...), serviceAccount(...) or credentials(...) is missing");
    }

    @Test
    void aGrantIsSaidOnce() {
        GoogleCredentials own = GoogleCredentials.create(new AccessToken("x", null));
        builder.credentials(own);
        assertThatThrownBy(() -> builder.refreshToken(Google.CLIENT, Google.SECRET, Google.REFRESH))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "refreshToken(...), serviceAccount(...) and credentials(...) exclude each other, and are said once");
        assertThatThrownBy(() -> builder.serviceAccount(ServiceAccountTest.json(), "otp@acme.test"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> builder.credentials(own)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "canary",
                "canary.apps.googleusercontent.com.evil.test",
                " canary.apps.googleusercontent.com",
                "can ary.apps.googleusercontent.com",
                ".apps.googleusercontent.com"
            })
    void whatIsNoClientIsRefused(String id) {
        refuses(
                () -> builder.refreshToken(id, Google.SECRET, Google.REFRESH),
                "clientId must end in .apps.googleusercontent.com: " + id.length() + " characters given");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "canary ", "can\nary", "canarý"})
    void whatIsNoSecretIsRefused(String text) {
        String bound = " must be 1..2048 visible ASCII characters: " + text.length() + " characters given";
        refuses(() -> builder.refreshToken(Google.CLIENT, text, Google.REFRESH), "clientSecret" + bound);
        refuses(() -> builder.refreshToken(Google.CLIENT, Google.SECRET, text), "refreshToken" + bound);
    }

    @Test
    void eachOtherRefusedCallTellsTheBound() {
        refuses(
                () -> builder.name("a b"),
                "channel name must be 1..64 of A-Z, a-z, 0-9, '.', '_' and '-': 3 characters given");
        refuses(() -> builder.connectTimeout(Duration.ZERO), "connectTimeout must be 1 ms..5 min: PT0S");
        refuses(() -> builder.requestTimeout(Duration.ofMinutes(6)), "requestTimeout must be 1 ms..5 min: PT6M");
        refuses(() -> builder.tokenTimeout(Duration.ofMillis(-1)), "tokenTimeout must be 1 ms..5 min: PT-0.001S");
        refuses(() -> builder.deadline(Duration.ofMillis(300_001)), "deadline must be 1 ms..5 min: PT5M0.001S");
        assertThatThrownBy(() -> builder.from("Evil <evil@y.test>"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("evil");
        assertThatThrownBy(() -> builder.from("otp@acme.test", "a\nb")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example.com",
                "http://127.0.0.1.evil.test",
                "http://localhost@evil.test",
                "https://u:p@api.example.com",
                "ftp://localhost",
                "localhost:8080",
                "https://api.example.com/#x"
            })
    void whereCredentialsCouldLeakIsNoApi(String address) {
        refuses(
                () -> builder.api(URI.create(address)),
                "api must be https://host/..., or http:// to localhost, without user and fragment");
    }

    /** It would be lost, and the credentials with it. */
    @Test
    void anApiHasNoPath() {
        refuses(() -> builder.api(URI.create("https://gateway.example.com/google")), "api must have no path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"headers", "requests,headers", "all", "ALL"})
    void aJvmThatPrintsItsHeadersIsRefused(String logged) {
        System.setProperty(LOG, logged);
        try {
            isMissing(good(), LOG + " must not have headers or all: it prints the credentials");
        } finally {
            System.clearProperty(LOG);
        }
    }

    @Test
    void nothingIsConnectedToWhenItIsBuilt() {
        try (Google google = new Google()) {
            google.channel().build().close();
            assertThat(google.connections.get()).isZero();
        }
    }

    private static Map<String, String> settings() {
        return new HashMap<>(Map.of(
                "EMAIL_CLIENT_ID",
                Google.CLIENT,
                "EMAIL_CLIENT_SECRET",
                Google.SECRET + " ",
                "EMAIL_REFRESH_TOKEN",
                Google.REFRESH + "\n",
                "FROM_EMAIL",
                "otp@acme.test"));
    }

    @Test
    void settingsSendAMail() {
        try (Google google = new Google();
                GmailChannel channel = GmailChannel.of(Settings.of(settings()))
                        .api(google.address())
                        .build()) {
            assertThat(channel.deliver(Mails.one()).outcome()).isEqualTo(Outcome.SENT);
            assertThat(channel.toString()).isEqualTo("GmailChannel[gmail]");
            assertThat(google.asked().get(0).one("refresh_token")).isEqualTo(Google.REFRESH);
            assertThat(google.asked().get(0).one("client_secret")).isEqualTo(Google.SECRET);
        }
    }

    @Test
    void allSettingsThatAreMissingAreNamedAtOnce() {
        refuses(
                () -> GmailChannel.of(Settings.of(Map.of("EMAIL_CLIENT_SECRET", " "))),
                "missing settings: EMAIL_CLIENT_ID, EMAIL_CLIENT_SECRET, EMAIL_REFRESH_TOKEN, FROM_EMAIL");
    }

    @ParameterizedTest
    @CsvSource({
        "EMAIL_CLIENT_ID, EMAIL_CLIENT_ID: client id must end in .apps.googleusercontent.com: 8 characters given",
        "EMAIL_CLIENT_SECRET, EMAIL_CLIENT_SECRET: client secret must be 1..2048 visible ASCII characters: 8 characters given",
        "EMAIL_REFRESH_TOKEN, EMAIL_REFRESH_TOKEN: refresh token must be 1..2048 visible ASCII characters: 8 characters given"
    })
    void whatIsMalformedIsNamedAndNotRepeated(String name, String message) {
        Map<String, String> settings = settings();
        settings.put(name, "cana\try!");
        refuses(() -> GmailChannel.of(Settings.of(settings)), message);
    }

    @Test
    void aSenderThatIsNoneIsNamedAndNotRepeated() {
        Map<String, String> settings = settings();
        settings.put("FROM_EMAIL", "canary");
        assertThatThrownBy(() -> GmailChannel.of(Settings.of(settings)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("FROM_EMAIL: ")
                .hasMessageNotContaining("canary");
    }
}

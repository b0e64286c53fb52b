package dev.otpkit.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresetsTest {
    private static String described(SmtpChannel.Builder builder) {
        return builder.parts.server().toString();
    }

    @Test
    void eachPresetKnowsItsServer() {
        assertThat(described(SmtpChannel.gmail("ada@gmail.com", "abcd efgh ijkl mnop")))
                .isEqualTo("smtp.gmail.com:587, STARTTLS, password");
        assertThat(described(SmtpChannel.gmail("ada@gmail.com", () -> "token")))
                .isEqualTo("smtp.gmail.com:587, STARTTLS, XOAUTH2");
        assertThat(described(SmtpChannel.office365("ada@acme.test", () -> "token")))
                .isEqualTo("smtp.office365.com:587, STARTTLS, XOAUTH2");
        assertThat(described(SmtpChannel.smtp2go("otp", "secret").from("no-reply@acme.test")))
                .isEqualTo("mail.smtp2go.com:2525, STARTTLS, password");
        assertThat(described(SmtpChannel.ses("eu-west-1", "AKIA", "secret").from("no-reply@acme.test")))
                .isEqualTo("email-smtp.eu-west-1.amazonaws.com:587, STARTTLS, password");
        assertThat(described(SmtpChannel.mailpit())).isEqualTo("localhost:1025, PLAIN_TEXT, no login");
    }

    @Test
    void onlyTheLocalMailboxIsForDevelopment() {
        try (SmtpChannel local = SmtpChannel.mailpit().build();
                SmtpChannel real =
                        SmtpChannel.gmail("ada@gmail.com", "abcdefghijklmnop").build()) {
            assertThat(local.developmentOnly()).isTrue();
            assertThat(real.developmentOnly()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hunter2", "abcdefghijklmno", "ABCDEFGHIJKLMNOP", "abcd-efgh-ijkl-mnop"})
    void whatIsNoAppPasswordIsRefusedAndNotRepeated(String password) {
        assertThatThrownBy(() -> SmtpChannel.gmail("ada@gmail.com", password))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an app password must have 16 letters a-z: " + password.length() + " characters given");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eu", "eu-west-1.evil.test/", "EU-WEST-1"})
    void whatIsNoRegionIsRefused(String region) {
        assertThatThrownBy(() -> SmtpChannel.ses(region, "AKIA", "secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("region must be like eu-west-1");
    }

    private static Map<String, String> settings() {
        return new HashMap<>(Map.of(
                "SMTP_SERVER", "smtp.acme.test",
                "SMTP_USERNAME", "otp",
                "SMTP_PASSWORD", "Secret-Canary",
                "FROM_EMAIL", "no-reply@acme.test"));
    }

    private static String from(Consumer<Map<String, String>> change) {
        Map<String, String> settings = settings();
        change.accept(settings);
        return described(SmtpChannel.of(Settings.of(settings)));
    }

    @Test
    void settingsDescribeAChannel() {
        assertThat(from(s -> {})).isEqualTo("smtp.acme.test:587, STARTTLS, password");
        assertThat(from(s -> s.put("SMTP_PORT", "2525"))).isEqualTo("smtp.acme.test:2525, STARTTLS, password");
        assertThat(from(s -> s.put("SMTP_PORT", "465"))).isEqualTo("smtp.acme.test:465, IMPLICIT_TLS, password");
        assertThat(from(s -> s.put("SMTP_SECURITY", "tls"))).isEqualTo("smtp.acme.test:587, IMPLICIT_TLS, password");
        assertThat(from(s -> s.keySet().removeAll(Set.of("SMTP_USERNAME", "SMTP_PASSWORD"))))
                .isEqualTo("smtp.acme.test:587, STARTTLS, no login");
        assertThat(from(s -> {
                    s.put("SMTP_SERVER", "localhost");
                    s.put("SMTP_SECURITY", "plain");
                }))
                .isEqualTo("localhost:587, PLAIN_TEXT, password");
    }

    @Test
    void allThatIsMissingIsToldAtOnce() {
        assertThatThrownBy(() -> SmtpChannel.of(Settings.of(Map.of("SMTP_PASSWORD", "Secret-Canary"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("missing settings: SMTP_SERVER, FROM_EMAIL, SMTP_USERNAME");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SMTP_SERVER", "SMTP_PORT", "SMTP_SECURITY", "FROM_EMAIL", "SMTP_USERNAME", "SMTP_PASSWORD"})
    void whatIsMalformedIsRefusedAndNotRepeated(String name) {
        assertThatThrownBy(() -> from(s -> s.put(name, "Canary of\u0007all")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .doesNotContain("Canary")
                .contains(name);
    }

    @Test
    void plainTextElsewhereIsRefusedAlsoFromSettingsAndTheHostNotRepeated() {
        for (String host : new String[] {"192.0.2.1", "Secret-Canary.invalid"}) {
            assertThatThrownBy(() -> from(s -> {
                        s.put("SMTP_SERVER", host);
                        s.put("SMTP_SECURITY", "plain");
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasNoCause()
                    .hasMessageStartingWith("plainText() is for a loopback host only")
                    .message()
                    .doesNotContain(host);
        }
    }

    @Test
    void twoWaysOfEncryptionExcludeEachOther() {
        assertThatThrownBy(() -> SmtpChannel.builder().implicitTls().startTls())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("startTls(), implicitTls() and plainText() exclude each other");
        assertThatThrownBy(() -> SmtpChannel.mailpit().startTls()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void eachRefusedCallTellsTheBound() {
        SmtpChannel.Builder builder = SmtpChannel.builder();
        refuses(() -> builder.port(0), "port must be 1..65535: 0");
        refuses(() -> builder.port(65_536), "port must be 1..65535: 65536");
        refuses(() -> builder.connections(0), "connections must be 1..256: 0");
        refuses(() -> builder.connections(257), "connections must be 1..256: 257");
        refuses(() -> builder.messagesPerConnection(0), "messagesPerConnection must be 1..10000: 0");
        refuses(() -> builder.messagesPerConnection(10_001), "messagesPerConnection must be 1..10000: 10001");
        refuses(() -> builder.connectTimeout(Duration.ZERO), "connectTimeout must be 1 ms..5 min: PT0S");
        refuses(() -> builder.readTimeout(Duration.ofMinutes(6)), "readTimeout must be 1 ms..5 min: PT6M");
        refuses(() -> builder.writeTimeout(Duration.ofMillis(-1)), "writeTimeout must be 1 ms..5 min: PT-0.001S");
        refuses(() -> builder.deadline(Duration.ZERO), "deadline must be 1 ms..5 min: PT0S");
        refuses(() -> builder.idle(Duration.ZERO), "idle must be 1 ms..5 min: PT0S");
        refuses(
                () -> builder.name("a b"),
                "channel name must be 1..64 of A-Z, a-z, 0-9, '.', '_' and '-': 3 characters given");
        refuses(
                () -> builder.host("smtp.acme.test:25"),
                "host must be an ASCII name or an address: 17 characters given");
        refuses(
                () -> builder.password("otp", " "),
                "password must be 1..1024 characters without control characters: 1 given");
        refuses(
                () -> builder.xoauth2("a\1b", () -> "token"),
                "user must be 1..1024 characters without control characters: 3 given");
        refuses(() -> builder.from("Evil <evil@y.test>"), "email address must be a bare local@domain");
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("from(...) is missing");
        builder.from("no-reply@acme.test");
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("host(...) is missing");
    }

    private static void refuses(Runnable call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void settingsOfAServerThatRunsSendAMail() {
        try (ScriptedServer server = new ScriptedServer()) {
            Settings settings = Settings.of(Map.of(
                    "SMTP_SERVER", "127.0.0.1",
                    "SMTP_PORT", "" + server.port(),
                    "SMTP_SECURITY", "plain",
                    "FROM_EMAIL", "no-reply@acme.test"));
            try (SmtpChannel channel = SmtpChannel.of(settings).build()) {
                assertThat(channel.send("ada@example.com", "Hello", "<p>Hello</p>", "Hello"))
                        .isEqualTo(DeliveryResult.sent());
            }
            assertThat(server.contents.get(0)).contains("Subject: Hello", "<p>Hello</p>");
        }
    }
}

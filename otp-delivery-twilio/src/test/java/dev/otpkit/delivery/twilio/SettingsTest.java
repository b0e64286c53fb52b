package dev.otpkit.delivery.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.delivery.Settings;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A channel of settings, under the names that everybody has in his environment already. */
class SettingsTest {
    private final Sink sink = new Sink();

    @AfterEach
    void stop() {
        sink.close();
    }

    private static Map<String, String> settings() {
        return new HashMap<>(Map.of(
                "TWILIO_ACCOUNT_SID",
                Sink.SID,
                "TWILIO_AUTH_TOKEN",
                Sink.TOKEN + " ",
                "TWILIO_PHONE_NUMBER",
                "+447400123456",
                "TWILIO_COUNTRIES",
                "GB, US"));
    }

    private static TwilioChannel.Builder from(Consumer<Map<String, String>> change) {
        Map<String, String> settings = settings();
        change.accept(settings);
        return TwilioChannel.of(Settings.of(settings));
    }

    @Test
    void settingsSendATextMessage() {
        try (TwilioChannel channel = from(s -> {}).api(sink.address()).build()) {
            assertThat(channel.deliver(Messages.sms()).outcome()).isEqualTo(Outcome.SENT);
            assertThat(channel.toString()).isEqualTo("TwilioChannel[twilio, sms]");
            assertThat(channel.route(Recipient.sms("+33612345678")).isRefused()).isTrue();
            assertThat(channel.route(Recipient.sms("+14155550100")).isRefused()).isFalse();
        }
    }

    @Test
    void propertiesDoToo() {
        Properties properties = new Properties();
        settings().forEach(properties::setProperty);
        try (TwilioChannel channel =
                TwilioChannel.of(Settings.of(properties)).api(sink.address()).build()) {
            assertThat(channel.deliver(Messages.sms()).outcome()).isEqualTo(Outcome.SENT);
        }
    }

    @Test
    void anApiKeyTakesTheTokensPlace() {
        Consumer<Map<String, String>> key = s -> {
            s.remove("TWILIO_AUTH_TOKEN");
            s.put("TWILIO_API_KEY", "SK" + "0".repeat(32));
            s.put("TWILIO_API_SECRET", Sink.TOKEN);
        };
        try (TwilioChannel channel = from(key).api(sink.address()).build()) {
            assertThat(channel.deliver(Messages.sms()).outcome()).isEqualTo(Outcome.SENT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TWILIO_API_KEY", "TWILIO_API_SECRET"})
    void halfAKeyBesideATokenIsSomebodyElses(String half) {
        try (TwilioChannel channel =
                from(s -> s.put(half, "x")).api(sink.address()).build()) {
            assertThat(channel.deliver(Messages.sms()).outcome()).isEqualTo(Outcome.SENT);
        }
        assertThat(sink.posts.get(0).headers().get("authorization")).isEqualTo(basic(Sink.SID));
    }

    @Test
    void aWholeKeyBesideATokenSends() {
        String key = "SK" + "0".repeat(32);
        Consumer<Map<String, String>> both = s -> {
            s.put("TWILIO_API_KEY", key);
            s.put("TWILIO_API_SECRET", Sink.TOKEN);
        };
        try (TwilioChannel channel = from(both).api(sink.address()).build()) {
            assertThat(channel.deliver(Messages.sms()).outcome()).isEqualTo(Outcome.SENT);
        }
        assertThat(sink.posts.get(0).headers().get("authorization")).isEqualTo(basic(key));
    }

    private static String basic(String user) {
        return "Basic "
                + Base64.getEncoder().encodeToString((user + ":" + Sink.TOKEN).getBytes(StandardCharsets.US_ASCII));
    }

    /** A voice takes an endpoint, which no setting is, so only the finished builder knows that nobody sends. */
    @Test
    void settingsWithoutASenderAreGoodForCallsAndOtherwiseNamed() {
        Consumer<Map<String, String>> none = s -> s.remove("TWILIO_PHONE_NUMBER");
        assertThatThrownBy(() -> from(none).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("TWILIO_PHONE_NUMBER, TWILIO_WHATSAPP_FROM or voice(...) is missing");
        try (TwilioChannel channel = from(none)
                .voice("+447400123456", VoiceCallback.of(Messages.ENDPOINT, Sink.TOKEN))
                .build()) {
            assertThat(channel.toString()).isEqualTo("TwilioChannel[twilio, voice]");
        }
    }

    @Test
    void theSandboxTalksFreely() {
        try (TwilioChannel channel = from(s -> s.put("TWILIO_WHATSAPP_FROM", "whatsapp:+14155238886"))
                .api(sink.address())
                .build()) {
            assertThat(channel.send(Recipient.whatsapp("+447400100001"), "Hello")
                            .outcome())
                    .isEqualTo(Outcome.SENT);
        }
        assertThat(sink.posts.get(0).form()).containsEntry("From", List.of("whatsapp:+14155238886"));
    }

    @Test
    void aNumberOfOnesOwnNeedsATemplateOnWhatsApp() {
        assertThatThrownBy(() -> from(s -> s.put("TWILIO_WHATSAPP_FROM", "+447400123456")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("missing settings: TWILIO_WHATSAPP_TEMPLATE");
        try (TwilioChannel channel = from(s -> {
                    s.put("TWILIO_WHATSAPP_FROM", "+447400123456");
                    s.put("TWILIO_WHATSAPP_TEMPLATE", Messages.TEMPLATE);
                    s.put("TWILIO_WHATSAPP_MINUTES", "10");
                })
                .api(sink.address())
                .build()) {
            assertThat(channel.deliver(Messages.code(Recipient.whatsapp("+447400100001")))
                            .outcome())
                    .isEqualTo(Outcome.SENT);
        }
        assertThat(sink.posts.get(0).form()).containsKey("ContentSid");
    }

    @Test
    void aStarIsAllCountriesAndARegionNeedsItsEdge() {
        try (TwilioChannel channel = from(s -> s.put("TWILIO_COUNTRIES", "*")).build()) {
            assertThat(channel.route(Recipient.sms("+18765550123")).isRefused()).isFalse();
        }
        from(s -> {
                    s.put("TWILIO_REGION", "ie1");
                    s.put("TWILIO_EDGE", "dublin");
                })
                .build()
                .close();
        assertThatThrownBy(() -> from(s -> s.put("TWILIO_REGION", "ie1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("missing settings: TWILIO_EDGE");
    }

    @Test
    void allThatIsMissingIsToldAtOnce() {
        assertThatThrownBy(() -> TwilioChannel.of(Settings.of(Map.of("TWILIO_PHONE_NUMBER", "ACME"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("missing settings: TWILIO_ACCOUNT_SID, TWILIO_COUNTRIES, TWILIO_AUTH_TOKEN");
        assertThatThrownBy(() -> from(s -> {
                    s.remove("TWILIO_AUTH_TOKEN");
                    s.put("TWILIO_API_SECRET", "x");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("missing settings: TWILIO_API_KEY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TWILIO_ACCOUNT_SID",
                "TWILIO_AUTH_TOKEN",
                "TWILIO_PHONE_NUMBER",
                "TWILIO_COUNTRIES",
                "TWILIO_WHATSAPP_FROM",
                "TWILIO_WHATSAPP_TEMPLATE",
                "TWILIO_WHATSAPP_MINUTES",
                "TWILIO_REGION",
                "TWILIO_EDGE",
                "TWILIO_API_SECRET"
            })
    void whatIsMalformedIsNamedAndNotRepeated(String name) {
        assertThatThrownBy(() -> from(s -> {
                    s.put("TWILIO_WHATSAPP_FROM", "+447400123456");
                    s.put("TWILIO_WHATSAPP_TEMPLATE", Messages.TEMPLATE);
                    s.put("TWILIO_REGION", "ie1");
                    s.put("TWILIO_EDGE", "dublin");
                    if (name.equals("TWILIO_API_SECRET")) {
                        s.put("TWILIO_API_KEY", "SK" + "0".repeat(32));
                    }
                    s.put(name, "Canary of\u0007all");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .doesNotContain("Canary", Sink.TOKEN, Sink.SID)
                .contains(name);
    }
}

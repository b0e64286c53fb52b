package dev.otpkit.delivery.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.template.MessageTemplate;
import dev.otpkit.template.Values;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is on the wire: each request's exact parameters, and nothing besides. */
class WireTest {
    private static final URI CALLBACK = URI.create("https://app.example.com/status?tenant=1#rc=3&rp=5xx,ct,rt");
    private static final Recipient ADA = Recipient.whatsapp("+447400100001");
    private final Sink sink = new Sink();

    @AfterEach
    void stop() {
        sink.close();
    }

    private Sink.Post sent(TwilioChannel.Builder builder, Message message) {
        try (TwilioChannel channel = builder.build()) {
            assertThat(channel.deliver(message).outcome()).isEqualTo(Outcome.SENT);
        }
        assertThat(sink.posts).hasSize(1);
        return sink.posts.get(0);
    }

    private DeliveryResult refused(TwilioChannel.Builder builder, Message message) {
        return refused(builder, message, Fault.OURS);
    }

    private DeliveryResult refused(TwilioChannel.Builder builder, Message message, Fault fault) {
        try (TwilioChannel channel = builder.build()) {
            DeliveryResult result = channel.deliver(message);
            assertThat(sink.posts).isEmpty();
            assertThat(result.outcome()).isEqualTo(Outcome.PERMANENT);
            // Whatever a stranger's language, purpose or facts can bring about must not trip a breaker.
            assertThat(result.fault()).isEqualTo(message.code().isPresent() ? Fault.RECIPIENT : fault);
            return result;
        }
    }

    private static Map<String, List<String>> form(String... pairs) {
        Map<String, List<String>> form = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            form.put(pairs[i], List.of(pairs[i + 1]));
        }
        return form;
    }

    @Test
    void aTextMessage() {
        Sink.Post post = sent(sink.sms(), Messages.sms());
        assertThat(post.path()).isEqualTo("POST /2010-04-01/Accounts/" + Sink.SID + "/Messages.json");
        assertThat(post.form())
                .isEqualTo(form(
                        "To", "+447400100001",
                        "From", "+447400123456",
                        "Body", "493021 is your ACME code.",
                        "ValidityPeriod", "300"));
        assertThat(post.headers())
                .containsEntry("authorization", basic(Sink.SID + ":" + Sink.TOKEN))
                .containsEntry("content-type", "application/x-www-form-urlencoded")
                .containsEntry("accept", "application/json")
                .containsEntry("user-agent", "otpkit")
                .containsKeys("host", "content-length")
                .hasSize(6);
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void anApiKeySendsForItsAccount() {
        String key = "SK00000000000000000000000000000009";
        String secret = "abcdefABCDEF0123456789abcdefABCD";
        TwilioChannel.Builder builder = TwilioChannel.builder()
                .apiKey(Sink.SID, key, secret)
                .api(sink.address())
                .countries("GB")
                .sms("ACME");
        Sink.Post post = sent(builder, Messages.sms());
        assertThat(post.path()).contains("/Accounts/" + Sink.SID + "/");
        assertThat(post.headers()).containsEntry("authorization", basic(key + ":" + secret));
        assertThat(post.form()).containsEntry("From", List.of("ACME"));
    }

    @Test
    void aMessagingServiceAndAStatusCallback() {
        String service = "MG0000000000000000000000000000000a";
        Sink.Post post = sent(sink.channel().sms(service).statusCallback(CALLBACK), Messages.sms());
        assertThat(post.form())
                .isEqualTo(form(
                        "To", "+447400100001",
                        "MessagingServiceSid", service,
                        "Body", "493021 is your ACME code.",
                        "ValidityPeriod", "300",
                        "StatusCallback", CALLBACK.toString()));
    }

    @ParameterizedTest
    @CsvSource({"PT4M59.9S,300", "PT1S,5", "PT0.2S,5", "PT24H,36000"})
    void theValidityPeriodIsTheLifeThatIsLeft(Duration left, String seconds) {
        Message message = Message.to(Recipient.sms("+447400100001"))
                .text("493021")
                .code("493021", left)
                .build();
        assertThat(sent(sink.sms(), message).one("ValidityPeriod")).isEqualTo(seconds);
    }

    @Test
    void aMessageOfOnesOwnGoesAsItIsAndHasNoEnd() {
        String text = "Grüße & <b>\"100%\"+1=2;\n✓ 😀";
        try (TwilioChannel channel = sink.sms().build()) {
            assertThat(channel.send(Recipient.sms("+447400100001"), text).outcome())
                    .isEqualTo(Outcome.SENT);
        }
        assertThat(sink.posts.get(0).form())
                .isEqualTo(form("To", "+447400100001", "From", "+447400123456", "Body", text));
    }

    @Test
    void aMessagesOwnEndIsItsValidityPeriod() {
        Message message = Message.to(Recipient.sms("+447400100001"))
                .text("Your appointment is in an hour.")
                .notAfter(Instant.now().plus(Duration.ofHours(1)))
                .build();
        assertThat(Integer.parseInt(sent(sink.sms(), message).one("ValidityPeriod")))
                .isBetween(3_000, 3_600);
    }

    /** Whichever comes first. */
    @ParameterizedTest
    @CsvSource({"PT1M,60", "PT20M,300"})
    void aCodeIsSentNoLongerThanItsMessageIsWorth(Duration open, int most) {
        Message message = Message.to(Recipient.sms("+447400100001"))
                .text("493021")
                .code("493021", Duration.ofMinutes(5))
                .notAfter(Instant.now().plus(open))
                .build();
        assertThat(Integer.parseInt(sent(sink.sms(), message).one("ValidityPeriod")))
                .isBetween(most / 2, most);
    }

    @Test
    void aCodeOverItsSegmentsIsNotSentAndTheLetterIsNamed() {
        Message message = Message.to(Recipient.sms("+447400100001"))
                .text("Su código es 493021. " + "x".repeat(120))
                .code("493021", Duration.ofMinutes(5))
                .build();
        assertThat(refused(sink.sms(), message).reason()).contains("3 segments over 2 forced by u-00f3");
        assertThat(sent(sink.sms().maxSegments(3), message).one("Body")).isEqualTo(message.text());
    }

    @Test
    void theBuiltInTextsAreSentInEveryLanguageWithFactsAndLongCodes() {
        try (TwilioChannel channel = sink.sms().build()) {
            for (String tag : List.of(
                    "en", "ar", "de", "es", "fr", "he", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th",
                    "tr", "uk", "vi", "zh-Hans", "zh-Hant")) {
                Values values = new Values(
                        Recipient.sms("+447400100001"),
                        "ABCDEFGHJKMNPQR",
                        Duration.ofMinutes(5),
                        "payment",
                        Map.of("amount", "EUR 10.00"),
                        Locale.forLanguageTag(tag),
                        Map.of());
                Message message = MessageTemplate.standard("Northwind Traders").render(values);
                assertThat(channel.deliver(message).outcome()).as(tag).isEqualTo(Outcome.SENT);
            }
        }
    }

    @Test
    void oneOfTenSegmentsIsOnesOwnAndElevenAreNot() {
        Recipient to = Recipient.sms("+447400100001");
        assertThat(refused(sink.sms(), Message.to(to).text("x".repeat(1_531)).build(), Fault.RECIPIENT)
                        .reason())
                .contains("11 segments over 10");
        assertThat(sent(sink.sms(), Message.to(to).text("x".repeat(1_530)).build())
                        .one("Body"))
                .hasSize(1_530);
    }

    private TwilioChannel.Builder whatsApp() {
        return sink.channel().whatsApp("+14155238886");
    }

    private TwilioChannel.Builder byTemplate() {
        return whatsApp().whatsAppTemplate(Messages.TEMPLATE, Duration.ofMinutes(5));
    }

    private static Message whatsAppCode(Duration left, Locale locale) {
        return Message.to(ADA)
                .text("493021 is your ACME code.")
                .code("493021", left)
                .locale(locale)
                .build();
    }

    @Test
    void aWhatsAppCodeGoesByItsTemplate() {
        assertThat(sent(byTemplate().statusCallback(CALLBACK), Messages.code(ADA))
                        .form())
                .isEqualTo(form(
                        "To", "whatsapp:+447400100001",
                        "From", "whatsapp:+14155238886",
                        "ContentSid", Messages.TEMPLATE,
                        "ContentVariables", "{\"1\":\"493021\"}",
                        "ValidityPeriod", "300",
                        "StatusCallback", CALLBACK.toString()));
    }

    @ParameterizedTest
    @CsvSource({
        "fr,HX000000000000000000000000000000f1",
        "fr-CA,HX000000000000000000000000000000fc",
        "fr-BE,HX000000000000000000000000000000f1",
        "de,HX00000000000000000000000000000001",
        "und,HX00000000000000000000000000000001"
    })
    void aTemplateIsOfTheMessagesLanguage(String tag, String template) {
        TwilioChannel.Builder builder = byTemplate()
                .whatsAppTemplate(Locale.FRENCH, "HX000000000000000000000000000000f1", Duration.ofMinutes(5))
                .whatsAppTemplate(Locale.CANADA_FRENCH, "HX000000000000000000000000000000fc", Duration.ofMinutes(5));
        Message message = whatsAppCode(Duration.ofMinutes(5), Locale.forLanguageTag(tag));
        assertThat(sent(builder, message).one("ContentSid")).isEqualTo(template);
    }

    @ParameterizedTest
    @CsvSource({"PT5M1S,false", "PT10M,false", "PT5M,true", "PT2M30S,true", "PT2M29S,false", "PT1S,false"})
    void aTemplateTellsTheLifeOfFreshAndResentCodesAndOfNoOthers(Duration left, boolean sent) {
        Message message = whatsAppCode(left, Locale.ROOT);
        if (sent) {
            assertThat(sent(byTemplate(), message).one("ContentSid")).isEqualTo(Messages.TEMPLATE);
        } else {
            assertThat(refused(byTemplate(), message).reason()).contains("template tells another life");
        }
    }

    @Test
    void aCodeTooLongForATemplateIsNotSent() {
        Message message = Message.to(ADA)
                .text("code")
                .code("ABCDEFGHJKMNPQRS", Duration.ofMinutes(5))
                .build();
        assertThat(refused(byTemplate(), message).reason()).contains("code too long");
    }

    /** A template has one gap, and whoever pays must see what he confirms. */
    @Test
    void aCodeThatConfirmsFactsIsNotSentByATemplate() {
        Message message = Message.to(ADA)
                .text("amount: EUR 10.00. 493021 is your ACME code.")
                .code("493021", Duration.ofMinutes(5))
                .facts(List.of("amount: EUR 10.00"))
                .build();
        assertThat(refused(byTemplate(), message).reason()).contains("template shows no facts");
    }

    @Test
    void freeTextOnWhatsAppIsAskedForByName() {
        Message hello = Message.to(ADA).text("Hello ✓").build();
        assertThat(refused(byTemplate(), hello).reason()).contains("no free text");
        assertThat(sent(byTemplate().whatsAppText(), hello).form())
                .isEqualTo(form("To", "whatsapp:+447400100001", "From", "whatsapp:+14155238886", "Body", "Hello ✓"));
    }

    @Test
    void theSandboxGetsACodeAsText() {
        assertThat(sent(whatsApp().whatsAppText(), Messages.code(ADA)).form())
                .isEqualTo(form(
                        "To", "whatsapp:+447400100001",
                        "From", "whatsapp:+14155238886",
                        "Body", "493021 is your ACME code.",
                        "ValidityPeriod", "300"));
    }

    @Test
    void aCallAsksForAKeyAndHasNoCode() {
        TwilioChannel.Builder builder = sink.channel()
                .voice("+447400123456", VoiceCallback.of(Messages.ENDPOINT, Sink.TOKEN))
                .statusCallback(CALLBACK);
        Sink.Post post = sent(builder, Messages.code(Recipient.voice("+442079460018")));
        Map<String, List<String>> rest = new HashMap<>(post.form());
        String twiml = rest.remove("Twiml").get(0);
        assertThat(rest.remove("StatusCallbackEvent")).containsExactly("initiated", "ringing", "answered", "completed");
        assertThat(rest)
                .isEqualTo(form(
                        "To", "+442079460018",
                        "From", "+447400123456",
                        "Timeout", "30",
                        "TimeLimit", "120",
                        "StatusCallback", CALLBACK.toString(),
                        "StatusCallbackMethod", "POST"));
        assertThat(post.path()).isEqualTo("POST /2010-04-01/Accounts/" + Sink.SID + "/Calls.json");
        assertThat(twiml)
                .contains("<Gather", "action=\"https://app.example.com/otp/voice?code=", "press 1")
                .hasSizeLessThan(4_000);
    }

    @Test
    void aCallSaysCodesOnlyAndNotWholeBooks() {
        TwilioChannel.Builder builder =
                sink.channel().voice("+447400123456", VoiceCallback.of(Messages.ENDPOINT, Sink.TOKEN));
        Recipient to = Recipient.voice("+447400100001");
        assertThat(refused(builder, Message.to(to).text("Hello").build()).reason())
                .contains("no code to say");
        assertThat(refused(
                                builder,
                                Message.to(to)
                                        .text("x".repeat(2_000) + " 493021")
                                        .code("493021", Duration.ofMinutes(5))
                                        .build())
                        .reason())
                .contains("text too long");
    }

    @Test
    void anotherRegionHasAnotherHost() {
        TwilioChannel.Builder builder = TwilioChannel.builder();
        assertThat(door(builder))
                .isEqualTo("https://api.twilio.com/2010-04-01/Accounts/" + Sink.SID + "/Messages.json");
        assertThat(door(builder.region("ie1", "dublin")))
                .isEqualTo("https://api.dublin.ie1.twilio.com/2010-04-01/Accounts/" + Sink.SID + "/Messages.json");
        assertThat(door(builder.region("us1", "san-jose-ix")))
                .isEqualTo("https://api.san-jose-ix.us1.twilio.com/2010-04-01/Accounts/" + Sink.SID + "/Messages.json");
    }

    private static String door(TwilioChannel.Builder builder) {
        return OneRequest.uri(
                        new com.twilio.http.Request(
                                com.twilio.http.HttpMethod.POST,
                                "api",
                                "/2010-04-01/Accounts/" + Sink.SID + "/Messages.json"),
                        builder.parts.door())
                .toString();
    }

    @Test
    void aKindWithoutASenderIsNotServed() {
        try (TwilioChannel channel = sink.sms().build()) {
            assertThat(channel.serves(ADA)).isFalse();
            assertThat(channel.route(ADA).isRefused()).isTrue();
            assertThat(channel.deliver(Messages.code(ADA)).outcome()).isEqualTo(Outcome.MISCONFIGURED);
            assertThat(channel.deliver(Messages.code(Recipient.email("ada@example.com")))
                            .outcome())
                    .isEqualTo(Outcome.MISCONFIGURED);
        }
        assertThat(sink.posts).isEmpty();
    }
}

package dev.otpkit.delivery.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.template.MessageTemplate;
import dev.otpkit.template.Values;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** T34 and T20: what a call says, and when. */
class TwimlTest {
    private static final Recipient ADA = Recipient.voice("+447400100001");
    private final Sink sink = new Sink();
    private final VoiceCallback words = VoiceCallback.of(Messages.ENDPOINT, Sink.TOKEN);

    @AfterEach
    void stop() {
        sink.close();
    }

    private Sink.Post called(Message message) {
        try (TwilioChannel channel =
                sink.channel().voice("+447400123456", words).build()) {
            assertThat(channel.deliver(message).outcome()).isEqualTo(Outcome.SENT);
        }
        return sink.posts.get(sink.posts.size() - 1);
    }

    private static Message message(String text, String code, Locale locale) {
        return Message.to(ADA)
                .text(text)
                .code(code, Duration.ofMinutes(5))
                .locale(locale)
                .build();
    }

    private static Message standard(String code, Locale locale) {
        return MessageTemplate.standard("ACME")
                .render(new Values(ADA, code, Duration.ofMinutes(5), "login", Map.of(), locale, Map.of()));
    }

    private static String language(String twiml) {
        return ((Element) Endpoint.xml(twiml).getElementsByTagName("Say").item(0)).getAttribute("language");
    }

    private String second(Sink.Post call, String key) {
        URI action = Endpoint.action(call.one("Twiml"));
        Map<String, String> form = Endpoint.form(call.one("To"), key);
        return words.answer(Signed.lists(form), action.getRawQuery(), Signed.by(Sink.TOKEN, action.toString(), form))
                .orElseThrow();
    }

    @Test
    void theFirstDocumentAsksForAKeyAndHasNoDigitOfTheCode() {
        String twiml = called(standard("888888", Locale.ENGLISH)).one("Twiml");
        assertThat(Endpoint.verbs(twiml))
                .containsExactly("Response", "Gather", "Say", "Pause", "Say", "Pause", "Say", "Pause", "Hangup");
        Element gather =
                (Element) Endpoint.xml(twiml).getElementsByTagName("Gather").item(0);
        assertThat(gather.getAttribute("input")).isEqualTo("dtmf");
        assertThat(gather.getAttribute("numDigits")).isEqualTo("1");
        assertThat(gather.getAttribute("method")).isEqualTo("POST");
        assertThat(gather.hasAttribute("actionOnEmptyResult")).isFalse();
        assertThat(Endpoint.said(twiml)).hasSize(3).containsOnly("This is a call with your code. To hear it, press 1.");
    }

    @Test
    void theCodeIsSaidDigitByDigitAndTwiceOnceTheKeyIsPressed() {
        String twiml = second(called(standard("888888", Locale.ENGLISH)), "1");
        assertThat(Endpoint.said(twiml))
                .hasSize(2)
                .containsOnly("Your ACME code is: 8, 8, 8, 8, 8, 8. Do not share it.");
        assertThat(Endpoint.verbs(twiml)).containsExactly("Response", "Say", "Pause", "Say", "Pause", "Hangup");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "0", "*", "11", "hangup", "１"})
    void anAnsweringMachineOrAnotherKeyHearsNothing(String key) {
        assertThat(Endpoint.verbs(second(called(standard("888888", Locale.ENGLISH)), key)))
                .containsExactly("Response", "Hangup");
    }

    @ParameterizedTest
    @CsvSource({
        "Your code is 493021.,'Your code is 4, 9, 3, 0, 2, 1.'",
        "Code 4 9 3 0 2 1 now,'Code 4, 9, 3, 0, 2, 1 now'",
        "It is here,'It is here 4, 9, 3, 0, 2, 1.'"
    })
    void aTextOfOnesOwnIsSpelledToo(String text, String said) {
        assertThat(Endpoint.said(second(called(message(text, "493021", Locale.ENGLISH)), "1")))
                .containsOnly(said);
    }

    @Test
    void aLongCodeIsSpelledByItsLetters() {
        assertThat(Endpoint.said(second(called(standard("ABCDEFGHJKMNPQR", Locale.ENGLISH)), "1"))
                        .get(0))
                .contains("A, B, C, D, E, F, G, H, J, K, M, N, P, Q, R.");
    }

    @ParameterizedTest
    @CsvSource({
        "en,en-US,press",
        "en-GB,en-GB,press",
        "de,de-DE,Code",
        "de-AT,de-AT,Code",
        "fr,fr-FR,appuyez",
        "fr-CA,fr-CA,appuyez",
        "ja,ja-JP,1",
        "pt,pt-BR,pressione",
        "pt-PT,pt-PT,pressione",
        "zh-Hans,zh-CN,验证码",
        "zh-TW,zh-TW,驗證碼",
        "zh-Hant,zh-TW,驗證碼",
        "he,he-IL,1",
        "iw,he-IL,1",
        "id,id-ID,tekan",
        "uk,uk-UA,1",
        "ar,ar-AE,1"
    })
    void aCallSpeaksTheMessagesLanguage(String tag, String language, String word) {
        Sink.Post call = called(message("493021", "493021", Locale.forLanguageTag(tag)));
        assertThat(language(call.one("Twiml"))).isEqualTo(language);
        assertThat(Endpoint.said(call.one("Twiml")).get(0)).contains(word);
        assertThat(language(second(call, "1"))).isEqualTo(language);
    }

    @ParameterizedTest
    @CsvSource({"sv,sv-SE", "sw,en-US", "und,en-US", "xx-YY,en-US", "nb,nb-NO"})
    void aLanguageThatIsNotBuiltInIsAskedForInEnglish(String tag, String language) {
        Sink.Post call = called(message("493021", "493021", Locale.forLanguageTag(tag)));
        assertThat(language(call.one("Twiml"))).isEqualTo("en-US");
        assertThat(Endpoint.said(call.one("Twiml")).get(0)).contains("press 1");
        assertThat(language(second(call, "1"))).isEqualTo(language);
    }

    @Test
    void everyBuiltInLanguageIsAskedForInItsOwnWords() {
        List<String> tags = List.of(
                "en", "ar", "de", "es", "fr", "he", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr",
                "uk", "vi", "zh-Hans", "zh-Hant");
        assertThat(tags.stream()
                        .map(tag -> Voice.of(Locale.forLanguageTag(tag)).prompt())
                        .distinct())
                .hasSize(tags.size())
                .allMatch(prompt -> prompt.contains("1"));
        assertThat(tags.stream()
                        .map(tag -> Voice.of(Locale.forLanguageTag(tag)).language())
                        .distinct())
                .hasSize(tags.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</Say><Dial>+19005551234</Dial><Say>",
                "<Redirect>http://evil.test</Redirect>",
                "&lt;Dial&gt;",
                "]]>",
                "<![CDATA[<Dial/>]]>",
                "<!--",
                "\" language=\"x",
                "' onload='",
                "&",
                "<?xml version=\"1.0\"?>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>&e;",
                "\u0000\u0001\u001b[2J",
                "\uFFFE\uFFFF",
                "\uD800",
                "a\uDC00b",
                "\u202Eevil",
                "\r\n\t",
                "{{code}}",
                "${jndi:x}",
                "😀"
            })
    void whatIsInATextIsSaidAndNeverDone(String payload) {
        Sink.Post call = called(message("For " + payload + ": 493021", "493021", Locale.ENGLISH));
        assertThat(Endpoint.verbs(call.one("Twiml")))
                .doesNotContain("Dial", "Redirect")
                .endsWith("Hangup");
        String twiml = second(call, "1");
        assertThat(Endpoint.verbs(twiml)).containsExactly("Response", "Say", "Pause", "Say", "Pause", "Hangup");
        assertThat(Endpoint.said(twiml).get(0)).startsWith("For ").endsWith(": 4, 9, 3, 0, 2, 1");
    }

    @Test
    void twilioKeepsNoCodeBeforeItIsSpoken() {
        Sink.Post call = called(standard("8301859264", Locale.ENGLISH));
        assertThat(call.form().toString()).doesNotContain("8301859264", "8 3 0", "8, 3, 0", "ACME");
        Sink.Post again = called(standard("8301859264", Locale.ENGLISH));
        assertThat(Endpoint.action(call.one("Twiml"))).isNotEqualTo(Endpoint.action(again.one("Twiml")));
    }
}

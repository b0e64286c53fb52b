package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.SendLimits;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** T20: strangers' values on their way from a request into a message. */
class InjectionTest {
    private static final OtpKey KEY = OtpKey.of("payment", "user-42");
    private static final Recipient ADA = Recipient.email("ada@example.com");

    private final TestChannel channel = new TestChannel();
    private final OtpService otp = new TestBackend()
            .service(channel)
            .purpose("payment")
            .limits(SendLimits.allowUnlimited("messages alone matter"))
            .build();

    private Message sent(OtpKey key, Recipient to, String name) {
        otp.request(OtpRequest.of(key, to).variable("name", name));
        return channel.messages.get(channel.messages.size() - 1);
    }

    private static String all(Message message) {
        return message.subject().orElse("") + message.text() + message.html().orElse("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"><img src=//e>",
                "<script>alert(1)</script>",
                "</Say><Dial>+1900</Dial>",
                "'onmouseover=x",
                "&lt;b&gt;",
                "<!--",
                "]]>"
            })
    void markupIsTextInTheHtmlAndSilenceOnThePhone(String payload) {
        Message mail = sent(KEY.boundTo("payee", payload), ADA, payload);

        assertThat(mail.html().orElseThrow().replaceAll("(?s)^.*?<body", ""))
                .doesNotContain(payload)
                .doesNotContain("<img", "<script", "<Dial", "<!--", "='onm")
                .contains("payee:");
        Message call = sent(KEY.boundTo("payee", payload), Recipient.voice("+14155550100"), payload);
        assertThat(call.text()).doesNotContain("<", ">");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{code}}", "{{{code}}}", "{{#facts}}x{{/facts}}", "${code}", "${jndi:x}", "#{code}", "%s"})
    void aTemplateInAValueIsNeverExpanded(String payload) {
        Message mail = sent(KEY.boundTo("payee", payload), ADA, payload);

        assertThat(mail.text().split(channel.code(), -1)).as("the code once").hasSize(2);
        assertThat(mail.text()).contains("Hello " + payload).contains("payee: " + payload);
    }

    static Stream<String> links() {
        return Stream.of(
                "http://evil.example",
                "https://evil.example/x?y",
                "HTTPS://EVIL.EXAMPLE",
                "ftp://evil.example",
                "//evil.example",
                "www.evil.example",
                "evil.example",
                "evil.co",
                "Evil.Example/path",
                "evil\u3002example",
                "evil\uFF0Eexample",
                "e\u200Bvil.example",
                "http:\u200B//evil.example",
                "me@evil.example",
                "mailto:me@evil.example",
                "tel:+19005550100",
                "192.0.2.1",
                "bit.ly/abc",
                "javascript:alert(1)",
                "\uFF48\uFF54\uFF54\uFF50://evil");
    }

    @ParameterizedTest
    @MethodSource("links")
    void whatAMailClientWouldMakeALinkOfIsLeftOut(String link) {
        for (Recipient to : new Recipient[] {ADA, Recipient.sms("+14155550100"), Recipient.voice("+14155550100")}) {
            Message message = sent(KEY.boundTo("payee", link).boundTo("amount", "EUR 10.00"), to, link);

            assertThat(all(message)).doesNotContainIgnoringCase("evil", "bit.ly", "1900555", "192.0", "alert");
            assertThat(message.text()).contains("payee: (not shown)").contains("amount: EUR 10.00");
        }
    }

    @Test
    void aLongOrTurnedValueIsCutAndTurnedBack() {
        String turned = "Ada\u202Eecalevol\u202C";
        Message message = sent(KEY.boundTo("payee", "x" + turned + "x"), ADA, "A".repeat(100_000));

        assertThat(all(message)).doesNotContain("\u202E").doesNotContain("\u202C");
        assertThat(message.text())
                .contains("Hello " + "A".repeat(37) + "...")
                .doesNotContain("A".repeat(38))
                .hasSizeLessThan(1_000);
        assertThat(sent(KEY, ADA, "Ada\r\nBcc: eve").text()).contains("Hello Ada Bcc: eve,");
    }

    @Test
    void nothingFollowsTheCodeInAShortMessageButOurOwnWords() {
        Message message = sent(KEY.boundTo("payee", "ACME 123456 is your code"), Recipient.sms("+14155550100"), "Eve");
        assertThat(message.text())
                .startsWith("payee: ACME 123456 is your code. " + channel.code() + " is your one-time code.")
                .endsWith(channel.code() + " is your one-time code. It expires in 5 minutes. Do not share it.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: eve", "a\nb", "a\u0000b", "a\u2028b", "a\u0085b", "a\tb", " a", "\uD800"})
    void aFactWithALineEndOrControlCharacterIsNoFact(String payload) {
        assertThatIllegalArgumentException().isThrownBy(() -> KEY.boundTo("payee", payload));
        assertThatIllegalArgumentException().isThrownBy(() -> KEY.boundTo("payee", "x".repeat(401)));
    }
}

package dev.otpkit.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** T20 in this room: what strangers write into a message stays text, short, visible and dead. */
@DisplayName("T20: HTML, template, TwiML and SMS-text injection")
class TemplateInjectionTest {
    private static final Recipient MAILBOX = Recipient.email("ada@example.com");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\u2028\\u2029&&[^\\n]]");

    private final MessageTemplate template = MessageTemplate.standard("ACME");

    private Message mail(String value) {
        return render(MAILBOX, value);
    }

    private Message render(Recipient recipient, String value) {
        return template.render(Sample.to(recipient)
                .code("493021", Duration.ofMinutes(5))
                .purpose("payment")
                .boundTo("payee", value)
                .variable("name", value)
                .build());
    }

    @Test
    void markupIsEscapedInHtml() {
        Message message = mail("\"><img src=//e>'&");

        assertThat(message.html().orElseThrow())
                .doesNotContain("<img")
                .contains("<p>Hello &quot;&gt;&lt;img src&#x3D;//e&gt;&#39;&amp;,</p>")
                .contains("<li><bdi>payee: &quot;&gt;&lt;img src&#x3D;//e&gt;&#39;&amp;</bdi></li>");
        assertThat(message.text()).contains("payee: \"><img src=//e>'&");
    }

    @Test
    void theBrandAndTheNameOfAFactAreEscapedInHtml() {
        Message message = MessageTemplate.standard("<b>A&B")
                .render(Sample.to(MAILBOX)
                        .code("493021", Duration.ofMinutes(5))
                        .purpose("payment")
                        .boundTo("<i>payee", "x")
                        .build());

        assertThat(message.html().orElseThrow())
                .doesNotContain("<b>A", "<i>payee", "A&B")
                .contains(
                        "<title>Your &lt;b&gt;A&amp;B code</title>",
                        "Your &lt;b&gt;A&amp;B code is:",
                        "&lt;i&gt;payee: x");
        assertThat(message.subject()).contains("Your <b>A&B code");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{code}}",
                "{{{code}}}",
                "{{#facts}}x{{/facts}}",
                "{{>email}}",
                "{{=<% %>=}}",
                "${jndi:x}",
                "#{code}",
                "%s%n",
                "\\u0031",
                "$1"
            })
    void aValueIsNeverReadAsATemplate(String value) {
        Message message = mail(value);
        assertThat(message.text())
                .contains("Hello " + value + ",", "payee: " + value)
                .containsOnlyOnce("493021");
        assertThat(message.html().orElseThrow()).containsOnlyOnce("493021");
        assertThat(render(Recipient.sms("+14155550100"), value).text())
                .isEqualTo("payee: " + value + ". 493021 is your ACME code. It expires in 5 minutes. Do not share it.");
    }

    @Test
    void aBrandIsNeverReadAsATemplate() {
        Message message = MessageTemplate.standard("{{code}}")
                .render(Sample.to(MAILBOX)
                        .code("493021", Duration.ofMinutes(5))
                        .purpose("login")
                        .build());
        assertThat(message.subject()).contains("Your {{code}} code");
        assertThat(message.text()).contains("Your {{code}} code is:").containsOnlyOnce("493021");
        assertThat(message.html().orElseThrow()).containsOnlyOnce("493021");
    }

    @Test
    void aVoiceHasNoMarkupToBreakOutOf() {
        String text = render(Recipient.voice("+14155550100"), "</Say><Dial>911</Dial>")
                .text();
        assertThat(text).doesNotContain("<", ">").endsWith("Your ACME code is: 4 9 3 0 2 1. Do not share it.");
    }

    static List<String> links() {
        return List.of(
                "http://evil.com",
                "HTTPS://EVIL.COM/x",
                "https://localhost",
                "ftp://10",
                "evil.com",
                "go to evil.com now",
                "evil.com/a?b=c",
                "EVIL.COM",
                "www.evil",
                "mailto:a",
                "MAILTO :a",
                "tel:911",
                "javascript:alert(1)",
                "a@evil",
                "@evil",
                "a＠evil",
                "evil。com",
                "evil．com",
                "evil｡com",
                "evil․com",
                "evil﹒com",
                "ｅｖｉｌ.ｃｏｍ",
                "http：／／evil",
                "ev\u200Bil\u200B.\u200Bc\u200Bom",
                "evil.\u2060com",
                "evil.c\u00ADom",
                "evil\u202E.com",
                "evil.c\uFE0Fo\uFE0Fm",
                "evil.\u3164com",
                "evil.xn--p1ai",
                "пример.рф",
                "例え.テスト",
                "evil.c\u0338om",
                "\u2764.ws",
                "192.168.0.1",
                "1.1.1.1/x",
                "x".repeat(36) + ".com",
                "x".repeat(100) + " evil.com");
    }

    @ParameterizedTest
    @MethodSource("links")
    void aValueThatWouldBecomeALinkIsDropped(String link) {
        Message message = mail(link);

        assertThat(message.text()).doesNotContain("Hello").contains("  payee: (not shown)\n");
        assertThat(message.html().orElseThrow())
                .doesNotContain("Hello")
                .contains("<li><bdi>payee: (not shown)</bdi></li>");
        assertThat(render(Recipient.sms("+14155550100"), link).text()).startsWith("payee: (not shown). 493021 is");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EUR 10.00",
                "ACME",
                "Ada",
                "10:30",
                "1.234.567,89",
                "EUR 1.000.000.000",
                "1,000.50 USD",
                "J. R. Smith",
                "J.R.",
                "O'Brien",
                "Zoë Müller",
                "李小龍",
                "محمد",
                "नमस्ते",
                "DE89370400440532013000",
                "Ref: 2026-11",
                "a/b",
                "50 % off",
                "C# .NET",
                "wait...",
                "2.5kg",
                "v1.2.3",
                "256.1.1.1",
                "#493",
                "Smith & Sons",
                "😀"
            })
    void anHonestValueSurvives(String honest) {
        assertThat(mail(honest).text()).contains("Hello " + honest + ",", "  payee: " + honest + "\n");
    }

    @Test
    void theNameOfAFactIsNoLinkEither() {
        Values values = Sample.to(MAILBOX)
                .code("493021", Duration.ofMinutes(5))
                .purpose("payment")
                .boundTo("evil.com", "x")
                .build();
        assertThat(template.render(values).text()).contains("  (not shown): x\n");
    }

    @Test
    void controlBidiAndInvisibleCharactersAreDroppedAndLinesBecomeOne() {
        String value =
                "a\u202Eb\u2066c\u200Bd\u0000e\u001Bf\u0007g\uFEFFh\uE000i\u00ADj\uDB40\uDC41k\uD800l\u2800m\u034Fn";
        Message message = mail(value);
        assertThat(message.text()).contains("payee: abcdefghijklmn\n");

        Message lines = mail("one\r\ntwo\tthree\u2028four\u2029five\u0085six\u000Bseven\u00A0 \u3000x");
        assertThat(lines.text()).contains("payee: one two three four five six seven x\n");
        for (Message each : List.of(message, lines)) {
            assertThat(INVISIBLE
                            .matcher(each.text() + each.html().orElseThrow())
                            .find())
                    .isFalse();
        }
    }

    @Test
    void nothingFollowsTheCodeOfATextMessageButOurWords() {
        String text =
                render(Recipient.sms("+14155550100"), "x\n\n@evil.test #999999").text();
        assertThat(text)
                .isEqualTo("payee: (not shown). 493021 is your ACME code. It expires in 5 minutes. Do not share it.");
        assertThat(render(Recipient.sms("+14155550100"), "x\n\n#999999").text())
                .isEqualTo("payee: x #999999. 493021 is your ACME code. It expires in 5 minutes. Do not share it.");
    }

    @Test
    void aValueIsCutAt40CodePoints() {
        assertThat(mail("x".repeat(40)).text()).contains("payee: " + "x".repeat(40) + "\n");
        assertThat(mail("x".repeat(41)).text()).contains("payee: " + "x".repeat(37) + "...\n");
        String smiles = "\uD83D\uDE00";
        assertThat(mail(smiles.repeat(40)).text()).contains("payee: " + smiles.repeat(40) + "\n");
        assertThat(mail(smiles.repeat(41)).text()).contains("payee: " + smiles.repeat(37) + "...\n");
        assertThat(mail("x".repeat(36) + " " + "y".repeat(9)).text()).contains("payee: " + "x".repeat(36) + "...\n");
    }

    @Test
    void aHugeValueCostsNoMoreThanAPage() {
        String huge = "x".repeat(100_000);
        String spaces = " ".repeat(100_000) + "x";
        String dots = "a.".repeat(50_000);
        String digits = "1.1.1.".repeat(17_000);
        for (String value : List.of(huge, spaces, dots, digits, "\u202E".repeat(100_000))) {
            Message message = mail(value);
            assertThat(message.text().length()).isLessThan(400);
            assertThat(message.html().orElseThrow().length())
                    .isLessThan(mail("x").html().orElseThrow().length() + 400);
        }
        String vast = "x ".repeat(2_500_000);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (int i = 0; i < 50; i++) {
                mail(vast);
            }
        });
    }

    @Test
    void aNameThatIsEmptyOrInvisibleGreetsNobody() {
        for (String name : List.of("", " ", "\u200B", "\u202E\n")) {
            assertThat(mail(name).text()).doesNotContain("Hello").startsWith("Your ACME code is:");
        }
    }
}

package dev.otpkit.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardTemplateTest {
    private static final Recipient MAILBOX = Recipient.email("ada@example.com");
    private static final Recipient PHONE = Recipient.sms("+14155550100");

    private final MessageTemplate template = MessageTemplate.standard("ACME");

    private static Sample values(Recipient recipient) {
        return Sample.to(recipient).code("493021", Duration.ofMinutes(5)).purpose("login");
    }

    @Test
    void anEmailHasASubjectWithoutTheCodeAndTheCodeOnceInEachPart() {
        Message message = template.render(values(MAILBOX).build());

        assertThat(message.recipient()).isEqualTo(MAILBOX);
        assertThat(message.subject()).contains("Your ACME code");
        assertThat(message.text()).isEqualTo("""
                        Your ACME code is:

                            493021

                        It expires in 5 minutes. Do not share it with anyone, whoever asks for it.
                        If you did not ask for this code, you can ignore this message.
                        """);
        assertThat(message.html().orElseThrow())
                .startsWith("<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">")
                .containsOnlyOnce("493021")
                .contains("It expires in 5 minutes.", "Do not share it", "<title>Your ACME code</title>")
                .doesNotContain("<ul>");
        assertThat(message.code().orElseThrow().digits()).isEqualTo("493021");
        assertThat(message.code().orElseThrow().expiresIn()).isEqualTo(Duration.ofMinutes(5));
        assertThat(message.locale()).isEqualTo(Locale.ENGLISH);
    }

    @Test
    void whatTheCodeIsBoundToIsSaidInOrder() {
        Values bound = values(MAILBOX)
                .boundTo("amount", "EUR 10.00")
                .boundTo("payee", "ACME")
                .variable("name", "Ada")
                .build();
        Message message = template.render(bound);

        assertThat(message.text())
                .startsWith("Hello Ada,\n\nYour ACME code is:\n")
                .contains("It is only good for:\n  amount: EUR 10.00\n  payee: ACME\n\n");
        assertThat(message.html().orElseThrow())
                .contains(
                        "<p>Hello Ada,</p>", "<li><bdi>amount: EUR 10.00</bdi></li>\n<li><bdi>payee: ACME</bdi></li>");
        assertThat(template.render(values(PHONE)
                                .boundTo("amount", "EUR 10.00")
                                .boundTo("payee", "ACME")
                                .build())
                        .text())
                .isEqualTo("amount: EUR 10.00. payee: ACME. 493021 is your ACME code."
                        + " It expires in 5 minutes. Do not share it.");
    }

    @Test
    void aFactThatTiesTheCodeToABrowserIsNotShown() {
        for (Recipient recipient : List.of(MAILBOX, PHONE, Recipient.voice("+14155550100"))) {
            Message message = template.render(values(recipient)
                    .boundTo("flow", "q8Zr1xNf")
                    .boundTo("session", "Kw72mPqd")
                    .build());
            assertThat(message.text() + message.html()).doesNotContain("q8Zr1xNf", "Kw72mPqd", "flow", "session");
        }
    }

    @Test
    void aShortTextSaysTheCodeFirst() {
        String expected = "493021 is your ACME code. It expires in 5 minutes. Do not share it.";
        for (Recipient recipient :
                List.of(PHONE, Recipient.whatsapp("+14155550100"), Recipient.of("push", "device-1"))) {
            Message message = template.render(values(recipient).build());
            assertThat(message.text()).isEqualTo(expected);
            assertThat(message.subject()).isEmpty();
            assertThat(message.html()).isEmpty();
            assertThat(message.code()).isPresent();
        }
    }

    @Test
    void aVoiceSpellsTheCodeOut() {
        Message message =
                template.render(values(Recipient.voice("+14155550100")).build());

        assertThat(message.text()).isEqualTo("Your ACME code is: 4 9 3 0 2 1. Do not share it.");
        assertThat(message.code().orElseThrow().digits()).isEqualTo("493021");
    }

    @Test
    void aLongCodeIsInFivesToTheEyeAndInOnePieceToTheClipboard() {
        Message message = template.render(Sample.to(MAILBOX)
                .code("ABCDEFGHJKLMNPQR", Duration.ofMinutes(5))
                .purpose("login")
                .build());

        assertThat(message.text()).containsOnlyOnce("    ABCDEFGHJKLMNPQR\n");
        String html = message.html().orElseThrow();
        assertThat(html).contains(">ABCDE</span><span", ">FGHJK</span><span", ">LMNPQ</span><span", ">R</span></p>");
        assertThat(html.replaceAll("<[^>]*>", "")).containsOnlyOnce("ABCDEFGHJKLMNPQR");
    }

    @ParameterizedTest
    @CsvSource({
        "PT1S, It expires in less than a minute.",
        "PT59.999S, It expires in less than a minute.",
        "PT1M, It expires in 1 minute.",
        "PT1M59S, It expires in 1 minute.",
        "PT2M, It expires in 2 minutes.",
        "PT4M59.999S, It expires in 4 minutes.",
        "PT10M, It expires in 10 minutes.",
        "PT1H59M59S, It expires in 119 minutes.",
        "PT2H, It expires in 2 hours.",
        "PT23H59M, It expires in 23 hours."
    })
    void aLifeIsRoundedDown(Duration left, String expected) {
        Values values = Sample.to(PHONE).code("493021", left).purpose("login").build();
        assertThat(template.render(values).text()).contains(" code. " + expected + " Do not");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG-u-nu-arab", "tr-TR", "hi-IN-u-nu-deva", "th-TH-u-nu-thai"})
    @DisplayName("T11: digits are ASCII whatever the machine's and the person's locale")
    void digitsAreAsciiWhateverTheLocale(String tag) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(tag));
        try {
            MessageTemplate there = MessageTemplate.standard("INFO");
            for (Recipient recipient : List.of(MAILBOX, PHONE, Recipient.voice("+14155550100"))) {
                Message theirs = there.render(
                        values(recipient).locale(Locale.getDefault()).build());
                assertThat(all(theirs))
                        .doesNotContainPattern("[\\p{Nd}&&[^0-9]]")
                        .contains("INFO");
                Message english = there.render(values(recipient).build());
                assertThat(all(english)).matches("[\\x00-\\x7F]*").contains("INFO");
            }
            assertThat(there.render(values(PHONE).locale(Locale.getDefault()).build())
                            .text())
                    .contains("493021", "5");
            Values linked = values(PHONE).boundTo("payee", "MAILTO:X").build();
            assertThat(there.render(linked).text()).contains("payee: (not shown)");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static String all(Message message) {
        return message.text() + message.html().orElse("") + message.subject().orElse("");
    }

    @Test
    void aLanguageThatIsNotThereIsAnsweredInEnglish() {
        Message message = template.render(
                values(MAILBOX).locale(Locale.forLanguageTag("sw")).build());
        assertThat(message.locale()).isEqualTo(Locale.ENGLISH);
    }

    @Test
    void anEmailTellsWhoAskedAndWhenIfTheApplicationSays() {
        Message message = template.render(values(MAILBOX)
                .variable("where", "Firefox on Linux, Berlin")
                .variable("when", "21 November, 14:05")
                .build());

        assertThat(message.text())
                .contains(
                        "\nRequested from: Firefox on Linux, Berlin\nTime of request: 21 November, 14:05\nIf you did not");
        assertThat(message.html().orElseThrow())
                .contains(
                        ">Requested from: <bdi>Firefox on Linux, Berlin</bdi></p>",
                        ">Time of request: <bdi>21 November, 14:05</bdi></p>");
        Message one = template.render(values(MAILBOX)
                .variable("when", "<b>now")
                .variable("where", "evil.com")
                .build());
        assertThat(one.text()).contains("\nTime of request: <b>now\n").doesNotContain("Requested from", "evil");
        assertThat(one.html().orElseThrow())
                .contains(">Time of request: <bdi>&lt;b&gt;now</bdi></p>")
                .doesNotContain("<b>now", "evil");
        assertThat(template.render(values(PHONE).variable("where", "Berlin").build())
                        .text())
                .doesNotContain("Berlin");
    }

    @Test
    void aBrandIsShortAndVisible() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageTemplate.standard("x".repeat(41)))
                .withMessage("brand must be 1..40 characters: 41");
        for (String brand : List.of("", " ", "A\nB", "A\u202EB", "A\u200BB", " A", "A\u0000")) {
            assertThatIllegalArgumentException().isThrownBy(() -> MessageTemplate.standard(brand));
        }
        assertThat(MessageTemplate.standard("\uD83D\uDE00".repeat(40))
                        .render(values(PHONE).build())
                        .text())
                .contains("\uD83D\uDE00");
    }

    @Test
    void valuesPrintNothing() {
        Values values = values(PHONE)
                .boundTo("payee", "canary")
                .variable("name", "canary")
                .locale(Locale.FRENCH)
                .build();
        assertThat(values).hasToString("Values[sms]");
        assertThat(values.purpose()).isEqualTo("login");
        assertThat(values.locale()).isEqualTo(Locale.FRENCH);
        assertThat(values.bindings()).containsEntry("payee", "canary");
        assertThat(values.variables()).containsEntry("name", "canary");
    }
}

package dev.otpkit.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages in an application's own words. */
class OwnTemplateTest {
    private static final Recipient MAILBOX = Recipient.email("ada@example.com");
    private static final Recipient PHONE = Recipient.sms("+14155550100");
    private static final Recipient CALL = Recipient.voice("+14155550100");
    private static final String TEXT = "{{#name}}Dear {{name}}: {{/name}}{{code}} for order {{order}} at {{brand}}."
            + "{{#facts}} [{{.}}]{{/facts}} {{minutes}} min.";
    private static final String HTML =
            "<p title=\"{{order}}\">{{#name}}Dear {{name}}: {{/name}}<b>{{code}}</b> for {{order}}"
                    + "{{#facts}}<i>{{.}}</i>{{/facts}} {{expiry}}</p>";

    private static MessageTemplate.Builder acme() {
        return MessageTemplate.builder().brand("ACME");
    }

    private static MessageTemplate order() {
        return acme().variables("order")
                .email("Order {{order}} at {{brand}}", TEXT, HTML)
                .sms("{{#facts}}{{.}}. {{/facts}}{{order}}: {{code}}")
                .voice("Order {{order}}. {{code}}")
                .build();
    }

    @Test
    void eachKindIsSaidInTheApplicationsWords() {
        Sample mail = Sample.to(MAILBOX).variable("order", "A-17").boundTo("amount", "EUR 10.00");
        Message message = order().render(mail.build());

        assertThat(message.subject()).contains("Order A-17 at ACME");
        assertThat(message.text()).isEqualTo("493021 for order A-17 at ACME. [amount: EUR 10.00] 5 min.");
        assertThat(message.html())
                .contains(
                        "<p title=\"A-17\"><b>493021</b> for A-17<i>amount: EUR 10.00</i> It expires in 5 minutes.</p>");
        assertThat(message.code().orElseThrow().digits()).isEqualTo("493021");
        assertThat(message.locale()).isEqualTo(Locale.ENGLISH);
        assertThat(order().render(mail.variable("name", "Ada").build()).text()).startsWith("Dear Ada: 493021 for");
        assertThat(order().render(Sample.to(PHONE).boundTo("amount", "EUR 1").build())
                        .text())
                .isEqualTo("amount: EUR 1. : 493021");
        assertThat(order().render(Sample.to(CALL).variable("order", "</Say>").build())
                        .text())
                .isEqualTo("Order /Say. 4 9 3 0 2 1");
    }

    @Test
    void aKindWithoutWordsOfTheApplicationKeepsTheBuiltInOnesInTheRequestsLanguage() {
        MessageTemplate template = acme().language(Locale.GERMAN)
                .sms("{{code}} von {{brand}}. {{expiry}}")
                .build();

        Message sms = template.render(Sample.to(PHONE).locale(Locale.FRENCH).build());
        assertThat(sms.text()).isEqualTo("493021 von ACME. Er läuft in 5 Minuten ab.");
        assertThat(sms.locale()).isEqualTo(Locale.GERMAN);
        Message mail = template.render(Sample.to(MAILBOX).locale(Locale.FRENCH).build());
        assertThat(mail.subject()).contains("Votre code ACME");
        assertThat(mail.locale()).isEqualTo(Locale.FRENCH);
        assertThat(template.render(Sample.to(CALL).build()).text()).startsWith("Your ACME code is");
        assertThat(template.render(Sample.to(Recipient.whatsapp("+14155550100")).build())
                        .text())
                .startsWith("493021 von");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"><img src=//e>",
                "{{code}}",
                "{{{code}}}",
                "{{#facts}}x{{/facts}}",
                "${jndi:x}",
                "%s",
                "$1",
                "&amp;"
            })
    @DisplayName("T20: a variable is text: escaped, never read as a template")
    void aVariableIsEscapedAndNeverExpanded(String value) {
        Message message = order().render(Sample.to(MAILBOX)
                .variable("order", value)
                .variable("name", value)
                .boundTo("payee", value)
                .build());

        assertThat(message.text())
                .isEqualTo("Dear " + value + ": 493021 for order " + value + " at ACME. [payee: " + value + "] 5 min.");
        assertThat(message.html().orElseThrow())
                .doesNotContain("<img", "title=\"\"")
                .containsOnlyOnce("493021");
        assertThat(message.subject()).contains("Order " + value + " at ACME");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"evil.com | ''", "a\u202Eb\u200Bc | abc", "one\u2028two | one two", "@evil #999999 | ''"})
    @DisplayName("T20: a variable is one visible line and no link")
    void aVariableIsTidied(String value, String shown) {
        Message message =
                order().render(Sample.to(PHONE).variable("order", value).build());
        assertThat(message.text()).isEqualTo(shown + ": 493021");
    }

    @Test
    @DisplayName("T20: a variable is cut at 40 characters")
    void aVariableIsCut() {
        String huge = "x".repeat(100_000);
        assertThat(order().render(Sample.to(PHONE).variable("order", huge).build())
                        .text())
                .isEqualTo("x".repeat(37) + "...: 493021");
    }

    @Test
    void aSectionLooksIntoNoObject() {
        MessageTemplate template = acme().variables("length", "bytes", "empty")
                .maxSegments(2)
                .sms("{{#name}}{{length}} {{bytes}} {{empty}} {{/name}}{{code}}")
                .build();
        assertThat(template.render(Sample.to(PHONE).variable("name", "Ada").build())
                        .text())
                .isEqualTo("   493021");
    }

    @Test
    void aSubjectIsThereWhateverComes() {
        MessageTemplate facts = acme().email(
                        "Pay {{#facts}}{{.}} {{/facts}}",
                        "{{#facts}}{{.}} {{/facts}}{{code}}",
                        "{{#facts}}{{.}} {{/facts}}{{code}}")
                .build();
        for (int shift = 0; shift < 2; shift++) {
            Sample mail = Sample.to(MAILBOX);
            for (int i = 0; i < 6; i++) {
                mail.boundTo("x".repeat(i + shift + 1), "\uD83D\uDE00".repeat(40));
            }
            String subject = facts.render(mail.build()).subject().orElseThrow();
            assertThat(subject.length()).isBetween(254, 255);
            assertThat(subject.chars()
                                    .filter(c -> Character.isSurrogate((char) c))
                                    .count()
                            % 2)
                    .as("halves of pairs")
                    .isZero();
        }
        Message neither = acme().email("{{#name}}A{{/name}}{{^where}}B{{/where}}", "{{code}}", "{{code}}")
                .build()
                .render(Sample.to(MAILBOX).variable("where", "Berlin").build());
        assertThat(neither.subject()).contains("ACME");
    }

    @Test
    void whatTheCodeIsBoundToIsShownByTheBuiltInWordsWhereTheOwnOnesDoNot() {
        MessageTemplate template = acme().email("Code", "{{code}}{{#facts}}{{.}}{{/facts}}", "<p>{{code}}</p>")
                .sms("{{code}}")
                .build();
        for (Recipient to : List.of(PHONE, MAILBOX)) {
            Message bound =
                    template.render(Sample.to(to).boundTo("amount", "EUR 10.00").build());
            Message builtIn = MessageTemplate.standard("ACME")
                    .render(Sample.to(to).boundTo("amount", "EUR 10.00").build());
            assertThat(bound.text()).isEqualTo(builtIn.text()).contains("EUR 10.00");
        }
        assertThat(template.render(Sample.to(PHONE).boundTo("flow", "q8Zr1xNf").build())
                        .text())
                .as("a flow is nothing to a person")
                .isEqualTo("493021");
    }

    @Test
    void aSectionOfFactsWithoutThemShowsNone() {
        MessageTemplate template = acme().sms("{{#facts}}!{{/facts}}{{code}}").build();
        assertThat(template.render(
                                Sample.to(PHONE).boundTo("amount", "EUR 10.00").build())
                        .text())
                .contains("EUR 10.00");
    }

    @Test
    void theWordsBeforeTheFactsAreThereWhenTheyAre() {
        MessageTemplate template = acme().language(Locale.GERMAN)
                .sms("{{#bound}}{{bound}}{{# facts }} {{ . }};{{/facts}} {{/bound}}{{code}}")
                .build();
        assertThat(template.render(Sample.to(PHONE).build()).text()).isEqualTo("493021");
        assertThat(template.render(Sample.to(PHONE)
                                .boundTo("a", "1")
                                .boundTo("b", "2")
                                .build())
                        .text())
                .isEqualTo("Er gilt nur für: a: 1; b: 2; 493021");
    }

    @Test
    void minutesAreRoundedDownAndNeverNone() {
        MessageTemplate template = acme().sms("{{code}} {{minutes}}").build();
        for (String[] row : new String[][] {{"PT1S", "1"}, {"PT1M59S", "1"}, {"PT10M", "10"}, {"PT2H", "120"}}) {
            Values values = Sample.to(PHONE).code("1", Duration.parse(row[0])).build();
            assertThat(template.render(values).text()).isEqualTo("1 " + row[1]);
        }
    }

    @Test
    void aLanguageMayHaveATemplateOfItsOwn() {
        MessageTemplate template = MessageTemplate.standard("ACME")
                .in(
                        Locale.FRENCH,
                        acme().language(Locale.FRENCH).sms("{{code}} fr").build())
                .in(
                        Locale.CANADA_FRENCH,
                        acme().language(Locale.CANADA_FRENCH).sms("{{code}} ca").build())
                .in(
                        Locale.forLanguageTag("zh-Hant"),
                        acme().sms("{{code}} hant").build())
                .in(new Locale("iw"), acme().sms("{{code}} he").build())
                .in(
                        Locale.forLanguageTag("sr-Latn"),
                        acme().sms("{{code}} latn").build());
        String[][] rows = {
            {"fr", "493021 fr"},
            {"fr-BE", "493021 fr"},
            {"fr-CA", "493021 ca"},
            {"zh-TW", "493021 hant"},
            {"he-IL", "493021 he"},
            {"sr-Latn-RS", "493021 latn"},
        };
        for (String[] row : rows) {
            assertThat(said(template, row[0])).as(row[0]).isEqualTo(row[1]);
        }
        assertThat(said(template, "sr-Cyrl")).contains("is your ACME code");
        assertThat(said(template, "zh-CN")).contains("验证码");
        assertThat(said(template, "de")).contains("Ihr Code");
        assertThat(said(template, "und")).contains("is your ACME code");
    }

    private static String said(MessageTemplate template, String tag) {
        return template.render(
                        Sample.to(PHONE).locale(Locale.forLanguageTag(tag)).build())
                .text();
    }

    @Test
    void aLogoTravelsWithTheEmailAndTakesTheBrandsPlace() {
        byte[] bytes = {1, 2, 3};
        MessageTemplate template = acme().logo("image/png", bytes).build();
        bytes[0] = 9;
        Message mail = template.render(Sample.to(MAILBOX).build());

        assertThat(mail.inlines()).singleElement().satisfies(logo -> {
            assertThat(logo.cid()).isEqualTo("logo");
            assertThat(logo.mediaType()).isEqualTo("image/png");
            assertThat(logo.bytes()).containsExactly(1, 2, 3);
        });
        assertThat(mail.html().orElseThrow())
                .contains("<img src=\"cid:logo\" alt=\"ACME\"")
                .doesNotContain("<bdi>ACME</bdi>");
        assertThat(template.render(Sample.to(PHONE).build()).inlines()).isEmpty();
        assertThat(acme().build().render(Sample.to(MAILBOX).build()).html().orElseThrow())
                .contains("<bdi>ACME</bdi>")
                .doesNotContain("<img");
        Message own = acme().logo("image/png", bytes)
                .email("Code", "{{code}}", "<img src=\"cid:logo\" alt=\"{{brand}}\">{{code}}")
                .build()
                .render(Sample.to(MAILBOX).build());
        assertThat(own.inlines()).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> acme().logo("text/html", bytes))
                .withMessageContaining("image/");
        assertThatIllegalArgumentException().isThrownBy(() -> acme().logo("image/png", new byte[0]));
    }

    @Test
    void theCodeIsInTheSubjectIfAskedFor() {
        Message mail = acme().codeInSubject().build().render(Sample.to(MAILBOX).build());
        assertThat(mail.subject()).contains("Your ACME code: 493021");
        assertThat(mail.html().orElseThrow()).containsOnlyOnce("493021");
        Message own = acme().codeInSubject()
                .email("{{code}} is it", "{{code}}", "{{code}}")
                .build()
                .render(Sample.to(MAILBOX).build());
        assertThat(own.subject()).contains("493021 is it");
    }

    @Test
    void aTextIsReadFromAFileOrFromTheClassPath(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("sms.txt");
        Files.writeString(file, "\uFEFF{{code}} ñ\r\nACME\r\n");
        assertThat(MessageTemplate.read(file)).isEqualTo("{{code}} ñ\nACME\n");
        assertThat(acme().sms(MessageTemplate.read(file))
                        .build()
                        .render(Sample.to(PHONE).build())
                        .text())
                .isEqualTo("493021 ñ\nACME");
        assertThat(MessageTemplate.read(OwnTemplate.class, "email.txt")).contains("{{code}}");
        assertThat(MessageTemplate.read(OwnTemplateTest.class, "/dev/otpkit/template/email.txt"))
                .contains("{{code}}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageTemplate.read(directory.resolve("smss.txt")))
                .withMessage("no such file: " + directory.resolve("smss.txt"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageTemplate.read(OwnTemplate.class, "sms.txt"))
                .withMessage("no such resource beside dev.otpkit.template.OwnTemplate: sms.txt");
        Files.write(file, "código".getBytes(StandardCharsets.ISO_8859_1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageTemplate.read(file))
                .withMessage("not UTF-8: " + file);
    }
}

package dev.otpkit.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.otpkit.delivery.Recipient;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a builder refuses before anything is sent. */
class TemplateLintTest {
    private static final String KNOWN = "[bound, brand, code, expiry, facts, minutes, name, when, where]";

    private static MessageTemplate.Builder acme() {
        return MessageTemplate.builder().brand("ACME");
    }

    private static void refused(MessageTemplate.Builder builder, String message) {
        assertThatIllegalStateException().isThrownBy(builder::build).withMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{{nmae}}{{code}}` | {{nmae}} is neither one of " + KNOWN
                        + " nor declared: add it to variables(...), or drop it",
                "`{{#nmae}}x{{/nmae}}{{code}}` | {{#nmae}} is neither one of " + KNOWN
                        + " nor declared: add it to variables(...), or drop it",
                "`Hello` | {{code}} must stand in it exactly once, outside of sections",
                "`{{code}} {{code}}` | {{code}} must stand in it exactly once, outside of sections",
                "`{{#name}}{{code}}{{/name}}` | {{code}} must stand in it exactly once, outside of sections",
                "`{{^name}}{{code}}{{/name}}` | {{code}} must stand in it exactly once, outside of sections",
                "`{{#code}}x{{/code}}` | {{code}} must stand in it exactly once, outside of sections",
                "`{{{code}}}` | {{{code}}} is none of {{name}}, {{#name}}, {{^name}}, {{/name}}: what is shown is always"
                        + " escaped",
                "`{{&code}}` | {{&code}} is none of {{name}}, {{#name}}, {{^name}}, {{/name}}: what is shown is always"
                        + " escaped",
                "`{{>other}}` | {{>other}} is none of {{name}}, {{#name}}, {{^name}}, {{/name}}: what is shown is always"
                        + " escaped",
                "`{{=<% %>=}}<% code %>` | {{=<% %>=}}<% code % is none of {{name}}, {{#name}}, {{^name}}, {{/name}}: what"
                        + " is shown is always escaped",
                "`{{a.b}}` | {{a.b}} is none of {{name}}, {{#name}}, {{^name}}, {{/name}}: what is shown is always escaped",
                "`{{code` | {{code is none of {{name}}, {{#name}}, {{^name}}, {{/name}}: what is shown is always escaped",
                "`{{#name}}{{code}}` | {{#name}} has no end",
                "`{{code}}{{/name}}` | {{/name}} ends no section",
                "`{{#name}}{{#when}}{{/name}}{{/when}}{{code}}` | {{/name}} ends no section",
                "`{{facts}}{{code}}` | {{facts}} are several: write {{#facts}}{{.}}{{/facts}}",
                "`{{#name}}{{#facts}}{{.}}{{/facts}}{{/name}}{{code}}` | {{#facts}} must stand outside of all sections but"
                        + " {{#bound}}: facts are always shown",
                "`{{^bound}}{{#facts}}{{.}}{{/facts}}{{/bound}}{{code}}` | {{#facts}} must stand outside of all sections"
                        + " but {{#bound}}: facts are always shown",
                "`{{.}}{{code}}` | {{.}} must stand in {{#facts}}{{/facts}}",
                "`{{#name}}{{.}}{{/name}}{{code}}` | {{.}} must stand in {{#facts}}{{/facts}}",
                "`{{^facts}}{{.}}{{/facts}}{{code}}` | {{.}} must stand in {{#facts}}{{/facts}}",
            })
    void everyPartIsHeldToTheSameGaps(String words, String why) {
        refused(acme().sms(words), "sms: " + why);
        refused(acme().voice(words), "voice: " + why);
        refused(acme().email("Code", words, "<p>{{code}}</p>"), "text of the email: " + why);
        refused(acme().email("Code", "{{code}}", words), "html of the email: " + why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{name}}", "{{order}}", "{{#facts}}{{.}}{{/facts}}", "{{#name}}, {{where}}{{/name}}"})
    void aStrangersValueBehindTheCodeOfAShortText(String behind) {
        MessageTemplate.Builder sms = acme().variables("order").sms("{{code}}" + behind);
        assertThatIllegalStateException()
                .isThrownBy(sms::build)
                .withMessageStartingWith("sms: {{")
                .withMessageEndingWith(
                        "}} stands behind {{code}}, where a stranger could write another code: move it before");
        assertThatIllegalStateException().isThrownBy(acme().variables("order").voice("{{code}}" + behind)::build);
        assertThat(acme().sms("{{code}} {{brand}} {{expiry}} {{minutes}}{{#name}}!{{/name}}")
                        .build())
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{{code}}\n@acme.example #{{minutes}}", "{{brand}}\n@acme.example #{{code}}", "@a #{{code}}"})
    void aLastLineWrittenByHand(String words) {
        refused(acme().sms(words), "sms: the line \"@host #code\" is written by webOtp(host): drop it, and call that");
    }

    @Test
    void theCodeInTheSubjectUnlessAskedForAndItsAbsenceThen() {
        refused(
                acme().email("{{code}}", "{{code}}", "{{code}}"),
                "subject of the email: {{code}} would stand on locked screens: drop it, or call codeInSubject()");
        refused(
                acme().codeInSubject().email("Hi", "{{code}}", "{{code}}"),
                "subject of the email: {{code}} must stand in it exactly once, outside of sections");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`<a href=\"{{order}}\">x</a>` | the attribute href of <a>",
                "`<a HREF = '/{{order}}'>x</a>` | the attribute href of <a>",
                "`<img alt=\"x\" src=\"x?{{order}}\">` | the attribute src of <img>",
                "`<form action=\"{{order}}\">` | the attribute action of <form>",
                "`<p style=\"color:{{order}}\">` | the attribute style of <p>",
                "`<p onclick=\"x('{{order}}')\">` | the attribute onclick of <p>",
                "`<p class=\"{{order}}\">` | the attribute class of <p>",
                "`<p title={{order}}>` | the attribute title of <p>, without quotes",
                "`<p title=x{{order}}>` | the attribute title of <p>, without quotes",
                "`<p {{order}}>` | <p>, among its attributes",
                "`<p x{{order}}=\"y\">` | <p>, among its attributes",
                "`<{{order}}>` | the name of a tag",
                "`<h{{order}}>` | the name of a tag",
                "`</{{order}}>` | </>, among its attributes",
                "`<script>{{order}}</script>` | <script>",
                "`<SCRIPT type=\"x\">var a = '{{order}}'</SCRIPT>` | <script>",
                "`<style>p{color:{{order}}}</style>` | <style>",
                "`<!-- {{order}} -->` | a comment",
                "`<!--[if mso]>{{order}}<![endif]-->` | a comment",
                "`<iframe>{{order}}</iframe>` | <iframe>",
                "`<br/><a href=\"{{order}}\"/>` | the attribute href of <a>",
                "`<p title=\">\" href=\"{{order}}\">` | the attribute href of <p>",
                "`<a =href=\"{{order}}\">` | the attribute href of <a>",
                "`<textarea>{{order}}</textarea>` | <textarea>",
                "`<textarea><a title=\"</textarea><a href='{{order}}'>\">` | the attribute href of <a>",
                "`<style></stylex><p title=\"</style><a href='{{order}}'>\">` | the attribute href of <a>",
                "`<!-- --!><a href=\" -->{{order}}\">` | the attribute href of <a>",
                "`<!--!> {{order}} -->` | a comment",
                "`<!--><a href=\"{{order}}\"> -->` | the attribute href of <a>",
                "`<!x title=\"><a href='{{order}}'>\">` | the attribute href of <a>",
                "`</ x title=\"><a href='{{order}}'>\">` | the attribute href of <a>",
                "`<?x {{order}}>` | a declaration",
                "`<style>{{order}}` | <style>",
            })
    void aGapInHtmlWhereEscapingDoesNotHelp(String html, String place) {
        refused(
                acme().variables("order").email("Code", "{{code}}", "{{code}}" + html),
                "html of the email: {{order}} stands in " + place
                        + ", where escaping makes no value harmless: move it into the text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`<title>{{code}}</title><p>x</p>` | <title>",
                "`<p title=\"{{ code }}\">x</p>` | the attribute title of <p>",
                "`<img alt='Your code {{code}}' src=x>` | the attribute alt of <img>",
            })
    void aCodeInHtmlThatNobodySees(String html, String place) {
        refused(
                acme().email("Code", "{{code}}", html),
                "html of the email: {{code}} stands in " + place + ", where it is not shown: move it into the text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<title><!--</title><a href=\"-->{{name}}\">x</a>",
                "<title><a title=\"</title><script>var x='{{name}}'</script>\"></title>",
                "<svg><title><a href=\"{{name}}\"></a></title></svg>",
            })
    void aTitleThatHoldsMoreThanText(String html) {
        refused(
                acme().email("Code", "{{code}}", "{{code}}" + html),
                "html of the email: there is a < in <title>: it holds text alone");
    }

    @Test
    void aTagWithoutAnEnd() {
        for (String html : List.of("<style", "<title", "<p title=\"", "</", "<!--", "<!", "<p x=", "<textarea>")) {
            assertThat(acme().email("Code", "{{code}}", "{{code}}" + html).build())
                    .as(html)
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{name}}{{where}}",
                "{{name}}.{{where}}",
                "{{name}} {{where}}.{{brand}}",
                "x{{name}}",
                "x.{{name}}",
                "{{name}}.com",
                "{{name}}com",
                "{{name}}://{{where}}",
                "{{name}}\\\\x",
                "{{name}}@x",
                "{{name}}...x",
                "1{{name}}",
                "{{name}}\u4E2D",
                "{{name}}\uD835\uDC1C",
                "{{name}}\u0301",
                "{{#name}}{{name}}{{/name}}{{where}}",
                "{{#name}}{{name}}.{{/name}}{{#where}}{{where}}{{/where}}",
                "{{#name}}{{name}}.{{/name}}{{^where}} {{/where}}com",
                "x{{^name}} {{/name}}{{where}}",
                "{{name}}{{minutes}}",
                "{{#facts}}{{.}}.com {{/facts}}",
                "{{#facts}}x{{.}}{{/facts}}",
                "{{#facts}}{{.}} x{{/facts}}",
                "{{#facts}}{{.}}{{/facts}}{{where}}",
                "{{name}}{{#facts}} {{.}} {{/facts}}x",
            })
    void aStrangersValueThatTouchesAWordOrAnotherValue(String words) {
        String why =
                "touches a word or another gap, and a stranger could make a link of the two: put a blank between them";
        for (MessageTemplate.Builder builder : List.of(
                acme().sms(words + " {{code}}"),
                acme().voice(words + " {{code}}"),
                acme().email(words, "{{code}}", "{{code}}"),
                acme().email("Code", words + " {{code}}", "{{code}}"),
                acme().email("Code", "{{code}}", words + " {{code}}"))) {
            assertThatIllegalStateException()
                    .isThrownBy(builder::build)
                    .withMessageMatching("(?s).*: \\{\\{(name|where|\\.)}} " + why);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello {{name}}.",
                "Hello {{name}},",
                "Hello {{name}}: ",
                "Hello {{name}}...",
                "({{name}})",
                "\"{{name}}.\"",
                "{{#name}}Hello {{name}}{{/name}}",
                "{{#name}}Hello {{name}}. {{/name}}{{#where}}From {{where}}.{{/where}}",
                "{{#facts}}{{.}}. {{/facts}}",
                "{{#facts}}{{.}}{{/facts}}",
                "{{name}} - {{where}}",
                "{{name}}'s",
                "Hello {{name}}.\n\nYour code:",
            })
    void aStrangersValueThatStandsApart(String words) {
        assertThat(acme().maxSegments(3)
                        .sms(words + " {{code}}")
                        .voice(words + " {{code}}")
                        .email("Code", words + " {{code}}", "<p>" + words + "</p><b>{{code}}</b>")
                        .build())
                .isNotNull();
    }

    @Test
    void aSubjectOfSeveralLines() {
        refused(
                acme().email("Code{{#name}}{{^where}}\nx{{/where}}{{/name}}", "{{code}}", "{{code}}"),
                "subject of the email: it must be free of line breaks and control characters");
    }

    @Test
    void aSectionInAnAttribute() {
        refused(
                acme().email("Code", "{{code}}", "{{code}}<p title=\"{{#name}}\">x</p><p title=\"{{/name}}\">"),
                "html of the email: a section stands in the attribute title of <p>: put it around the element");
        refused(
                acme().email("Code", "{{code}}", "{{code}}<p title=\"{{ # name }}x{{/name}}\">x</p>"),
                "html of the email: a section stands in the attribute title of <p>: put it around the element");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html><html><head><title>{{name}}</title><style>p{}</style></head><body><p>{{name}}</p>",
                "<p title=\"{{name}}\" class='a'>{{name}}</p>",
                "<img alt='{{name}}' src=x>{{name}}",
                "<p aria-label = \"{{name}}\"/>",
                "<script></script>{{name}}",
                "<!-- x -->{{name}}",
                "1 < 2 {{name}}",
                "{{#name}}<p>{{name}}</p>{{/name}}",
            })
    void aGapInHtmlWhereEscapingHelpsIsTaken(String html) {
        String shown = acme().email("Code", "{{code}}", "{{code}}" + html)
                .build()
                .render(Sample.to(Recipient.email("ada@example.com"))
                        .variable("name", "<i>\"'")
                        .build())
                .html()
                .orElseThrow();
        assertThat(shown).contains("&lt;i&gt;&quot;&#39;").doesNotContain("<i>");
    }

    @Test
    void aLogoWithoutAPlaceOrAPlaceWithoutALogo() {
        refused(
                acme().logo("image/png", new byte[1]).email("Code", "{{code}}", "{{code}}"),
                "html of the email: logo(...) is given, but nothing shows it: add <img src=\"cid:logo\">, or drop"
                        + " logo(...)");
        refused(
                acme().email("Code", "{{code}}", "<img src='cid:logo'>{{code}}"),
                "html of the email: cid:logo is shown, but logo(...) is missing");
    }

    @Test
    void anSmsOfMoreSegmentsThanAllowedNamesWhatForcesThem() {
        refused(
                acme().sms("{{code}} es su código de {{brand}}. No lo comparta con nadie, por favor."),
                "sms: with the longest code and values it is 2 segments: 75 units of UCS-2, forced by ó U+00F3;"
                        + " maxSegments is 1: shorten it, or allow more");
        refused(
                acme().maxSegments(2).sms("x".repeat(291) + "{{code}}"),
                "sms: with the longest code and values it is 3 segments: 307 septets of GSM-7; maxSegments is 2: shorten"
                        + " it, or allow more");
        assertThat(acme().maxSegments(2).sms("x".repeat(290) + "{{code}}").build())
                .isNotNull();
        assertThatIllegalStateException()
                .isThrownBy(acme().variables("order").sms("x".repeat(63) + " {{order}} {{code}}")::build)
                .withMessageContaining("161 septets");
        assertThat(acme().variables("order")
                        .sms("x".repeat(62) + " {{order}} {{code}}")
                        .build())
                .isNotNull();
    }

    @Test
    void theBuiltInSmsIsHeldToABoundInEveryLanguageIfOneIsGiven() {
        assertThat(MessageTemplate.builder().brand("B".repeat(40)).build()).isNotNull();
        assertThat(acme().maxSegments(2).build()).isNotNull();
        refused(
                acme().maxSegments(1),
                "sms in ar: with the longest code and values it is 2 segments: 74 units of UCS-2, forced by ر U+0631;"
                        + " maxSegments is 1: shorten it, or allow more");
    }

    @Test
    void aSubjectThatCouldBeTooLong() {
        refused(
                acme().email("x".repeat(176) + " {{name}}", "{{code}}", "{{code}}"),
                "email: with the least or the most that may come, subject must be 1..255 characters: 257");
        refused(
                acme().email("{{name}}", "{{code}}", "{{code}}"),
                "email: with the least or the most that may come, subject must be 1..255 characters: 0");
    }

    @Test
    void aSubjectThatPairsOfCharactersOrAFactMakeTooLong() {
        for (String subject :
                List.of("Code {{name}} {{where}} {{when}} {{name}}", "x".repeat(100) + " {{#facts}}{{.}}{{/facts}}")) {
            assertThatIllegalStateException()
                    .isThrownBy(acme().email(subject, "{{code}}", "{{code}}")::build)
                    .withMessageContaining("subject must be 1..255 characters: ");
        }
    }

    @Test
    void anExpiryInALanguageThatIsNotBuiltIn() {
        refused(
                acme().language(Locale.forLanguageTag("sw")).sms("{{code}} {{expiry}}"),
                "sms: {{expiry}} is said in the built-in languages only: say it in your own words, with {{minutes}}");
        assertThat(acme().language(Locale.TRADITIONAL_CHINESE)
                        .sms("{{code}} {{expiry}}")
                        .build())
                .isNotNull();
        assertThat(acme().language(Locale.forLanguageTag("sw"))
                        .sms("{{code}} {{minutes}}")
                        .build()
                        .render(Sample.to(Recipient.sms("+14155550100")).build())
                        .locale())
                .isEqualTo(Locale.forLanguageTag("sw"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "code", "facts", "a.b", "a b", "1a", "größe", "#name", "x}}"})
    void aVariableThatCannotBeDeclared(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> acme().variables(name))
                .withMessage("a variable must match [A-Za-z][A-Za-z0-9_]{0,31} and not be one of ours: " + name);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 11})
    void anAbsurdBound(int segments) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> acme().maxSegments(segments))
                .withMessage("maxSegments must be 1..10: " + segments);
    }

    @Test
    void aMissingBrandAndACallMadeTwice() {
        refused(MessageTemplate.builder().sms("{{code}}"), "brand(...) is missing");
        assertThatIllegalStateException()
                .isThrownBy(() -> acme().brand("ACME"))
                .withMessage("brand(...) was called twice");
        assertThatIllegalStateException()
                .isThrownBy(() -> acme().sms("{{code}}").sms("{{code}}"))
                .withMessage("sms(...) was called twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageTemplate.builder().brand("A\nB"))
                .withMessage("brand must hold no control, invisible or surrounding characters");
    }
}

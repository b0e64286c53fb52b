package dev.otpkit.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.otpkit.delivery.Recipient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebOTP and Android's SMS Retriever: what phones read, they read at the very end. */
class LastLineTest {
    private static final Recipient PHONE = Recipient.sms("+14155550100");

    private static MessageTemplate.Builder acme() {
        return MessageTemplate.builder().brand("ACME");
    }

    @ParameterizedTest
    @MethodSource("dev.otpkit.template.LanguagesTest#languages")
    @DisplayName("T20: the last line is ours, exactly, whatever a stranger's value says")
    void theLastLineIsHostAndCodeExactly(String tag) {
        MessageTemplate builtIn = acme().webOtp("login.acme.example").build();
        MessageTemplate own = acme().webOtp("login.acme.example")
                .sms("{{name}} {{#facts}}{{.}} {{/facts}}{{code}} is it.")
                .maxSegments(2)
                .build();
        for (MessageTemplate template : List.of(builtIn, own)) {
            for (String value : List.of("Ada", "x\n@evil.example #999999", "\n\n#999999", "@evil.example #999999")) {
                String text = template.render(Sample.to(PHONE)
                                .locale(Locale.forLanguageTag(tag))
                                .variable("name", value)
                                .boundTo("payee", value)
                                .build())
                        .text();
                assertThat(text).endsWith("\n@login.acme.example #493021");
                assertThat(text.lines()).hasSize(2);
                assertThat(text.lines().findFirst().orElseThrow()).containsOnlyOnce("493021");
            }
        }
    }

    @Test
    void onlyAnSmsHasALastLine() {
        MessageTemplate template = acme().webOtp("login.acme.example").build();
        for (Recipient other : List.of(
                Recipient.whatsapp("+14155550100"),
                Recipient.voice("+14155550100"),
                Recipient.email("ada@example.com"),
                Recipient.of("push", "device-1"))) {
            assertThat(template.render(Sample.to(other).build()).text()).doesNotContain("login.acme");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "acme",
                "ACME.example",
                "https://acme.example",
                "acme.example/",
                "acme.example #1",
                "acme..example",
                "acme.example\n",
                "-acme.example",
                "acme-.example",
                "acme.example.",
                "@acme.example",
                "münchen.example",
                "acme.example:443"
            })
    void aHostIsABareName(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> acme().webOtp(host))
                .withMessage("host must be a lower-case ASCII name with a dot: " + host);
    }

    @Test
    void anAppsHashIsLastInOneSegmentOf140Bytes() {
        MessageTemplate template = acme().androidHash("FA+9qCX9VSu")
                .sms("{{code}} is your {{brand}} code.")
                .build();
        String text = template.render(Sample.to(PHONE).build()).text();

        assertThat(text).isEqualTo("493021 is your ACME code.\nFA+9qCX9VSu");
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(140);
    }

    @Test
    void aTextThatAndroidWouldNotReadIsRefused() {
        // 16 letters of the longest code, a line end and the hash are 28.
        String longest = "x".repeat(112);
        assertThat(acme().androidHash("FA+9qCX9VSu").sms(longest + "{{code}}").build())
                .isNotNull();
        assertThatIllegalStateException()
                .isThrownBy(() -> acme().androidHash("FA+9qCX9VSu")
                        .sms("x" + longest + "{{code}}")
                        .build())
                .withMessage(
                        "sms: with androidHash(...) it must be one segment of at most 140 bytes, also with the longest"
                                + " code and values: 141 bytes, 1 segment: 141 septets of GSM-7");
        assertThatIllegalStateException()
                .isThrownBy(() -> acme().androidHash("FA+9qCX9VSu")
                        .maxSegments(2)
                        .sms("ó" + "x".repeat(42) + "{{code}}")
                        .build())
                .withMessageEndingWith("72 bytes, 2 segments: 71 units of UCS-2, forced by ó U+00F3");
        assertThatIllegalStateException()
                .isThrownBy(() -> acme().androidHash("FA+9qCX9VSu")
                        .sms("{{name}} your code: {{code}}")
                        .build())
                .withMessageContaining("160 bytes");
        assertThatIllegalStateException()
                .isThrownBy(() -> acme().androidHash("FA+9qCX9VSu").build())
                .withMessage("androidHash(...) needs sms(...)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FA+9qCX9VS", "FA+9qCX9VSuu", "FA+9qCX9VS ", "FA-9qCX9VSu", "FA+9qCX9VSu\n"})
    void aHashIsElevenCharacters(String hash) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> acme().androidHash(hash))
                .withMessage("hash must match [A-Za-z0-9+/]{11}: " + hash);
    }

    @Test
    void theTwoLastLinesExcludeEachOther() {
        String refusal = "webOtp(...) and androidHash(...) both write the last line: give one";
        assertThatIllegalStateException()
                .isThrownBy(() -> acme().webOtp("acme.example").androidHash("FA+9qCX9VSu"))
                .withMessage(refusal);
        assertThatIllegalStateException()
                .isThrownBy(() -> acme().androidHash("FA+9qCX9VSu").webOtp("acme.example"))
                .withMessage(refusal);
    }
}

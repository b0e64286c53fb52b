package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.delivery.Recipient;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtpKeyTest {
    private static final OtpKey KEY = OtpKey.of("login", "user-42");
    private static final String TEXT = " must be 1..400 characters, without control characters or blanks at its ends";

    @Test
    void keysAreEqualWhenAllTheirPartsAreInWhateverOrderTheyWereBound() {
        OtpKey one = KEY.boundTo("amount", "10").boundTo("payee", "ACME");
        OtpKey other = OtpKey.of("login", "user-42").boundTo("payee", "ACME").boundTo("amount", "10");
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one.bindings().keySet()).containsExactly("amount", "payee");
        assertThat(other.bindings().keySet()).containsExactly("payee", "amount");
    }

    @Test
    void keysThatDifferInAnyPartDiffer() {
        Recipient push = Recipient.of("push", "device-1");
        List<OtpKey> keys = List.of(
                KEY,
                OtpKey.of("logout", "user-42"),
                OtpKey.of("login", "user-43"),
                KEY.boundTo("amount", "10"),
                KEY.boundTo("amount", "11"),
                KEY.boundTo("price", "10"),
                OtpKey.of("login", push),
                OtpKey.of("login", push.identity(), false, java.util.Map.of()));
        for (OtpKey one : keys) {
            assertThat(keys.stream().filter(one::equals)).hasSize(1);
            assertThat(one).isNotEqualTo("login").isNotEqualTo(null);
        }
        assertThat(keys.stream().mapToInt(OtpKey::hashCode).distinct().count()).isEqualTo(keys.size());
    }

    @Test
    void aKeyIsImmutable() {
        OtpKey bound = KEY.boundTo("a", "1");
        bound.boundTo("b", "2");
        assertThat(KEY.bindings()).isEmpty();
        assertThat(bound.bindings()).containsOnlyKeys("a");
        assertThatThrownBy(() -> bound.bindings().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void onlyThePurposeIsPrinted() {
        assertThat(KEY.boundTo("amount", "10")).hasToString("OtpKey[login]");
    }

    @Test
    void allSpellingsOfARecipientAreOneSubject() {
        OtpKey key = OtpKey.of("login", Recipient.email("Ada@Example.com"));
        assertThat(key).isEqualTo(OtpKey.of("login", Recipient.email("ada@example.COM")));
        assertThat(key.isForRecipient()).isTrue();
        assertThat(KEY.isForRecipient()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@example.com",
                "@",
                "ada\uff20example.com",
                "ada\ufe6bexample.com",
                "a\n@",
                "+14155550100",
                "\uff0b14155550100",
                "+1 (415) 555-01.00/1",
                "+123456",
                "+1\u00a0415\u00a0555\u00a00100",
                "+\u0661\u0664\u0661\u0665\u0665\u0665\u0665\u0660\u0661\u0660\u0660",
                "+1415\u200b5550100",
                "tel:+14155550100",
                "WhatsApp:+14155550100",
                "TEL: +14155550100",
                "callto:+14155550100",
                "+1\u2010415\u2010555\u20100100",
                "+1\u2013415\u2013555\u20130100",
                "(+1) 415 555 0100",
                "\ufe6214155550100",
                "\u207a14155550100",
                "+1 415 555 0100 x5"
            })
    void aSubjectThatLooksLikeAnAddressIsRefused(String subject) {
        refused(
                () -> OtpKey.of("login", subject),
                "a subject must not be an address, which has many spellings: use OtpKey.of(purpose, Recipient)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+12345", "user+1", "14155550100", "u", "ADA", "Ada Lovelace", "中"})
    void aSubjectThatYourApplicationNamesIsTaken(String subject) {
        assertThat(OtpKey.of("login", subject).subject()).isEqualTo(subject);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " a",
                "a ",
                "\u00a0a",
                "a\u00a0",
                "a\u3000",
                "\u200ba",
                "a\ufeff",
                "a\tb",
                "a\nb",
                "a\u0000b",
                "a\u007fb",
                "a\u0085b",
                "a\u2028b",
                "a\u2029b",
                "a\ud800b"
            })
    void textWithControlCharactersOrBlankEdgesIsRefused(String text) {
        refused(() -> OtpKey.of("login", text), "a subject" + TEXT);
        refused(() -> KEY.boundTo("a", text), "a binding's value" + TEXT);
    }

    @Test
    void textIsFourHundredCharactersAtMost() {
        assertThatCode(() -> KEY.boundTo("a", "x".repeat(400))).doesNotThrowAnyException();
        refused(() -> KEY.boundTo("a", "x".repeat(401)), "a binding's value" + TEXT);
        assertThatCode(() -> OtpKey.of("login", "x".repeat(400))).doesNotThrowAnyException();
        refused(() -> OtpKey.of("login", "x".repeat(401)), "a subject" + TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Login",
                "1login",
                "-login",
                "log in",
                "lögin",
                "login\n",
                "abcdefghijklmnopqrstuvwxyz1234567"
            })
    void aNameIsThirtyTwoPlainCharactersAtMost(String name) {
        refused(() -> OtpKey.of(name, "user-42"), "a purpose must match [a-z][a-z0-9-]{0,31}");
        refused(() -> KEY.boundTo(name, "1"), "a binding's name must match [a-z][a-z0-9-]{0,31}");
    }

    @Test
    void aFactIsBoundOnceAndEightFactsAtMost() {
        refused(() -> KEY.boundTo("a", "1").boundTo("a", "1"), "bound already: a");
        OtpKey eight = KEY;
        for (int i = 0; i < 8; i++) {
            eight = eight.boundTo("n" + i, "1");
        }
        OtpKey full = eight;
        refused(() -> full.boundTo("n8", "1"), "bindings must be 0..8: 9");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}

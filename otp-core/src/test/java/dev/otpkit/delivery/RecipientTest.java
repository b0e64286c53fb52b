package dev.otpkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RecipientTest {

    private static final List<String> KINDS =
            List.of(Recipient.EMAIL, Recipient.SMS, Recipient.WHATSAPP, Recipient.VOICE, "push");

    @Test
    void theFourKindsHaveNames() {
        assertThat(Recipient.email("ada@example.com").kind()).isEqualTo("email");
        assertThat(Recipient.sms("+14155550100").kind()).isEqualTo("sms");
        assertThat(Recipient.whatsapp("+14155550100").kind()).isEqualTo("whatsapp");
        assertThat(Recipient.voice("+14155550100").kind()).isEqualTo("voice");
    }

    @Test
    void aKindOfTheUsersOwnKeepsItsAddress() {
        Recipient push = Recipient.of("push", " Device-1 ");
        assertThat(push.address()).isEqualTo("Device-1");
        assertThat(push.identity()).isEqualTo("push:Device-1");
        assertThat(push.countedAs())
                .isEqualTo("push:device-1")
                .isEqualTo(Recipient.of("push", "ＤＥＶＩＣＥ-1").countedAs());
        assertThat(push.masked()).isEqualTo("D***");
    }

    @Test
    void aKindIsALowerCaseWordOfAProgram() {
        assertThat(Recipient.of("a", "x").kind()).isEqualTo("a");
        assertThat(Recipient.of("a-9".concat("b".repeat(29)), "x").kind()).hasSize(32);
        for (String kind : List.of("", "Email", "9", "-a", "a b", "a:b", "a\n", "ä", "b".repeat(33))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Recipient.of(kind, "x"))
                    .withMessage("kind must match [a-z][a-z0-9-]{0,31}");
            assertThatIllegalArgumentException().isThrownBy(() -> Recipient.read(kind, "x"));
        }
    }

    @Test
    void anAddressOfTheUsersOwnKindIsVisibleTextOfOneLine() {
        assertThat(Recipient.of("push", "x".repeat(320)).address()).hasSize(320);
        for (String address : List.of("", " ", "\u00A0", "\u200B", "x".repeat(321), "a\u202Eb", "a\u200Bb", "\uD835")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Recipient.of("push", address))
                    .withMessage("address must be 1..320 visible characters in one line");
        }
    }

    @Test
    void nothingTypedIsNobody() {
        for (String kind : KINDS) {
            assertThat(Recipient.read(kind, null)).isEmpty();
            assertThat(Recipient.read(kind, "")).isEmpty();
            assertThat(Recipient.read(kind, " \u00A0\uFEFF")).isEmpty();
            assertThat(Recipient.read(kind, "1".repeat(1_000_000))).isEmpty();
        }
    }

    @Test
    void moreThanAThousandCharsAreNotEvenTidied() {
        String address = "ada@example.com";
        assertThat(Recipient.read(Recipient.EMAIL, address + " ".repeat(1_000 - address.length())))
                .isPresent();
        assertThat(Recipient.read(Recipient.EMAIL, address + " ".repeat(1_001 - address.length())))
                .isEmpty();
        assertThat(Recipient.email(address + " ".repeat(1_000 - address.length())))
                .isEqualTo(Recipient.email(address));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recipient.email(address + " ".repeat(1_001 - address.length())));
    }

    @Test
    void aDecoyDiffersOnlyInBeingOne() {
        for (Recipient real : List.of(
                Recipient.email("ada@example.com"), Recipient.sms("+14155550100"), Recipient.of("push", "device-1"))) {
            Recipient decoy = real.decoy();
            assertThat(real.isDecoy()).isFalse();
            assertThat(decoy.isDecoy()).isTrue();
            assertThat(decoy.kind()).isEqualTo(real.kind());
            assertThat(decoy.address()).isEqualTo(real.address());
            assertThat(decoy.masked()).isEqualTo(real.masked());
            assertThat(decoy.identity()).isEqualTo(real.identity());
            assertThat(decoy.countedAs()).isEqualTo(real.countedAs());
            assertThat(decoy).hasToString(real.toString()).isNotEqualTo(real).isEqualTo(real.decoy());
            assertThat(decoy.decoy()).isEqualTo(decoy);
        }
    }

    @Test
    void equalMeansSameKindAddressAndDecoy() {
        Recipient ada = Recipient.email("ada@example.com");
        assertThat(ada)
                .isEqualTo(Recipient.email(" ada@EXAMPLE.com "))
                .hasSameHashCodeAs(Recipient.email("ada@Example.Com"))
                .isNotEqualTo(Recipient.email("Ada@example.com"))
                .isNotEqualTo("ada@example.com")
                .isNotEqualTo(null);
        assertThat(Recipient.sms("+14155550100")).isNotEqualTo(Recipient.voice("+14155550100"));
    }

    @Test
    void theMaskHidesLengthsAndTheMiddle() {
        assertThat(Recipient.email("ada.lovelace@mail.example.com").masked()).isEqualTo("a***@m***.com");
        assertThat(Recipient.email("a@example.com").masked()).isEqualTo("a***@e***.com");
        assertThat(Recipient.email("\uD835\uDC00da@example.com").masked()).isEqualTo("\uD835\uDC00***@e***.com");
        assertThat(Recipient.sms("+14155550123").masked()).isEqualTo("+1******23");
        assertThat(Recipient.sms("+35312345").masked()).isEqualTo("+3******45");
    }

    @Test
    void neitherToStringNorAnExceptionRepeatsTheInput() {
        assertThat(Recipient.email("canary@example.com")).hasToString("email c***@e***.com");
        assertThat(Recipient.sms("+14155550100")).hasToString("sms +1******00");
        for (String kind : KINDS) {
            assertThatThrownBy(() -> Recipient.of(kind, "canary 4155550100 <x@canary>\n"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasNoCause()
                    .message()
                    .doesNotContain("canary", "4155");
        }
        assertThatThrownBy(() -> Recipient.email("x@canary_.exämple.com")).hasNoCause();
        assertThatThrownBy(() -> Recipient.of("CANARY", "x")).message().doesNotContain("CANARY");
    }

    @Test
    @DisplayName("T19: thirty payloads in an address are refused, typed or passed")
    void linesAndControlCharactersAreRefused() {
        List<String> breaks = List.of(
                "\r\n", "\n", "\r", "\t", "\0", "\u000B", "\f", "\u001B", "\u007F", "\u0085", "\u2028", "\u2029");
        for (String kind : KINDS) {
            String good = switch (kind) {
                case "email" -> "ada@example.com";
                case "push" -> "device-1";
                default -> "+14155550100";
            };
            for (String bad : breaks) {
                for (String payload : List.of(
                        good + bad + "Bcc: eve@evil.test",
                        good + bad,
                        bad + good,
                        " " + bad + good,
                        good.substring(0, 5) + bad + good.substring(5))) {
                    assertThat(Recipient.read(kind, payload)).isEmpty();
                    assertThatIllegalArgumentException().isThrownBy(() -> Recipient.of(kind, payload));
                }
            }
        }
    }

    @Test
    @DisplayName("T11: a recipient is the same under every locale")
    void theLocaleChangesNothing() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : List.of("tr-TR", "ar-EG", "hi-IN-u-nu-deva", "th-TH-u-nu-thai", "az", "lt")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                Recipient info =
                        Recipient.read(Recipient.EMAIL, "INFO@INSTITUTION.IT").orElseThrow();
                assertThat(info.address()).isEqualTo("INFO@institution.it");
                assertThat(info.identity()).isEqualTo("email:info@institution.it");
                assertThat(info.countedAs())
                        .isEqualTo("email:info@institution.it")
                        .isEqualTo(Recipient.email("info@institution.it").countedAs());
                assertThat(Recipient.sms("+39 ٠٦ 698 12345").address()).isEqualTo("+390669812345");
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void whateverIsTypedIsReadWithoutAnExceptionAndReadsAgainAsItself() {
        SplittableRandom random = new SplittableRandom(2);
        String likely = "aA.@+-0123456789 ()/ßéİıΣς。＠ａ\u0301\u00A0\u200B\u200D\u212Axn--exam.plecom@whatsapp:";
        int read = 0;
        for (int i = 0; i < 300_000; i++) {
            StringBuilder typed =
                    new StringBuilder(random.nextInt(3) == 0 ? "+1415" : random.nextInt(2) == 0 ? "a@b.c" : "");
            for (int n = random.nextInt(16); n > 0; n--) {
                typed.append(
                        random.nextInt(6) == 0
                                ? (char) random.nextInt(0x10000)
                                : likely.charAt(random.nextInt(likely.length())));
            }
            String kind = KINDS.get(i % KINDS.size());
            Recipient recipient = Recipient.read(kind, typed.toString()).orElse(null);
            if (recipient != null) {
                read++;
                assertThat(Recipient.read(kind, recipient.address())).contains(recipient);
                assertThat(Recipient.of(kind, recipient.address())).isEqualTo(recipient);
                Recipient sameToLimits = Recipient.of(kind, recipient.identity().substring(kind.length() + 1));
                assertThat(sameToLimits.identity()).isEqualTo(recipient.identity());
                assertThat(sameToLimits.countedAs()).isEqualTo(recipient.countedAs());
            }
        }
        assertThat(read).isGreaterThan(10_000);
    }
}

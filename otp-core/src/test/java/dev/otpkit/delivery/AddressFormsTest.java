package dev.otpkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is a mailbox or a number, and what is not. */
class AddressFormsTest {

    private static final String LABEL = "a".repeat(63);

    @Test
    void bareAddrSpecsAreMailboxes() {
        for (String good : List.of(
                "a@b.cd",
                "!#$%&'*+-/=?^_`{|}~@example.com",
                "first.last@sub.example.co.uk",
                "用户@例え.jp",
                "अजय@example.com",
                "ada@1and1.example",
                "ada@a-b.example",
                "x".repeat(64) + "@example.com",
                "ada@" + LABEL + ".com",
                "x".repeat(62) + "@" + LABEL + "." + LABEL + "." + LABEL,
                "é".repeat(31) + "@" + LABEL + "." + LABEL + "." + LABEL)) { // 254 bytes
            assertThat(Recipient.read(Recipient.EMAIL, good)).as(good).isPresent();
            assertThat(Recipient.email(good).address()).as(good).isNotBlank();
        }
    }

    @Test
    @DisplayName("T19: only a bare addr-spec is a mailbox")
    void everythingElseIsNone() {
        for (String bad : List.of(
                "Evil <evil@y.test>",
                "<evil@y.test>",
                "evil@y.test, ada@example.com",
                "evil@y.test;ada@example.com",
                "evil@y.test ada@example.com",
                "evil@y.test?bcc=ada@example.com",
                "mailto:evil@y.test?subject=x",
                "evil(comment)@y.test",
                "evil@y.test(comment)",
                "\"evil\"@y.test",
                "\"evil@y.test\"@example.com",
                "evil\\@x@y.test",
                "evil@[127.0.0.1]",
                "evil@127.0.0.1",
                "evil@[IPv6:::1]",
                "evil",
                "@y.test",
                "evil@",
                "evil@@y.test",
                "a@evil@y.test",
                ".evil@y.test",
                "evil.@y.test",
                "ev..il@y.test",
                "ev il@y.test",
                "evil@ y.test",
                "evil@localhost",
                "evil@y.test.",
                "evil@.y.test",
                "evil@y..test",
                "evil@-y.test",
                "evil@y-.test",
                "evil@y_y.test",
                "evil@y.t",
                "evil@y.123",
                "evil@y.-t",
                "evil@y\u200C.test",
                "evil@y.t\u202Eest\u0000",
                "ev\u200Dil@y.test",
                "\u0301evil@y.test",
                "evil\uD835@y.test",
                "evil\uFFFD@y.test",
                "x".repeat(65) + "@example.com",
                "é".repeat(33) + "@example.com",
                "evil@" + LABEL + "a.com",
                "x".repeat(63) + "@" + LABEL + "." + LABEL + "." + LABEL,
                "é".repeat(31) + "x@" + LABEL + "." + LABEL + "." + LABEL)) {
            assertThat(Recipient.read(Recipient.EMAIL, bad)).as(bad).isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Recipient.email(bad))
                    .withMessage("email address must be a bare local@domain");
        }
    }

    @Test
    void aDomainThatTwoStandardsSpellDifferentlyMustComeAsAscii() {
        for (String bad : List.of(
                "ada@straße.example", "ada@STRA\u1E9EE.example", "ada@ός.example", "ada@نامه\u200Cای.example")) {
            assertThat(Recipient.read(Recipient.EMAIL, bad)).as(bad).isEmpty();
        }
        assertThat(Recipient.email("ada@xn--strae-oqa.example").address()).isEqualTo("ada@xn--strae-oqa.example");
    }

    @Test
    void numbersHaveACountryAndEightToFifteenDigits() {
        for (String good : List.of("+12345678", "+123456789012345", "0012345678", "+39 06 698 12345")) {
            assertThat(Recipient.read(Recipient.SMS, good)).as(good).isPresent();
            assertThat(Recipient.sms(good).address()).matches("\\+[1-9][0-9]{7,14}");
        }
        for (String bad : List.of(
                "+1234567",
                "+1234567890123456",
                "001234567",
                "4155550100",
                "04155550100",
                "01114155550100",
                "+04155550100",
                "+0014155550100",
                "00+14155550100",
                "++14155550100",
                "+1415+5550100",
                "14155550100+",
                "+",
                "00",
                "+1415555010O",
                "+1-800-FLOWERS",
                "+14155550100x12",
                "+14155550100;ext=12",
                "+14155550100,12",
                "+14155550100#",
                "*14155550100",
                "tel:+14155550100",
                "whatsapp:whatsapp:+14155550100",
                "sms:+14155550100",
                "+1415555\u221201",
                "+1415555010\u00B2",
                "+44 (0)20 7946 0018",
                "+44(0) 20 7946 0018",
                "+44 ( 0 ) 20 7946 0018",
                "+44 (٠)20 7946 0018",
                "+39 (06) 698 12345")) {
            for (String kind : List.of(Recipient.SMS, Recipient.WHATSAPP, Recipient.VOICE)) {
                assertThat(Recipient.read(kind, bad)).as(bad).isEmpty();
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Recipient.of(kind, bad))
                        .withMessage("phone number must be + or 00 and 8..15 digits");
            }
        }
    }

    @Test
    void aWhatsAppPrefixIsForgivenWhenTypedForWhatsAppAlone() {
        assertThat(Recipient.read(Recipient.WHATSAPP, " WhatsApp: +1 415 555 0100"))
                .contains(Recipient.whatsapp("+14155550100"));
        assertThat(Recipient.read(Recipient.SMS, "whatsapp:+14155550100")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Recipient.whatsapp("whatsapp:+14155550100"));
    }
}

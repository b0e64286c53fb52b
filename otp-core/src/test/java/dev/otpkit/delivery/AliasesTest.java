package dev.otpkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** T12: the spellings of one recipient count as one, and two people are never told to be one. */
class AliasesTest {

    @Test
    @DisplayName("T12: forty spellings of a mailbox count as one")
    void fortySpellingsOfAMailboxCountAsOne() {
        List<String> spellings = List.of(
                "adalove@gmail.com",
                "ada.love@gmail.com",
                "a.d.a.l.o.v.e@gmail.com",
                "AdaLove@gmail.com",
                "ADALOVE@GMAIL.COM",
                "adalove@Gmail.Com",
                "adalove@googlemail.com",
                "Ada.Love@GoogleMail.com",
                "adalove+shop@gmail.com",
                "ada.love+a+b@gmail.com",
                "AdaLove+SHOP@googlemail.com",
                "adalove+@gmail.com",
                "a.dalove+x.y@gmail.com",
                " adalove@gmail.com",
                "adalove@gmail.com ",
                "\u00A0adalove@gmail.com",
                "adalove@gmail.com\u00A0",
                "\u2009adalove@gmail.com",
                "adalove@gmail.com\u3000",
                "\u202Fadalove@gmail.com\u2003",
                "\u200Badalove@gmail.com",
                "adalove@\u200Bgmail.com",
                "ada\u200Blove@gmail.com",
                "\uFEFFadalove@gmail.com",
                "adalove@gmail.com\uFEFF",
                "ada\u00ADlove@gmail.com",
                "\u200Eadalove@gmail.com\u200F",
                "\u202Aadalove@gmail.com\u202C",
                "\u2066adalove@gmail.com\u2069",
                "adalove\u2060@gmail.com",
                "\u200D adalove@gmail.com",
                "ａｄａｌｏｖｅ@gmail.com",
                "ＡＤＡＬＯＶＥ＠ＧＭＡＩＬ．ＣＯＭ",
                "adalove＠gmail.com",
                "adalove@gmail。com",
                "adalove@gmail｡com",
                "adalove@ｇｍａｉｌ.com",
                "adalove＋tag@gmail.com",
                "a．dalove@gmail.com",
                "\uD835\uDC1Ada\uD835\uDC25ove@gmail.com", // mathematical bold letters
                "ªdalove@gmail.com",
                "\uD835\uDC00dalove@gmail.com", // mathematical bold capital
                "adalovᵉ@gmail.com");
        assertThat(spellings).hasSizeGreaterThanOrEqualTo(40);
        assertThat(spellings)
                .allSatisfy(typed -> assertThat(Recipient.read(Recipient.EMAIL, typed)
                                .orElseThrow()
                                .countedAs())
                        .isEqualTo("email:adalove@gmail.com"));
    }

    @Test
    @DisplayName("T12: forty spellings of a number, of whatever kind, count as one and are delivered as one")
    void fortySpellingsOfANumberCountAsOne() {
        List<String> spellings = List.of(
                "+14155550100",
                "0014155550100",
                "+1 415 555 0100",
                "+1-415-555-0100",
                "+1.415.555.0100",
                "+1 (415) 555-0100",
                "+1(415)555-0100",
                "(+1) 415 555 0100",
                "+1/415/555/0100",
                "00 1 415 555 0100",
                "0 01 415 555 0100",
                "001-415-555-0100",
                "00.1.415.555.0100",
                " +14155550100",
                "+14155550100 ",
                "+ 1 4155550100",
                "+1\u00A0415\u00A0555\u00A00100",
                "+1\u2009415\u2009555\u20090100",
                "+1\u202F4155550100",
                "+1\u3000415\u30005550100",
                "\u00A0+14155550100",
                "\u200B+14155550100",
                "+1415\u200B5550100",
                "+1415\u200D5550100",
                "\uFEFF+14155550100",
                "\u202A+14155550100\u202C",
                "\u202D+1 415-555-0100\u202C",
                "\u2066+14155550100\u2069",
                "+1415\u202E5550100",
                "\u200E+14155550100",
                "\u200F+14155550100",
                "\u061C+14155550100",
                "+1415\u00AD5550100",
                "+1415\u20105550100",
                "+1415\u20115550100",
                "+1415\u20135550100",
                "+1415\u20155550100",
                "+1 415\u20145550100",
                "＋１４１５５５５０１００",
                "＋1（415）555－0100",
                "+١٤١٥٥٥٥٠١٠٠",
                "+۱۴۱۵۵۵۵۰۱۰۰",
                "+१४१५५५५०१००",
                "٠٠١٤١٥٥٥٥٠١٠٠");
        assertThat(spellings).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
        for (String kind : List.of(Recipient.SMS, Recipient.WHATSAPP, Recipient.VOICE)) {
            assertThat(spellings).allSatisfy(typed -> {
                Recipient recipient = Recipient.read(kind, typed).orElseThrow();
                assertThat(recipient.countedAs()).isEqualTo("+14155550100");
                assertThat(recipient.address()).isEqualTo("+14155550100");
                assertThat(recipient.identity()).isEqualTo(kind + ":+14155550100");
            });
        }
    }

    /** Providers drop the zero that is dialled at home; limits must not let it buy a second set of messages. */
    @Test
    void aZeroAfterTheCountryCodeIsNoOtherPhone() {
        for (List<String> phone : List.of(
                List.of("+447911123456", "+4407911123456", "+44007911123456"),
                List.of("+14155550100", "+104155550100"),
                List.of("+353861234567", "+3530861234567"),
                List.of("+79161234567", "+709161234567"),
                List.of("+819012345678", "+8109012345678"),
                List.of("+905012345678", "+9005012345678"),
                List.of("+46701234567", "+460701234567"),
                List.of("+201001234567", "+2001001234567"))) {
            assertThat(phone.stream().map(number -> Recipient.sms(number).countedAs()))
                    .as(phone.get(0))
                    .containsOnly(phone.get(0));
        }
        assertThat(Recipient.sms("+447900000001").countedAs())
                .as("zeros elsewhere")
                .isEqualTo("+447900000001");
    }

    @Test
    void whatIsDeliveredToIsWhatWasGiven() {
        assertThat(address(" Ada.Love+Shop@GMail.com\u00A0")).isEqualTo("Ada.Love+Shop@gmail.com");
        assertThat(address("Ada@GoogleMail.com")).isEqualTo("Ada@googlemail.com");
        assertThat(Recipient.email("ａda@example.com").address()).isEqualTo("ａda@example.com");
        assertThat(address("！ada～@example.com"))
                .as("full-width, the first and the last")
                .isEqualTo("!ada~@example.com");
        assertThat(address("Jose\u0301@example.com")).isEqualTo("Jos\u00E9@example.com");
        assertThat(address("ada@bücher.example")).isEqualTo("ada@xn--bcher-kva.example");
        assertThat(address("ada@BÜCHER.example")).isEqualTo("ada@xn--bcher-kva.example");
        assertThat(address("ada@XN--Bcher-KVA.example")).isEqualTo("ada@xn--bcher-kva.example");
    }

    @Test
    void dotsAndTagsAreFoldedOnlyWhereTheyMeanNothing() {
        assertThat(Recipient.email("a.da@example.com").countedAs()).isEqualTo("email:a.da@example.com");
        assertThat(Recipient.email("ada+x@example.com").countedAs()).isEqualTo("email:ada@example.com");
        assertThat(Recipient.email("+x@example.com").countedAs()).isEqualTo("email:+x@example.com");
        assertThat(Recipient.email("ada-x@example.com").countedAs()).isEqualTo("email:ada-x@example.com");
        assertThat(Recipient.email("ΟΔΥΣΣΕΥΣ@example.com").countedAs())
                .isEqualTo(Recipient.email("οδυσσευς@example.com").countedAs());
    }

    @Test
    void oneMailboxIsOneSubjectInEitherCase() {
        assertThat(Recipient.email("Ada@X.example").identity())
                .isEqualTo(Recipient.email("ada@x.example").identity())
                .isEqualTo("email:ada@x.example");
        assertThat(Recipient.email("ÉMILE@x.example").identity()).isEqualTo("email:émile@x.example");
    }

    @Test
    void differentPeopleAreNeverOneSubject() {
        List<String> people = List.of(
                "ada@example.com",
                "a.da@example.com",
                "ada+x@example.com",
                "ａda@example.com",
                "mike@example.com",
                "mıke@example.com",
                "m\u0130ke@example.com",
                "straße@example.com",
                "strasse@example.com",
                "stra\u1E9Ee@example.com",
                "ada@gmail.com",
                "ada@googlemail.com",
                "ada@mail.example.com",
                "\u03B8@example.com",
                "\u03F4@example.com",
                "σ@example.com",
                "ς@example.com",
                "а@example.com", // Cyrillic
                "ﬁ@example.com",
                "fi@example.com");
        assertThat(people.stream().map(p -> Recipient.email(p).identity())).doesNotHaveDuplicates();
        assertThat(Recipient.sms("+14155550100").identity())
                .isNotEqualTo(Recipient.sms("+14155550101").identity());
        assertThat(Recipient.of("push", "Device").identity())
                .isNotEqualTo(Recipient.of("push", "device").identity());
    }

    @Test
    void onlyTheTwoCasesOfOneLetterShareAnIdentity() {
        Map<String, Integer> first = new HashMap<>();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            Integer other = first.putIfAbsent(Text.lowerCase(Character.toString(c)), c);
            if (other != null) {
                assertThat(Character.toUpperCase(Math.max(c, other)) == Math.min(c, other)
                                || Character.toUpperCase(Math.min(c, other)) == Math.max(c, other))
                        .as("%x and %x", other, c)
                        .isTrue();
            }
        }
    }

    @Test
    void aMailboxNeverCountsAsANumberOrAsAKindOfTheUsersOwn() {
        assertThat(List.of(
                        Recipient.sms("+14155550100").countedAs(),
                        Recipient.of("tel", "+14155550100").countedAs(),
                        Recipient.of("push", "ada@example.com").countedAs(),
                        Recipient.email("ada@example.com").countedAs()))
                .doesNotHaveDuplicates();
    }

    private static String address(String typed) {
        return Recipient.read(Recipient.EMAIL, typed).orElseThrow().address();
    }
}

package dev.otpkit.delivery.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.delivery.Destination;
import dev.otpkit.delivery.Recipient;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** T17: numbers as people type them, and where messages go. */
class NumbersTest {
    private final Sink sink = new Sink();

    @AfterEach
    void stop() {
        sink.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "020 7946 0018|GB|+442079460018",
                "02079460018|GB|+442079460018",
                "+44 20 7946 0018|US|+442079460018",
                "+44 (0)20 7946 0018|US|+442079460018",
                "0044 20 7946 0018|FR|+442079460018",
                "07400 123456|GB|+447400123456",
                "(07400) 123-456|GB|+447400123456",
                "07400.123.456|GB|+447400123456",
                "07400/123456|GB|+447400123456",
                "07400\u00a0123\u2009456|GB|+447400123456",
                "\u200e07400\u2011123\u2013456\u200f|GB|+447400123456",
                "０７４００１２３４５６|GB|+447400123456",
                "٠٧٤٠٠١٢٣٤٥٦|GB|+447400123456",
                "०७४००१२३४५६|GB|+447400123456",
                "＋４４ ７４００ １２３４５６|US|+447400123456",
                "(415) 555-0100|US|+14155550100",
                "1 415 555 0100|US|+14155550100",
                "876 555 0123|JM|+18765550123",
                "06 12 34 56 78|FR|+33612345678",
                "06 12345678|IT|+390612345678",
                "+39 06 12345678|US|+390612345678",
                "0151 12345678|DE|+4915112345678",
                "090-1234-5678|JP|+819012345678",
            })
    void aNumberIsReadAsItIsDialledAtHome(String typed, String region, String number) {
        assertThat(PhoneNumbers.read(Recipient.SMS, typed, region)).contains(Recipient.sms(number));
        assertThat(PhoneNumbers.read(Recipient.VOICE, typed, region)).contains(Recipient.voice(number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "+",
                "00",
                "0",
                "1",
                "12345",
                "abc",
                "+44",
                "+447400",
                "+4474001234567890",
                "074001234567890",
                "07400 12345",
                "07700 900123",
                "+999123456789",
                "+15555555",
                "++447400123456",
                "+44+7400123456",
                "447400+123456",
                "07400 123456 ext. 1",
                "07400123456;ext=1",
                "07400123456x12",
                "tel:07400123456",
                "whatsapp:07400123456",
                "1-800-FLOWERS",
                "07400,123456",
                "07400_123456",
                "07400#123456",
                "*07400123456",
                "07400\n123456",
                "07400123456\r\nX",
                "07400\t123456",
                "07400\u0000123456",
                "07400\u2028123456",
                "ada@example.com",
                "07400 123456 07400 123456",
                "=7400123456",
                "0x7400123456",
                "null",
                "½7400123456",
                "7️⃣400123456",
                "+0 7400 123456",
                "()",
                "(0)",
                "07400 123456)and more"
            })
    void whatIsNoNumberInUseIsNobody(String typed) {
        assertThat(PhoneNumbers.read(Recipient.SMS, typed, "GB")).isEmpty();
    }

    @Test
    void nothingAndFarTooMuchIsNobody() {
        assertThat(PhoneNumbers.read(Recipient.SMS, null, "GB")).isEmpty();
        assertThat(PhoneNumbers.read(Recipient.SMS, "0".repeat(1_000_000), "GB"))
                .isEmpty();
        assertThat(PhoneNumbers.read(Recipient.SMS, " ".repeat(90) + "07400 123456", "GB"))
                .isEmpty();
    }

    @Test
    void aWhatsAppNumberMayHaveItsPrefix() {
        assertThat(PhoneNumbers.read(Recipient.WHATSAPP, "whatsapp:+1 415 555 0100", "GB"))
                .contains(Recipient.whatsapp("+14155550100"));
        assertThat(PhoneNumbers.read(Recipient.WHATSAPP, " WhatsApp:07400 123456", "GB"))
                .contains(Recipient.whatsapp("+447400123456"));
        assertThat(PhoneNumbers.read(Recipient.WHATSAPP, "whatsapp:whatsapp:+14155550100", "GB"))
                .isEmpty();
    }

    @Test
    void aProgramsWordsAreRefusedLoudly() {
        assertThatThrownBy(() -> PhoneNumbers.read(Recipient.EMAIL, "1", "GB"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kind must be one of [sms, voice, whatsapp]: email");
        for (String region : new String[] {"UK", "gb", "", "001", "GBR", "XX"}) {
            assertThatThrownBy(() -> PhoneNumbers.read(Recipient.SMS, "1", region))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("region must be two letters of ISO 3166, as GB: " + region);
        }
    }

    @Test
    void theMachinesLocaleChangesNothing() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : new String[] {"ar-EG", "tr-TR", "hi-IN-u-nu-deva", "th-TH-u-nu-thai"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(PhoneNumbers.read(Recipient.WHATSAPP, "WHATSAPP:07400 123456", "GB"))
                        .contains(Recipient.whatsapp("+447400123456"));
                assertThat(route("+447400123456", Recipient.SMS, "GB").prefix()).contains("+44740012");
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    private Destination route(String number, String kind, String... countries) {
        TwilioChannel.Builder builder = TwilioChannel.builder()
                .account(Sink.SID, Sink.TOKEN)
                .api(sink.address())
                .sms("ACME")
                .whatsApp("+14155238886")
                .whatsAppText()
                .voice("+447400123456", VoiceCallback.of(Messages.ENDPOINT, Sink.TOKEN));
        try (TwilioChannel channel =
                (countries.length == 0 ? builder.allCountries() : builder.countries(countries)).build()) {
            Recipient to = Recipient.of(kind, number);
            Destination destination = channel.route(to);
            DeliveryResult result = channel.deliver(Messages.code(to));
            assertThat(result.outcome()).isEqualTo(destination.isRefused() ? Outcome.PERMANENT : Outcome.SENT);
            if (destination.isRefused()) {
                assertThat(result.fault()).isEqualTo(Fault.RECIPIENT);
                assertThat(result.reason()).isEqualTo(destination.refusal());
                assertThat(sink.posts).isEmpty();
            }
            sink.posts.clear();
            return destination;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "+447400123456,GB,+44740012", "+14155550100,US,+1415555", "+18765550123,JM,+1876555",
                "+12423590123,BS,+1242359",
        "+447624123456,IM,+44762412", "+447781123456,GG,+44778112", "+33612345678,FR,+3361234",
                "+13412345678,US,+1341234"
    })
    void theRouteIsTheCountryAndTheNumberLessFourDigits(String number, String country, String prefix) {
        Destination destination = route(number, Recipient.SMS);
        assertThat(destination.refusal()).isEmpty();
        assertThat(destination.country()).contains(country);
        assertThat(destination.prefix()).contains(prefix);
    }

    @Test
    void aZeroTooManyIsNotDialled() {
        assertThat(route("+4407400123456", Recipient.SMS).refusal()).contains("number not as dialled from abroad");
    }

    /** Limits count by spelling: what libphonenumber folds must have been folded before, or one phone has many limits. */
    @Test
    void noSpellingOfANumberIsDialledButTheOneThatLimitsCount() {
        PhoneNumberUtil plan = PhoneNumberUtil.getInstance();
        int others = 0;
        for (String region : plan.getSupportedRegions()) {
            PhoneNumber example = plan.getExampleNumberForType(region, PhoneNumberUtil.PhoneNumberType.MOBILE);
            if (example == null) {
                continue;
            }
            String right = plan.format(example, PhoneNumberUtil.PhoneNumberFormat.E164);
            if (right.length() < 9) {
                continue; // no recipient at all
            }
            String counted = Recipient.sms(right).countedAs();
            int country = ("+" + example.getCountryCode()).length();
            for (String prefix : new String[] {"0", "00", "1", "8", "06", "9", "15", "0190", "01", "08", "190"}) {
                String typed = right.substring(0, country) + prefix + right.substring(country);
                if (typed.length() > 16) {
                    continue;
                }
                if (typed.length() < 9) {
                    continue;
                }
                Recipient alias = Recipient.sms(typed);
                boolean isDialled = !route(typed, Recipient.SMS).isRefused();
                String folded = PhoneNumbers.read(Recipient.SMS, typed, region)
                        .map(Recipient::address)
                        .orElse("");
                others += folded.equals(right) ? 1 : 0;
                if (isDialled && folded.equals(right)) {
                    assertThat(alias.countedAs())
                            .as("%s dials %s", typed, right)
                            .isEqualTo(counted);
                }
            }
        }
        assertThat(others).as("spellings that are folded").isGreaterThan(30);
    }

    @Test
    void jamaicaIsNotTheUnitedStates() {
        assertThat(route("+18765550123", Recipient.SMS, "US").refusal()).contains("country not allowed");
        assertThat(route("+18765550123", Recipient.SMS, "JM").refusal()).isEmpty();
        assertThat(route("+14155550100", Recipient.SMS, "US").refusal()).isEmpty();
        assertThat(route("+447624123456", Recipient.SMS, "GB").refusal())
                .as("the Isle of Man")
                .contains("country not allowed");
    }

    static Stream<String> kinds() {
        return Stream.of(Recipient.SMS, Recipient.WHATSAPP, Recipient.VOICE);
    }

    @ParameterizedTest
    @CsvSource({
        "+19005551234,premium number", "+448431234567,premium number", "+18005551234,toll-free number",
                "+80012345678,number of no country",
        "+447012345678,personal number", "+15005550006,personal number", "+41860795551234,voicemail number",
                "+447700900123,not a number in use",
        "+999123456789,not a number in use", "+88212345678,not a number in use", "+870773111632,number of no country",
                "+4402012345,not a number in use"
    })
    void whatPumpersBuyIsRefusedEvenInAllCountries(String number, String reason) {
        assertThat(kinds())
                .allSatisfy(kind -> assertThat(route(number, kind).refusal()).contains(reason));
    }

    @Test
    void aFixedLineIsCalledAndNotTexted() {
        assertThat(route("+442079460018", Recipient.SMS, "GB").refusal()).contains("fixed line");
        assertThat(route("+442079460018", Recipient.VOICE, "GB").refusal()).isEmpty();
        assertThat(route("+442079460018", Recipient.WHATSAPP, "GB").refusal()).isEmpty();
        assertThat(route("+445601234567", Recipient.SMS, "GB").refusal()).contains("internet number");
        assertThat(route("+445601234567", Recipient.VOICE, "GB").refusal()).isEmpty();
    }
}

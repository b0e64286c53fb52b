package dev.otpkit.delivery.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is missing or malformed is refused when the channel is built, and secrets are not repeated. */
class BuilderTest {
    private static final String LOG = "jdk.httpclient.HttpClient.log";
    private final TwilioChannel.Builder builder = TwilioChannel.builder();

    private static TwilioChannel.Builder good() {
        return TwilioChannel.builder()
                .account(Sink.SID, Sink.TOKEN)
                .countries("GB")
                .sms("+447400123456");
    }

    private static void refuses(Runnable call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessage(message);
    }

    private static void isMissing(TwilioChannel.Builder builder, String message) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
    }

    @Test
    void aGoodOneIsBuiltAndTellsNothingOfItsAccount() {
        try (TwilioChannel channel = good().name("texts").build()) {
            assertThat(channel.name()).isEqualTo("texts");
            assertThat(channel.toString()).isEqualTo("TwilioChannel[texts, sms]");
            assertThat(channel.developmentOnly()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AC",
                "AC0000000000000000000000000000001",
                "AC000000000000000000000000000000010",
                "ac00000000000000000000000000000001",
                "SK00000000000000000000000000000001",
                "AC0000000000000000000000000000000g",
                "AC00000000000000000000000000000001\n",
                "Canary"
            })
    void whatIsNoAccountSidIsRefused(String sid) {
        refuses(
                () -> builder.account(sid, Sink.TOKEN),
                "accountSid must be AC and 32 hexadecimal digits: " + sid.length() + " characters given");
        refuses(
                () -> builder.apiKey(sid, "SK" + "0".repeat(32), Sink.TOKEN),
                "accountSid must be AC and 32 hexadecimal digits: " + sid.length() + " characters given");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Canary",
                "0123456789abcdef0123456789abcde",
                "0123456789abcdef0123456789abcdef0",
                "0123456789abcdef0123456789abcde ",
                "0123456789abcdef0123456789abcd\r\n",
                "0123456789abcdef0123456789abcdé0"
            })
    void whatIsNoAuthTokenOrSecretIsRefused(String secret) {
        refuses(
                () -> builder.account(Sink.SID, secret),
                "authToken must be 32 letters and digits: " + secret.length() + " characters given");
        refuses(
                () -> builder.apiKey(Sink.SID, "SK" + "0".repeat(32), secret),
                "secret must be 32 letters and digits: " + secret.length() + " characters given");
        refuses(
                () -> VoiceCallback.of(Messages.ENDPOINT, secret),
                "authToken must be 32 letters and digits: " + secret.length() + " characters given");
    }

    @Test
    void whatIsNoKeySidIsRefused() {
        refuses(
                () -> builder.apiKey(Sink.SID, Sink.SID, Sink.TOKEN),
                "keySid must be SK and 32 hexadecimal digits: 34 characters given");
    }

    @Test
    void anAccountIsSaidOnce() {
        builder.account(Sink.SID, Sink.TOKEN);
        assertThatThrownBy(() -> builder.apiKey(Sink.SID, "SK" + "0".repeat(32), Sink.TOKEN))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("account(...) and apiKey(...) exclude each other, and are said once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UK", "gb", "", "USA", "1", "001", "+1", "*"})
    void whatIsNoCountryIsNamed(String region) {
        refuses(() -> builder.countries("GB", region), "region must be two letters of ISO 3166, as GB: " + region);
    }

    @Test
    void noCountriesAreNone() {
        refuses(builder::countries, "countries must be 1 or more");
    }

    @Test
    void countriesAreSaidOnce() {
        builder.countries("GB");
        assertThatThrownBy(builder::allCountries)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("countries(...) and allCountries() exclude each other, and are said once");
    }

    @Test
    void whatIsMissingIsNamed() {
        isMissing(TwilioChannel.builder().countries("GB").sms("ACME"), "account(...) or apiKey(...) is missing");
        isMissing(
                TwilioChannel.builder().account(Sink.SID, Sink.TOKEN).sms("ACME"),
                "countries(...) or allCountries() is missing");
        isMissing(
                TwilioChannel.builder().account(Sink.SID, Sink.TOKEN).countries("GB"),
                "sms(...), whatsApp(...) or voice(...) is missing");
        isMissing(good().whatsApp("+14155238886"), "whatsApp(...) needs whatsAppTemplate(...) or whatsAppText()");
        isMissing(good().whatsAppText(), "whatsApp(...) is missing");
        isMissing(good().whatsAppTemplate(Messages.TEMPLATE, Duration.ofMinutes(5)), "whatsApp(...) is missing");
        isMissing(
                good().whatsApp("+14155238886")
                        .whatsAppTemplate(Locale.FRENCH, Messages.TEMPLATE, Duration.ofMinutes(5)),
                "whatsAppTemplate(contentSid, life) is missing, for all other languages");
        isMissing(
                good().region("ie1", "dublin").api(URI.create("https://gateway.example.com")),
                "region(...) and api(...) exclude each other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+447400123456", "ACME", "Acme 24 7", "A", "12345", "MG0000000000000000000000000000000f"})
    void aSenderIsToldByItsForm(String from) {
        good().sms(from).build().close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "+44",
                "+0123456789",
                "07400 123456",
                "12",
                "123456789",
                "TwelveLetter",
                "ACMÉ",
                "whatsapp:+14155238886",
                "a@b",
                "+447400123456\n",
                "ACME\n"
            })
    void whatIsNoSenderIsRefused(String from) {
        refuses(
                () -> builder.sms(from),
                "sms(from) must be + and 7..15 digits, a short code, a name of 1..11 letters and digits with at least one letter,"
                        + " or MG and 32 hexadecimal digits: " + from.length() + " characters given");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ACME",
                "12345",
                "whatsapp:",
                "whatsapp:ACME",
                "whatsapp:whatsapp:+14155238886",
                "14155238886"
            })
    void whatIsNoWhatsAppSenderIsRefused(String from) {
        refuses(
                () -> builder.whatsApp(from),
                "whatsApp(from) must be + and 7..15 digits, or MG and 32 hexadecimal digits: " + from.length()
                        + " characters given");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ACME", "MG0000000000000000000000000000000f", "447400123456"})
    void whatIsNoCallerIsRefused(String from) {
        refuses(
                () -> builder.voice(from, VoiceCallback.of(Messages.ENDPOINT, Sink.TOKEN)),
                "voice(from, ...) must be + and 7..15 digits: " + from.length() + " characters given");
    }

    @Test
    void whatIsNoTemplateIsRefused() {
        refuses(
                () -> builder.whatsAppTemplate("HX1", Duration.ofMinutes(5)),
                "contentSid must be HX and 32 hexadecimal digits: 3 characters given");
        for (String life : new String[] {"PT0S", "PT59S", "PT5M1S", "PT-5M", "PT91M", "PT2H"}) {
            refuses(
                    () -> builder.whatsAppTemplate(Messages.TEMPLATE, Duration.parse(life)),
                    "life must be 1..90 whole minutes: " + Duration.parse(life));
        }
    }

    @Test
    void eachOtherRefusedCallTellsTheBound() {
        refuses(
                () -> builder.name("a b"),
                "channel name must be 1..64 of A-Z, a-z, 0-9, '.', '_' and '-': 3 characters given");
        refuses(() -> builder.maxSegments(0), "maxSegments must be 1..10: 0");
        refuses(() -> builder.maxSegments(11), "maxSegments must be 1..10: 11");
        refuses(() -> builder.connectTimeout(Duration.ZERO), "connectTimeout must be 1 ms..5 min: PT0S");
        refuses(() -> builder.requestTimeout(Duration.ZERO), "requestTimeout must be 1 ms..5 min: PT0S");
        refuses(
                () -> builder.requestTimeout(Duration.ofMillis(300_001)),
                "requestTimeout must be 1 ms..5 min: PT5M0.001S");
        builder.requestTimeout(Duration.ofMinutes(5)).requestTimeout(Duration.ofMillis(1));
        refuses(() -> builder.deadline(Duration.ofMinutes(6)), "deadline must be 1 ms..5 min: PT6M");
        refuses(() -> builder.region("ie1.evil.test/", "dublin"), "region must be like ie1: 14 characters given");
        for (String edge : new String[] {"evil.test/#", "-", "a-", "san--jose", "a.b", "San-Jose", "-ix", "ix1", ""}) {
            refuses(
                    () -> builder.region("ie1", edge),
                    "edge must be like dublin: " + edge.length() + " characters given");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example.com",
                "http://127.0.0.1.evil.test",
                "http://localhost@evil.test",
                "https://u:p@api.example.com",
                "ftp://localhost",
                "localhost:8080",
                "https://api.example.com/#x"
            })
    void whereCredentialsCouldLeakIsNoApi(String address) {
        refuses(
                () -> builder.api(URI.create(address)),
                "api must be https://host/..., or http:// to localhost, without user and fragment");
    }

    /** It would be lost, and the credentials with it. */
    @Test
    void anApiHasNoPath() {
        refuses(() -> builder.api(URI.create("https://gateway.example.com/twilio")), "api must have no path");
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/s, true",
        "https://a.example/, true",
        "https://a.example:8443/s?tenant=1, true",
        "'https://a.example/s#rc=3&rp=5xx,ct,rt', true",
        "https://user:canary@a.example/s, true",
        "http://localhost:8080/s, true",
        "http://127.0.0.2/s, true",
        "http://[::1]/s, true",
        "https://a.example, false",
        "https://a.example?tenant=1, false",
        "HTTPS://a.example/s, false",
        "http://a.example/canary, false",
        "http://127.0.0.1.evil.test/, false",
        "http://localhost.evil.test/, false",
        "http://localhost@evil.test/, false",
        "https:/s, false",
        "https:s, false",
        "ftp://localhost/, false",
        "localhost:8080, false",
        "/s, false"
    })
    void twilioIsToldToReportWhereItsReportsAreRead(URI address, boolean good) {
        String given = refusal(() -> builder.statusCallback(address));
        String read = refusal(() -> StatusCallback.of(address, Sink.TOKEN));
        assertThat(given.isEmpty()).isEqualTo(good);
        assertThat(given).isEqualTo(read.replace("url", "statusCallback")).doesNotContain("canary", "example", "evil");
    }

    private static String refusal(Runnable call) {
        try {
            call.run();
            return "";
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"headers", "requests,headers", "all", "errors,all", "Headers", "ALL"})
    void aJvmThatPrintsItsHeadersIsRefused(String logged) {
        System.setProperty(LOG, logged);
        try {
            isMissing(good(), LOG + " must not have headers or all: it prints the credentials");
        } finally {
            System.clearProperty(LOG);
        }
    }
}

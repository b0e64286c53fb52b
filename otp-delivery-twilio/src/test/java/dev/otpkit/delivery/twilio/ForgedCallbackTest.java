package dev.otpkit.delivery.twilio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryReport;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.delivery.twilio.StatusCallback.Outcome;
import dev.otpkit.delivery.twilio.StatusCallback.Reading;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("T28 forged callbacks")
class ForgedCallbackTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String URL = "https://a.example/twilio/status?app=1";
    private static final String QUERY = "app=1";
    private static final String SID = "SM" + "0a1b2c3d".repeat(4);
    private static final String OTHER = "SM" + "4e5f6071".repeat(4);
    private static final Map<String, String> SENT = message("sent");
    private static final Map<String, String> FAILED = message("failed");
    private static final Map<String, String> DELIVERED = message("delivered");
    private static final String RIGHT = Signed.by(TOKEN, URL, DELIVERED);

    private final StatusCallback callback = StatusCallback.of(URI.create(URL), TOKEN);

    private static Map<String, String> message(String status) {
        return Signed.parameters(
                "AccountSid", "AC" + "0".repeat(32),
                "ApiVersion", "2010-04-01",
                "ErrorCode", "30003",
                "From", "+14155550199",
                "MessageSid", SID,
                "MessageStatus", status,
                "To", "+14155550100");
    }

    private Reading read(String form, @Nullable String signature) {
        return callback.read(Signed.FORM, form.getBytes(UTF_8), QUERY, signature);
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> changed = new TreeMap<>(DELIVERED);
        changed.put(name, value);
        return changed;
    }

    private static Map<String, String> without(String name) {
        Map<String, String> changed = new TreeMap<>(DELIVERED);
        changed.remove(name);
        return changed;
    }

    @Test
    void theRightOneIsAcceptedEitherWay() {
        DeliveryReport report = DeliveryReport.delivered(Recipient.SMS, SID);
        Reading whole = read(Signed.form(DELIVERED), RIGHT);
        assertThat(whole.outcome()).isEqualTo(Outcome.FINAL);
        assertThat(whole.report()).contains(report);
        assertThat(callback.read(Signed.lists(DELIVERED), RIGHT)).isEqualTo(whole);
        assertThat(read(Signed.form(SENT), Signed.by(TOKEN, URL, SENT)).outcome())
                .isEqualTo(Outcome.PROGRESS);
    }

    /** In whatever order they come: they are signed in the order of their names, so this is the very same request. */
    @Test
    void theOrderOfTheParametersIsNobodysBusiness() {
        Map<String, String> reversed = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(DELIVERED.keySet());
        Collections.reverse(names);
        names.forEach(name -> reversed.put(name, DELIVERED.get(name)));
        assertThat(read(Signed.form(reversed), RIGHT).outcome()).isEqualTo(Outcome.FINAL);
        assertThat(read(Signed.form(DELIVERED), signedAsItComes(reversed)).outcome())
                .as("signed in another order")
                .isEqualTo(Outcome.FORGED);
    }

    private static String signedAsItComes(Map<String, String> reversed) {
        StringBuilder text = new StringBuilder(URL);
        reversed.forEach((name, value) -> text.append(name).append(value));
        return Signed.by(TOKEN, text.toString(), Map.of());
    }

    private static Arguments forged(String how, Map<String, String> parameters, @Nullable String signature) {
        return Arguments.of(how, parameters, signature);
    }

    static Stream<Arguments> forgeries() {
        return Stream.of(
                forged("no signature", DELIVERED, null),
                forged("an empty signature", DELIVERED, ""),
                forged("a signature twice", DELIVERED, RIGHT + "," + RIGHT),
                forged("a signature and a blank", DELIVERED, RIGHT + " "),
                forged("a huge signature", DELIVERED, "A".repeat(1_000_000)),
                forged("another token's signature", DELIVERED, Signed.by("f".repeat(32), URL, DELIVERED)),
                forged("an empty token's", DELIVERED, Signed.by(" ", URL, DELIVERED)),
                forged("another status", with("MessageStatus", "failed"), RIGHT),
                forged("another message", with("MessageSid", OTHER), RIGHT),
                forged("another number", with("To", "+14155550101"), RIGHT),
                forged("a parameter more", with("Zone", "1"), RIGHT),
                forged("an empty parameter more", with("Zone", ""), RIGHT),
                forged("a parameter less", without("ErrorCode"), RIGHT),
                forged("no parameters", Map.of(), RIGHT),
                forged("the status of another request", DELIVERED, Signed.by(TOKEN, URL, FAILED)),
                forged("http", DELIVERED, Signed.by(TOKEN, URL.replace("https", "http"), DELIVERED)),
                forged("port 8443", DELIVERED, Signed.by(TOKEN, URL.replace(".example", ".example:8443"), DELIVERED)),
                forged("another host", DELIVERED, Signed.by(TOKEN, URL.replace("a.", "b."), DELIVERED)),
                forged("another path", DELIVERED, Signed.by(TOKEN, URL.replace("status", "voice"), DELIVERED)),
                forged("another query", DELIVERED, Signed.by(TOKEN, URL.replace("=1", "=2"), DELIVERED)),
                forged("no query", DELIVERED, Signed.by(TOKEN, URL.replace("?app=1", ""), DELIVERED)),
                forged("the url alone", DELIVERED, Signed.by(TOKEN, URL, Map.of())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgeries")
    void isRefused(String how, Map<String, String> parameters, @Nullable String signature) {
        assertThat(read(Signed.form(parameters), signature))
                .as(how)
                .isEqualTo(new Reading(Outcome.FORGED, Optional.empty()));
        assertThat(callback.read(Signed.lists(parameters), signature).outcome()).isEqualTo(Outcome.FORGED);
    }

    @Test
    void everyChangedBitOfTheSignatureIsRefused() {
        for (int i = 0; i < RIGHT.length(); i++) {
            for (int bit = 0; bit < 7; bit++) {
                char[] changed = RIGHT.toCharArray();
                changed[i] ^= (char) (1 << bit);
                assertThat(read(Signed.form(DELIVERED), new String(changed)).outcome())
                        .isEqualTo(Outcome.FORGED);
            }
        }
    }

    @Test
    void aQueryThatTheUrlHasNotIsRefused() {
        byte[] form = Signed.form(DELIVERED).getBytes(UTF_8);
        for (String query : new String[] {null, "", "app=1&x=2", "x=2", "app=%31", "app=1&bodySHA256=00"}) {
            assertThat(callback.read(Signed.FORM, form, query, RIGHT).outcome())
                    .as(query)
                    .isEqualTo(Outcome.FORGED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "", "application/xml", "multipart/form-data", "application/x-www-form-urlencodedx"
            })
    void aBodyThatIsNoFormIsRefused(String contentType) {
        byte[] form = Signed.form(DELIVERED).getBytes(UTF_8);
        assertThat(callback.read(contentType, form, QUERY, RIGHT).outcome()).isEqualTo(Outcome.FORGED);
        assertThat(callback.read(null, form, QUERY, RIGHT).outcome()).isEqualTo(Outcome.FORGED);
        assertThat(callback.read("Application/X-WWW-Form-Urlencoded", form, QUERY, RIGHT)
                        .outcome())
                .isEqualTo(Outcome.FINAL);
    }

    /** Signed as a reader could have understood it who is less strict: only its form is wrong. */
    static Stream<Arguments> brokenForms() {
        String form = Signed.form(DELIVERED);
        return Stream.of(
                Arguments.of("a repeated parameter", form + "&To=%2B14155550100", DELIVERED),
                Arguments.of("a repeated one, differently", "MessageStatus=sent&" + form, DELIVERED),
                Arguments.of("a name with an escape, repeated", form + "&%54o=%2B14155550100", DELIVERED),
                Arguments.of("a broken escape", form + "&Z=%4", with("Z", "%4")),
                Arguments.of("a broken escape inside", form + "&Z=%4g", with("Z", "%4g")),
                Arguments.of("no escape at all", form + "&Z=%", with("Z", "%")),
                Arguments.of("no UTF-8", form + "&Z=%FF", with("Z", "\uFFFD")),
                Arguments.of("overlong UTF-8", form + "&Z=%C0%AF", with("Z", lenient(0xC0, 0xAF))),
                Arguments.of("a lone surrogate", form + "&Z=%ED%A0%80", with("Z", lenient(0xED, 0xA0, 0x80))),
                Arguments.of("a blank", form + "&Z=a b", with("Z", "a b")),
                Arguments.of("a line end", form + "\n", DELIVERED),
                Arguments.of("an empty pair", form + "&", DELIVERED),
                Arguments.of("an empty pair inside", "&" + form, DELIVERED),
                Arguments.of("no name", form + "&=x", with("", "x")),
                Arguments.of("a name that is none", form + "&%2Fother=x", with("/other", "x")),
                Arguments.of("a name with a line end", form + "&Z%0A=x", with("Z\n", "x")),
                Arguments.of("too long a name", form + "&Z" + "z".repeat(128) + "=x", with("Z" + "z".repeat(128), "x")),
                Arguments.of("a huge body", form + "&Z=" + "z".repeat(65_536), with("Z", "z".repeat(65_536))));
    }

    private static String lenient(int... utf8) {
        byte[] bytes = new byte[utf8.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) utf8[i];
        }
        return new String(bytes, UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenForms")
    void isRefusedWithoutAnException(String what, String form, Map<String, String> meant) {
        assertThat(callback.read(Signed.FORM, form.getBytes(UTF_8), QUERY, Signed.by(TOKEN, URL, meant))
                        .outcome())
                .as(what)
                .isEqualTo(Outcome.FORGED);
    }

    @Test
    void rawBytesAboveAsciiAndTooManyParametersAreRefused() {
        Map<String, String> accent = with("Z", "é");
        byte[] raw = (Signed.form(DELIVERED) + "&Z=é").getBytes(ISO_8859_1);
        assertThat(callback.read(Signed.FORM, raw, QUERY, Signed.by(TOKEN, URL, accent))
                        .outcome())
                .isEqualTo(Outcome.FORGED);
        Map<String, String> many = new TreeMap<>(DELIVERED);
        for (int i = 0; many.size() < 201; i++) {
            many.put("Z" + i, "");
        }
        assertThat(read(Signed.form(many), Signed.by(TOKEN, URL, many)).outcome())
                .isEqualTo(Outcome.FORGED);
        many.remove("Z0");
        assertThat(read(Signed.form(many), Signed.by(TOKEN, URL, many)).outcome())
                .isEqualTo(Outcome.FINAL);
    }

    @Test
    void whatAWebStackReadLessStrictlyIsRefusedToo() {
        Map<String, List<String>> twice = new TreeMap<>(Signed.lists(DELIVERED));
        twice.put("To", List.of("+14155550100", "+14155550100"));
        Map<String, List<String>> none = new TreeMap<>(Signed.lists(DELIVERED));
        none.put("Z", List.of());
        Map<String, List<String>> nothing = new TreeMap<>(Signed.lists(DELIVERED));
        nothing.put("Z", Collections.singletonList(null));
        Map<String, List<String>> huge = Signed.lists(with("Z", "z".repeat(65_537)));
        for (Map<String, List<String>> read : List.of(twice, none, nothing)) {
            assertThat(callback.read(read, RIGHT).outcome()).isEqualTo(Outcome.FORGED);
        }
        String signed = Signed.by(TOKEN, URL, with("Z", "z".repeat(65_537)));
        assertThat(callback.read(huge, signed).outcome()).isEqualTo(Outcome.FORGED);
    }

    /** Twilio's own example of a body that is no form, but for the token. */
    @Test
    void aJsonBodyNeedsItsHashInTheSignedQuery() {
        StatusCallback json = StatusCallback.of(URI.create("https://mycompany.com/myapp.php?foo=1&bar=2"), "12345");
        byte[] body = "{\"property\": \"value\", \"boolean\": true}".getBytes(US_ASCII);
        String hash = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
        String query = "foo=1&bar=2&bodySHA256=" + hash;
        String signature = "a9nBmqA0ju/hNViExpshrM61xv4=";
        String type = "application/json";
        assertThat(json.read(type, body, query, signature)).isEqualTo(new Reading(Outcome.PROGRESS, Optional.empty()));

        byte[] changed = "{\"property\": \"value\", \"boolean\": null}".getBytes(US_ASCII);
        assertThat(json.read(type, changed, query, signature).outcome()).isEqualTo(Outcome.FORGED);
        assertThat(json.read(type, body, query + "&x=1", signature).outcome()).isEqualTo(Outcome.FORGED);
        assertThat(json.read(type, body, "foo=1&bar=2", signature).outcome()).isEqualTo(Outcome.FORGED);
        assertThat(json.read(type, body, "bodySHA256=" + hash, signature).outcome())
                .isEqualTo(Outcome.FORGED);
        assertThat(json.read(type, body, null, signature).outcome()).isEqualTo(Outcome.FORGED);
        assertThat(json.read(type, body, query, "RSOYDt4T1cUTdK1PDd93/VVr8B8=").outcome())
                .as("another body's")
                .isEqualTo(Outcome.FORGED);
        assertThat(json.read(Signed.FORM, body, query, signature).outcome()).isEqualTo(Outcome.FORGED);
        assertThat(json.read(type, new byte[0], "foo=1&bar=2&bodySHA256=", signature)
                        .outcome())
                .isEqualTo(Outcome.FORGED);
    }

    @Test
    void aJsonBodysSignatureSignsNoForm() {
        String url = "https://a.example/s";
        StatusCallback plain = StatusCallback.of(URI.create(url), TOKEN);
        Map<String, String> form = Signed.parameters("MessageSid", SID, "MessageStatus", "delivered");
        String text = "MessageSid=" + SID + "&MessageStatus=delivered";
        String asForm = Signed.by(TOKEN, url, form);
        assertThat(plain.read("application/json", text.getBytes(UTF_8), null, asForm)
                        .outcome())
                .isEqualTo(Outcome.FORGED);
    }

    /**
     * Names and values are signed with nothing between them. Whoever has seen a signed request may cut it at other places:
     * no cut makes another message of it, or another end, or an end of what had not ended; not even with a text in it that
     * he has written himself.
     */
    @Test
    void shiftingBytesBetweenNamesAndValuesGainsNothing() {
        Map<String, String> text = new TreeMap<>(SENT);
        text.put("Channel", "xMessageSid" + OTHER + "MessageStatusdeliveredZz");
        Map<String, String> early = new TreeMap<>(FAILED);
        early.put("Channel", "xMessageSid" + OTHER + "MessageStatusdeliveredZz");
        int accepted = 0;
        SplittableRandom random = new SplittableRandom(28);
        for (Map<String, String> original : List.of(SENT, FAILED, DELIVERED, text, early)) {
            StringBuilder signed = new StringBuilder();
            original.forEach((name, value) -> signed.append(name).append(value));
            String signature = Signed.by(TOKEN, URL, original);
            Reading before = callback.read(Signed.lists(original), signature);
            for (int i = 0; i < 5_000; i++) {
                Reading cut = callback.read(cut(signed.toString(), random), signature);
                accepted += cut.outcome() == Outcome.FORGED ? 0 : 1;
                cut.report().ifPresent(report -> {
                    assertThat(before.report()).as("%s", before).isPresent();
                    assertThat(report.reference()).isEqualTo(SID);
                    assertThat(report.outcome())
                            .isEqualTo(before.report().orElseThrow().outcome());
                });
            }
        }
        assertThat(accepted).as("other cuts of what was signed").isGreaterThan(100);
    }

    /** Each cut of a callback at one place, whichever: what is read is as it was, or nothing. */
    @Test
    void noOtherCutOfACallbackMeansAnythingElse() {
        Map<String, String> call = new TreeMap<>(Map.of(
                "AccountSid", "AC00000000000000000000000000000001",
                "AnsweredBy", "machine_end_beep",
                "ApiVersion", "2010-04-01",
                "CallSid", "CA00000000000000000000000000000001",
                "CallStatus", "completed",
                "From", "+447400123456",
                "To", "+447400100001"));
        Map<String, String> whatsApp = new TreeMap<>(FAILED);
        whatsApp.putAll(Map.of("ErrorCode", "30003", "To", "whatsapp:+447400100001", "From", "whatsapp:+447400123456"));
        for (Map<String, String> original : List.of(call, whatsApp)) {
            String signature = Signed.by(TOKEN, URL, original);
            Optional<DeliveryReport> before =
                    callback.read(Signed.lists(original), signature).report();
            assertThat(before).isPresent();
            List<String> names = List.copyOf(original.keySet());
            for (String name : names) {
                String whole = name + original.get(name);
                for (int cut = 1; cut <= whole.length(); cut++) {
                    Map<String, String> other = new TreeMap<>(original);
                    other.remove(name);
                    other.put(whole.substring(0, cut), whole.substring(cut));
                    callback.read(Signed.lists(other), signature)
                            .report()
                            .ifPresent(
                                    report -> assertThat(report).as("%s", other).isEqualTo(before.get()));
                }
            }
        }
    }

    private static final List<String> NAMES =
            List.of("AccountSid", "Channel", "ErrorCode", "From", "MessageSid", "MessageStatus", "To", "Zz");

    /** Cut at names that we read, wherever they stand, and now and then anywhere. */
    private static Map<String, List<String>> cut(String signed, SplittableRandom random) {
        Map<String, List<String>> parameters = new TreeMap<>();
        int at = 0;
        while (at < signed.length()) {
            int from = at;
            int name = NAMES.stream()
                    .filter(known -> signed.startsWith(known, from))
                    .findFirst()
                    .map(String::length)
                    .orElse(1 + random.nextInt(12));
            int value = Math.min(signed.length(), at + name);
            int next = value;
            while (next < signed.length()
                    && !(isName(signed, next) && random.nextBoolean())
                    && random.nextInt(1_000) > 0) {
                next++;
            }
            parameters.put(signed.substring(at, value), List.of(signed.substring(value, next)));
            at = next;
        }
        return parameters;
    }

    private static boolean isName(String signed, int at) {
        return NAMES.stream().anyMatch(known -> signed.startsWith(known, at));
    }

    /** As every servlet stack has it, and Spring's body of it: the query's parameters are among the form's. */
    @Test
    void whatTheQueryHasTooMayBeAmongTheFormsParameters() {
        Map<String, String> both = with("app", "1");
        assertThat(callback.read(Signed.lists(both), RIGHT)).isEqualTo(read(Signed.form(DELIVERED), RIGHT));
        assertThat(read(Signed.form(both), RIGHT).outcome()).isEqualTo(Outcome.FINAL);
        assertThat(callback.read(Signed.lists(both), Signed.by(TOKEN, URL, both))
                        .outcome())
                .as("signed in both places")
                .isEqualTo(Outcome.FINAL);
    }

    @Test
    void aQueryIsComparedAsItReads() {
        String url = "https://a.example/s?tenant=%C3%BC+1&x&MessageStatus=delivered";
        StatusCallback odd = StatusCallback.of(URI.create(url), TOKEN);
        Map<String, String> both = with("tenant", "\u00fc 1");
        both.put("x", "");
        assertThat(odd.read(Signed.lists(both), Signed.by(TOKEN, url, without("MessageStatus")))
                        .outcome())
                .as("what only the query says is not read")
                .isEqualTo(Outcome.PROGRESS);
    }

    static Stream<Arguments> almostTheQuerys() {
        return Stream.of(
                Arguments.of("another value", Map.of("app", "2")),
                Arguments.of("no value", Map.of("app", "")),
                Arguments.of("undecoded", Map.of("app", "%31")),
                Arguments.of("another name", Map.of("App", "1")),
                Arguments.of("one more besides", Map.of("app", "1", "Zone", "1")),
                Arguments.of("another status besides", Map.of("app", "1", "MessageStatus", "failed")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("almostTheQuerys")
    void whatTheQueryHasNotIsRefusedAsBefore(String how, Map<String, String> more) {
        Map<String, String> both = new TreeMap<>(DELIVERED);
        both.putAll(more);
        assertThat(callback.read(Signed.lists(both), RIGHT).outcome()).as(how).isEqualTo(Outcome.FORGED);
        assertThat(read(Signed.form(both), RIGHT).outcome()).as(how).isEqualTo(Outcome.FORGED);
        both.remove("To");
        assertThat(callback.read(Signed.lists(both), RIGHT).outcome()).as(how).isEqualTo(Outcome.FORGED);
    }

    @Test
    void aPortOfAnHttpsUrlMayBeLeftOutAndNoOtherPutIn() {
        String url = "https://a.example:8443/s";
        StatusCallback odd = StatusCallback.of(URI.create(url), TOKEN);
        Map<String, List<String>> parameters = Signed.lists(DELIVERED);
        assertThat(odd.read(parameters, Signed.by(TOKEN, url, DELIVERED)).outcome())
                .isEqualTo(Outcome.FINAL);
        assertThat(odd.read(parameters, Signed.by(TOKEN, "https://a.example/s", DELIVERED))
                        .outcome())
                .isEqualTo(Outcome.FINAL);
        for (String other :
                new String[] {"https://a.example:443/s", "https://a.example:8444/s", "http://a.example:8443/s"}) {
            assertThat(odd.read(parameters, Signed.by(TOKEN, other, DELIVERED)).outcome())
                    .as(other)
                    .isEqualTo(Outcome.FORGED);
        }
    }

    /** Some of its products name it, and it is no other place. */
    @Test
    void theUsualPortOfHttpsMayBeNamed() {
        String named = URL.replace(".example", ".example:443");
        assertThat(StatusCallback.of(URI.create(URL), TOKEN)
                        .read(Signed.lists(DELIVERED), Signed.by(TOKEN, named, DELIVERED))
                        .outcome())
                .isEqualTo(Outcome.FINAL);
    }

    @Test
    void aTokenThatIsNoLongerAcceptedSignsNothing() {
        StatusCallback next = StatusCallback.of(URI.create(URL), "f".repeat(32));
        assertThat(next.read(Signed.lists(DELIVERED), RIGHT).outcome()).isEqualTo(Outcome.FORGED);
        assertThat(next.accepts(TOKEN).read(Signed.lists(DELIVERED), RIGHT).outcome())
                .isEqualTo(Outcome.FINAL);
    }
}

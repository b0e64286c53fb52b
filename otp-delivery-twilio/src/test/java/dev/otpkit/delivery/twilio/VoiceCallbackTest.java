package dev.otpkit.delivery.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T28 for calls: who is told a code, and who is not. */
class VoiceCallbackTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant END = NOW.plus(Duration.ofMinutes(5));
    private static final String TO = "+447400100001";
    private static final String OTHER_TOKEN = "f".repeat(32);

    private final VoiceCallback words = VoiceCallback.of(Messages.ENDPOINT, Sink.TOKEN);
    private final String query = query(words);
    private final Map<String, String> form = Endpoint.form(TO, "1");

    private static String query(VoiceCallback of) {
        return of.address(new Seal.Speech("en-US", "4, 9, 3"), TO, END)
                .orElseThrow()
                .getRawQuery();
    }

    private String signed(String query, Map<String, String> form) {
        return Signed.by(Sink.TOKEN, Messages.ENDPOINT + "?" + query, form);
    }

    private Optional<String> answer(String query, Map<String, String> form, String signature) {
        return words.answer(SignedForm.read(Signed.form(form).getBytes(UTF_8)), query, signature, NOW);
    }

    private boolean says(Optional<String> twiml) {
        return twiml.orElse("").contains("4, 9, 3");
    }

    @Test
    void aRequestOfTwiliosIsToldTheCode() {
        assertThat(says(answer(query, form, signed(query, form)))).isTrue();
        assertThat(words.answer(Signed.lists(form), query, signed(query, form))).isPresent();
        assertThat(words.answer(Signed.form(form).getBytes(UTF_8), query, signed(query, form)))
                .isPresent();
    }

    /** As every servlet stack has it, and Spring's body of it: the query's parameters are among the form's. */
    @Test
    void theSealMayBeAmongTheFormsParametersAndNothingElseMay() {
        String signature = signed(query, form);
        Map<String, String> both = new LinkedHashMap<>(form);
        both.put("code", query.substring("code=".length()));
        assertThat(says(answer(query, both, signature))).isTrue();
        assertThat(words.answer(Signed.lists(both), query, signature)).isPresent();
        assertThat(words.answer(Signed.form(both).getBytes(UTF_8), query, signature))
                .isPresent();
        both.put("Zzz", "1");
        assertThat(answer(query, both, signature)).isEmpty();
        both.remove("Zzz");
        both.put("code", both.get("code") + "0");
        assertThat(answer(query, both, signature)).isEmpty();
    }

    @Test
    void anyNodeWithTheTokenAnswers() {
        VoiceCallback other = VoiceCallback.of(Messages.ENDPOINT, Sink.TOKEN);
        assertThat(says(other.answer(
                        SignedForm.read(Signed.form(form).getBytes(UTF_8)), query, signed(query, form), NOW)))
                .isTrue();
    }

    @Test
    void anotherTokenSignsAndOpensNothing() {
        String theirs = Signed.by(OTHER_TOKEN, Messages.ENDPOINT + "?" + query, form);
        assertThat(answer(query, form, theirs)).isEmpty();
        String foreign = query(VoiceCallback.of(Messages.ENDPOINT, OTHER_TOKEN));
        assertThat(says(answer(foreign, form, signed(foreign, form)))).isFalse();
    }

    @Test
    void whatWasChangedAfterSigningIsRefused() {
        String signature = signed(query, form);
        for (String name : form.keySet()) {
            Map<String, String> changed = new LinkedHashMap<>(form);
            changed.put(name, form.get(name) + "0");
            assertThat(answer(query, changed, signature)).as("changed %s", name).isEmpty();
            changed.remove(name);
            assertThat(answer(query, changed, signature)).as("without %s", name).isEmpty();
        }
        Map<String, String> more = new LinkedHashMap<>(form);
        more.put("Zzz", "1");
        assertThat(answer(query, more, signature)).isEmpty();
        assertThat(answer(query + "0", form, signature)).isEmpty();
        assertThat(answer(query + "&x=1", form, signature)).isEmpty();
        assertThat(answer(query(words), form, signature)).isEmpty();
    }

    @Test
    void anotherSchemeHostPortOrPathIsAnotherSignature() {
        for (String url : new String[] {
            "http://app.example.com/otp/voice",
            "https://app.example.com:8443/otp/voice",
            "https://evil.test/otp/voice",
            "https://app.example.com/otp/voice/"
        }) {
            assertThat(answer(query, form, Signed.by(Sink.TOKEN, url + "?" + query, form)))
                    .as(url)
                    .isEmpty();
        }
        String withPort = Signed.by(Sink.TOKEN, "https://app.example.com:443/otp/voice?" + query, form);
        assertThat(says(answer(query, form, withPort)))
                .as("Twilio names the usual port now and then")
                .isTrue();
    }

    @Test
    void orderDoesNotCountAndANameGivenTwiceIsRefused() {
        Map<String, String> sorted = new TreeMap<>(form);
        assertThat(says(answer(query, sorted, signed(query, form)))).isTrue();
        String twice = Signed.form(form) + "&Digits=1";
        assertThat(words.answer(twice.getBytes(UTF_8), query, signed(query, form)))
                .isEmpty();
    }

    @Test
    void aReplayAfterTheCodesLifeSaysNothing() {
        String signature = signed(query, form);
        String body = Signed.form(form);
        assertThat(says(words.answer(SignedForm.read(body.getBytes(UTF_8)), query, signature, END.minusMillis(1))))
                .isTrue();
        assertThat(says(words.answer(SignedForm.read(body.getBytes(UTF_8)), query, signature, END)))
                .isFalse();
        assertThat(says(words.answer(SignedForm.read(body.getBytes(UTF_8)), query, signature, END.plusSeconds(3_600))))
                .isFalse();
    }

    @Test
    void aSealForOneNumberSaysNothingInACallToAnother() {
        Map<String, String> other = Endpoint.form("+447400100002", "1");
        assertThat(says(answer(query, other, signed(query, other)))).isFalse();
        other.remove("To");
        assertThat(says(answer(query, other, signed(query, other)))).isFalse();
    }

    @Test
    void aSealThatWasTouchedOpensNothing() {
        int last = query.length() - 1; // of which Base64 reads some bits only
        for (int i = "code=".length(); i < last; i++) {
            char changed = query.charAt(i) == 'A' ? 'B' : 'A';
            String touched = query.substring(0, i) + changed + query.substring(i + 1);
            assertThat(says(answer(touched, form, signed(touched, form))))
                    .as("character %d", i)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "code=",
                "code=A",
                "code=%00",
                "code=AAAA",
                "x=1",
                "code",
                "CODE=AAAA",
                "code=\u0000",
                "code=é"
            })
    void nonsenseIsNeverToldAnythingAndNeverThrows(String nonsense) {
        assertThat(says(answer(nonsense, form, signed(nonsense, form)))).isFalse();
        assertThat(words.answer("%zz=%".getBytes(UTF_8), nonsense, "x")).isEmpty();
        assertThat(words.answer("%zz=%".getBytes(UTF_8), query, signed(query, form)))
                .isEmpty();
        assertThat(words.answer(new byte[0], query, "")).isEmpty();
        assertThat(words.answer(new byte[0], null, null)).isEmpty();
        assertThat(words.answer(Signed.lists(form), query, null)).isEmpty();
        assertThat(words.answer("a".repeat(70_000).getBytes(UTF_8), query, signed(query, form)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example.com/voice",
                "https://app.example.com/voice?a=1",
                "https://app.example.com/#a",
                "https://user:pass@app.example.com/",
                "ftp://localhost/",
                "/voice",
                "https:/voice",
                "http://127.0.0.1.evil.test/",
                "http://localhost.evil.test/"
            })
    void anAddressThatIsNotSafeIsRefusedAndNotRepeated(String url) {
        assertThatThrownBy(() -> VoiceCallback.of(URI.create(url), Sink.TOKEN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("url must")
                .message()
                .doesNotContain("example", "evil", "pass");
    }

    @Test
    void itTellsNothingOfItself() {
        assertThat(words.toString()).isEqualTo("VoiceCallback[redacted]");
    }
}

package dev.otpkit.delivery.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.twilio.security.RequestValidator;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {
    /** The example of Twilio's documentation, which its libraries in all languages are tested with. */
    private static final String TOKEN = "12345";

    private static final String URL = "https://mycompany.com/myapp.php?foo=1&bar=2";
    private static final String SIGNED = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
    private static final Map<String, String> PARAMETERS = Map.of(
            "CallSid", "CA1234567890ABCDE",
            "Caller", "+14158675309",
            "Digits", "1234",
            "From", "+14158675309",
            "To", "+18005551212");

    private static boolean matches(Signature signature, String url, String given) {
        return signature.matches(url, new TreeMap<>(PARAMETERS), given);
    }

    @Test
    void theDocumentedExampleMatchesAndNothingBesides() {
        Signature signature = Signature.of(TOKEN);
        assertThat(matches(signature, URL, SIGNED)).isTrue();
        assertThat(matches(Signature.of("12346"), URL, SIGNED)).isFalse();
        assertThat(matches(signature, URL + "&", SIGNED)).isFalse();
        for (String given :
                new String[] {"", "=", SIGNED + "=", SIGNED.substring(1), " " + SIGNED, SIGNED + "," + SIGNED}) {
            assertThat(matches(signature, URL, given)).as(given).isFalse();
        }
        assertThat(signature.matches(URL, new TreeMap<>(PARAMETERS), null)).isFalse();
    }

    /** The SDK's validator tries the URL with and without a port, whatever was given; this is why it is not ours. */
    @Test
    void unlikeTheSdksItTakesNoPortOff() {
        String elsewhere = URL.replace(".com", ".com:1234");
        assertThat(new RequestValidator(TOKEN).validate(elsewhere, PARAMETERS, SIGNED))
                .isTrue();
        assertThat(matches(Signature.of(TOKEN), elsewhere, SIGNED)).isFalse();
    }

    @Test
    void itAgreesWithTheSdkAboutWhateverIsSent() {
        SplittableRandom random = new SplittableRandom(28);
        for (int i = 0; i < 2_000; i++) {
            TreeMap<String, String> parameters = new TreeMap<>();
            for (int j = random.nextInt(6); j > 0; j--) {
                parameters.put(text(random), text(random));
            }
            String token = "t" + random.nextInt();
            String given = Signed.by(token, URL, parameters);
            assertThat(new RequestValidator(token).validate(URL, parameters, given))
                    .isTrue();
            assertThat(Signature.of(token).matches(URL, parameters, given)).isTrue();
            assertThat(Signature.of(TOKEN).matches(URL, parameters, given)).isFalse();
        }
    }

    private static String text(SplittableRandom random) {
        String letters = "aZ09 &=%+é好😀\n";
        int from = random.nextInt(letters.length() - 1);
        return letters.substring(from, random.nextInt(from + 1, letters.length() + 1));
    }

    @Test
    void whileTokensChangeBothCount() {
        Signature both = Signature.of("new-token").accepts(TOKEN);
        assertThat(matches(both, URL, SIGNED)).isTrue();
        assertThat(matches(both, URL, Signed.by("new-token", URL, PARAMETERS))).isTrue();
        assertThat(matches(both, URL, Signed.by("old-token", URL, PARAMETERS))).isFalse();
    }

    @ParameterizedTest(name = "{0} is signed as {1}")
    @CsvSource({
        "https://a.example/s, https://a.example:443/s https://a.example/s",
        "https://a.example/s?x=%2F&y, https://a.example:443/s?x=%2F&y https://a.example/s?x=%2F&y",
        "https://A.example:8443/s%20t, https://A.example:8443/s%20t https://A.example/s%20t",
        "https://user:secret@a.example/, https://a.example:443/ https://a.example/",
        "http://localhost:8080/s#rc=3&rp=5xx, http://localhost:8080/s http://localhost:8080/s#rc=3&rp=5xx",
        "http://localhost:8080/s, http://localhost:8080/s",
        "http://127.0.0.1:8080/s?x#y, http://127.0.0.1:8080/s?x http://127.0.0.1:8080/s?x#y",
        "http://[::1]/s, http://[::1]/s",
    })
    void aUrlIsSpeltAsItWasGivenToTwilio(URI url, String spellings) {
        SignatureUrl signed = SignatureUrl.of("url", url);
        assertThat(signed.spellings(signed.query())).containsExactly(spellings.split(" ", -1));
    }

    @Test
    void theHashOfABodyIsTheQuerysLast() {
        assertThat(SignatureUrl.of("url", URI.create("https://a.example/s")).queryOf("ab"))
                .isEqualTo("bodySHA256=ab");
        SignatureUrl with = SignatureUrl.of("url", URI.create("https://a.example/s?x=1"));
        assertThat(with.queryOf("ab")).isEqualTo("x=1&bodySHA256=ab");
        assertThat(with.spellings(Optional.of(with.queryOf("ab"))))
                .containsExactly("https://a.example:443/s?x=1&bodySHA256=ab", "https://a.example/s?x=1&bodySHA256=ab");
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.example/s, 'url must be https, or http to this machine'",
        "http://localhost.example/s, 'url must be https, or http to this machine'",
        "http://127.0.0.1.example/s, 'url must be https, or http to this machine'",
        "ftp://a.example/s, 'url must be https, or http to this machine'",
        "/s, 'url must be https, or http to this machine'",
        "https:/s, 'url must be https, or http to this machine'",
        "https://under_score.example/s, 'url must be https, or http to this machine'",
        "https://a.example, 'url must have a path, if only /'",
        "https://a.example?x, 'url must have a path, if only /'",
    })
    void whatTwilioCouldNotCallSafelyIsRefused(URI url, String message) {
        assertThatThrownBy(() -> StatusCallback.of(url, TOKEN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void whatCannotBeATokenIsRefusedAndNotRepeated() {
        for (String token : new String[] {"", " ", "two words", "line\n", "x".repeat(129)}) {
            assertThatThrownBy(() -> Signature.of(TOKEN).accepts(token))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("auth token must be 1..128 visible ASCII characters: " + token.length()
                            + " characters given");
        }
    }
}

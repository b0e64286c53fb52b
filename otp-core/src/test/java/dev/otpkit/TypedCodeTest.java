package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.VerifyResult.Outcome;
import dev.otpkit.code.OtpGenerator;
import dev.otpkit.delivery.Recipient;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** T10: what people and attackers type, from end to end. */
class TypedCodeTest {
    private static final OtpKey KEY = OtpKey.of("login", "user-42");

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private final OtpService otp = backend.service(channel)
            .purpose("login")
            .purpose(
                    "letters",
                    OtpPolicy.builder().generator(OtpGenerator.letters(8)).build())
            .build();

    static Stream<Named<UnaryOperator<String>>> forgiven() {
        return Stream.of(
                Named.of("as it is", code -> code),
                Named.of("blanks around", code -> "  " + code + "\n"),
                Named.of("in two groups", code -> code.substring(0, 3) + " " + code.substring(3)),
                Named.of("with a hyphen", code -> code.substring(0, 3) + "-" + code.substring(3)),
                Named.of("full-width", code -> shifted(code, '\uFF10')),
                Named.of("Arabic-Indic", code -> shifted(code, '\u0660')),
                Named.of("Devanagari", code -> shifted(code, '\u0966')),
                Named.of("with a zero-width space", code -> "\u200B" + code + "\uFEFF"),
                Named.of("exactly 64 characters", code -> code + " ".repeat(58)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgiven")
    void aCodeIsReadHoweverItIsSpelled(UnaryOperator<String> spelling) {
        otp.request(KEY, Recipient.email("ada@example.com"));
        assertThat(otp.verify(KEY, spelling.apply(channel.code())).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void whatIsNoCodeSpendsNothingAndAsksNobody() {
        otp.request(KEY, Recipient.email("ada@example.com"));
        String code = channel.code();
        int steps = backend.codes.steps.get() + backend.counts.steps.get();
        List<String> malformed = List.of(
                "+" + code,
                "-" + code,
                code + "-",
                "\u2212" + code,
                code + ".",
                code + "0",
                code.substring(1),
                code.substring(0, 5) + "\u0000",
                code.substring(0, 5) + "O",
                code.substring(0, 5) + "\u00BD",
                code + "\u0000",
                "'" + code + "' OR 1=1",
                "0x" + code,
                code + "e0",
                " ".repeat(59) + code,
                "1".repeat(65),
                "9".repeat(100_000));

        for (int round = 0; round < 10; round++) {
            for (String typed : malformed) {
                VerifyResult result = otp.verify(KEY, typed, "192.0.2.1");
                assertThat(result.outcome()).isEqualTo(Outcome.MALFORMED);
                assertThat(result.attemptsLeft()).isEmpty();
            }
        }

        assertThat(backend.codes.steps.get() + backend.counts.steps.get()).isEqualTo(steps);
        assertThat(otp.status(KEY).attemptsLeft()).isEqualTo(3);
        assertThat(otp.verify(KEY, code).accepted()).isTrue();
    }

    @Test
    void lettersAreReadInEitherCase() {
        OtpKey key = OtpKey.of("letters", "user-42");
        otp.request(key, Recipient.email("ada@example.com"));
        String typed = channel.code().toLowerCase(Locale.ROOT);
        assertThat(otp.verify(key, typed).accepted()).isTrue();
    }

    private static String shifted(String code, char zero) {
        StringBuilder shifted = new StringBuilder();
        code.chars().forEach(digit -> shifted.append((char) (digit - '0' + zero)));
        return shifted.toString();
    }
}

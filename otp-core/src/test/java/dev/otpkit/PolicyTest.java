package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.code.CodeFormat;
import dev.otpkit.code.OtpGenerator;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PolicyTest {
    private static final Recipient ADA = Recipient.email("ada@example.com");

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();

    @Test
    void durationsAreBounded() {
        Duration moment = Duration.ofMillis(999);
        Duration tenMinutes = Duration.ofMinutes(10);
        Duration day = Duration.ofHours(24);
        refused(() -> OtpPolicy.builder().ttl(moment), "ttl must be PT1S..PT10M: PT0.999S");
        refused(() -> OtpPolicy.builder().ttl(tenMinutes.plusMillis(1)), "ttl must be PT1S..PT10M: PT10M0.001S");
        refused(() -> OtpPolicy.builder().recoveryTtl(moment), "recoveryTtl must be PT1S..PT24H: PT0.999S");
        refused(
                () -> OtpPolicy.builder().recoveryTtl(day.plusMillis(1)),
                "recoveryTtl must be PT1S..PT24H: PT24H0.001S");
        refused(() -> OtpPolicy.builder().receiptTtl(moment), "receiptTtl must be PT1S..PT10M: PT0.999S");
        refused(
                () -> OtpPolicy.builder().receiptTtl(tenMinutes.plusMillis(1)),
                "receiptTtl must be PT1S..PT10M: PT10M0.001S");
        OtpPolicy longest =
                OtpPolicy.builder().ttl(tenMinutes).receiptTtl(tenMinutes).build();
        assertThat(longest.ttl()).isEqualTo(tenMinutes);
        assertThat(longest.receiptTtl()).isEqualTo(tenMinutes);
        OtpPolicy shortest = OtpPolicy.builder()
                .ttl(Duration.ofSeconds(1))
                .receiptTtl(Duration.ofSeconds(1))
                .build();
        assertThat(shortest.ttl()).isEqualTo(Duration.ofSeconds(1));
        assertThat(OtpPolicy.builder().recoveryTtl(day).build().isRecovery()).isTrue();
        String both = "ttl(...) and recoveryTtl(...) exclude each other";
        assertThatThrownBy(() -> OtpPolicy.builder().recoveryTtl(day).ttl(tenMinutes))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(both);
        assertThatThrownBy(() -> OtpPolicy.builder().ttl(tenMinutes).recoveryTtl(day))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(both);
    }

    @Test
    void attemptsAreOneToTen() {
        refused(() -> OtpPolicy.builder().attempts(0), "attempts must be 1..10: 0");
        refused(() -> OtpPolicy.builder().attempts(-1), "attempts must be 1..10: -1");
        refused(() -> OtpPolicy.builder().attempts(11), "attempts must be 1..10: 11");
        assertThat(OtpPolicy.builder().attempts(1).build().attempts()).isEqualTo(1);
        assertThat(OtpPolicy.builder().attempts(10).build().attempts()).isEqualTo(10);
    }

    @Test
    void whatIsUnsafeNeedsAReason() {
        refused(
                () -> OtpPolicy.builder().allowUnsafe(Rule.LONG_CODE, " "),
                "allowUnsafe(LONG_CODE, reason) must say why");
    }

    @Test
    void thePolicyIsWhatTheBuilderSaidWhenItWasBuilt() {
        OtpPolicy.Builder builder = OtpPolicy.builder().attempts(2).allowUnsafe(Rule.LONG_CODE, "one");
        OtpPolicy before = builder.build();
        builder.attempts(5)
                .ttl(Duration.ofMinutes(1))
                .budget("other")
                .lockWhenSpent()
                .concealed()
                .freshCodeOnResend()
                .receiptTtl(Duration.ofMinutes(1))
                .generator(OtpGenerator.digits(8))
                .longCode(OtpGenerator.letters(16))
                .allowUnsafe(Rule.GUESSES_PER_DAY, "two");
        assertThat(before.attempts()).isEqualTo(2);
        assertThat(before.ttl()).isEqualTo(Duration.ofMinutes(5));
        assertThat(before.budget()).isEqualTo("shared");
        assertThat(before.lockWhenSpent()).isFalse();
        assertThat(before.isConcealed()).isFalse();
        assertThat(before.receiptTtl()).isEqualTo(Duration.ofMinutes(10));
        assertThat(before.generator().format().length()).isEqualTo(6);
        assertThat(before.longCode().format().length()).isEqualTo(15);
        assertThat(before.resendWhile()).isEqualTo(Duration.ofSeconds(150));
        assertThat(before.unsafe()).containsOnlyKeys(Rule.LONG_CODE);
        OtpPolicy after = builder.build();
        assertThat(after.resendWhile()).as("never").isGreaterThan(after.ttl());
        assertThat(after.lockWhenSpent()).isTrue();
        assertThat(after.isConcealed()).isTrue();
        assertThat(after.unsafe()).hasSize(2);
    }

    @Test
    void freshCodesAreSentWhenThePolicySaysSo() {
        OtpService otp = backend.service(channel)
                .limits(SendLimits.allowUnlimited("a test"))
                .purpose("fresh", OtpPolicy.builder().freshCodeOnResend().build())
                .purpose("same")
                .build();
        otp.request(OtpKey.of("same", "u"), ADA);
        String same = channel.code();
        otp.request(OtpKey.of("same", "u"), ADA);
        assertThat(channel.code()).isEqualTo(same);
        OtpKey key = OtpKey.of("fresh", "u");
        otp.request(key, ADA);
        String first = channel.code();
        otp.request(key, ADA);
        assertThat(otp.verify(key, channel.code()).accepted()).isTrue();
        assertThat(otp.verify(key, first).outcome()).isEqualTo(VerifyResult.Outcome.USED);
    }

    @Test
    void aLongCodeHasSixtyFourBitsOrAReason() {
        OtpPolicy.Builder fourteen = OtpPolicy.builder().longCode(OtpGenerator.letters(14));
        unbuildable(
                fourteen,
                "longCode(...) must have at least 64.0 bits, or allowUnsafe(LONG_CODE, reason): 60.5 for purpose login");
        buildable(fourteen.allowUnsafe(Rule.LONG_CODE, "a test"));
        buildable(OtpPolicy.builder().longCode(OtpGenerator.letters(15)));
        buildable(OtpPolicy.builder().longCode(new Fixed("ABCDEF0123456789", 64)));
        unbuildable(
                OtpPolicy.builder().longCode(new Fixed("ABCDEF0123456789", 63.99)),
                "longCode(...) must have at least 64.0 bits, or allowUnsafe(LONG_CODE, reason): 64.0 for purpose login");
    }

    @Test
    void aGuessADayIsUnlikelyOrHasAReason() {
        Duration day = Duration.ofHours(24);
        OtpPolicy.Builder policy = OtpPolicy.builder().attempts(10).budget("wide");
        assertThatCode(() -> guessing(policy, Limit.of(100, day)))
                .as("100 of 1,000,000 codes are 1 in 10,000")
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> guessing(policy, Limit.of(100, day.minusMinutes(15))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the chance of a guess must be at most 1.0E-4 a day, or allowUnsafe(GUESSES_PER_DAY, reason):"
                                + " 2.00e-04 for purpose login");
        policy.allowUnsafe(Rule.GUESSES_PER_DAY, "a test");
        assertThatCode(() -> guessing(policy, Limit.of(100, day.minusMinutes(15))))
                .doesNotThrowAnyException();
    }

    private void guessing(OtpPolicy.Builder policy, Limit wide) {
        backend.service(channel)
                .purpose("login", policy.build())
                .budget("wide", wide)
                .build();
    }

    @Test
    void aGeneratorReadsWhatItMakes() {
        String message =
                "a generator must make codes of 1..64 ASCII letters and digits, as long as its format() says, and read them as themselves: purpose login";
        unbuildable(OtpPolicy.builder().generator(new Fixed("1".repeat(65), 30)), message);
        buildable(OtpPolicy.builder().generator(new Fixed("1".repeat(64), 30)));
        unbuildable(OtpPolicy.builder().generator(new Fixed("\u0661\u0662\u0663\u0664", 30)), message);
        unbuildable(OtpPolicy.builder().generator(new Fixed("a-b", 30)), message);
        buildable(OtpPolicy.builder().generator(new Fixed("aZ", 30)));
        unbuildable(OtpPolicy.builder().longCode(new Fixed("a\u0080", 70)), message);
        unbuildable(
                OtpPolicy.builder().generator(new Fixed("abc", 30) {
                    @Override
                    public Optional<String> read(String typed) {
                        return Optional.of("ABC");
                    }
                }),
                message);
    }

    @Test
    void aGeneratorDoesNotReadTheLongCodesAsItsOwn() {
        unbuildable(
                OtpPolicy.builder().generator(OtpGenerator.letters(15)),
                "generator(...) must not read the codes of longCode(...) as its own: purpose login");
        buildable(OtpPolicy.builder().generator(OtpGenerator.letters(8)));
    }

    private void buildable(OtpPolicy.Builder policy) {
        assertThatCode(() -> backend.service(channel)
                        .purpose("login", policy.build())
                        .build())
                .doesNotThrowAnyException();
    }

    private void unbuildable(OtpPolicy.Builder policy, String message) {
        assertThatThrownBy(() -> backend.service(channel)
                        .purpose("login", policy.build())
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    /** Says of one code that it has so many bits. */
    private static class Fixed implements OtpGenerator {
        private final String code;
        private final double bits;

        Fixed(String code, double bits) {
            this.code = code;
            this.bits = bits;
        }

        @Override
        public String generate() {
            return code;
        }

        @Override
        public Optional<String> read(String typed) {
            return Optional.of(typed).filter(code::equals);
        }

        @Override
        public double bits() {
            return bits;
        }

        @Override
        public CodeFormat format() {
            return new CodeFormat(code.length(), CodeFormat.Alphabet.LETTERS);
        }
    }
}

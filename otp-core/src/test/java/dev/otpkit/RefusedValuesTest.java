package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.code.OtpGenerator;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** T14: zero, negative and absurd values are refused with the value and the bound. */
class RefusedValuesTest {
    private static final Duration DAY = Duration.ofDays(1);

    private static OtpPolicy.Builder policy() {
        return OtpPolicy.builder();
    }

    private static OtpService.Builder with(OtpPolicy policy) {
        return new TestBackend().service(new TestChannel()).purpose("login", policy);
    }

    private static OtpService.Builder service() {
        return with(OtpPolicy.standard());
    }

    private static Arguments refused(ThrowingCallable call, String message) {
        return Arguments.of(message, call);
    }

    static Stream<Arguments> values() {
        Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
        return Stream.of(
                refused(() -> policy().attempts(0), "attempts must be 1..10: 0"),
                refused(() -> policy().attempts(-1), "attempts must be 1..10: -1"),
                refused(() -> policy().attempts(11), "attempts must be 1..10: 11"),
                refused(() -> policy().attempts(Integer.MAX_VALUE), "attempts must be 1..10: 2147483647"),
                refused(() -> policy().ttl(Duration.ZERO), "ttl must be PT1S..PT10M: PT0S"),
                refused(() -> policy().ttl(Duration.ofMinutes(-5)), "ttl must be PT1S..PT10M: PT-5M"),
                refused(() -> policy().ttl(Duration.ofMillis(600_001)), "ttl must be PT1S..PT10M: PT10M0.001S"),
                refused(() -> policy().ttl(forever), "ttl must be PT1S..PT10M: " + forever),
                refused(() -> policy().recoveryTtl(Duration.ZERO), "recoveryTtl must be PT1S..PT24H: PT0S"),
                refused(() -> policy().recoveryTtl(DAY.plusMillis(1)), "recoveryTtl must be PT1S..PT24H: PT24H0.001S"),
                refused(() -> policy().receiptTtl(Duration.ZERO), "receiptTtl must be PT1S..PT10M: PT0S"),
                refused(() -> policy().receiptTtl(DAY), "receiptTtl must be PT1S..PT10M: PT24H"),
                refused(() -> policy().allowUnsafe(Rule.LONG_CODE, " "), "allowUnsafe(LONG_CODE, reason) must say why"),
                refused(() -> OtpGenerator.digits(5), "length must be 6..10: 5"),
                refused(() -> OtpGenerator.digits(0), "length must be 6..10: 0"),
                refused(() -> OtpGenerator.digits(-6), "length must be 6..10: -6"),
                refused(() -> OtpGenerator.digits(11), "length must be 6..10: 11"),
                refused(() -> OtpGenerator.letters(5), "length must be 6..16: 5"),
                refused(() -> OtpGenerator.letters(17), "length must be 6..16: 17"),
                refused(() -> Limit.of(0, DAY), "permits must be 1..10000000: 0"),
                refused(() -> Limit.of(-1, DAY), "permits must be 1..10000000: -1"),
                refused(() -> Limit.of(10_000_001, DAY), "permits must be 1..10000000: 10000001"),
                refused(() -> Limit.of(1, Duration.ZERO), "window must be PT0.001S..PT9600H: PT0S"),
                refused(
                        () -> Limit.of(1, Duration.ofNanos(999_999)),
                        "window must be PT0.001S..PT9600H: PT0.000999999S"),
                refused(() -> Limit.of(1, Duration.ofDays(401)), "window must be PT0.001S..PT9600H: PT9624H"),
                refused(() -> SendLimits.builder().recipient(), "a limit is missing for RECIPIENT"),
                refused(() -> SendLimits.builder().global(), "a limit is missing for GLOBAL"),
                refused(() -> SendLimits.allowUnlimited(""), "allowUnlimited(reason) must say why"),
                refused(() -> service().budget("own"), "a budget must have a limit: own"),
                refused(
                        () -> service().budget("own", Limit.of(101, DAY)),
                        "a budget's limit must be 1..100 failures: 101"),
                refused(
                        () -> service().budget("own", Limit.of(1, Duration.ofDays(31))),
                        "a budget's window must be at most PT720H: PT744H"),
                refused(() -> service().onStoreLoss(new TestBackend("local", false), 0), "nodes must be 1..1000: 0"),
                refused(() -> service().onStoreLoss(new TestBackend("local", false), -3), "nodes must be 1..1000: -3"),
                refused(
                        () -> with(policy().longCode(OtpGenerator.letters(14)).build())
                                .build(),
                        "longCode(...) must have at least 64.0 bits, or allowUnsafe(LONG_CODE, reason): 60.5 for purpose login"),
                refused(
                        () -> with(policy().longCode(OtpGenerator.digits(6)).build())
                                .build(),
                        "generator(...) must not read the codes of longCode(...)"),
                refused(
                        () -> with(policy().attempts(10).build())
                                .budget(OtpPolicy.SHARED_BUDGET, Limit.of(100, Duration.ofHours(1)))
                                .limits(SendLimits.allowUnlimited("a test"))
                                .build(),
                        "the chance of a guess must be at most 1.0E-4 a day, or allowUnsafe(GUESSES_PER_DAY, reason): 2.40e-03"),
                refused(
                        () -> with(policy().attempts(10).build())
                                .budget(OtpPolicy.SHARED_BUDGET, Limit.of(100, Duration.ofMillis(1)))
                                .limits(SendLimits.allowUnlimited("a test"))
                                .build(),
                        "the chance of a guess must be at most 1.0E-4 a day, or allowUnsafe(GUESSES_PER_DAY, reason): 1.00e+00"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void isRefused(String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class)
                .hasMessageContaining(message);
    }
}

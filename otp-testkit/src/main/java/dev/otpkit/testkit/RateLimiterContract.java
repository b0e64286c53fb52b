package dev.otpkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.Permit;
import dev.otpkit.limit.RateLimiter;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Every test that a limiter must pass: a test class takes them on by implementing this and naming its backend, together
 * with {@link OtpStoreContract} or alone.
 *
 * <p>It holds the guarantees of {@link RateLimiter}: by rules with a sentence for a name, by random sequences against a
 * limiter that keeps every call in a list, and by races. A backend that goes by a clock handed to it implements
 * {@link Clocked} and is tried to the millisecond.
 */
public interface RateLimiterContract extends LimitRules, PermitRules {

    /** Random sequences let the same calls through as a list of all calls that is searched anew each time. */
    @Test
    default void randomSequencesLetThroughWhatAListOfAllCallsLetsThrough() {
        for (int seed = 0; seed < rounds(); seed++) {
            new LimiterSequence(backend().limiter(), clock(), seed).run(60);
        }
    }

    /** What such a test asks besides, when {@link #clock} is present. */
    interface Clocked extends RateLimiterContract {

        /** The gap, to the millisecond. */
        @Test
        default void aPermitIsFreeWhenItsWindowHasPassedAndNotAMillisecondEarlier() {
            MutableClock clock = clock().orElseThrow();
            Buckets buckets = new Buckets(backend().limiter());
            Bucket bucket = buckets.recipient(Limit.of(1, Duration.ofSeconds(60)), Limit.of(2, Buckets.HOUR));
            buckets.acquire(bucket);
            clock.advance(Duration.ofSeconds(60).minusMillis(1));
            assertThat(buckets.acquire(bucket).retryAfter()).isEqualTo(Duration.ofMillis(1));
            clock.advance(Duration.ofMillis(1));
            assertThat(buckets.acquire(bucket).isGranted()).isTrue();
            clock.advance(Buckets.HOUR.minusSeconds(60).minusMillis(1));
            assertThat(buckets.acquire(bucket).retryAfter()).isEqualTo(Duration.ofMillis(1));
            clock.advance(Duration.ofMillis(1));
            assertThat(buckets.acquire(bucket).isGranted()).isTrue();
        }

        /** T16: 500 requests in an hour, and again the whole day. */
        @Test
        default void theStandardLimitsLetFiveThroughInAnHourAndTenInADay() {
            MutableClock clock = clock().orElseThrow();
            Buckets buckets = new Buckets(backend().limiter());
            Bucket bucket = buckets.recipient(
                    Limit.of(1, Duration.ofSeconds(60)),
                    Limit.of(5, Duration.ofHours(1)),
                    Limit.of(10, Duration.ofDays(1)));
            int sent = 0;
            for (int second = 0; second < 86_400; second += 7) {
                sent += buckets.acquire(bucket).isGranted() ? 1 : 0;
                assertThat(sent).isLessThanOrEqualTo(second < 3600 ? 5 : 10);
                clock.advance(Duration.ofSeconds(7));
            }
            assertThat(sent).isEqualTo(10);
        }

        /** Rounded against the caller, but by no more than two sixtieths of the window. */
        @Test
        default void aboveAHundredPermitsNoWindowHoldsMoreAndWaitingAsToldHelps() {
            MutableClock clock = clock().orElseThrow();
            for (int seed = 0; seed < 10; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                NaiveLimiter model = new NaiveLimiter(clock);
                Duration window = Duration.ofMillis(1 + random.nextInt(100_000));
                Bucket bucket = new Buckets(backend().limiter()).ip(Limit.of(101 + random.nextInt(50), window));
                int permits = bucket.limits().get(0).permits();
                for (int i = 0; i < 600; i++) {
                    String call = Names.randomOpaque();
                    Permit permit = backend().limiter().acquire(List.of(bucket), call);
                    Duration rounded = Buckets.rounded(window);
                    if (permit.isGranted()) {
                        model.acquire(List.of(bucket), call);
                        assertThat(model.inWindow(bucket, window)).isLessThanOrEqualTo(permits);
                    } else {
                        assertThat(model.inWindow(bucket, rounded)).isGreaterThanOrEqualTo(permits);
                        assertThat(permit.retryAfter()).isPositive().isLessThanOrEqualTo(rounded);
                        if (random.nextInt(20) == 0) {
                            clock.advance(permit.retryAfter());
                            assertThat(backend()
                                            .limiter()
                                            .acquire(List.of(bucket), call)
                                            .isGranted())
                                    .isTrue();
                            model.acquire(List.of(bucket), call);
                            assertThat(model.inWindow(bucket, window)).isLessThanOrEqualTo(permits);
                        }
                    }
                    if (random.nextInt(3) == 0) {
                        clock.advance(window.dividedBy(1 + random.nextInt(200)));
                    }
                }
            }
        }
    }
}

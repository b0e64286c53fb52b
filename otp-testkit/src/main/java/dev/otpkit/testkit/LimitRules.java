package dev.otpkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Bucket.Kind;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.Permit;
import dev.otpkit.limit.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is let through, and when again: T14, T16. */
interface LimitRules extends BackendContract {

    /** T14: the call after the last is refused, at every size. */
    @Test
    default void theLimitsPermitsAreGrantedAndNotOneMore() {
        for (int permits : new int[] {1, 2, 5, 99, 100, 101, 250}) {
            Buckets buckets = new Buckets(backend().limiter());
            Bucket bucket = buckets.recipient(Limit.of(permits, Buckets.HOUR));
            assertThat(buckets.room(bucket, 300)).isEqualTo(permits);
        }
    }

    /** A day's limit beside an hour's beside a minute's; above 100 permits beside below. */
    @Test
    default void allLimitsOfABucketHoldAtOnce() {
        Buckets buckets = new Buckets(backend().limiter());
        Limit day = Limit.of(300, Duration.ofDays(1));
        assertThat(buckets.room(buckets.bucket(Kind.GLOBAL, "a", day, Limit.of(150, Buckets.HOUR)), 400))
                .isEqualTo(150);
        assertThat(buckets.room(buckets.bucket(Kind.GLOBAL, "b", day, Limit.of(20, Buckets.HOUR)), 400))
                .isEqualTo(20);
        assertThat(buckets.room(
                        buckets.bucket(Kind.GLOBAL, "c", Limit.of(7, Buckets.HOUR), Limit.of(5, Buckets.HOUR)), 9))
                .isEqualTo(5);
    }

    /** Whichever window one looks at: around the edge of a fixed one, twice as many would get through. */
    @Test
    default void noWindowHoldsMoreThanItsPermits() {
        Time time = new Time(clock());
        for (int permits : new int[] {5, 120}) {
            Buckets buckets = new Buckets(backend().limiter());
            Bucket bucket = buckets.recipient(Limit.of(permits, time.life()));
            List<double[]> granted = new ArrayList<>(); // when the call was made, and when answered
            call(buckets, bucket, time, granted);
            time.pass(time.life().multipliedBy(9).dividedBy(10));
            double end = time.millis() + time.life().toMillis() * 1.5;
            while (time.millis() < end) {
                for (int i = 0; i < permits; i++) {
                    call(buckets, bucket, time, granted);
                }
                time.pass(time.life().dividedBy(40));
            }
            assertThat(granted).hasSizeGreaterThan(permits);
            for (int i = permits; i < granted.size(); i++) {
                double apart = granted.get(i)[1] - granted.get(i - permits)[0];
                assertThat(apart)
                        .as("from call %s to call %s of at most %s in a window", i - permits, i, permits)
                        .isGreaterThanOrEqualTo(
                                time.life().toMillis() - (time.isExact() ? 0 : 1.0)); // of whole milliseconds
            }
        }
    }

    private static void call(Buckets buckets, Bucket bucket, Time time, List<double[]> granted) {
        double before = time.millis();
        if (buckets.acquire(bucket).isGranted()) {
            granted.add(new double[] {before, time.millis()});
        }
    }

    /** Above 100 permits a sixtieth of the window later, at most two. */
    @Test
    default void thereIsRoomAgainWhenTheWindowHasPassed() {
        Time time = new Time(clock());
        for (int permits : new int[] {3, 150}) {
            Buckets buckets = new Buckets(backend().limiter());
            Bucket bucket = buckets.recipient(Limit.of(permits, time.life()));
            buckets.room(bucket, permits);
            time.pass(Buckets.rounded(time.life()));
            assertThat(buckets.room(bucket, permits + 1)).isEqualTo(permits);
        }
    }

    /** What the refused caller is told. */
    @Test
    default void aRefusalNamesTheBucketThatRefusesLongestAndWaitingSoLongHelps() {
        Time time = new Time(clock());
        Buckets buckets = new Buckets(backend().limiter());
        Bucket shorter =
                buckets.bucket(Kind.SUBJECT, "s", Limit.of(1, time.life().dividedBy(2)));
        Bucket longer = buckets.recipient(Limit.of(1, time.life()));
        Bucket roomy = buckets.ip(Limit.of(1000, Duration.ofDays(1)));
        assertThat(buckets.acquire(shorter, longer, roomy).isGranted()).isTrue();
        Permit refused = buckets.acquire(shorter, longer, roomy);
        assertThat(refused.isGranted()).isFalse();
        assertThat(refused.refusedBy()).hasValue(Kind.RECIPIENT);
        assertThat(refused.retryAfter()).isPositive().isLessThanOrEqualTo(time.life());
        time.pass(refused.retryAfter().plusMillis(1));
        Permit granted = buckets.acquire(roomy, longer, shorter);
        assertThat(granted.isGranted()).isTrue();
        assertThat(granted.refusedBy()).isEmpty();
        assertThat(granted.retryAfter()).isZero();
    }

    /** T16: a refusal counts nowhere, so that waiting helps. */
    @Test
    default void aRefusedCallIsNotCounted() {
        Time time = new Time(clock());
        Buckets buckets = new Buckets(backend().limiter());
        Bucket bucket = buckets.recipient(Limit.of(2, time.life()), Limit.of(4, Buckets.HOUR));
        buckets.room(bucket, 2);
        for (int i = 0; i < 50; i++) {
            assertThat(buckets.acquire(bucket).isGranted()).isFalse();
        }
        time.pass(time.life().plusMillis(1));
        assertThat(buckets.room(bucket, 5)).isEqualTo(2);
    }

    /** Limit by limit, below and above 100 permits; asking changes nothing, and what is refused is not out. */
    @Test
    default void whatIsTakenIsToldForEachLimitAndAskingCountsNothing() {
        Time time = new Time(clock());
        RateLimiter limiter = backend().limiter();
        Buckets buckets = new Buckets(limiter);
        Bucket bucket = buckets.recipient(
                Limit.of(1_000, Duration.ofDays(1)),
                Limit.of(4, time.life()),
                Limit.of(90, Buckets.HOUR),
                Limit.of(2_000, time.life()),
                Limit.of(500, Duration.ofDays(1)));
        assertThat(limiter.taken(bucket)).containsExactly(0, 0, 0, 0, 0);
        assertThat(buckets.room(bucket, 9)).isEqualTo(4);
        for (int i = 0; i < 5; i++) {
            assertThat(limiter.taken(bucket)).containsExactly(4, 4, 4, 4, 4);
        }
        time.pass(Buckets.rounded(time.life()));
        assertThat(limiter.taken(bucket)).containsExactly(4, 0, 4, 0, 4);
        assertThat(buckets.room(bucket, 9)).isEqualTo(4);
    }

    /** Money: a call takes as many permits as its bucket weighs, and another of the same bucket may weigh less. */
    @Test
    default void aCallTakesAsManyPermitsAsItsBucketWeighs() {
        Time time = new Time(clock());
        RateLimiter limiter = backend().limiter();
        Buckets buckets = new Buckets(limiter);
        Bucket light =
                buckets.bucket(Kind.SPENDING, "all", Limit.of(1_000, time.life()), Limit.of(5_000, Duration.ofDays(1)));
        Bucket heavy = new Bucket(light.kind(), light.id(), light.limits(), 300);
        assertThat(buckets.room(heavy, 9)).isEqualTo(3);
        assertThat(limiter.taken(light)).containsExactly(900, 900);
        assertThat(buckets.acquire(heavy).retryAfter()).isPositive();
        assertThat(buckets.room(light, 200)).isEqualTo(100);
        assertThat(limiter.taken(heavy)).containsExactly(1_000, 1_000);
        time.pass(Buckets.rounded(time.life()));
        assertThat(limiter.taken(light)).containsExactly(0, 1_000);
        Bucket tooHeavy = new Bucket(light.kind(), light.id(), light.limits(), 1_001);
        assertThat(buckets.acquire(tooHeavy).isGranted()).isFalse();
        Bucket full = buckets.ip(Limit.of(1, Buckets.HOUR));
        buckets.room(full, 1);
        assertThat(buckets.acquire(heavy, full).isGranted()).isFalse();
        assertThat(buckets.acquire(full, heavy).isGranted()).isFalse();
        assertThat(buckets.room(heavy, 9)).isEqualTo(3);
    }

    /** What was given back is not out. */
    @Test
    default void whatWasGivenBackIsNotTaken() {
        RateLimiter limiter = backend().limiter();
        Buckets buckets = new Buckets(limiter);
        Bucket bucket = buckets.recipient(Limit.of(5, Buckets.HOUR), Limit.of(9, Duration.ofDays(1)));
        buckets.room(bucket, 2);
        String call = Names.randomOpaque();
        limiter.acquire(List.of(bucket), call);
        assertThat(limiter.taken(bucket)).containsExactly(3, 3);
        limiter.giveBack(List.of(bucket), call);
        assertThat(limiter.taken(bucket)).containsExactly(2, 2);
    }

    /** The full bucket first, or last: the others have not counted the call. */
    @Test
    default void aCallIsCountedInAllOfItsBucketsOrInNone() {
        for (int first = 0; first < 3; first++) {
            Buckets buckets = new Buckets(backend().limiter());
            List<Bucket> three = new ArrayList<>(List.of(
                    buckets.bucket(Kind.RECIPIENT, "1", Limit.of(2, Buckets.HOUR)),
                    buckets.bucket(Kind.CLIENT_IP, "2", Limit.of(9, Buckets.HOUR)),
                    buckets.bucket(Kind.GLOBAL, "3", Limit.of(109, Buckets.HOUR))));
            Collections.rotate(three, first);
            Bucket[] all = three.toArray(Bucket[]::new);
            for (int i = 0; i < 12; i++) {
                assertThat(buckets.acquire(all).isGranted()).isEqualTo(i < 2);
            }
            for (Bucket bucket : all) {
                int permits = bucket.limits().get(0).permits();
                assertThat(buckets.room(bucket, 200)).as("%s", bucket.kind()).isEqualTo(permits - 2);
            }
        }
    }

    /** A number may be asked for twice in one request: by SMS, or else by voice. */
    @Test
    default void aBucketThatIsNamedTwiceInACallCountsItOnce() {
        Buckets buckets = new Buckets(backend().limiter());
        Bucket bucket = buckets.recipient(Limit.of(4, Buckets.HOUR));
        assertThat(buckets.acquire(bucket, bucket).isGranted()).isTrue();
        assertThat(buckets.room(bucket, 9)).isEqualTo(3);
    }

    /** Also under another kind's name: the id alone tells them apart. */
    @Test
    default void otherBucketsAreUntouched() {
        RateLimiter limiter = backend().limiter();
        Buckets buckets = new Buckets(limiter);
        Bucket full = buckets.recipient(Limit.of(1, Buckets.HOUR));
        buckets.room(full, 1);
        assertThat(buckets.room(buckets.ip(Limit.of(3, Buckets.HOUR)), 9)).isEqualTo(3);
        assertThat(new Buckets(limiter).room(full, 9)).isZero();
    }
}

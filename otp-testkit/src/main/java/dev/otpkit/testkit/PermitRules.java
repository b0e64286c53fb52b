package dev.otpkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.Permit;
import dev.otpkit.limit.RateLimiter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One permit for one call, given back at most once, whoever repeats and whoever races: T25, T33. */
interface PermitRules extends BackendContract {

    /** T25. */
    @Test
    default void aRepeatedCallIsGrantedAgainAndCountedOnce() {
        RateLimiter limiter = backend().limiter();
        Buckets buckets = new Buckets(limiter);
        Bucket recipient = buckets.recipient(Limit.of(3, Buckets.HOUR));
        Bucket ip = buckets.ip(Limit.of(5, Buckets.HOUR));
        for (int i = 0; i < 20; i++) {
            assertThat(limiter.acquire(List.of(recipient, ip), "same").isGranted())
                    .isTrue();
        }
        assertThat(buckets.room(recipient, 9)).isEqualTo(2);
        assertThat(limiter.acquire(List.of(recipient, ip), "same").isGranted()).isTrue();
        assertThat(buckets.room(ip, 9)).isEqualTo(4);
    }

    /** T33. */
    @Test
    default void aPermitIsGivenBackInTheNamedBucketsOnly() {
        RateLimiter limiter = backend().limiter();
        Buckets buckets = new Buckets(limiter);
        Bucket recipient = buckets.recipient(Limit.of(3, Buckets.HOUR));
        Bucket ip = buckets.ip(Limit.of(3, Buckets.HOUR));
        limiter.acquire(List.of(recipient, ip), "first");
        limiter.giveBack(List.of(recipient), "first");
        assertThat(buckets.room(recipient, 9)).isEqualTo(3);
        assertThat(buckets.room(ip, 9)).isEqualTo(2);
    }

    /** T25: giving back twice never yields one more. */
    @Test
    default void aPermitIsGivenBackOnceWhateverIsRepeated() {
        RateLimiter limiter = backend().limiter();
        Buckets buckets = new Buckets(limiter);
        Bucket bucket = buckets.recipient(Limit.of(3, Buckets.HOUR));
        for (String call : List.of("1", "2", "3")) {
            limiter.acquire(List.of(bucket), call);
        }
        for (int i = 0; i < 5; i++) {
            limiter.giveBack(List.of(bucket), "2");
        }
        assertThat(buckets.room(bucket, 9)).isEqualTo(1);
        limiter.giveBack(List.of(bucket), "2");
        assertThat(buckets.acquire(bucket).isGranted()).isFalse();
    }

    /** Nor one that was refused, nor one of another bucket. */
    @Test
    default void aPermitThatWasNeverCountedIsNotGivenBack() {
        RateLimiter limiter = backend().limiter();
        Buckets buckets = new Buckets(limiter);
        Bucket bucket = buckets.recipient(Limit.of(2, Buckets.HOUR));
        Bucket ip = buckets.ip(Limit.of(2, Buckets.HOUR));
        limiter.giveBack(List.of(bucket), "never");
        limiter.acquire(List.of(ip), "elsewhere");
        assertThat(buckets.room(bucket, 9)).isEqualTo(2);
        assertThat(limiter.acquire(List.of(bucket), "refused").isGranted()).isFalse();
        limiter.giveBack(List.of(bucket), "refused");
        limiter.giveBack(List.of(bucket), "elsewhere");
        assertThat(buckets.acquire(bucket).isGranted()).isFalse();
    }

    /** They do not know single calls. */
    @Test
    default void limitsAboveAHundredAreNotGivenBack() {
        RateLimiter limiter = backend().limiter();
        Buckets buckets = new Buckets(limiter);
        Bucket coarse = buckets.ip(Limit.of(RateLimiter.EXACT + 1, Buckets.HOUR));
        Bucket exact = buckets.recipient(Limit.of(RateLimiter.EXACT, Buckets.HOUR));
        limiter.acquire(List.of(coarse, exact), "first");
        limiter.giveBack(List.of(coarse, exact), "first");
        assertThat(buckets.room(coarse, 200)).isEqualTo(RateLimiter.EXACT);
        assertThat(buckets.room(exact, 200)).isEqualTo(RateLimiter.EXACT);
    }

    /** T16, raced; and no bucket has counted one that another refused. */
    @Test
    default void ofAHundredCallsAtOnceExactlyTheLimitsPermitsAreGranted() {
        try (Race race = new Race(100)) {
            for (int round = 0; round < rounds() / 2; round++) {
                Buckets buckets = new Buckets(backend().limiter());
                Bucket recipient = buckets.recipient(Limit.of(10, Buckets.HOUR));
                Bucket ip = buckets.ip(Limit.of(30, Buckets.HOUR));
                Bucket global = buckets.bucket(Bucket.Kind.GLOBAL, "all", Limit.of(130, Buckets.HOUR));
                List<Permit> permits = race.run(i -> () -> buckets.acquire(recipient, ip, global));
                assertThat(permits.stream().filter(Permit::isGranted)).hasSize(10);
                assertThat(buckets.room(ip, 50)).isEqualTo(20);
                assertThat(buckets.room(global, 150)).isEqualTo(120);
            }
        }
    }

    /** A spending cap, raced: what weighs more than there is left is not counted in part. */
    @Test
    default void ofAHundredHeavyCallsAtOnceAsManyAreGrantedAsTheLimitBears() {
        try (Race race = new Race(100)) {
            for (int round = 0; round < rounds() / 2; round++) {
                Buckets buckets = new Buckets(backend().limiter());
                Bucket one = buckets.bucket(Bucket.Kind.SPENDING, "all", Limit.of(1_000, Buckets.HOUR));
                Bucket heavy = new Bucket(one.kind(), one.id(), one.limits(), 70);
                Bucket ip = buckets.ip(Limit.of(130, Buckets.HOUR));
                List<Permit> permits = race.run(i -> () -> buckets.acquire(ip, heavy));
                assertThat(permits.stream().filter(Permit::isGranted)).hasSize(14);
                assertThat(buckets.room(one, 100)).isEqualTo(20);
                assertThat(buckets.room(ip, 150)).isEqualTo(116);
            }
        }
    }

    /** Buckets in any order: nobody waits for ever, and none is counted beyond its permits. */
    @Test
    default void callsThatNameTheSameBucketsInOtherOrdersDoNotBlockEachOther() {
        try (Race race = new Race(50)) {
            for (int round = 0; round < rounds() / 2; round++) {
                Buckets buckets = new Buckets(backend().limiter());
                List<Bucket> some = IntStream.range(0, 6)
                        .mapToObj(i -> buckets.bucket(Bucket.Kind.SUBJECT, "s" + i, Limit.of(20, Buckets.HOUR)))
                        .toList();
                List<Permit> permits = race.run(i -> {
                    List<Bucket> mine = new ArrayList<>(some);
                    Collections.rotate(mine, i);
                    return () -> buckets.acquire(mine.toArray(Bucket[]::new));
                });
                assertThat(permits.stream().filter(Permit::isGranted)).hasSize(20);
            }
        }
    }

    /** T25, raced. */
    @Test
    default void aPermitGivenBackByManyAtOnceIsGivenBackOnce() {
        try (Race race = new Race(50)) {
            for (int round = 0; round < rounds() / 2; round++) {
                RateLimiter limiter = backend().limiter();
                Buckets buckets = new Buckets(limiter);
                Bucket bucket = buckets.recipient(Limit.of(5, Buckets.HOUR));
                limiter.acquire(List.of(bucket), "mine");
                buckets.room(bucket, 4);
                List<Boolean> granted = race.run(i -> () -> {
                    limiter.giveBack(List.of(bucket), "mine");
                    return buckets.acquire(bucket).isGranted();
                });
                assertThat(Collections.frequency(granted, true)).isEqualTo(1);
            }
        }
    }
}

package dev.otpkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.Permit;
import dev.otpkit.limit.RateLimiter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowRateLimiterTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final MapRows rows = new MapRows();
    private final RateLimiter limiter = new RowRateLimiter(rows);
    private int calls;

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 100, 101, 250})
    void aWindowHoldsItsPermitsAndNotOneMore(int permits) {
        Bucket bucket = bucket(Bucket.Kind.GLOBAL, 1, Limit.of(permits, HOUR));
        for (int i = 0; i < permits; i++) {
            assertThat(acquire(bucket).isGranted()).isTrue();
        }
        Permit refused = acquire(bucket);
        assertThat(refused.isGranted()).isFalse();
        assertThat(refused.refusedBy()).contains(Bucket.Kind.GLOBAL);
        rows.now += refused.retryAfter().toMillis() - 1;
        assertThat(acquire(bucket).retryAfter()).isEqualTo(Duration.ofMillis(1));
        rows.now += 1;
        assertThat(acquire(bucket).isGranted()).isTrue();
    }

    @Test
    void allLimitsOfABucketHoldAtOnce() {
        Bucket bucket = bucket(
                Bucket.Kind.RECIPIENT,
                1,
                Limit.of(1, Duration.ofSeconds(60)),
                Limit.of(3, HOUR),
                Limit.of(102, Duration.ofDays(1)));
        for (int i = 0; i < 3; i++) {
            assertThat(acquire(bucket).isGranted()).isTrue();
            assertThat(acquire(bucket).retryAfter()).isEqualTo(i < 2 ? Duration.ofSeconds(60) : HOUR.minusSeconds(120));
            rows.now += 60_000;
        }
        assertThat(acquire(bucket).retryAfter()).isEqualTo(HOUR.minusSeconds(180));
        rows.now += HOUR.toMillis();
        for (int day = 3; day < 102; day++) {
            assertThat(acquire(bucket).isGranted()).isTrue();
            rows.now += 21 * 60_000 / 2 + 600_000; // never three in an hour before it has passed
        }
    }

    @Test
    void aRefusalCountsNowhere() {
        Bucket tight = bucket(Bucket.Kind.RECIPIENT, 1, Limit.of(1, HOUR));
        Bucket wide = bucket(Bucket.Kind.CLIENT_IP, 2, Limit.of(2, HOUR));
        Bucket coarse = bucket(Bucket.Kind.GLOBAL, 3, Limit.of(102, HOUR));
        assertThat(acquire(tight, wide, coarse).isGranted()).isTrue();
        for (int i = 0; i < 150; i++) {
            assertThat(acquire(tight, wide, coarse).refusedBy()).contains(Bucket.Kind.RECIPIENT);
        }
        assertThat(acquire(wide).isGranted()).isTrue();
        assertThat(acquire(wide).isGranted()).isFalse();
        for (int i = 0; i < 101; i++) {
            assertThat(acquire(coarse).isGranted()).isTrue();
        }
        assertThat(acquire(coarse).isGranted()).isFalse();
    }

    @Test
    void theBucketThatRefusesLongestIsNamed() {
        Bucket hour = bucket(Bucket.Kind.RECIPIENT, 1, Limit.of(1, HOUR));
        Bucket day = bucket(Bucket.Kind.SUBJECT, 2, Limit.of(1, Duration.ofDays(1)));
        Bucket minute = bucket(Bucket.Kind.COUNTRY, 3, Limit.of(1, Duration.ofMinutes(1)));
        acquire(hour, day, minute);
        Permit refused = acquire(minute, day, hour);
        assertThat(refused.refusedBy()).contains(Bucket.Kind.SUBJECT);
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void theSameCallAgainIsGrantedAgainAndCountedOnce() {
        Bucket one = bucket(Bucket.Kind.RECIPIENT, 1, Limit.of(2, HOUR));
        Bucket two = bucket(Bucket.Kind.SUBJECT, 2, Limit.of(3, HOUR));
        for (int i = 0; i < 5; i++) {
            assertThat(limiter.acquire(List.of(one, two), "same").isGranted()).isTrue();
        }
        assertThat(acquire(one, two).isGranted()).isTrue();
        assertThat(acquire(one, two).isGranted()).isFalse();
        assertThat(limiter.acquire(List.of(one, two), "same").isGranted())
                .as("counted when there was room")
                .isTrue();
    }

    @Test
    void aPermitIsGivenBackOnce() {
        Bucket bucket = bucket(Bucket.Kind.RECIPIENT, 1, Limit.of(2, HOUR), Limit.of(3, Duration.ofDays(1)));
        limiter.acquire(List.of(bucket), "a");
        limiter.acquire(List.of(bucket), "b");
        for (int i = 0; i < 3; i++) {
            limiter.giveBack(List.of(bucket), "a");
            limiter.giveBack(List.of(bucket), "never counted");
        }
        assertThat(acquire(bucket).isGranted()).isTrue();
        assertThat(acquire(bucket).isGranted()).isFalse();
    }

    @Test
    void aPermitIsGivenBackInTheBucketsThatAreNamed() {
        Bucket person = bucket(Bucket.Kind.RECIPIENT, 1, Limit.of(1, HOUR));
        Bucket network = bucket(Bucket.Kind.CLIENT_IP, 2, Limit.of(1, HOUR));
        limiter.acquire(List.of(person, network), "a");
        limiter.giveBack(List.of(person), "a");
        assertThat(acquire(person).isGranted()).isTrue();
        assertThat(acquire(network).isGranted()).isFalse();
    }

    @Test
    void theLastPermitGivenBackLeavesNoRow() {
        Bucket bucket = bucket(Bucket.Kind.RECIPIENT, 1, Limit.of(2, HOUR));
        limiter.acquire(List.of(bucket), "a");
        limiter.giveBack(List.of(bucket), "a");
        assertThat(rows.alive()).isZero();
        limiter.giveBack(List.of(bucket), "a");
        assertThat(rows.alive()).isZero();
    }

    @Test
    void aPermitGivenBackLeavesNoRowWhenTheOthersHaveLeftTheirWindow() {
        Bucket bucket = bucket(Bucket.Kind.RECIPIENT, 1, Limit.of(2, HOUR));
        limiter.acquire(List.of(bucket), "a");
        rows.now += HOUR.toMillis() - 1;
        limiter.acquire(List.of(bucket), "b");
        rows.now += 1;
        limiter.giveBack(List.of(bucket), "b");
        assertThat(rows.alive()).isZero();
    }

    @Test
    void limitsOverAHundredPermitsGiveNothingBackAndAHundredDo() {
        Bucket hundred = bucket(Bucket.Kind.SUBJECT, 1, Limit.of(100, HOUR));
        Bucket more = bucket(Bucket.Kind.SUBJECT, 2, Limit.of(101, HOUR));
        for (int i = 0; i < 100; i++) {
            limiter.acquire(List.of(hundred, more), "call " + i);
        }
        acquire(more);
        limiter.giveBack(List.of(hundred, more), "call 7");
        assertThat(acquire(hundred).isGranted()).isTrue();
        assertThat(acquire(hundred).isGranted()).isFalse();
        assertThat(acquire(more).isGranted()).isFalse();
    }

    @Test
    void theStricterOfTwoLimitsOfOneWindowHolds() {
        for (Limit[] both :
                new Limit[][] {{Limit.of(150, HOUR), Limit.of(300, HOUR)}, {Limit.of(300, HOUR), Limit.of(150, HOUR)}
                }) {
            Bucket bucket = bucket(Bucket.Kind.GLOBAL, ++calls, both);
            int granted = 0;
            while (acquire(bucket).isGranted()) {
                granted++;
            }
            assertThat(granted).isEqualTo(150);
        }
    }

    @Test
    void whenFullNobodyNewIsCounted() {
        Bucket person = bucket(Bucket.Kind.RECIPIENT, 1, Limit.of(5, HOUR));
        Bucket everybody = bucket(Bucket.Kind.GLOBAL, 2, Limit.of(500, HOUR));
        acquire(everybody);
        rows.full = true;
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> acquire(person, everybody))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL));
        }
        assertThat(rows.alive()).isEqualTo(1);
        rows.full = false;
        for (int i = 0; i < 499; i++) {
            assertThat(acquire(everybody).isGranted())
                    .as("the refused were not counted")
                    .isTrue();
        }
        assertThat(acquire(everybody).isGranted()).isFalse();
    }

    @Test
    void whenFullWhoeverIsKnownEverywhereIsServed() {
        Bucket network = bucket(Bucket.Kind.CLIENT_IP, 1, Limit.of(3, HOUR));
        Bucket everybody = bucket(Bucket.Kind.GLOBAL, 2, Limit.of(500, HOUR));
        acquire(network, everybody);
        rows.full = true;
        assertThat(acquire(network, everybody).isGranted()).isTrue();
        assertThat(acquire(network, everybody).isGranted()).isTrue();
        assertThat(acquire(network, everybody).refusedBy()).contains(Bucket.Kind.CLIENT_IP);
    }

    @ParameterizedTest
    @EnumSource
    void whenFullAKnownPersonMayBringANewNetworkAndNobodyElseMay(Bucket.Kind known) {
        Bucket old = bucket(known, 1, Limit.of(5, HOUR));
        Bucket fresh = bucket(Bucket.Kind.CLIENT_IP, 2, Limit.of(5, HOUR));
        acquire(old);
        rows.full = true;
        if (known == Bucket.Kind.RECIPIENT || known == Bucket.Kind.SUBJECT) {
            assertThat(acquire(old, fresh).isGranted()).isTrue();
        } else {
            assertThatThrownBy(() -> acquire(old, fresh)).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void whenFullOneWhoIsKnownBringsInNoStranger() {
        Bucket subject = bucket(Bucket.Kind.SUBJECT, 1, Limit.of(5, HOUR));
        Bucket recipient = bucket(Bucket.Kind.RECIPIENT, 2, Limit.of(5, HOUR));
        Bucket stranger = bucket(Bucket.Kind.RECIPIENT, 3, Limit.of(5, HOUR));
        acquire(subject, recipient);
        rows.full = true;
        assertThat(acquire(subject, recipient).isGranted()).isTrue();
        assertThatThrownBy(() -> acquire(subject, stranger)).isInstanceOf(StoreException.class);
    }

    @Test
    void whenFullALimitStillSaysItIsTheLimit() {
        Bucket person = bucket(Bucket.Kind.RECIPIENT, 1, Limit.of(1, HOUR));
        Bucket fresh = bucket(Bucket.Kind.CLIENT_IP, 2, Limit.of(5, HOUR));
        acquire(person);
        rows.full = true;
        assertThat(acquire(person, fresh).refusedBy()).contains(Bucket.Kind.RECIPIENT);
    }

    private Permit acquire(Bucket... buckets) {
        return limiter.acquire(Arrays.asList(buckets), "call number " + ++calls);
    }

    private static Bucket bucket(Bucket.Kind kind, int id, Limit... limits) {
        return new Bucket(kind, Calls.hex(id), List.of(limits));
    }
}

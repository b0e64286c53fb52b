package dev.otpkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CoarseCountTest {
    private final MapRows rows = new MapRows();

    @Test
    void noWindowEverHoldsOneMoreAndTheRoundingIsOnePartAtMost() {
        SplittableRandom random = new SplittableRandom(101);
        for (int round = 0; round < 60; round++) {
            Limit limit = Limit.of(random.nextInt(101, 400), Duration.ofMillis(random.nextLong(1, 100_000)));
            againstTheNaiveList(limit, random);
        }
    }

    private static void againstTheNaiveList(Limit limit, SplittableRandom random) {
        MapRows rows = new MapRows();
        long window = limit.window().toMillis();
        long part = (window + 59) / 60;
        List<Long> naive = new ArrayList<>();
        for (int call = 0; call < 1500; call++) {
            rows.now += random.nextInt(4) == 0 ? random.nextLong(0, window / 20 + 2) : 0;
            CoarseCount count = load(rows, limit);
            long wait = count.waitMillis(rows.now);
            if (since(naive, rows.now - window) >= limit.permits()) {
                assertThat(wait).as("one more in %s", limit).isPositive();
            }
            if (since(naive, rows.now - 61 * part) < limit.permits()) {
                assertThat(wait).as("rounded by more than a part in %s", limit).isZero();
            }
            if (wait == 0) {
                count.add(rows, rows.now, call);
                naive.add(rows.now);
            } else {
                assertThat(load(rows, limit).waitMillis(rows.now + wait - 1)).isEqualTo(1);
                rows.now += random.nextBoolean() ? wait : wait - 1;
                assertThat(load(rows, limit).waitMillis(rows.now)).isLessThanOrEqualTo(1);
            }
        }
        assertThat(naive.size()).isGreaterThan(limit.permits());
    }

    /** Calls after this moment. */
    private static long since(List<Long> calls, long edge) {
        long since = 0;
        for (int i = calls.size() - 1; i >= 0 && calls.get(i) > edge; i--) {
            since++;
        }
        return since;
    }

    @Test
    void aBurstBlocksUntilItsPartHasLeftWhole() {
        Limit limit = Limit.of(101, Duration.ofSeconds(60)); // parts of one second
        rows.now -= rows.now % 1000;
        rows.now += 1; // the burst is at the beginning of a part
        for (int i = 0; i < 101; i++) {
            assertThat(load(rows, limit).waitMillis(rows.now)).isZero();
            load(rows, limit).add(rows, rows.now, i);
        }
        assertThat(load(rows, limit).waitMillis(rows.now)).isEqualTo(60_999);
        rows.now += 60_998;
        assertThat(load(rows, limit).waitMillis(rows.now)).isEqualTo(1);
        rows.now += 1;
        assertThat(load(rows, limit).waitMillis(rows.now)).isZero();
    }

    @Test
    void theRowLivesUntilItsLastPartHasLeft() {
        Limit limit = Limit.of(101, Duration.ofSeconds(60));
        assertThat(load(rows, limit).isKnown()).isFalse();
        load(rows, limit).add(rows, rows.now, 1);
        assertThat(load(rows, limit).isKnown()).isTrue();
        assertThat(rows.life()).isEqualTo(61_000);
    }

    @Test
    void aClockThatStepsBackStaysInTheNewestPart() {
        Limit limit = Limit.of(101, Duration.ofSeconds(60));
        for (int i = 0; i < 100; i++) {
            load(rows, limit).add(rows, rows.now, i);
        }
        rows.now -= 30_000;
        load(rows, limit).add(rows, rows.now, 100);
        assertThat(load(rows, limit).waitMillis(rows.now)).isGreaterThan(60_000);
        rows.now += 30_000 + 59_000;
        assertThat(load(rows, limit).waitMillis(rows.now)).isPositive();
    }

    @Test
    void limitsOfOneBucketWithDifferentWindowsHaveRowsOfTheirOwn() {
        Limit minute = Limit.of(101, Duration.ofMinutes(1));
        Limit hour = Limit.of(101, Duration.ofHours(1));
        assertThat(load(rows, minute).row()).isEqualTo("0".repeat(32) + ":w1aao");
        assertThat(load(rows, hour).row()).isNotEqualTo(load(rows, minute).row());
        assertThat(load(rows, hour).bucket().limits()).containsExactly(hour);
        assertThat(load(rows, hour).has(0)).isFalse();
    }

    private static CoarseCount load(MapRows rows, Limit limit) {
        CoarseCount count = new CoarseCount(new Bucket(Bucket.Kind.GLOBAL, "0".repeat(32), List.of(limit)), limit);
        count.load(rows, rows.now);
        return count;
    }
}

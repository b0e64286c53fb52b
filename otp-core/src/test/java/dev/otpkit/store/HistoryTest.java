package dev.otpkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.limit.Limit;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final long NOW = 1_767_225_600_000L;
    private static final Limit TWO_IN_TEN = Limit.of(2, Duration.ofMillis(10));

    @Test
    void roomComesAtTheMillisecondTheWindowHasPassed() {
        History history = holding(TWO_IN_TEN);
        history.add(NOW, 1);
        assertThat(history.waitMillis(TWO_IN_TEN, NOW)).isZero();
        history.add(NOW + 3, 2);
        assertThat(history.waitMillis(TWO_IN_TEN, NOW + 3)).isEqualTo(7);
        assertThat(history.waitMillis(TWO_IN_TEN, NOW + 9)).isEqualTo(1);
        assertThat(history.waitMillis(TWO_IN_TEN, NOW + 10)).isZero();
        assertThat(history.waitMillis(TWO_IN_TEN, NOW + 11)).isZero();
    }

    @Test
    void oneRowServesAllLimitsOfABucketAndNoWindowEverHoldsOneMore() {
        SplittableRandom random = new SplittableRandom(20261121);
        for (int round = 0; round < 200; round++) {
            List<Limit> limits = new ArrayList<>();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                limits.add(Limit.of(random.nextInt(1, 12), Duration.ofMillis(random.nextInt(1, 60))));
            }
            againstTheNaiveList(limits, random);
        }
    }

    private static void againstTheNaiveList(List<Limit> limits, SplittableRandom random) {
        List<Long> naive = new ArrayList<>();
        History history = History.empty();
        long now = NOW;
        for (int call = 1; call < 150; call++) {
            now += random.nextInt(0, 9);
            history = repacked(history);
            history.hold(limits);
            long wait = 0;
            for (Limit limit : limits) {
                long expected = naiveWait(naive, limit, now);
                assertThat(history.waitMillis(limit, now)).isEqualTo(expected);
                wait = Math.max(wait, expected);
            }
            if (wait == 0) {
                history.add(now, call);
                naive.add(now);
                if (random.nextInt(6) == 0) {
                    assertThat(history.remove(call)).isTrue();
                    naive.remove(naive.size() - 1);
                }
            }
        }
    }

    /** By the definition: the first moment at which fewer than N calls lie in the window that ends then. */
    private static long naiveWait(List<Long> calls, Limit limit, long now) {
        long wait = 0;
        while (inWindow(calls, limit, now + wait) >= limit.permits()) {
            wait++;
        }
        return wait;
    }

    private static long inWindow(List<Long> calls, Limit limit, long end) {
        return calls.stream()
                .filter(call -> call > end - limit.window().toMillis())
                .count();
    }

    @Test
    void callsAreKnownByTheirTagsUntilTheyAreTakenBack() {
        History history = holding(Limit.of(5, Duration.ofHours(1)));
        for (int tag = 1; tag <= 5; tag++) {
            history.add(NOW + tag, tag);
        }
        assertThat(history.has(1)).isTrue();
        assertThat(history.has(5)).isTrue();
        assertThat(history.has(6)).isFalse();
        assertThat(history.remove(3)).isTrue();
        assertThat(history.remove(3)).isFalse();
        assertThat(history.has(3)).isFalse();
        assertThat(history.has(2)).isTrue();
        assertThat(history.has(4)).isTrue();
        assertThat(history.waitMillis(Limit.of(4, Duration.ofHours(1)), NOW + 5))
                .as("the oldest of the four is the first")
                .isEqualTo(3_600_000 - 4);
    }

    /** Behind the moments there is room for more, and in it lie zeros, or what was there before. */
    @Test
    void aTagThatIsNotThereTakesNothingBack() {
        History history = holding(Limit.of(5, Duration.ofHours(1)));
        assertThat(history.remove(0)).isFalse();
        history.add(NOW, 7);
        assertThat(repacked(history).remove(0)).isFalse();
        assertThat(history.remove(0)).isFalse();
        assertThat(history.remove(7)).isTrue();
        assertThat(history.remove(7)).isFalse();
        assertThat(history.packedSize()).isEqualTo(8);
    }

    @Test
    void aRowHoldsAsManyMomentsAsTheLargestLimitAndForgetsTheOldest() {
        Limit hundred = Limit.of(100, Duration.ofDays(1));
        History history = holding(hundred);
        for (int tag = 0; tag < 101; tag++) {
            history.add(NOW + tag, tag);
        }
        assertThat(history.packedSize()).isEqualTo(8 + 100 * 10);
        assertThat(history.has(0)).isFalse();
        assertThat(repacked(history).waitMillis(hundred, NOW + 101)).isEqualTo(86_400_000 + 1 - 101);
    }

    @Test
    void momentsThatLeftEveryWindowAreForgotten() {
        History history = holding(TWO_IN_TEN, Limit.of(9, Duration.ofMillis(20)));
        history.add(NOW, 1);
        history.add(NOW + 1, 2);
        history.add(NOW + 20, 3);
        assertThat(history.has(1)).isFalse();
        assertThat(history.has(2)).isTrue();
    }

    @Test
    void aStoredRowKeepsItsLengthsWhenASmallerLimitIsHeld() {
        Limit large = Limit.of(5, Duration.ofDays(1));
        History history = holding(large);
        for (int tag = 0; tag < 4; tag++) {
            history.add(NOW, tag);
        }
        History smaller = repacked(history);
        smaller.hold(List.of(TWO_IN_TEN));
        smaller.add(NOW + 1000, 4);
        assertThat(smaller.waitMillis(large, NOW + 1000)).isEqualTo(86_400_000 - 1000);
        assertThat(smaller.life(NOW + 1000)).isEqualTo(86_400_000);
    }

    @Test
    void aClockThatStepsBackMakesNoRoom() {
        Limit one = Limit.of(1, Duration.ofMillis(10));
        History history = holding(one, TWO_IN_TEN);
        history.add(NOW + 50, 1);
        history.add(NOW, 2);
        assertThat(history.waitMillis(one, NOW + 59)).isEqualTo(1);
        assertThat(history.waitMillis(one, NOW + 60)).isZero();
        assertThat(history.waitMillis(TWO_IN_TEN, NOW + 59)).isEqualTo(1);
    }

    @Test
    void itsLifeEndsWithTheLastWindowOfTheNewestMoment() {
        History history = holding(TWO_IN_TEN);
        assertThat(history.life(NOW)).isZero();
        history.add(NOW, 1);
        history.add(NOW + 4, 2);
        assertThat(history.life(NOW + 4)).isEqualTo(10);
        assertThat(history.life(NOW + 13)).isEqualTo(1);
        assertThat(history.life(NOW + 15)).isZero();
    }

    @Test
    void packedMomentsComeBackToTheMillisecond() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 300; round++) {
            History history =
                    holding(Limit.of(random.nextInt(1, 101), Duration.ofMillis(random.nextLong(1, 1L << 35))));
            long now = random.nextLong(1L << 30, 1L << 46);
            for (int i = random.nextInt(0, 100); i > 0; i--) {
                history.add(now + i, random.nextInt());
            }
            ByteBuffer packed = pack(history);
            assertThat(pack(History.read(ByteBuffer.wrap(packed.array())))).isEqualTo(packed);
            assertThat(repacked(history).life(now)).isEqualTo(history.life(now));
        }
    }

    private static History holding(Limit... limits) {
        History history = History.empty();
        history.hold(List.of(limits));
        return history;
    }

    private static History repacked(History history) {
        return History.read(pack(history));
    }

    private static ByteBuffer pack(History history) {
        ByteBuffer packed = ByteBuffer.allocate(history.packedSize());
        history.write(packed);
        assertThat(packed.hasRemaining()).isFalse();
        return packed.flip();
    }
}

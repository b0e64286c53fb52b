package dev.otpkit.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryTest {
    private static final int TICK = 1024;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private long now = START.toEpochMilli();
    private final MemoryRows rows = new MemoryRows(500_000, () -> Instant.ofEpochMilli(now));

    /** The model: when each row's life is over. */
    private final Map<String, Long> ends = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyRowIsThereUntilItsLifeIsOverAndSweptATickLater(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            String id = Integer.toString(random.nextInt(300));
            switch (random.nextInt(4)) {
                case 0 -> now += upTo(random, Duration.ofDays(random.nextInt(50) == 0 ? 500 : 2));
                case 1 -> remove(id);
                default -> put(id, upTo(random, Duration.ofDays(400)));
            }
            long sweptTo = now / TICK * TICK;
            ends.values().removeIf(end -> end <= sweptTo);
            assertThat(isThere(id)).isEqualTo(ends.getOrDefault(id, 0L) > now);
            long alive = ends.values().stream().filter(end -> end > now).count();
            assertThat(rows.size()).isBetween(alive, (long) ends.size());
        }
        assertThat(Duration.ofMillis(now - START.toEpochMilli())).isGreaterThan(Duration.ofDays(365));
    }

    private boolean isThere(String id) {
        return rows.atomically(List.of(id), rows -> rows.get(id) != null);
    }

    private void put(String id, long life) {
        ends.put(id, now + life);
        rows.<Boolean>atomically(List.of(id), rows -> {
            rows.put(id, new byte[1], Duration.ofMillis(life));
            return true;
        });
    }

    private void remove(String id) {
        ends.remove(id);
        rows.<Boolean>atomically(List.of(id), rows -> {
            rows.remove(id);
            return true;
        });
    }

    /** As often between 1 and 2 ms as between 100 and 200 days. */
    private static long upTo(SplittableRandom random, Duration most) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(most.toMillis());
        return Math.min(1 + random.nextLong(1L << 1 + random.nextInt(bits)), most.toMillis());
    }
}

package dev.otpkit.store;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows in a map, whose time stands where a test puts it. */
final class MapRows implements RowStore, RowStore.Rows {
    private record Row(byte[] bytes, long end) {}

    private final Map<String, Row> rows = new HashMap<>();
    long now = 1_767_225_600_000L;
    boolean full;

    @Override
    public synchronized <T> T atomically(List<String> ids, Step<T> step) {
        if (!ids.equals(ids.stream().sorted().distinct().toList())) {
            throw new IllegalArgumentException("ids must come sorted and once: " + ids);
        }
        return step.on(this);
    }

    @Override
    public Instant now() {
        return Instant.ofEpochMilli(now);
    }

    @Override
    public byte @Nullable [] get(String id) {
        Row row = rows.get(id);
        return row == null || row.end() <= now ? null : row.bytes().clone();
    }

    @Override
    public void put(String id, byte[] row, Duration life) {
        if (life.isNegative() || life.isZero()) {
            throw new IllegalArgumentException("a row must live: " + life); // as Redis and most databases say
        }
        rows.put(id, new Row(row.clone(), now + life.toMillis()));
    }

    @Override
    public void remove(String id) {
        rows.remove(id);
    }

    @Override
    public boolean full() {
        return full;
    }

    /** How many rows are alive. */
    int alive() {
        return (int) rows.values().stream().filter(row -> row.end() > now).count();
    }

    /** How long the only row still lives. */
    long life() {
        return rows.values().iterator().next().end() - now;
    }

    /** A byte of every living row differs from what it was. */
    Map<String, byte[]> copy() {
        Map<String, byte[]> copy = new HashMap<>();
        rows.forEach((id, row) -> copy.put(id, row.bytes().clone()));
        return copy;
    }
}

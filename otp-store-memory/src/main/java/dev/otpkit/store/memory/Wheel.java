package dev.otpkit.store.memory;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows whose life is over in amortised constant time: a hierarchy of wheels, each of 64 slots, each turning 64
 * times slower than the one below it. A row moves down at most once a level, and no slot is looked at twice in a turn.
 */
final class Wheel {
    private static final int TICK_BITS = 10; // 1.024 s
    private static final int SLOT_BITS = 6;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int LEVELS = 5; // 34 years; a longer life goes round once more
    private static final long FARTHEST = (1L << LEVELS * SLOT_BITS) - 1;

    private final @Nullable Row[] slots = new Row[LEVELS * SLOTS];

    /** A bit for each slot of a level that may hold rows: 64 of them, so that empty ones cost nothing. */
    private final long[] used = new long[LEVELS];

    private long tick;

    Wheel(long now) {
        tick = now >> TICK_BITS;
    }

    /** The row must live past the moment the wheel was last advanced to. */
    void add(Row row) {
        // The first tick that begins when the life is over, so that whoever is found in his slot in time is surely
        // dead.
        long due = Math.min((row.expiresAt - 1 >> TICK_BITS) + 1, tick + FARTHEST);
        int level = (Long.SIZE - 1 - Long.numberOfLeadingZeros(due - tick)) / SLOT_BITS;
        row.slot = level * SLOTS + (int) (due >> level * SLOT_BITS & SLOTS - 1);
        Row first = slots[row.slot];
        row.before = null;
        row.after = first;
        if (first != null) {
            first.before = row;
        }
        slots[row.slot] = row;
        used[level] |= 1L << row.slot;
    }

    void remove(Row row) {
        if (row.before == null) {
            slots[row.slot] = row.after;
        } else {
            row.before.after = row.after;
        }
        if (row.after != null) {
            row.after.before = row.before;
        }
        row.before = null;
        row.after = null;
    }

    /** Hands over the rows whose life is over, but for those that ended within the last tick: they wait for the next. */
    void advance(long now, Consumer<Row> dead) {
        long from = tick;
        tick = now >> TICK_BITS;
        for (int level = 0; level < LEVELS; level++) {
            long first = (from >> level * SLOT_BITS) + 1;
            long last = tick >> level * SLOT_BITS;
            if (last < first) {
                return; // the slower wheels have not moved either
            }
            long turned = last - first >= SLOTS - 1 ? -1L : (1L << last - first + 1) - 1;
            long due = used[level] & Long.rotateLeft(turned, (int) first);
            used[level] &= ~due;
            for (; due != 0; due &= due - 1) {
                empty(level * SLOTS + Long.numberOfTrailingZeros(due), now, dead);
            }
        }
    }

    private void empty(int slot, long now, Consumer<Row> dead) {
        Row row = slots[slot];
        slots[slot] = null;
        while (row != null) {
            Row next = row.after;
            if (row.isAlive(now)) {
                add(row); // a level down, or later because its life was prolonged
            } else {
                row.before = null;
                row.after = null;
                dead.accept(row);
            }
            row = next;
        }
    }
}

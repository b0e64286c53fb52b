package dev.otpkit.store.memory;

import static java.util.Objects.requireNonNull;

import dev.otpkit.store.StoreException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One part of the rows, under one lock: a table of chains that doubles, and the wheel that its rows expire by. */
final class Stripe {
    private static final int REFERENCE = 4;

    final ReentrantLock lock = new ReentrantLock();
    private final long capacity;
    private final Wheel wheel;
    private final Consumer<Row> unchain = this::unchain; // once, rather than each time something is looked for
    private @Nullable Row[] table = new Row[16];
    private int size;
    private long bytes = (long) table.length * REFERENCE;

    Stripe(long capacity, long now) {
        this.capacity = capacity;
        this.wheel = new Wheel(now);
    }

    int size() {
        return size;
    }

    long bytes() {
        return bytes;
    }

    boolean isFull() {
        return bytes >= capacity;
    }

    void advance(long now) {
        wheel.advance(now, unchain);
    }

    @Nullable
    Row find(long high, long low) {
        Row row = table[index(low)];
        while (row != null && (row.low != low || row.high != high)) {
            row = row.chained;
        }
        return row;
    }

    /** Makes sure that so much can be added; refuses what would pass the last bound. Nothing fails after it. */
    void reserve(int rows, long growth) {
        int length = table.length;
        while (length < size + rows) {
            length *= 2;
        }
        long wider = (long) (length - table.length) * REFERENCE;
        if (bytes + wider + growth > capacity * MemoryRows.HEADROOM) {
            throw new StoreException(StoreException.Kind.FULL);
        }
        if (length > table.length) {
            widen(length);
            bytes += wider;
        }
    }

    void add(Row row) {
        int index = index(row.low);
        row.chained = table[index];
        table[index] = row;
        wheel.add(row);
        size++;
        bytes += Row.cost(row.bytes.length);
    }

    void replace(Row row, byte[] with, long expiresAt) {
        bytes += Row.cost(with.length) - Row.cost(row.bytes.length);
        row.bytes = with;
        boolean sooner = expiresAt < row.expiresAt;
        row.expiresAt = expiresAt;
        if (sooner) { // a longer life is noticed when the wheel comes round to the old slot
            wheel.remove(row);
            wheel.add(row);
        }
    }

    void remove(Row row) {
        wheel.remove(row);
        unchain(row);
    }

    private void unchain(Row row) {
        int index = index(row.low);
        Row previous = null;
        for (Row other = table[index]; other != row; other = requireNonNull(other).chained) {
            previous = other;
        }
        if (previous == null) {
            table[index] = row.chained;
        } else {
            previous.chained = row.chained;
        }
        row.chained = null;
        size--;
        bytes -= Row.cost(row.bytes.length);
    }

    private void widen(int length) {
        @Nullable Row[] narrow = table;
        table = new @Nullable Row[length];
        for (@Nullable Row row : narrow) {
            while (row != null) {
                Row next = row.chained;
                int index = index(row.low);
                row.chained = table[index];
                table[index] = row;
                row = next;
            }
        }
    }

    private int index(long low) {
        return (int) low & table.length - 1;
    }
}

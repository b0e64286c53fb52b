package dev.otpkit.store.memory;

import org.jspecify.annotations.Nullable;

/** A stored row, linked into its stripe's table and into its stripe's wheel: one object, and its bytes. */
final class Row {
    /** Of this object with compressed references; 16 bytes more without. */
    private static final int OBJECT = 56;

    private static final int ARRAY_HEADER = 16;

    final long high;
    final long low;
    byte[] bytes;
    long expiresAt;

    @Nullable
    Row chained;

    @Nullable
    Row before;

    @Nullable
    Row after;

    int slot;

    Row(long high, long low, byte[] bytes, long expiresAt) {
        this.high = high;
        this.low = low;
        this.bytes = bytes;
        this.expiresAt = expiresAt;
    }

    boolean isAlive(long now) {
        return now < expiresAt;
    }

    /** What a row with so many bytes takes on the heap. */
    static int cost(int length) {
        return OBJECT + (ARRAY_HEADER + length + 7) / 8 * 8;
    }
}

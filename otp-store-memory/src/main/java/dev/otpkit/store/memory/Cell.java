package dev.otpkit.store.memory;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One id of one step: the row as it was found, and what the step has made of it so far. */
final class Cell {
    final String id;
    final Stripe stripe;
    private final IdHash hash;
    private @Nullable Row row;
    private byte @Nullable [] bytes;
    private long expiresAt;
    private boolean changed;
    private int growth; // the most that any put of the step asked for, be it overwritten since
    private @Nullable Row fresh;

    Cell(String id, IdHash hash, Stripe stripe) {
        this.id = id;
        this.hash = hash;
        this.stripe = stripe;
    }

    void load(long now) {
        row = stripe.find(hash.high(), hash.low());
        bytes = row != null && row.isAlive(now) ? row.bytes : null;
    }

    byte @Nullable [] get() {
        return bytes;
    }

    void put(byte[] row, Duration life, long now) {
        long end = now + Math.min(life.toMillis(), Long.MAX_VALUE - now);
        if (end <= now) {
            remove();
            return;
        }
        growth = Math.max(growth, Row.cost(row.length) - (this.row == null ? 0 : Row.cost(this.row.bytes.length)));
        bytes = row;
        expiresAt = end;
        changed = true;
        if (this.row == null) { // made here, so that nothing is left to run out of memory when the step is kept
            fresh = new Row(hash.high(), hash.low(), row, end);
        }
    }

    void remove() {
        bytes = null;
        fresh = null;
        changed = true;
    }

    /** Rows more once the step is kept. */
    int rows() {
        return fresh == null ? 0 : 1;
    }

    /** Bytes more that the step asks for; a row that goes, or gets shorter, makes no room for the others of its step. */
    int growth() {
        return growth;
    }

    void keep() {
        if (!changed) {
            return;
        }
        if (fresh != null) {
            stripe.add(fresh);
        } else if (row != null && bytes != null) {
            stripe.replace(row, bytes, expiresAt);
        } else if (row != null) {
            stripe.remove(row);
        }
    }
}

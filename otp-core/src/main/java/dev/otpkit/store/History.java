package dev.otpkit.store;

import dev.otpkit.limit.Limit;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The newest moments at which something happened, each with the short tag of the call that made it happen.
 *
 * <p>A limit of N permits has room when the Nth newest moment has left its window, so the last N moments serve all of a
 * bucket's limits at once and no window ever holds N + 1. Packed: 8 bytes and 10 a moment.
 */
final class History {
    private static final int HEAD = 8;
    private static final int MOMENT = 10;

    private int keep;
    private long horizon;
    private int size;
    private long[] times; // oldest first
    private int[] tags;

    private History(int keep, long horizon, int size) {
        this.keep = keep;
        this.horizon = horizon;
        this.size = size;
        this.times = new long[size + 1];
        this.tags = new int[times.length];
    }

    static History empty() {
        return new History(0, 0, 0);
    }

    static History read(ByteBuffer in) {
        History history = new History(in.get(), readTime(in), in.get());
        for (int i = 0; i < history.size; i++) {
            history.times[i] = readTime(in);
            history.tags[i] = in.getInt();
        }
        return history;
    }

    int packedSize() {
        return HEAD + size * MOMENT;
    }

    void write(ByteBuffer out) {
        out.put((byte) keep);
        writeTime(out, horizon);
        out.put((byte) size);
        for (int i = 0; i < size; i++) {
            writeTime(out, times[i]);
            out.putInt(tags[i]);
        }
    }

    /** Keeps enough for these limits. Never less than before: a node with smaller limits must not shorten the others'. */
    void hold(List<Limit> limits) {
        for (Limit limit : limits) {
            keep = Math.max(keep, limit.permits());
            horizon = Math.max(horizon, limit.window().toMillis());
        }
    }

    boolean has(int tag) {
        for (int i = 0; i < size; i++) {
            if (tags[i] == tag) {
                return true;
            }
        }
        return false;
    }

    void add(long now, int tag) {
        int stale = 0;
        while (stale < size && (times[stale] + horizon <= now || size - stale >= keep)) {
            stale++;
        }
        drop(0, stale);
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            tags = Arrays.copyOf(tags, size * 2);
        }
        // A clock that steps back must not make an older moment out of a newer one.
        times[size] = size == 0 ? now : Math.max(now, times[size - 1]);
        tags[size++] = tag;
    }

    boolean remove(int tag) {
        for (int i = 0; i < size; i++) {
            if (tags[i] == tag) {
                drop(i, 1);
                return true;
            }
        }
        return false;
    }

    /** Milliseconds until the limit has room; 0 when it has. */
    long waitMillis(Limit limit, long now) {
        if (size < limit.permits()) {
            return 0;
        }
        return Math.max(0, times[size - limit.permits()] + limit.window().toMillis() - now);
    }

    /** How many of the moments lie in the newest window of this length. */
    int within(Duration window, long now) {
        int first = 0;
        while (first < size && times[first] + window.toMillis() <= now) {
            first++;
        }
        return size - first;
    }

    /** Milliseconds until nothing here matters any more; 0 when nothing does. */
    long life(long now) {
        return size == 0 ? 0 : Math.max(0, times[size - 1] + horizon - now);
    }

    private void drop(int from, int count) {
        System.arraycopy(times, from + count, times, from, size - from - count);
        System.arraycopy(tags, from + count, tags, from, size - from - count);
        size -= count;
    }

    private static long readTime(ByteBuffer in) {
        return ((long) in.getShort() << 32) | (in.getInt() & 0xffff_ffffL);
    }

    private static void writeTime(ByteBuffer out, long millis) {
        out.putShort((short) (millis >> 32));
        out.putInt((int) millis);
    }
}

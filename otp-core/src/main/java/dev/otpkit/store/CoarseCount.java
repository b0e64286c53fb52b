package dev.otpkit.store;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.RateLimiter;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The count of one limit of more than 100 permits: sums of 60 parts of its window.
 *
 * <p>The part that is leaving counts until it has left whole, so that the rounding is against the caller and no window
 * ever holds more than the permits.
 */
final class CoarseCount implements Count {
    private static final int PARTS = 61; // 60, and the one that the window's edge runs through

    private final Bucket bucket;
    private final Limit limit;
    private final long part;
    private final String row;
    private final int[] sums = new int[PARTS];
    private long newest;
    private boolean known;

    CoarseCount(Bucket bucket, Limit limit) {
        this.bucket = bucket;
        this.limit = limit;
        this.part = (limit.window().toMillis() + PARTS - 2) / (PARTS - 1);
        this.row = bucket.id() + ":w" + Long.toString(limit.window().toMillis(), Character.MAX_RADIX);
    }

    boolean isStricterThan(Count other) {
        return other instanceof CoarseCount that && limit.permits() < that.limit.permits();
    }

    @Override
    public Bucket bucket() {
        return bucket;
    }

    @Override
    public String row() {
        return row;
    }

    @Override
    public void load(RowStore.Rows rows, long now) {
        byte[] packed = rows.get(row);
        known = packed != null;
        newest = now / part;
        if (packed == null) {
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(packed);
        long last = in.getLong();
        // A clock that steps back stays in the newest part that was counted in.
        newest = Math.max(newest, last);
        for (int i = 0; i < PARTS; i++) {
            int sum = in.getInt();
            if (last - i > newest - PARTS) {
                sums[(int) (newest - last) + i] = sum;
            }
        }
    }

    @Override
    public boolean isKnown() {
        return known;
    }

    /** Single calls are not known here. */
    @Override
    public boolean has(int tag) {
        return false;
    }

    @Override
    public long waitMillis(long now) {
        long total = total();
        long wait = 0;
        for (int i = PARTS - 1; i >= 0 && total + bucket.weight() > limit.permits(); i--) {
            total -= sums[i];
            wait = (newest - i + PARTS) * part - now;
        }
        return wait;
    }

    @Override
    public int taken(Limit asked, long now) {
        return asked.permits() > RateLimiter.EXACT && asked.window().equals(limit.window())
                ? (int) Math.min(total(), Integer.MAX_VALUE)
                : 0;
    }

    private long total() {
        long total = 0;
        for (int sum : sums) {
            total += sum;
        }
        return total;
    }

    @Override
    public void add(RowStore.Rows rows, long now, int tag) {
        sums[0] += bucket.weight();
        ByteBuffer packed = ByteBuffer.allocate(Long.BYTES + PARTS * Integer.BYTES);
        packed.putLong(newest);
        for (int sum : sums) {
            packed.putInt(sum);
        }
        rows.put(row, packed.array(), Duration.ofMillis((newest + PARTS) * part - now));
    }
}

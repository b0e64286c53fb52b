package dev.otpkit.store;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.RateLimiter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The count of one bucket's limits of up to 100 permits: one row, every moment known. */
final class ExactCount implements Count {
    private final Bucket bucket;
    private final List<Limit> limits = new ArrayList<>();
    private final String row;

    @SuppressWarnings("NullAway.Init") // load is the first call
    private History history;

    private boolean known;

    ExactCount(Bucket bucket) {
        this.bucket = bucket;
        this.row = bucket.id() + ":h";
        for (Limit limit : bucket.limits()) {
            if (limit.permits() <= RateLimiter.EXACT) {
                limits.add(limit);
            }
        }
    }

    @Override
    public Bucket bucket() {
        return bucket;
    }

    boolean isNeeded() {
        return !limits.isEmpty();
    }

    @Override
    public String row() {
        return row;
    }

    @Override
    public void load(RowStore.Rows rows, long now) {
        byte[] packed = rows.get(row);
        known = packed != null;
        history = packed == null ? History.empty() : History.read(ByteBuffer.wrap(packed));
        history.hold(limits);
    }

    @Override
    public boolean isKnown() {
        return known;
    }

    @Override
    public boolean has(int tag) {
        return history.has(tag);
    }

    @Override
    public long waitMillis(long now) {
        long longest = 0;
        for (Limit limit : limits) {
            longest = Math.max(longest, history.waitMillis(limit, now));
        }
        return longest;
    }

    @Override
    public int taken(Limit limit, long now) {
        return limits.contains(limit) ? history.within(limit.window(), now) : 0;
    }

    @Override
    public void add(RowStore.Rows rows, long now, int tag) {
        history.add(now, tag);
        save(rows, now);
    }

    void giveBack(RowStore.Rows rows, long now, int tag) {
        if (history.remove(tag)) {
            save(rows, now);
        }
    }

    private void save(RowStore.Rows rows, long now) {
        long life = history.life(now);
        if (life == 0) {
            rows.remove(row);
            return;
        }
        ByteBuffer packed = ByteBuffer.allocate(history.packedSize());
        history.write(packed);
        rows.put(row, packed.array(), Duration.ofMillis(life));
    }
}

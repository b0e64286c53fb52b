package dev.otpkit.store;

import dev.otpkit.limit.Limit;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A subject's failures in one budget, packed into one row. */
final class FailureRow {
    /** In a row from here on, failures are remembered for longer. */
    private static final int STUBBORN = 10;

    private static final long LIFE = Duration.ofDays(30).toMillis();
    private static final long STUBBORN_LIFE = Duration.ofDays(400).toMillis();

    private final Budget budget;
    private final History history;
    private int consecutive;
    private long keptUntil;

    private FailureRow(Budget budget, History history, int consecutive, long keptUntil) {
        this.budget = budget;
        this.history = history;
        this.consecutive = consecutive;
        this.keptUntil = keptUntil;
        history.hold(budget.limits());
    }

    static FailureRow read(Budget budget, byte @Nullable [] row) {
        if (row == null) {
            return new FailureRow(budget, History.empty(), 0, 0);
        }
        ByteBuffer in = ByteBuffer.wrap(row);
        int consecutive = in.get();
        long keptUntil = in.getLong();
        return new FailureRow(budget, History.read(in), consecutive, keptUntil);
    }

    void save(RowStore.Rows rows, String id, long now) {
        ByteBuffer out = ByteBuffer.allocate(1 + Long.BYTES + history.packedSize());
        out.put((byte) consecutive).putLong(keptUntil);
        history.write(out);
        rows.put(id, out.array(), Duration.ofMillis(keptUntil - now));
    }

    boolean isSpent(long now) {
        return consecutive >= budget.consecutive() || waitMillis(now) > 0;
    }

    /** When there is room again; empty when there is, or when waiting will not help. */
    Optional<Duration> retryAfter(long now) {
        if (!isSpent(now) || consecutive >= budget.consecutive()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(waitMillis(now)));
    }

    private long waitMillis(long now) {
        long longest = 0;
        for (Limit limit : budget.limits()) {
            longest = Math.max(longest, history.waitMillis(limit, now));
        }
        return longest;
    }

    /** Only a failure prolongs the row's life. */
    void add(long now, int call) {
        history.add(now, call);
        consecutive = Math.min(consecutive + 1, Byte.MAX_VALUE);
        keptUntil = Math.max(keptUntil, now + (consecutive >= STUBBORN ? STUBBORN_LIFE : LIFE));
    }

    boolean hasConsecutive() {
        return consecutive > 0;
    }

    /** A success ends the row of failures; the windows stay as they are. */
    void endRow() {
        consecutive = 0;
    }
}

package dev.otpkit.store.memory;

import dev.otpkit.limit.RateLimiter;
import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.StoreException;
import java.time.InstantSource;

/**
 * A store and a limiter in this process's own memory: exact, bounded, and gone with the process.
 *
 * <pre>{@code
 * OtpService.Builder service = OtpService.builder().backend(new MemoryBackend());
 * }</pre>
 *
 * <ul>
 *   <li>Steps on one subject run one after the other; each is seen whole or not at all.
 *   <li>Nothing that lives is dropped to make room. Above the capacity nothing new is admitted: a key without a code, or a
 *       message for people who are not known yet, fails with {@link StoreException.Kind#FULL}. What is known is served and
 *       may grow, to four times the capacity: a step that would pass it fails with {@code FULL} too, and has changed
 *       nothing.
 *   <li>The capacity is shared out to up to 256 parts, and each subject has its place in one of them. Who fills his part
 *       disturbs few others; the first refusals come a few percent before the whole is full.
 *   <li>There is no thread: each call sweeps what has expired in the parts that it works on, in amortised constant time.
 *       Tables grow by doubling, a part at a time, and do not shrink.
 *   <li>Time is what has passed since the backend was made: setting the wall clock changes nothing. A clock that was
 *       handed in is followed, but not back: until it has caught up, time stands still. It may also stand still while the
 *       machine sleeps.
 * </ul>
 *
 * <p>Safe for use by many threads. Needs no closing.
 *
 * <p><b>Security.</b> Other processes see none of it: two nodes with a memory backend each allow twice the guesses and
 * twice the messages, and a restart forgets them all.
 */
public final class MemoryBackend implements OtpBackend {
    final MemoryRows rows;
    private final InstantSource clock;
    private final OtpBackend onRows;

    /** With an eighth of the largest heap as capacity, so that half of the heap is never passed. */
    public MemoryBackend() {
        this(builder());
    }

    private MemoryBackend(Builder builder) {
        clock = new SteadyClock(builder.clock);
        rows = new MemoryRows(builder.capacity, clock);
        onRows = OtpBackend.on("memory", rows);
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return onRows.name();
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public OtpStore store() {
        return onRows.store();
    }

    @Override
    public RateLimiter limiter() {
        return onRows.limiter();
    }

    /** The backend's own time, which never goes back. */
    @Override
    public InstantSource clock() {
        return clock;
    }

    /** Collects what differs from the defaults. */
    public static final class Builder {
        private static final long LEAST = 64 << 10;
        private static final long MOST = 1L << 40;

        private long capacity = Math.max(LEAST, Runtime.getRuntime().maxMemory() / (2 * MemoryRows.HEADROOM));
        private InstantSource clock = SteadyClock.elapsed();

        private Builder() {}

        /**
         * Bytes of heap above which nothing new is admitted, 64 KiB to 1 TiB; an eighth of the largest heap by default. A
         * person with a live code takes about 400 of them, and 670 with all the messages of the standard limits. Leave
         * four times as much of the heap, for what those who are known may grow to.
         */
        public Builder capacity(long bytes) {
            if (bytes < LEAST || bytes > MOST) {
                throw new IllegalArgumentException("capacity must be " + LEAST + ".." + MOST + " bytes: " + bytes);
            }
            capacity = bytes;
            return this;
        }

        /** Whose time to follow; for tests. */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /** A backend of its own, empty. */
        public MemoryBackend build() {
            return new MemoryBackend(this);
        }
    }
}

package dev.otpkit.store;

import dev.otpkit.limit.RateLimiter;
import java.time.Clock;
import java.time.InstantSource;

/**
 * A store and the limiter beside it: they come together, so that nobody pairs a shared store with a local limiter by
 * accident.
 */
public interface OtpBackend {

    /** What metrics call it: {@code memory}, {@code redis}. */
    String name();

    /** Whether other processes see the same rows; a shared backend needs secrets that they know too. */
    boolean shared();

    /** Where codes live. */
    OtpStore store();

    /** Where messages are counted. */
    RateLimiter limiter();

    /** The time that the service's own short tables go by; stores and limiters have their own. */
    default InstantSource clock() {
        return Clock.systemUTC();
    }

    /** A store and a limiter of one's own choice, shared by all processes. */
    static OtpBackend of(String name, OtpStore store, RateLimiter limiter) {
        return new Pair(name, true, store, limiter);
    }

    /**
     * A complete backend over a user's own transactional rows: the state machine and the limiter in plain Java, each
     * step inside one {@link RowStore#atomically}.
     */
    static OtpBackend on(String name, RowStore rows) {
        RowStore sound = new SoundRows(rows);
        return new Pair(name, true, new RowOtpStore(sound), new RowRateLimiter(sound));
    }
}

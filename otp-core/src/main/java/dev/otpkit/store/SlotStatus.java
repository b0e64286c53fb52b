package dev.otpkit.store;

import java.time.Duration;
import java.util.Optional;

/**
 * What a store knows of a slot, without changing it.
 *
 * @param state of the key's code
 * @param expiresIn the life a live code has left; zero otherwise
 * @param attemptsLeft guesses a live code is still good for; zero otherwise
 * @param spent whether the subject's budget is spent
 * @param retryAfter when a spent budget has room again; empty: it is not spent, or waiting will not help
 * @param entry the code, where there is one
 */
public record SlotStatus(
        State state,
        Duration expiresIn,
        int attemptsLeft,
        boolean spent,
        Optional<Duration> retryAfter,
        Optional<Entry> entry) {
    /** The states of a code. */
    public enum State {
        /** No code. */
        NONE,
        /** A right guess would be accepted. */
        LIVE,
        /** It was accepted. */
        USED,
        /** No attempt left, or the budget is spent. */
        EXHAUSTED,
        /** Its life is over. */
        EXPIRED
    }
}

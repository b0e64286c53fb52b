package dev.otpkit.store;

import java.time.Duration;
import java.util.Optional;

/**
 * What {@link OtpStore#open} did.
 *
 * @param outcome which of the possibilities
 * @param live the code that is to be sent again, exactly when {@link Outcome#RESENT}
 * @param expiresIn the life that the code has left; zero when {@link Outcome#SPENT}
 * @param retryAfter when the budget has room again; only {@link Outcome#SPENT} has one, and not always
 */
public record OpenAnswer(Outcome outcome, Optional<Entry> live, Duration expiresIn, Optional<Duration> retryAfter) {
    /** The three possibilities. */
    public enum Outcome {
        /** The candidate is the key's live code. */
        OPENED,
        /** The live code stays: {@link #live} is to be sent again, attempts and life as they were. */
        RESENT,
        /** The subject's budget is spent and the candidate is not strong; no guess at a short code is compared. */
        SPENT
    }

    /** The candidate was opened for so long. */
    public static OpenAnswer opened(Duration expiresIn) {
        return new OpenAnswer(Outcome.OPENED, Optional.empty(), expiresIn, Optional.empty());
    }

    /** This live code is to be sent again. */
    public static OpenAnswer resent(Entry live, Duration expiresIn) {
        return new OpenAnswer(Outcome.RESENT, Optional.of(live), expiresIn, Optional.empty());
    }

    /** The budget is spent until then; empty: waiting will not help. */
    public static OpenAnswer spent(Optional<Duration> retryAfter) {
        return new OpenAnswer(Outcome.SPENT, Optional.empty(), Duration.ZERO, retryAfter);
    }
}

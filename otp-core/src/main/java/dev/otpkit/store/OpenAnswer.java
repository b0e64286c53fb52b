package dev.otpkit.store;

import java.time.Duration;
import java.util.Optional;

/** What {@link OtpStore#open} did. */
public final class OpenAnswer {
    /** The three possibilities. */
    public enum Outcome {
        /** The candidate is the key's live code. */
        OPENED,
        /** The live code stays: {@link #live} is to be sent again, attempts and life as they were. */
        RESENT,
        /** The subject's budget is spent and the candidate is not strong; no guess at a short code is compared. */
        SPENT
    }

    private final Outcome outcome;
    private final Optional<Entry> live;
    private final Duration expiresIn;
    private final Optional<Duration> retryAfter;

    private OpenAnswer(Outcome outcome, Optional<Entry> live, Duration expiresIn, Optional<Duration> retryAfter) {
        this.outcome = outcome;
        this.live = live;
        this.expiresIn = expiresIn;
        this.retryAfter = retryAfter;
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

    /** Which of the three. */
    public Outcome outcome() {
        return outcome;
    }

    /** The live code, exactly when {@link Outcome#RESENT}. */
    public Optional<Entry> live() {
        return live;
    }

    /** The life that the code has left; zero when {@link Outcome#SPENT}. */
    public Duration expiresIn() {
        return expiresIn;
    }

    /** When the budget has room again; only {@link Outcome#SPENT} has one, and not always. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}

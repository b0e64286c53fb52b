package dev.otpkit.store;

import java.time.Duration;
import java.util.Optional;

/**
 * What became of a guess.
 *
 * @param outcome which of the possibilities
 * @param attemptsLeft guesses that the live code is still good for; zero when no code is live
 * @param retryAfter when the budget has room again; only {@link Outcome#SPENT} has one, and not always
 * @param entry the code that was asked about, where there was one
 */
public record VerifyAnswer(Outcome outcome, int attemptsLeft, Optional<Duration> retryAfter, Optional<Entry> entry) {
    /** The possibilities; only the first two have compared. */
    public enum Outcome {
        /** Right, and used up by this call alone. */
        ACCEPTED,
        /** Wrong, and counted. */
        REJECTED,
        /** No attempt left; not compared. */
        EXHAUSTED,
        /** Its life is over; not compared. */
        EXPIRED,
        /** Accepted once before. */
        USED,
        /** Nothing is known of a code. */
        ABSENT,
        /** The subject's budget is spent and the code is not strong; not compared. */
        SPENT,
        /** The code was made under a secret that the call brought no tag for; not compared. */
        UNREADABLE,
        /** The call was wary and the code has a failure already; not compared, not counted. */
        WARY
    }
}

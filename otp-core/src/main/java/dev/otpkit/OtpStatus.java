package dev.otpkit;

import dev.otpkit.store.SlotStatus;
import java.time.Duration;
import java.util.Optional;

/**
 * What is known of a key's code, without touching it. Nothing in it tells the code.
 *
 * @param state of the code
 * @param expiresIn the life a live code has left; zero otherwise
 * @param attemptsLeft guesses a live code is good for; zero otherwise
 * @param retryAfter when a locked subject is served again, in whole seconds, rounded up; empty: waiting will not help, or
 *     is not needed
 * @param sentTo to whom the code went, masked; empty when there is none
 * @param storage the name of the backend that answered: another one than usual while that is lost
 */
public record OtpStatus(
        State state,
        Duration expiresIn,
        int attemptsLeft,
        Optional<Duration> retryAfter,
        Optional<String> sentTo,
        String storage) {
    /** The states of a code. */
    public enum State {
        /** No code is known. */
        NONE,
        /** A right guess would be accepted. */
        LIVE,
        /** It was accepted. */
        USED,
        /** No guess is left. */
        EXHAUSTED,
        /** Its life is over. */
        EXPIRED,
        /** The subject's budget is spent, and the purpose locks it. */
        LOCKED
    }

    static OtpStatus of(SlotStatus known, boolean locked, Optional<String> sentTo, String storage) {
        return new OtpStatus(
                locked ? State.LOCKED : State.valueOf(known.state().name()),
                known.expiresIn(),
                known.attemptsLeft(),
                locked ? known.retryAfter().map(Seconds::roundedUp) : Optional.empty(),
                sentTo,
                storage);
    }
}

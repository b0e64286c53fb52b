package dev.otpkit;

import dev.otpkit.delivery.Recipient;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What became of a guess. */
public final class VerifyResult {
    /** The possibilities. */
    public enum Outcome {
        /** Right, and used up: no other caller is ever told so for this code. */
        ACCEPTED,
        /** Wrong, and counted; for a concealed purpose whatever was looked up and not accepted. */
        REJECTED,
        /** Not a code at all; costs nothing. */
        MALFORMED,
        /** No guess is left for this code. */
        EXHAUSTED,
        /** The code's life is over. */
        EXPIRED,
        /** The code was accepted before. */
        USED,
        /** No code is known under this key. */
        ABSENT,
        /** Guesses are not taken now, right or wrong. */
        LOCKED
    }

    private final Outcome outcome;
    private final OptionalInt attemptsLeft;
    private final Optional<Duration> retryAfter;
    private final Optional<Supplier<Receipt>> sealing;
    private final Predicate<Recipient> sentTo;

    /** Made when it is asked for, once: most are not. */
    private Optional<Receipt> receipt = Optional.empty();

    private VerifyResult(
            Outcome outcome,
            OptionalInt attemptsLeft,
            Optional<Duration> retryAfter,
            Optional<Supplier<Receipt>> sealing,
            Predicate<Recipient> sentTo) {
        this.outcome = outcome;
        this.attemptsLeft = attemptsLeft;
        this.retryAfter = retryAfter.map(Seconds::roundedUp);
        this.sealing = sealing;
        this.sentTo = sentTo;
    }

    static VerifyResult accepted(Supplier<Receipt> receipt, Predicate<Recipient> sentTo) {
        return new VerifyResult(Outcome.ACCEPTED, OptionalInt.of(0), Optional.empty(), Optional.of(receipt), sentTo);
    }

    static VerifyResult refused(Outcome outcome, int attemptsLeft) {
        return new VerifyResult(
                outcome, OptionalInt.of(attemptsLeft), Optional.empty(), Optional.empty(), recipient -> false);
    }

    static VerifyResult malformed() {
        return new VerifyResult(
                Outcome.MALFORMED, OptionalInt.empty(), Optional.empty(), Optional.empty(), recipient -> false);
    }

    static VerifyResult locked(Optional<Duration> retryAfter) {
        return new VerifyResult(Outcome.LOCKED, OptionalInt.empty(), retryAfter, Optional.empty(), recipient -> false);
    }

    /** The same for known and unknown accounts: what became of a code tells whether somebody else has it. */
    VerifyResult concealed() {
        return accepted()
                ? this
                : new VerifyResult(
                        Outcome.REJECTED, OptionalInt.empty(), Optional.empty(), Optional.empty(), recipient -> false);
    }

    /** Which of the possibilities. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whether the guess was right, and this call the one that used the code up. */
    public boolean accepted() {
        return outcome == Outcome.ACCEPTED;
    }

    /** For the step that acts on it, redeemable once; empty unless accepted. */
    public synchronized Optional<Receipt> receipt() {
        receipt = receipt.or(() -> sealing.map(Supplier::get));
        return receipt;
    }

    /**
     * Whether this code proves that its holder reads this recipient's messages: it was accepted, and sent to nobody else.
     * A code of a request with {@code orElse} proves one of its recipients, never which, so this is false for all.
     */
    public boolean sentTo(Recipient recipient) {
        return sentTo.test(recipient);
    }

    /** Guesses left for the code, zero when it is dead; empty when nothing was looked up, or must not be told. */
    public OptionalInt attemptsLeft() {
        return attemptsLeft;
    }

    /** When guesses are taken again, in whole seconds, rounded up; empty: waiting will not help, or is not needed. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    @Override
    public String toString() {
        return "VerifyResult[" + outcome + "]";
    }
}

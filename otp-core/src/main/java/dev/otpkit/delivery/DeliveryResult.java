package dev.otpkit.delivery;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What became of one message at one channel.
 *
 * <p>The question that decides everything is whether the message was <em>certainly not sent</em>
 * ({@link #surelyNotSent()}): only then may it be repeated or handed to another channel. When in doubt the answer is
 * {@link #unknown()}, and nothing is repeated.
 *
 * <p>Immutable. A reason is a few words of ours and never a provider's text, which may hold an address: 1..64 of
 * {@code a-z 0-9}, blank and hyphen, at most 5 digits in a row. Anything else is an {@link IllegalArgumentException}.
 */
public final class DeliveryResult {
    /** Whether the message left, as far as anybody knows. */
    public enum Outcome {
        /** The provider took the message. */
        SENT,
        /** The message may have been sent: a timeout, a cut reply, an exception. */
        UNKNOWN,
        /** Certainly not sent; the same message may succeed later or elsewhere. */
        TEMPORARY,
        /** Certainly not sent, and repeating it here will not help. */
        PERMANENT,
        /** Certainly not sent, because this application's settings or credentials are wrong. */
        MISCONFIGURED
    }

    /** Whom the outcome speaks about. What is said about a recipient never trips a breaker or gives a permit back. */
    public enum Fault {
        /** Nobody: the message was sent. */
        NONE,
        /** This one recipient: an unknown mailbox, a full one, a number that cannot be reached. */
        RECIPIENT,
        /** The provider or the way to it. */
        PROVIDER,
        /** This application. */
        OURS
    }

    private static final Pattern REFERENCE = Pattern.compile("[!-~]{1,128}");
    private static final DeliveryResult PLAIN_SENT = new DeliveryResult(Outcome.SENT, Fault.NONE, null, null, null);

    private final Outcome outcome;
    private final Fault fault;
    private final @Nullable String reference;
    private final @Nullable Duration retryAfter;
    private final @Nullable String reason;

    private DeliveryResult(
            Outcome outcome,
            Fault fault,
            @Nullable String reference,
            @Nullable Duration retryAfter,
            @Nullable String reason) {
        this.outcome = outcome;
        this.fault = fault;
        this.reference = reference;
        this.retryAfter = retryAfter;
        this.reason = reason;
    }

    /** The provider took the message. */
    public static DeliveryResult sent() {
        return PLAIN_SENT;
    }

    /**
     * The provider took the message and gave it this name, by which a later report is matched.
     *
     * @throws IllegalArgumentException unless it is 1..128 visible ASCII characters
     */
    public static DeliveryResult sent(String reference) {
        return new DeliveryResult(Outcome.SENT, Fault.NONE, requireReference(reference), null, null);
    }

    /** The message may have been sent: nothing is repeated. The provider's fault. */
    public static DeliveryResult unknown() {
        return new DeliveryResult(Outcome.UNKNOWN, Fault.PROVIDER, null, null, null);
    }

    /** Certainly not sent, perhaps later. The provider's fault, unless {@link #blaming} says otherwise. */
    public static DeliveryResult temporary() {
        return new DeliveryResult(Outcome.TEMPORARY, Fault.PROVIDER, null, null, null);
    }

    /**
     * Certainly not sent, and not to be tried before this time has passed.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    public static DeliveryResult temporary(Duration retryAfter) {
        if (retryAfter.isNegative()) {
            throw new IllegalArgumentException("retryAfter must not be negative: " + retryAfter);
        }
        return new DeliveryResult(Outcome.TEMPORARY, Fault.PROVIDER, null, retryAfter, null);
    }

    /** Certainly not sent, and never will be. The recipient's fault, unless {@link #blaming} says otherwise. */
    public static DeliveryResult permanent(String reason) {
        return new DeliveryResult(Outcome.PERMANENT, Fault.RECIPIENT, null, null, Reason.of(reason));
    }

    /** Certainly not sent, and nothing will be until the application's settings are mended. Our own fault. */
    public static DeliveryResult misconfigured(String reason) {
        return new DeliveryResult(Outcome.MISCONFIGURED, Fault.OURS, null, null, Reason.of(reason));
    }

    /**
     * The same TEMPORARY or PERMANENT result, speaking about somebody else: an SMTP 450 at RCPT is
     * {@code temporary().blaming(RECIPIENT)}, a provider's refusal of the sender {@code permanent("...").blaming(OURS)}.
     *
     * @throws IllegalStateException for any other outcome, whose fault is fixed
     * @throws IllegalArgumentException for {@link Fault#NONE}
     */
    public DeliveryResult blaming(Fault fault) {
        if (outcome != Outcome.TEMPORARY && outcome != Outcome.PERMANENT) {
            throw new IllegalStateException("blaming(...) is for TEMPORARY and PERMANENT: " + outcome);
        }
        if (fault == Fault.NONE) {
            throw new IllegalArgumentException("fault must be RECIPIENT, PROVIDER or OURS: " + fault);
        }
        return new DeliveryResult(outcome, fault, reference, retryAfter, reason);
    }

    /**
     * The same result with a few words of ours.
     *
     * @throws IllegalStateException if the message was sent
     */
    public DeliveryResult because(String reason) {
        if (outcome == Outcome.SENT) {
            throw new IllegalStateException("because(...) is for what was not sent: " + outcome);
        }
        return new DeliveryResult(outcome, fault, reference, retryAfter, Reason.of(reason));
    }

    /** Whether the message left, as far as anybody knows. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whom the outcome speaks about. */
    public Fault fault() {
        return fault;
    }

    /** The provider's name for the message, where it gave one. */
    public Optional<String> reference() {
        return Optional.ofNullable(reference);
    }

    /** How long the provider asked to be left alone. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** A few words of ours; fit for a log. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** Whether the message certainly did not leave, so that it may be repeated or handed to another channel. */
    public boolean surelyNotSent() {
        return outcome != Outcome.SENT && outcome != Outcome.UNKNOWN;
    }

    static String requireReference(String reference) {
        if (!REFERENCE.matcher(reference).matches()) {
            throw new IllegalArgumentException(
                    "reference must be 1..128 visible ASCII characters: " + reference.length() + " characters given");
        }
        return reference;
    }

    /** Results are equal when all their parts are. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DeliveryResult that
                && outcome == that.outcome
                && fault == that.fault
                && Objects.equals(reference, that.reference)
                && Objects.equals(retryAfter, that.retryAfter)
                && Objects.equals(reason, that.reason);
    }

    @Override
    public int hashCode() {
        return Objects.hash(outcome, fault, reference, retryAfter, reason);
    }

    /** Outcome, fault and reason; not the provider's reference, which is not ours to print. */
    @Override
    public String toString() {
        return outcome + " fault=" + fault + (reason == null ? "" : " reason='" + reason + "'");
    }
}

package dev.otpkit.delivery;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider said later about one message that it had taken: its last word, {@link Outcome#DELIVERED} or {@link
 * Outcome#UNDELIVERED}. What lies between, such as queued or ringing, is no report.
 *
 * <p>Immutable. A reason is a few words of ours, as {@link DeliveryResult}'s are, and never a provider's text.
 *
 * <p><strong>Security.</strong> Whoever makes one vouches for it: an endpoint on the internet has proven before that it was
 * the provider who spoke. {@code toString} shows no reference.
 */
public final class DeliveryReport {
    /** How it ended. */
    public enum Outcome {
        /** The message arrived, as far as the provider can tell: at a handset, a mailbox, or whoever picked up. */
        DELIVERED,
        /** It did not arrive, and the provider has given up. */
        UNDELIVERED
    }

    private final String kind;
    private final String reference;
    private final Outcome outcome;
    private final DeliveryResult.Fault fault;
    private final @Nullable String reason;

    private DeliveryReport(
            String kind, String reference, Outcome outcome, DeliveryResult.Fault fault, @Nullable String reason) {
        this.kind = Recipient.requireKind(kind);
        this.reference = DeliveryResult.requireReference(reference);
        this.outcome = outcome;
        this.fault = fault;
        this.reason = reason;
    }

    /**
     * The message of this name arrived.
     *
     * @param kind of the recipient, such as {@link Recipient#SMS}
     * @param reference the provider's name for the message, as in {@link DeliveryResult#reference()}
     * @throws IllegalArgumentException for a kind or a reference that cannot be one; the message does not repeat it
     */
    public static DeliveryReport delivered(String kind, String reference) {
        return new DeliveryReport(kind, reference, Outcome.DELIVERED, DeliveryResult.Fault.NONE, null);
    }

    /**
     * The message of this name did not arrive.
     *
     * @param kind of the recipient, such as {@link Recipient#SMS}
     * @param reference the provider's name for the message, as in {@link DeliveryResult#reference()}
     * @param fault whom the reason speaks about; never {@link DeliveryResult.Fault#NONE}
     * @param reason a few words of ours
     * @throws IllegalArgumentException for a kind, a reference, a fault or a reason that cannot be one
     */
    public static DeliveryReport undelivered(String kind, String reference, DeliveryResult.Fault fault, String reason) {
        if (fault == DeliveryResult.Fault.NONE) {
            throw new IllegalArgumentException("fault must be RECIPIENT, PROVIDER or OURS: " + fault);
        }
        return new DeliveryReport(kind, reference, Outcome.UNDELIVERED, fault, Reason.of(reason));
    }

    /** The kind of its recipient. */
    public String kind() {
        return kind;
    }

    /** The provider's name for the message. */
    public String reference() {
        return reference;
    }

    /** How it ended. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whom the outcome speaks about; nobody, where the message arrived. */
    public DeliveryResult.Fault fault() {
        return fault;
    }

    /** Why it did not arrive, in a few words of ours; fit for a log. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** Reports are equal when all their parts are. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DeliveryReport that
                && kind.equals(that.kind)
                && reference.equals(that.reference)
                && outcome == that.outcome
                && fault == that.fault
                && Objects.equals(reason, that.reason);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, reference, outcome, fault, reason);
    }

    /** Kind, outcome, fault and reason; not the provider's reference, which is not ours to print. */
    @Override
    public String toString() {
        return kind + " " + outcome + (reason == null ? "" : " fault=" + fault + " reason='" + reason + "'");
    }
}

package dev.otpkit.delivery;

/**
 * A way for a message to reach a person: SMTP, SMS, a console.
 *
 * <p>Implementations are thread-safe. A channel hands one message to one provider once, within a deadline of its own
 * (connect, read and total), and says what it knows. Repeating, falling back and counting are not its work.
 *
 * <p><strong>Security.</strong> A message holds a live code and an address. An implementation
 *
 * <ul>
 *   <li>does not log, store or print the message, its recipient or its code, at any level, and switches off a client's
 *       wire log that would;
 *   <li>does not repeat a message on its own, and switches off a client that does: two codes in one mailbox are the
 *       small harm, a flood the large one;
 *   <li>answers TEMPORARY, PERMANENT or MISCONFIGURED only when the message was certainly not sent, and UNKNOWN in any
 *       doubt; an exception counts as UNKNOWN;
 *   <li>says {@link DeliveryResult.Fault#RECIPIENT} for whatever a provider says about the recipient, since strangers
 *       choose recipients and could otherwise trip a breaker or earn permits back;
 *   <li>puts no provider's text into a result or an exception;
 *   <li>keeps the thread's interrupt flag;
 *   <li>encrypts the way to the provider and checks who answers, unless it says {@link #developmentOnly()}.
 * </ul>
 *
 * <p>It need not defend against the application that built it.
 */
public interface DeliveryChannel extends AutoCloseable {
    /**
     * The name, if it is fit for a channel: what a builder that is given one checks.
     *
     * @throws IllegalArgumentException if it is not; the message does not repeat it
     */
    static String requireName(String name) {
        return ChannelName.of(name);
    }

    /** What logs and events call the channel: 1..64 letters, digits, dots, hyphens and underscores. Never changes. */
    String name();

    /** Whether this channel can reach recipients of this kind. Decided from the value alone, with no call to anybody. */
    boolean serves(Recipient recipient);

    /**
     * Where a message to this recipient would go, decided from the value alone. It is asked before any limit is touched,
     * so that a refused country neither spends a permit nor replaces a live code; and again before delivery.
     */
    default Destination route(Recipient recipient) {
        return Destination.open();
    }

    /**
     * Hands the message to the provider once, and answers within the channel's deadline.
     *
     * <p>Delivering an equal message twice sends it twice: callers decide on repeats, by
     * {@link DeliveryResult#surelyNotSent()}. An exception counts as {@link DeliveryResult#unknown()}.
     */
    DeliveryResult deliver(Message message);

    /** True for a channel that must not see production, such as one that prints codes. */
    default boolean developmentOnly() {
        return false;
    }

    /** Gives connections back. Clients and pools that were handed in stay open. Closing twice does nothing more. */
    @Override
    default void close() {}
}

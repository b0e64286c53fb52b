package dev.otpkit.delivery;

import java.time.Duration;
import java.util.Optional;

/**
 * One message, and who gets another one instead when it was certainly not sent; each made when its turn comes.
 *
 * <p>A {@link Courier} calls {@link #next} from one thread at a time, though not always the same, and never after a
 * message that may have been sent.
 */
public interface Route {
    /** Whom the first message is for. */
    Recipient recipient();

    /**
     * How long it is worth sending, from when the courier takes it; empty: always. What waits longer is dropped without
     * {@link #next}.
     */
    Optional<Duration> goodFor();

    /**
     * The first message, then the next one.
     *
     * @param before what became of the one before, which was certainly not sent; empty for the first
     * @return empty when there is nobody else: the result before is the last
     */
    Optional<Message> next(Optional<DeliveryResult> before);

    /**
     * The delivery is done. Told of a submitted route on a thread of the courier's, so that nobody who submits or
     * withdraws can tell by the time it takes; but for one that found no place, and one that {@link Courier#close} drops.
     * An exception is logged.
     */
    default void ended(Delivery delivery) {}
}

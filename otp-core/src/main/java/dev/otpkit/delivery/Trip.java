package dev.otpkit.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A route on its way: round after round through the channels, then on to the route's next message. It never waits; it says
 * how long to wait, so that what is tried again keeps no thread from other messages.
 */
final class Trip {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final long NEVER = Long.MAX_VALUE;
    private static final String NOBODY = "no channel serves this kind";

    private final List<Gate> gates;
    private final Pace pace;
    private final Route route;
    private final boolean patient;
    private final BooleanSupplier ended;
    private final Delivery delivery;
    private final long taken = System.nanoTime();
    private final long goodFor;
    private long deadline = NEVER; // this and all below: nanoseconds since it was taken

    // Of the message whose turn it is.
    private @Nullable Message message;
    private final long[] notBefore;
    private long messageGoodFor = NEVER;
    private int rounds;
    private @Nullable DeliveryResult last;
    private @Nullable DeliveryResult ofRecipient;

    /**
     * A route that was taken.
     *
     * @param patient whether it may wait for a breaker
     * @param ended says when nothing is to be handed over any more
     */
    Trip(Delivery delivery, Route route, List<Gate> gates, Pace pace, boolean patient, BooleanSupplier ended) {
        this.delivery = delivery;
        this.route = route;
        this.gates = gates;
        this.pace = pace;
        this.patient = patient;
        this.ended = ended;
        this.notBefore = new long[gates.size()];
        this.goodFor = nanos(route.goodFor());
    }

    Delivery delivery() {
        return delivery;
    }

    /** Goes on until it is done, or has to wait: so many nanoseconds; zero: it is done. */
    long goOn() {
        if (!delivery.begin()) {
            return 0;
        }
        if (deadline == NEVER) {
            deadline = elapsed() + pace.deadline;
        }
        while (message != null || hasTurn()) {
            round();
            if (last != null && !last.surelyNotSent()) {
                delivery.finish(last);
                return 0;
            }
            if (delivery.isStopped()) {
                return 0;
            }
            long again = again();
            if (again != NEVER) {
                delivery.rest();
                return Math.max(1, again - elapsed());
            }
            last = verdict();
            message = null;
        }
        return 0;
    }

    /** Tells the route that it is done. */
    void tell() {
        try {
            route.ended(delivery);
        } catch (RuntimeException e) {
            LOG.warn("delivery {}: {}", delivery.id(), e.getClass().getName());
        }
    }

    /** Ends a trip that rests: whoever waits for it waits no longer. */
    void giveUp() {
        delivery.finishUnlessSending(verdict());
    }

    /** Ends a trip that threw: before its message went to a channel, or from there. */
    void fail() {
        delivery.finish(
                message != null
                        ? DeliveryResult.unknown().because("channel threw")
                        : last != null ? last : DeliveryResult.misconfigured("message could not be made"));
    }

    /** Whether the route has another message; otherwise it is done. */
    private boolean hasTurn() {
        if (isOver()) {
            delivery.finish(last == null ? over() : last);
            return false;
        }
        Optional<Message> next = route.next(Optional.ofNullable(last));
        if (next.isEmpty()) {
            delivery.finish(last == null ? ours("nothing to send") : last);
            return false;
        }
        message = next.get();
        delivery.turnsTo(message.recipient());
        messageGoodFor = Math.min(goodFor, saturated(elapsed(), life(message)));
        Arrays.fill(notBefore, 0);
        rounds = 0;
        last = null;
        ofRecipient = null;
        return true;
    }

    private void round() {
        Recipient recipient = message().recipient();
        boolean handed = false;
        for (int i = 0; i < notBefore.length; i++) {
            if (notBefore[i] > elapsed()) {
                continue;
            }
            Gate gate = gates.get(i);
            Destination destination = gate.destination(recipient);
            if (destination == null || destination.isRefused()) {
                notBefore[i] = NEVER;
            } else if (isOver()) {
                Arrays.fill(notBefore, NEVER);
                last = last == null || ended.getAsBoolean() ? over() : last;
                return;
            } else if (!gate.passes()) {
                last = gate.leftAlone();
                notBefore[i] = patient ? asked(last) : NEVER;
            } else if (!delivery.asks(gate.name())) {
                gate.release(); // closed while the gate was asked
                return;
            } else {
                handed = true;
                last = gate.hand(delivery.id(), message());
                if (!last.surelyNotSent()) {
                    return;
                }
                ofRecipient = last.fault() == DeliveryResult.Fault.RECIPIENT ? last : ofRecipient;
                notBefore[i] = mayHelp(last) ? asked(last) : NEVER;
            }
        }
        rounds += handed ? 1 : 0; // a closed breaker's no costs nobody anything
    }

    private static boolean mayHelp(DeliveryResult result) {
        return result.outcome() == DeliveryResult.Outcome.TEMPORARY
                && result.fault() != DeliveryResult.Fault.RECIPIENT; // whom strangers choose
    }

    /** When the provider, or the breaker, says that it may be asked again. */
    private long asked(DeliveryResult result) {
        return saturated(elapsed(), nanos(result.retryAfter().orElse(Duration.ZERO)));
    }

    /** When the next round is worth it, or never. */
    private long again() {
        long soonest = Math.max(Arrays.stream(notBefore).min().orElse(NEVER), elapsed() + pace.pause(rounds));
        return rounds < pace.tries && soonest < Math.min(deadline, messageGoodFor) ? soonest : NEVER;
    }

    /** What one channel said of the recipient is not unsaid by the next one's trouble. */
    private DeliveryResult verdict() {
        if (ofRecipient != null) {
            return ofRecipient;
        }
        return last != null ? last : unreached(gates, message().recipient());
    }

    private static DeliveryResult unreached(List<Gate> gates, Recipient recipient) {
        Destination nowhere = route(gates, recipient);
        return nowhere == null
                ? DeliveryResult.misconfigured(NOBODY)
                : DeliveryResult.permanent(nowhere.refusal().orElse(NOBODY));
    }

    /** The answer of the first channel that serves and does not refuse, else the first refusal; null: none serves. */
    static @Nullable Destination route(List<Gate> gates, Recipient recipient) {
        Destination refused = null;
        for (Gate gate : gates) {
            Destination destination = gate.destination(recipient);
            if (destination != null && !destination.isRefused()) {
                return destination;
            }
            refused = refused == null ? destination : refused;
        }
        return refused;
    }

    private Message message() {
        if (message == null) {
            throw new IllegalStateException("no message has its turn");
        }
        return message;
    }

    private long elapsed() {
        return System.nanoTime() - taken;
    }

    /** Nanoseconds from now on: of its code, or until it said. */
    static long life(Message message) {
        long life = nanos(message.code().map(Message.Code::left));
        return message.notAfter().isEmpty()
                ? life
                : Math.min(
                        life,
                        nanos(Duration.between(Instant.now(), message.notAfter().get())));
    }

    private static long nanos(Optional<Duration> duration) {
        return duration.map(Trip::nanos).orElse(NEVER);
    }

    private static long nanos(Duration duration) {
        if (duration.isNegative()) {
            return 0; // as far back as an Instant goes is more than nanoseconds count
        }
        return duration.compareTo(Duration.ofNanos(NEVER)) < 0 ? duration.toNanos() : NEVER;
    }

    private static long saturated(long a, long b) {
        return b > NEVER - a ? NEVER : a + b;
    }

    static DeliveryResult closed() {
        return DeliveryResult.temporary().because("courier is closed").blaming(DeliveryResult.Fault.OURS);
    }

    /** Whether nothing of it may be handed over any more: a channel, or the queue, can have taken all of its time. */
    private boolean isOver() {
        return elapsed() >= (message == null ? goodFor : messageGoodFor) || ended.getAsBoolean();
    }

    private DeliveryResult over() {
        return ended.getAsBoolean() ? closed() : ours("waited past its life");
    }

    private static DeliveryResult ours(String reason) {
        return DeliveryResult.permanent(reason).blaming(DeliveryResult.Fault.OURS);
    }
}

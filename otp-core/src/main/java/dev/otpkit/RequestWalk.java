package dev.otpkit;

import dev.otpkit.delivery.Delivery;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.store.StoreException;
import java.util.HashMap;
import java.util.Map;

/**
 * The walk of one request: limit, generate, store, render, deliver.
 *
 * <p>Limit before generate, since a refused request must not replace a live code. Store before deliver, so that whatever
 * arrives will verify. Nothing is undone after an outcome that is not certain. {@link Turns} has the steps of each
 * recipient; the courier asks it for the next one's message, on this thread or, queued, on one of its own.
 */
final class RequestWalk {
    private final Assembly with;
    private final OtpRequest request;
    private final Purpose purpose;
    private final Turns turns;
    private final long started = System.nanoTime();
    private Map<String, String> details;

    RequestWalk(Assembly with, OtpRequest request) {
        this.with = with;
        this.request = request;
        this.purpose = with.purpose(request);
        this.turns = new Turns(with, request, purpose);
        this.details = turns.details();
    }

    RequestResult walk() {
        try {
            RequestResult result = turns.take() ? send() : turns.refusal();
            if (with.events.isHeard()) {
                details.put("outcome", result.outcome().name());
            }
            with.events.of(OtpEvent.Kind.REQUESTED, request.key(), started, details);
            return purpose.policy().isConcealed() ? result.concealed(purpose) : result;
        } catch (StoreException e) {
            details.put("store_exception", e.kind().name());
            with.events.of(OtpEvent.Kind.FAILED, request.key(), started, details);
            throw e;
        }
    }

    private RequestResult send() {
        boolean taken = false;
        try {
            RequestResult result = purpose.policy().isQueued() ? submit() : deliver();
            taken = true;
            return result;
        } finally {
            if (!taken) {
                turns.abandon();
            }
        }
    }

    private RequestResult deliver() {
        Delivery delivery = with.courier.deliver(turns);
        turns.end(delivery);
        return turns.result(delivery);
    }

    @SuppressWarnings("ReferenceEquality") // a channel may say the same words
    private RequestResult submit() {
        details = new HashMap<>(details); // the other map goes on with the courier's thread
        details.put("queued", "true");
        turns.whenEnded(this::delivered);
        Delivery delivery = with.courier.submit(turns);
        if (delivery.result().orElse(null) == Delivery.REFUSED) {
            return turns.result(delivery);
        }
        Delivery stands = with.waiting.put(turns.slot(), turns.number(), turns.isFresh(), delivery);
        if (delivery.state() == Delivery.State.DONE) {
            with.waiting.remove(turns.slot(), delivery); // it was quicker than this thread
        }
        return turns.sent(stands);
    }

    /** Told by the courier, never on the thread of who asked: a decoy's message is done sooner, and nobody may notice. */
    private void delivered(Delivery delivery) {
        with.waiting.remove(turns.slot(), delivery);
        turns.end(delivery);
        DeliveryResult result = delivery.result().orElseThrow();
        if (with.events.isHeard()) {
            turns.details().put("outcome", result.outcome().name());
            result.reason().ifPresent(reason -> turns.details().put("reason", reason));
        }
        with.events.of(OtpEvent.Kind.DELIVERED, request.key(), started, turns.details());
    }
}

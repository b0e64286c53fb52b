package dev.otpkit;

import dev.otpkit.delivery.Delivery;
import dev.otpkit.store.Slot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The queued message of each key: of two that wait only one is sent. */
final class Waiting {
    private record Message(long number, Delivery delivery) {
        boolean waits() {
            Delivery.State state = delivery.state();
            return state == Delivery.State.QUEUED || state == Delivery.State.RETRYING;
        }
    }

    private final Map<String, Message> byKey = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    /** The number of a code that was just opened or sent again: of two requests at once, the later code is good. */
    long number() {
        return numbers.incrementAndGet();
    }

    /**
     * Withdraws the message with the code that is dead. Where both have the same code the older one keeps its place, or who
     * asks again and again would never get to the front.
     *
     * @param fresh whether this one's code was opened for it
     * @return the message that stands
     */
    Delivery put(Slot slot, long number, boolean fresh, Delivery delivery) {
        Message mine = new Message(number, delivery);
        Message older = byKey.get(slot.key());
        boolean stays = older != null && older.waits() && (older.number() > number || !fresh);
        if (older != null && stays && delivery.state() == Delivery.State.QUEUED && delivery.withdraw()) {
            return older.delivery();
        }
        Message replaced = byKey.put(slot.key(), mine);
        if (replaced != null) {
            replaced.delivery().withdraw();
        }
        return delivery;
    }

    void withdraw(Slot slot) {
        Message waiting = byKey.get(slot.key());
        if (waiting != null) {
            waiting.delivery().withdraw();
        }
    }

    void remove(Slot slot, Delivery delivery) {
        byKey.computeIfPresent(slot.key(), (key, kept) -> kept.delivery() == delivery ? null : kept);
    }
}

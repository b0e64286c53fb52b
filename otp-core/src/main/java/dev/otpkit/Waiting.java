package dev.otpkit;

import dev.otpkit.delivery.Delivery;
import dev.otpkit.store.Slot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The queued message of each key, so that a newer one, or a cancellation, withdraws it while it waits. */
final class Waiting {
    private record Message(long number, Delivery delivery) {}

    private final Map<String, Message> byKey = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    /** The number of a code that was just opened or sent again: of two requests at once, the later code is good. */
    long number() {
        return numbers.incrementAndGet();
    }

    /** Keeps the newer of two messages, and withdraws the other. */
    void put(Slot slot, long number, Delivery delivery) {
        Message mine = new Message(number, delivery);
        Message older = byKey.put(slot.key(), mine);
        if (older == null) {
            return;
        }
        if (older.number() < number) {
            older.delivery().withdraw();
        } else {
            put(slot, older.number(), older.delivery()); // it was newer after all, and withdraws mine
        }
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

package dev.otpkit;

import dev.otpkit.delivery.Delivery;
import dev.otpkit.store.Slot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The queued message of each key, so that a newer one, or a cancellation, withdraws it while it waits. */
final class Waiting {
    private final Map<String, Delivery> byKey = new ConcurrentHashMap<>();

    void put(Slot slot, Delivery delivery) {
        Delivery older = byKey.put(slot.key(), delivery);
        if (older != null) {
            older.withdraw();
        }
    }

    void withdraw(Slot slot) {
        Delivery waiting = byKey.get(slot.key());
        if (waiting != null) {
            waiting.withdraw();
        }
    }

    void remove(Slot slot, Delivery delivery) {
        byKey.remove(slot.key(), delivery);
    }
}

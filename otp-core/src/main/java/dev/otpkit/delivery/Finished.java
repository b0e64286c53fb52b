package dev.otpkit.delivery;

import java.util.Map;
import java.util.Optional;

/** The last deliveries that ended, so that a page that asks a little late still finds its own. */
final class Finished {
    private final Map<String, Delivery> byId;

    Finished(int most) {
        this.byId = new Latest<>(most);
    }

    synchronized void add(Delivery delivery) {
        byId.put(delivery.id(), delivery);
    }

    synchronized Optional<Delivery> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }
}

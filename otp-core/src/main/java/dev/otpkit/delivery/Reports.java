package dev.otpkit.delivery;

import java.util.Map;
import java.util.Optional;

/**
 * Which message a report speaks of: the last ones to which a provider gave a name, and the last reports that nobody could be
 * found for. A report may overtake the answer that holds the name, so whichever comes second joins the two.
 *
 * <p>Two tables: what others who share the provider's account are told of must push out none of ours.
 */
final class Reports {
    private final Map<String, Delivery> sent;
    private final Map<String, DeliveryReport> early;

    Reports(int most) {
        this.sent = new Latest<>(most);
        this.early = new Latest<>(most);
    }

    synchronized void sent(Delivery delivery, String reference) {
        sent.put(reference, delivery);
        DeliveryReport before = early.remove(reference);
        if (before != null) {
            delivery.hear(before);
        }
    }

    synchronized Optional<Delivery> join(DeliveryReport report) {
        Delivery delivery = sent.get(report.reference());
        if (delivery != null && !delivery.recipient().kind().equals(report.kind())) {
            return Optional.empty(); // another provider's, by the same name
        }
        if (delivery == null) {
            early.putIfAbsent(report.reference(), report); // the first counts here, too
        } else {
            delivery.hear(report);
        }
        return Optional.ofNullable(delivery);
    }
}

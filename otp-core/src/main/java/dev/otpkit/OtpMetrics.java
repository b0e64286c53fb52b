package dev.otpkit;

import dev.otpkit.delivery.Breaker;
import dev.otpkit.delivery.Courier;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/**
 * A listener that counts, for a health page: {@code otps_generated}, {@code otps_validated}, {@code otps_rejected},
 * {@code rate_limited}, {@code emails_sent}, {@code emails_failed}, {@code emails_unknown} (may have been sent), {@code
 * emails_delivered} and {@code emails_undelivered} (as the provider {@linkplain OtpService#report reported}), the like
 * for other kinds of recipients, {@code withdrawn} and {@code storage_type}; and of each courier that it watches {@code
 * queue_size}, {@code circuit_breaker_trips} and a {@code circuit_breaker_<channel>} with its state. It watches the
 * couriers of services that it is itself a listener of. {@code otps_rejected} counts whatever was not accepted.
 *
 * <p>Not for strangers' eyes: who reads {@code decoys} before and after a request of his own knows whether there is such an
 * account.
 *
 * <pre>{@code
 * OtpMetrics metrics = new OtpMetrics();
 * OtpService.Builder service = OtpService.builder().listener(metrics);
 * Map<String, Object> health = metrics.snapshot();   // emails_failed=0, emails_sent=12, and so on
 * }</pre>
 */
public final class OtpMetrics implements OtpListener {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final List<Courier> couriers = new CopyOnWriteArrayList<>();
    private volatile String storageType = "unknown";

    /** All counts at zero. */
    public OtpMetrics() {
        for (String name : new String[] {
            "otps_generated", "otps_validated", "otps_rejected", "rate_limited", "emails_sent", "emails_failed"
        }) {
            counts.put(name, new LongAdder());
        }
    }

    @Override
    public void on(OtpEvent event) {
        storageType = event.details().getOrDefault("storage_type", storageType);
        String outcome = event.details().getOrDefault("outcome", "");
        if (event.kind() == OtpEvent.Kind.REQUESTED) {
            requested(event, outcome);
        } else if (event.kind() == OtpEvent.Kind.DELIVERED) {
            delivered(event);
        } else if (event.kind() == OtpEvent.Kind.REPORTED) {
            count(messages(event.details().getOrDefault("recipient_kind", "other")) + "_"
                    + outcome.toLowerCase(Locale.ROOT));
        } else if (event.kind() == OtpEvent.Kind.VERIFIED) {
            count(outcome.equals("ACCEPTED") ? "otps_validated" : "otps_rejected");
        } else if (event.kind() != OtpEvent.Kind.STARTED) {
            count(event.kind().name().toLowerCase(Locale.ROOT));
        }
    }

    /** Counts by name, and {@code storage_type}; a copy. */
    public Map<String, Object> snapshot() {
        Map<String, Object> snapshot = new TreeMap<>();
        counts.forEach((name, count) -> snapshot.put(name, count.sum()));
        snapshot.put("storage_type", storageType);
        long queued = 0;
        long trips = 0;
        for (Courier courier : new HashSet<>(couriers)) { // several services may share one
            queued += courier.queueSize();
            for (Breaker breaker : courier.breakers()) {
                trips += breaker.trips();
                snapshot.put(
                        "circuit_breaker_" + breaker.channel(), breaker.state().name());
            }
        }
        snapshot.put("queue_size", queued);
        snapshot.put("circuit_breaker_trips", trips);
        return snapshot;
    }

    /** Shows this courier's queue and breakers besides. */
    public void watch(Courier courier) {
        couriers.add(courier);
    }

    /** Shows them no longer. */
    public void unwatch(Courier courier) {
        couriers.remove(courier);
    }

    private void requested(OtpEvent event, String outcome) {
        if (event.details().containsKey("opened")) {
            count("otps_generated");
        }
        if (event.details().getOrDefault("decoy", "").equals("true")) {
            count("decoys");
            return;
        }
        switch (outcome) {
            case "LIMITED" -> count("rate_limited");
            case "LOCKED" -> count("locked");
            default -> {}
        }
        if (!event.details().containsKey("queued")) {
            delivered(event);
        }
    }

    private void delivered(OtpEvent event) {
        if (event.details().getOrDefault("decoy", "").equals("true")) {
            return;
        }
        if (event.details().containsKey("sent_to")) {
            count(messages(event.details().getOrDefault("recipient_kind", "other"))
                    + (event.details().containsKey("unknown") ? "_unknown" : "_sent"));
        }
        if (event.details().containsKey("withdrawn")) {
            count("withdrawn");
        }
        for (String kind : event.details().getOrDefault("not_sent", "").split(",", -1)) {
            if (!kind.isEmpty()) {
                count(messages(kind) + "_failed");
            }
        }
    }

    private static String messages(String kind) {
        return kind.equals("email") ? "emails" : kind + "_messages";
    }

    private void count(String name) {
        counts.computeIfAbsent(name, missing -> new LongAdder()).increment();
    }
}

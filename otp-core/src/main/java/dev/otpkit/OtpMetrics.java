package dev.otpkit;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * A listener that counts, for a health page: {@code otps_generated}, {@code otps_validated}, {@code otps_rejected},
 * {@code rate_limited}, {@code emails_sent}, {@code emails_failed}, the like for other kinds of recipients, and
 * {@code storage_type}. {@code otps_rejected} counts whatever was not accepted.
 *
 * <pre>{@code
 * OtpMetrics metrics = new OtpMetrics();
 * OtpService.Builder service = OtpService.builder().listener(metrics);
 * Map<String, Object> health = metrics.snapshot();   // emails_failed=0, emails_sent=12, and so on
 * }</pre>
 */
public final class OtpMetrics implements OtpListener {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
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
        return snapshot;
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
            case "SENT" -> count(messages(event.details().getOrDefault("recipient_kind", "other")) + "_sent");
            default -> {}
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

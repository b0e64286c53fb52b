package dev.otpkit;

import dev.otpkit.delivery.DeliveryReport;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.store.StoreException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The walk of one report: counted once for all nodes, joined to its message, told. */
final class ReportWalk {
    private static final Logger LOG = LoggerFactory.getLogger(OtpService.class);

    // Longer than networks take to say what became of a message, short enough that a row a message is no burden.
    private static final Limit ONCE = Limit.of(1, Duration.ofDays(3));

    private final Assembly with;

    ReportWalk(Assembly with) {
        this.with = with;
        with.enter();
    }

    boolean walk(DeliveryReport report) {
        String id = with.keyring.sharedBucket(Bucket.Kind.REPORT, report.kind(), report.reference());
        if (!isNews(List.of(new Bucket(Bucket.Kind.REPORT, id, List.of(ONCE))))) {
            return false;
        }
        with.courier.report(report);
        with.events.of(OtpEvent.Kind.REPORTED, details(report));
        return true;
    }

    private boolean isNews(List<Bucket> once) {
        String callId = with.keyring.callId();
        try {
            return with.limiter.acquire(once, callId).isGranted();
        } catch (StoreException e) {
            forget(once, callId);
            throw e;
        }
    }

    /** It may have been counted before its answer was lost: the next one, of another call, would be no news to anybody. */
    private void forget(List<Bucket> once, String callId) {
        try {
            with.limiter.giveBack(once, callId);
        } catch (StoreException e) {
            LOG.warn("a report may be counted that was not told: {}", e.kind());
        }
    }

    private static Map<String, String> details(DeliveryReport report) {
        Map<String, String> details = new HashMap<>();
        details.put("outcome", report.outcome().name());
        details.put("recipient_kind", report.kind());
        report.reason().ifPresent(reason -> {
            details.put("fault", report.fault().name());
            details.put("reason", reason);
        });
        return details;
    }
}

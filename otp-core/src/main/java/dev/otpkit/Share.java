package dev.otpkit;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.store.Budget;
import dev.otpkit.store.OpenCall;
import dev.otpkit.store.Slot;
import dev.otpkit.store.VerifyCall;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One node's share of every limit while each counts for itself: half of it, over all nodes.
 *
 * @param nodes how many share it; 0 when nobody goes on without the shared store
 */
record Share(int nodes) {
    private static final Duration LONGEST = Duration.ofDays(30);

    /** What is counted there limits nobody, or is once, of which nobody can have a part. */
    private static final Set<Bucket.Kind> WHOLE =
            Set.of(Bucket.Kind.REPORT, Bucket.Kind.LEFT, Bucket.Kind.PROVEN, Bucket.Kind.KNOWN);

    /** Refuses limits too small to be shared by so many nodes. */
    void check(List<Limit> limits) {
        for (Limit limit : nodes == 0 ? List.<Limit>of() : limits) {
            Duration window = window(limit);
            if (window.compareTo(LONGEST) > 0 && window.compareTo(limit.window()) > 0) {
                throw new IllegalStateException("onStoreLoss(local, " + nodes + ") would stretch " + limit.permits()
                        + " in " + limit.window() + " to one in " + window + "; the most is " + LONGEST);
            }
        }
    }

    Limit of(Limit limit) {
        return Limit.of(Math.max(1, permits(limit)), window(limit));
    }

    private int permits(Limit limit) {
        return limit.permits() / (2 * nodes);
    }

    /** Where the share is less than one permit, a longer window for one. */
    private Duration window(Limit limit) {
        return permits(limit) > 0
                ? limit.window()
                : limit.window().multipliedBy(2L * nodes).dividedBy(limit.permits());
    }

    List<Bucket> of(List<Bucket> buckets) {
        return buckets.stream()
                .map(bucket -> WHOLE.contains(bucket.kind())
                        ? bucket
                        : new Bucket(bucket.kind(), bucket.id(), ofLimits(bucket.limits()), bucket.weight()))
                .toList();
    }

    Slot of(Slot slot) {
        Budget whole = slot.budget();
        Budget part = new Budget(whole.id(), ofLimits(whole.limits()), Math.max(1, whole.consecutive() / (2 * nodes)));
        return new Slot(slot.subject(), slot.key(), part);
    }

    OpenCall of(OpenCall call) {
        return new OpenCall(
                of(call.slot()),
                call.callId(),
                call.candidate(),
                call.accepted(),
                call.audience(),
                call.decoy(),
                call.ttl(),
                call.resendWhile(),
                call.attempts());
    }

    VerifyCall of(VerifyCall call) {
        return new VerifyCall(
                of(call.slot()), call.tags(), call.secretId(), call.receiptTag(), call.receiptTtl(), call.wary());
    }

    List<Limit> ofLimits(List<Limit> limits) {
        return limits.stream().map(this::of).toList();
    }
}

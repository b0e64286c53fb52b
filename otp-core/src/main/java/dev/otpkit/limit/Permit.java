package dev.otpkit.limit;

import java.time.Duration;
import java.util.Optional;

/** The answer of a {@link RateLimiter}: granted, or refused by which bucket and for how long. */
public final class Permit {
    private static final Permit GRANTED = new Permit(Optional.empty(), Duration.ZERO);

    private final Optional<Bucket.Kind> refusedBy;
    private final Duration retryAfter;

    private Permit(Optional<Bucket.Kind> refusedBy, Duration retryAfter) {
        this.refusedBy = refusedBy;
        this.retryAfter = retryAfter;
    }

    /** Every bucket had room and has counted the call. */
    public static Permit granted() {
        return GRANTED;
    }

    /** This bucket had no room for so long, and none has counted the call. */
    public static Permit refused(Bucket.Kind by, Duration retryAfter) {
        return new Permit(Optional.of(by), retryAfter);
    }

    /** Whether the call was granted and counted. */
    public boolean isGranted() {
        return refusedBy.isEmpty();
    }

    /** The bucket that refuses longest; empty when granted. */
    public Optional<Bucket.Kind> refusedBy() {
        return refusedBy;
    }

    /** How long until every bucket would have room, if nobody else came; zero when granted. */
    public Duration retryAfter() {
        return retryAfter;
    }

    @Override
    public String toString() {
        return refusedBy
                .map(kind -> "refused by " + kind + " for " + retryAfter)
                .orElse("granted");
    }
}

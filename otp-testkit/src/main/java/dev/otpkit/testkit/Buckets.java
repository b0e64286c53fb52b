package dev.otpkit.testkit;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.Permit;
import dev.otpkit.limit.RateLimiter;
import java.time.Duration;
import java.util.List;

/** Buckets that no other test knows, and calls that are counted in them. */
final class Buckets {
    static final Duration HOUR = Duration.ofHours(1);

    private final RateLimiter limiter;
    private final String prefix = Names.randomOpaque();

    Buckets(RateLimiter limiter) {
        this.limiter = limiter;
    }

    /** The window, and what counting in 60 parts of whole milliseconds may add to it. */
    static Duration rounded(Duration window) {
        return window.plus(window.dividedBy(30)).plusMillis(61);
    }

    Bucket bucket(Bucket.Kind kind, String name, Limit... limits) {
        return new Bucket(kind, Names.opaque(prefix, name), List.of(limits));
    }

    Bucket recipient(Limit... limits) {
        return bucket(Bucket.Kind.RECIPIENT, "recipient", limits);
    }

    Bucket ip(Limit... limits) {
        return bucket(Bucket.Kind.CLIENT_IP, "ip", limits);
    }

    Permit acquire(Bucket... buckets) {
        return limiter.acquire(List.of(buckets), Names.randomOpaque());
    }

    /** How many more calls the bucket lets through, at most so many. */
    int room(Bucket bucket, int most) {
        for (int room = 0; room < most; room++) {
            if (!acquire(bucket).isGranted()) {
                return room;
            }
        }
        return most;
    }
}

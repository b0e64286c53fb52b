package dev.otpkit;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.PumpingGuard;
import dev.otpkit.limit.RateLimiter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Numbers that have verified a code lately, by pseudonyms in the limiter. */
final class KnownNumbers {
    /** All verifications of so many days are one call, so that a row stays small and is never without one. */
    private static final int DAYS = 10;

    private static final List<Limit> LATELY = List.of(Limit.of(RateLimiter.EXACT, PumpingGuard.KNOWN.plusDays(DAYS)));

    private final Keyring keyring;
    private final RateLimiter limiter;
    private final InstantSource clock;

    KnownNumbers(Keyring keyring, RateLimiter limiter, InstantSource clock) {
        this.keyring = keyring;
        this.limiter = limiter;
        this.clock = clock;
    }

    /** Whether what limits count by is a phone's number. */
    static boolean isNumber(String countedAs) {
        return countedAs.startsWith("+");
    }

    String id(String number) {
        return keyring.sharedBucket(Bucket.Kind.KNOWN, number);
    }

    void verified(String id) {
        long period = clock.millis() / Duration.ofDays(DAYS).toMillis();
        limiter.acquire(List.of(new Bucket(Bucket.Kind.KNOWN, id, LATELY)), "period " + period);
    }

    boolean contains(String number) {
        return limiter.taken(new Bucket(Bucket.Kind.KNOWN, id(number), LATELY)).get(0) > 0;
    }
}

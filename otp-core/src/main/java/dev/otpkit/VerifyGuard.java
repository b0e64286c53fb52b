package dev.otpkit;

import dev.otpkit.code.OtpGenerator;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.Permit;
import dev.otpkit.limit.RateLimiter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Guards verify against storms at one key and against networks that spray guesses over many.
 *
 * <p>Both tables are this JVM's own, bounded, and forget the oldest: they spare the store, they decide nothing about a
 * code that the store would not.
 */
final class VerifyGuard {
    static final Limit PER_KEY = Limit.of(30, Duration.ofMinutes(1));
    static final Limit PER_NETWORK = Limit.of(50, Duration.ofHours(1));

    /** Wrong guesses of all networks a day, as a share of all possible codes, that are worth an alarm. */
    private static final double ALARMING = 0.1;

    private static final int REMEMBERED = 10_000;

    private final Limit perKey;
    private final Limit perNetwork;
    private final Keyring keyring;
    private final RateLimiter limiter;
    private final InstantSource clock;
    private final RecentTable<RecentCalls> keys = new RecentTable<>(REMEMBERED);
    private final RecentTable<Long> refusedNetworks = new RecentTable<>(REMEMBERED);

    VerifyGuard(Limit perKey, Limit perNetwork, Keyring keyring, RateLimiter limiter, InstantSource clock) {
        this.perKey = perKey;
        this.perNetwork = perNetwork;
        this.keyring = keyring;
        this.limiter = limiter;
        this.clock = clock;
    }

    /** What a looser guard than the standard one gives away, for the security report. */
    List<String> unmet() {
        List<String> unmet = new ArrayList<>();
        if (Chance.isLooser(List.of(perKey), List.of(PER_KEY))) {
            unmet.add("verifyLimits: a key is verified more often than 30 times a minute: who reads the store can write"
                    + " himself a dictionary of tags");
        }
        if (Chance.isLooser(List.of(perNetwork), List.of(PER_NETWORK))) {
            unmet.add("verifyLimits: a network guesses wrong more often than 50 times an hour: spraying");
        }
        return unmet;
    }

    /** How long this key is to wait; empty when it may be verified, which then counts. */
    Optional<Duration> storm(String key) {
        RecentCalls calls = keys.get(key, () -> new RecentCalls(perKey));
        return calls.acquire(clock.millis());
    }

    /** Whether this network has guessed wrong too often: its guesses are taken only where nobody has failed yet. */
    boolean isWary(ClientNetwork client) {
        return waryFor(client).isPresent();
    }

    Optional<Duration> waryFor(ClientNetwork client) {
        Long until = refusedNetworks.peek(client.neighbourhood());
        long now = clock.millis();
        return until == null || until <= now ? Optional.empty() : Optional.of(Duration.ofMillis(until - now));
    }

    /** What a wrong guess has shown. */
    enum Alarm {
        NONE,
        SPRAYING
    }

    /** Counts a wrong guess for its network and for all: one trip, two once either is over its limit. */
    Alarm count(ClientNetwork client, OtpGenerator guessed, String callId) {
        Bucket network = new Bucket(
                Bucket.Kind.NETWORK_GUESSES,
                keyring.sharedBucket(Bucket.Kind.NETWORK_GUESSES, client.neighbourhood()),
                List.of(perNetwork));
        Optional<Bucket> all = everybody(guessed);
        Permit permit =
                limiter.acquire(all.map(bucket -> List.of(network, bucket)).orElse(List.of(network)), callId);
        if (permit.isGranted()) {
            return Alarm.NONE;
        }
        // All or none: what the one refuses, the other has not counted; so the other is asked alone.
        if (permit.refusedBy().filter(Bucket.Kind.NETWORK_GUESSES::equals).isPresent()) {
            refuse(client, permit);
            return all.map(bucket -> limiter.acquire(List.of(bucket), callId))
                            .filter(alone -> !alone.isGranted())
                            .isPresent()
                    ? Alarm.SPRAYING
                    : Alarm.NONE;
        }
        Permit alone = limiter.acquire(List.of(network), callId);
        if (!alone.isGranted()) {
            refuse(client, alone);
        }
        return Alarm.SPRAYING;
    }

    private void refuse(ClientNetwork client, Permit permit) {
        refusedNetworks.put(
                client.neighbourhood(), clock.millis() + permit.retryAfter().toMillis());
    }

    private Optional<Bucket> everybody(OtpGenerator guessed) {
        long alarming =
                (long) (Math.pow(2, guessed.bits()) * ALARMING); // whole: bits are rounded, and 8 digits just fit
        if (alarming > 10_000_000) {
            return Optional.empty();
        }
        Limit limit = Limit.of(Math.max(1, (int) alarming), Duration.ofDays(1));
        String id = keyring.sharedBucket(Bucket.Kind.ALL_GUESSES, "all of " + limit.permits());
        return Optional.of(new Bucket(Bucket.Kind.ALL_GUESSES, id, List.of(limit)));
    }
}

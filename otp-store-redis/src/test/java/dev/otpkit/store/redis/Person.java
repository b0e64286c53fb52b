package dev.otpkit.store.redis;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.store.Budget;
import dev.otpkit.store.Candidate;
import dev.otpkit.store.OpenCall;
import dev.otpkit.store.RedeemCall;
import dev.otpkit.store.Slot;
import dev.otpkit.store.VerifyCall;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A subject that nobody else knows, and the calls that a service makes for it. Each is a call of its own. */
final class Person {
    static final int ATTEMPTS = 3;
    static final int SENDS = 5;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String SECRET = "aaaaaaaa";
    private static final Duration TTL = Duration.ofMinutes(5);

    private final byte[] right = random();
    private final Slot slot;
    private final List<Bucket> buckets;

    Person() {
        this(new Budget(
                "std", List.of(Limit.of(100, Duration.ofDays(1))), 100)); // a code's attempts, not this, are looked at
    }

    Person(Budget budget) {
        slot = new Slot(hex(random()), hex(random()), budget);
        buckets = List.of(
                new Bucket(Bucket.Kind.RECIPIENT, hex(random()), List.of(Limit.of(SENDS, Duration.ofHours(1)))),
                new Bucket(Bucket.Kind.SUBJECT, hex(random()), List.of(Limit.of(2 * SENDS, Duration.ofHours(1)))));
    }

    Slot slot() {
        return slot;
    }

    List<Bucket> buckets() {
        return buckets;
    }

    OpenCall opening() {
        return new OpenCall(
                slot,
                callId(),
                new Candidate(SECRET, right, new byte[48], false),
                Set.of(SECRET),
                List.of(Arrays.copyOf(right, OpenCall.AUDIENCE_TAG)),
                false,
                TTL,
                TTL.plusDays(1), // never the same again
                ATTEMPTS);
    }

    VerifyCall rightGuess() {
        return guess(right);
    }

    VerifyCall wrongGuess() {
        return guess(random());
    }

    private VerifyCall guess(byte[] tag) {
        return new VerifyCall(slot, Map.of(SECRET, tag), SECRET, random(), TTL, false);
    }

    /** Gives the receipt of this guess back. */
    RedeemCall redeeming(VerifyCall accepted) {
        return new RedeemCall(slot, callId(), SECRET, accepted.receiptTag());
    }

    static String callId() {
        return hex(random());
    }

    private static byte[] random() {
        byte[] bytes = new byte[Candidate.TAG];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}

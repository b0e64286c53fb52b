package dev.otpkit.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.store.Budget;
import dev.otpkit.store.Candidate;
import dev.otpkit.store.OpenCall;
import dev.otpkit.store.RedeemCall;
import dev.otpkit.store.Slot;
import dev.otpkit.store.VerifyCall;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Somebody with a code, as a store knows them, all made of a name: processes that are told the name make the same calls.
 */
record Somebody(String name) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String SECRET = "aaaaaaaa";
    private static final Budget BUDGET = new Budget("std", List.of(Limit.of(10, Duration.ofDays(1))), 100);

    /** Known to nobody else. */
    static Somebody stranger() {
        return new Somebody(random());
    }

    /** A call id, or a name. */
    static String random() {
        return HexFormat.of().formatHex(randomBytes());
    }

    Slot slot() {
        return new Slot(opaque("subject"), opaque("key"), BUDGET);
    }

    /** Three attempts, ten minutes. */
    OpenCall open() {
        return open(Duration.ofMinutes(10));
    }

    OpenCall open(Duration ttl) {
        Candidate code = new Candidate(SECRET, tag("right"), new byte[32], false);
        byte[] audience = Arrays.copyOf(tag("audience"), OpenCall.AUDIENCE_TAG);
        return new OpenCall(slot(), random(), code, Set.of(SECRET), List.of(audience), false, ttl, ttl.plusDays(1), 3);
    }

    VerifyCall right() {
        return guess("right");
    }

    VerifyCall wrong() {
        return guess("wrong");
    }

    private VerifyCall guess(String code) {
        return new VerifyCall(slot(), Map.of(SECRET, tag(code)), SECRET, randomBytes(), Duration.ofMinutes(10), false);
    }

    /** Of the receipt that this guess was given. */
    static RedeemCall redeem(VerifyCall accepted) {
        return new RedeemCall(accepted.slot(), random(), accepted.secretId(), accepted.receiptTag());
    }

    Bucket bucket(Bucket.Kind kind, Limit... limits) {
        return new Bucket(kind, opaque(kind.name()), List.of(limits));
    }

    private String opaque(String what) {
        return HexFormat.of().formatHex(tag(what));
    }

    private byte[] tag(String what) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest((name + "\n" + what).getBytes(UTF_8));
            return Arrays.copyOf(digest, Candidate.TAG);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[Candidate.TAG];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}

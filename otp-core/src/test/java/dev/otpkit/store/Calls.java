package dev.otpkit.store;

import dev.otpkit.limit.Limit;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls as a service would make them, with tags that are easy to tell apart. */
final class Calls {
    static final Duration TTL = Duration.ofMinutes(5);
    static final String SECRET = "0a0b0c0d";
    static final byte[] RIGHT = bytes(Candidate.TAG, 1);
    static final byte[] WRONG = bytes(Candidate.TAG, 2);
    static final byte[] ADA = bytes(OpenCall.AUDIENCE_TAG, 10);
    static final byte[] BOB = bytes(OpenCall.AUDIENCE_TAG, 11);
    static final Budget BUDGET = budget(10);

    private Calls() {}

    static Budget budget(int permits) {
        return new Budget("shared", List.of(Limit.of(permits, Duration.ofHours(24))), 100);
    }

    static Slot slot(int subject, int key) {
        return slot(subject, key, BUDGET);
    }

    static Slot slot(int subject, int key, Budget budget) {
        return new Slot(hex(subject), hex(key), budget);
    }

    static String hex(int number) {
        return "0".repeat(24) + String.format(java.util.Locale.ROOT, "%08x", number);
    }

    static Candidate candidate(boolean strong) {
        return new Candidate(SECRET, RIGHT, bytes(40, 3), strong);
    }

    static OpenCall open(Slot slot, String callId) {
        return open(slot, callId, candidate(false), 3);
    }

    static OpenCall open(Slot slot, String callId, Candidate candidate, int attempts) {
        return new OpenCall(
                slot, callId, candidate, Set.of(SECRET), List.of(ADA), false, TTL, TTL.dividedBy(2), attempts);
    }

    static OpenCall openFor(Slot slot, String callId, boolean decoy, byte[]... audience) {
        return new OpenCall(
                slot, callId, candidate(false), Set.of(SECRET), List.of(audience), decoy, TTL, TTL.dividedBy(2), 3);
    }

    /** A guess, whose receipt names the call. */
    static VerifyCall guess(Slot slot, byte[] tag, int call) {
        return new VerifyCall(slot, Map.of(SECRET, tag), SECRET, receipt(call), Duration.ofMinutes(10), false);
    }

    static VerifyCall wary(Slot slot, byte[] tag, int call) {
        return new VerifyCall(slot, Map.of(SECRET, tag), SECRET, receipt(call), Duration.ofMinutes(10), true);
    }

    static byte[] receipt(int call) {
        return ByteBuffer.allocate(Candidate.TAG).putInt(call).putInt(~call).array();
    }

    static byte[] bytes(int length, int fill) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) fill);
        return bytes;
    }
}

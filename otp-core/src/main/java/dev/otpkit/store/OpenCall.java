package dev.otpkit.store;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Everything a store needs to open a code, or to say why not.
 *
 * @param slot where
 * @param callId random, the same only when the same call is repeated
 * @param candidate the code to open unless the live one is to be sent again
 * @param accepted the secrets by which a live code may still be read; a live code under any other counts as none
 * @param audience the tags of all recipients of the request, 8 bytes each, in any order; 1 to 16
 * @param decoy whether nobody is to receive the code: a decoy's code is never repeated to a real request, nor the other
 *     way round
 * @param ttl how long the candidate lives
 * @param resendWhile a live code with at least this much life left is repeated to the same audience; longer than
 *     {@code ttl}: never
 * @param attempts guesses that the candidate is good for
 */
public record OpenCall(
        Slot slot,
        String callId,
        Candidate candidate,
        Set<String> accepted,
        List<byte[]> audience,
        boolean decoy,
        Duration ttl,
        Duration resendWhile,
        int attempts) {
    /** Length of an audience tag. */
    public static final int AUDIENCE_TAG = 8;

    private static final Duration LONGEST = Duration.ofHours(24);

    /** Refuses what a store could not keep. */
    public OpenCall {
        accepted = Set.copyOf(accepted);
        audience = List.copyOf(audience);
        if (audience.isEmpty() || audience.size() > 16) {
            throw new IllegalArgumentException("an audience must be 1..16 recipients: " + audience.size());
        }
        for (byte[] tag : audience) {
            if (tag.length != AUDIENCE_TAG) {
                throw new IllegalArgumentException("an audience tag must be " + AUDIENCE_TAG + " bytes");
            }
        }
        if (ttl.compareTo(Duration.ofMillis(1)) < 0 || ttl.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("ttl must be PT0.001S.." + LONGEST + ": " + ttl);
        }
        if (attempts < 1 || attempts > 10) {
            throw new IllegalArgumentException("attempts must be 1..10: " + attempts);
        }
    }
}

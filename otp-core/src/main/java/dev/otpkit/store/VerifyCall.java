package dev.otpkit.store;

import java.time.Duration;
import java.util.Map;

/**
 * One guess.
 *
 * @param slot where
 * @param tags the guess's tag under each accepted secret, by the secret's id; the entry's own id picks
 * @param secretId the secret that made {@code receiptTag}
 * @param receiptTag the tag of a fresh random receipt, 16 bytes. It also names the call: the same one again gets the same
 *     answer and spends nothing
 * @param receiptTtl how long the receipt can be redeemed, at most 10 minutes
 * @param wary whether to refuse unless the code has no failure yet: set for a network that guesses too much
 */
@SuppressWarnings("ArrayRecordComponent") // handed over: neither side changes an array afterwards
public record VerifyCall(
        Slot slot, Map<String, byte[]> tags, String secretId, byte[] receiptTag, Duration receiptTtl, boolean wary) {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Refuses what a store could not keep. */
    public VerifyCall {
        tags = Map.copyOf(tags);
        Candidate.requireSecretId(secretId);
        if (receiptTtl.compareTo(Duration.ofMillis(1)) < 0 || receiptTtl.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("receiptTtl must be PT0.001S.." + LONGEST + ": " + receiptTtl);
        }
        if (receiptTag.length != Candidate.TAG) {
            throw new IllegalArgumentException("a receipt's tag must be 16 bytes: " + receiptTag.length);
        }
    }
}

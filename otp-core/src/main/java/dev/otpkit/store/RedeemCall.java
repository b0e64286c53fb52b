package dev.otpkit.store;

/**
 * A receipt, given back.
 *
 * @param slot where
 * @param callId random, the same only when the same call is repeated
 * @param secretId the secret that made {@code receiptTag}
 * @param receiptTag the receipt's tag, 16 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // handed over: neither side changes an array afterwards
public record RedeemCall(Slot slot, String callId, String secretId, byte[] receiptTag) {
    /** Refuses what no verify can have kept. */
    public RedeemCall {
        Candidate.requireSecretId(secretId);
        if (receiptTag.length != Candidate.TAG) {
            throw new IllegalArgumentException(
                    "a receipt's tag must be " + Candidate.TAG + " bytes: " + receiptTag.length);
        }
    }
}

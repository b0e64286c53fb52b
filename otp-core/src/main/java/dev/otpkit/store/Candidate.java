package dev.otpkit.store;

import java.util.regex.Pattern;

/**
 * A code as a store sees it: never the code.
 *
 * @param secretId which secret made tag and seal: 8 hexadecimal digits
 * @param tag the keyed tag that a guess is compared with, 16 bytes
 * @param sealed the code, encrypted, for a resend; at most 1,000 bytes
 * @param strong whether the code is long: no budget holds for it, and its failures are not counted in one
 */
@SuppressWarnings("ArrayRecordComponent") // handed over: neither side changes an array afterwards
public record Candidate(String secretId, byte[] tag, byte[] sealed, boolean strong) {
    /** Length of every tag. */
    public static final int TAG = 16;

    private static final Pattern SECRET_ID = Pattern.compile("[0-9a-f]{8}");

    /** Refuses tags and seals of a wrong length. */
    public Candidate {
        requireSecretId(secretId);
        if (tag.length != TAG || sealed.length > 1000) {
            throw new IllegalArgumentException("a candidate must have a tag of " + TAG
                    + " bytes and at most 1000 sealed bytes: " + tag.length + ", " + sealed.length);
        }
    }

    static void requireSecretId(String secretId) {
        if (!SECRET_ID.matcher(secretId).matches()) {
            throw new IllegalArgumentException("a secret's id must be 8 hexadecimal digits");
        }
    }
}

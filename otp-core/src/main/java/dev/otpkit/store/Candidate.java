package dev.otpkit.store;

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

    /** Refuses tags and seals of a wrong length. */
    public Candidate {
        requireSecretId(secretId);
        if (tag.length != TAG || sealed.length > 1000) {
            throw new IllegalArgumentException("a candidate must have a tag of " + TAG
                    + " bytes and at most 1000 sealed bytes: " + tag.length + ", " + sealed.length);
        }
    }

    static void requireSecretId(String secretId) {
        if (!isHex(secretId, 8)) {
            throw new IllegalArgumentException("a secret's id must be 8 hexadecimal digits");
        }
    }

    /** No pattern and no branches, whose guesses random digits would spoil: it is asked some ten times a request. */
    static boolean isHex(String text, int length) {
        int outside = 0; // negative after a character that lies outside both ranges
        for (int i = 0; i < text.length(); i++) {
            int c = text.charAt(i);
            outside |= ('9' - c | c - '0') & ('f' - c | c - 'a');
        }
        return outside >= 0 && text.length() == length;
    }
}

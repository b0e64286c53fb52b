package dev.otpkit;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Proof that a code was accepted, to be redeemed once: what a verify step hands to the step that acts on it.
 *
 * <p>It carries its key, sealed, so the last step learns who from the receipt and not from the browser. It is as good as
 * the code was: keep it in an {@code HttpOnly} cookie or a server-side session, never in a link. {@link #toString} hides
 * it.
 */
public final class Receipt {
    /** Random bytes of every receipt. */
    static final int RANDOM = 16;

    /** Longer than the receipt of the longest key. */
    private static final int LONGEST = 20_000;

    private final byte[] bytes;

    private Receipt(byte[] bytes) {
        this.bytes = bytes;
    }

    static Receipt of(byte[] bytes) {
        return new Receipt(bytes);
    }

    /** What came back in a cookie or a form. Anything is taken; what is no receipt is never redeemed. */
    public static Receipt of(@Nullable String value) {
        if (value == null || value.length() > LONGEST) {
            return new Receipt(new byte[0]);
        }
        try {
            return new Receipt(Base64.getUrlDecoder().decode(value));
        } catch (IllegalArgumentException e) {
            return new Receipt(new byte[0]);
        }
    }

    /**
     * For a cookie: letters, digits, hyphen and underscore. 74 for a short key, and more with what it is bound to: keep
     * one of over 4,000 in a session, since browsers drop longer cookies.
     */
    public String value() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Receipt that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Receipt[]";
    }
}

package dev.otpkit.code;

import java.util.Objects;

/**
 * What a page must know to ask for a code: how long it is, and which keyboard to offer.
 *
 * <p>It tells nothing of the code itself and may be shown to anybody. A page should put no {@code pattern} and no
 * {@code maxlength} on its input: {@link OtpGenerator#read} forgives blanks, hyphens and the digits of other scripts,
 * which a browser would refuse or cut off.
 *
 * @param length the number of symbols of a code, 1..64
 * @param alphabet what the symbols are
 */
public record CodeFormat(int length, Alphabet alphabet) {

    /** What the symbols of a code are. */
    public enum Alphabet {
        /** The ten ASCII digits. */
        DIGITS,
        /** ASCII letters, and perhaps digits. */
        LETTERS
    }

    /**
     * A format that a page can show.
     *
     * @throws IllegalArgumentException if the length is not 1..64
     */
    public CodeFormat {
        Objects.requireNonNull(alphabet, "alphabet");
        if (length < 1 || length > 64) {
            throw new IllegalArgumentException("length must be 1..64: " + length);
        }
    }

    /** The value of an HTML input's {@code inputmode}: {@code numeric} or {@code text}. */
    public String inputMode() {
        return alphabet == Alphabet.DIGITS ? "numeric" : "text";
    }
}

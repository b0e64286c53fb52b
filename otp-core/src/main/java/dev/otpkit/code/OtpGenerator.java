package dev.otpkit.code;

import java.util.Optional;

/**
 * Makes codes, and reads what people type back into them.
 *
 * <p>The service asks for a code only after the send limits have let the request through, and reads what was typed
 * before anything is counted: what {@link #read} does not recognise is malformed and costs no attempt.
 *
 * <p><strong>Security.</strong> An implementation must:
 *
 * <ul>
 *   <li>draw every code from a {@link java.security.SecureRandom}, independent of all codes before it, every code of
 *       {@link #bits} as likely as every other: no remainder of a byte, no clock, no counter, no word list;
 *   <li>give codes of ASCII letters and digits and of one length, and count in {@link #bits} only what is really random;
 *   <li>read each of its codes as itself, never read two different codes as one, and read only codes that it could
 *       have made: a string of another length, such as a code of the long generator, is not its own;
 *   <li>never log, keep or repeat in an exception a code or what was typed;
 *   <li>be safe to use from many threads.
 * </ul>
 *
 * <p>It guards against guessing by anybody who does not see the message. It is not for passwords or keys that outlive
 * the minutes of a code.
 */
public interface OtpGenerator {

    /** A fresh code, unpredictable even to somebody who knows all others. */
    String generate();

    /**
     * The code that a person meant, or empty when this is none of ours. Never throws, whatever was typed.
     *
     * <p>The result is a code as {@link #generate} would spell it.
     */
    Optional<String> read(String typed);

    /** The entropy of one code: the base-2 logarithm of the number of equally likely codes. */
    double bits();

    /** How long the codes are and what they are made of, for the page that asks for one. */
    CodeFormat format();

    /**
     * Codes of ASCII digits, leading zeros kept: 19.9 bits at 6 digits, 33.2 at 10.
     *
     * <p>Reads the decimal digits of every script, with blanks anywhere and hyphens in between. A sign is not forgiven:
     * a plus, a minus (U+2212) and a hyphen before or after the digits are malformed, as is anything over 64 chars.
     *
     * @throws IllegalArgumentException if the length is not 6..10
     */
    static OtpGenerator digits(int length) {
        return new SymbolGenerator(CodeFormat.Alphabet.DIGITS, "0123456789", "", between(6, length, 10));
    }

    /**
     * Codes of upper-case consonants, B to Z: 25.9 bits at 6 letters, 64.8 at 15, 69.1 at 16.
     *
     * <p>The twenty letters of RFC 8628: without vowels and Y no code is a word, and without digits nobody has to tell
     * O from 0 or I from 1. Reads either case and full-width letters, with blanks anywhere and hyphens in between; the
     * digits 2, 5 and 8, which no code holds, are read as the letters Z, S and B that they look like.
     *
     * @throws IllegalArgumentException if the length is not 6..16
     */
    static OtpGenerator letters(int length) {
        return new SymbolGenerator(
                CodeFormat.Alphabet.LETTERS, "BCDFGHJKLMNPQRSTVWXZ", "Z2S5B8", between(6, length, 16));
    }

    private static int between(int least, int length, int most) {
        if (length < least || length > most) {
            throw new IllegalArgumentException("length must be " + least + ".." + most + ": " + length);
        }
        return length;
    }
}

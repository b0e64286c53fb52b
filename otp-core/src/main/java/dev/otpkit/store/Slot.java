package dev.otpkit.store;

/**
 * Where a key's code, its receipt and its subject's failures are kept.
 *
 * <p>Everything of one subject lies together: a store that is spread over servers goes by {@code subject}.
 *
 * @param subject an opaque pseudonym of 32 hexadecimal digits
 * @param key an opaque pseudonym of 32 hexadecimal digits, of purpose, subject and bindings
 * @param budget the failures that wrong guesses at this key are counted in
 */
public record Slot(String subject, String key, Budget budget) {
    /** Refuses names that are not opaque. */
    public Slot {
        if (!Candidate.isHex(subject, 32) || !Candidate.isHex(key, 32)) {
            throw new IllegalArgumentException("a slot's subject and key must be 32 hexadecimal digits");
        }
    }
}

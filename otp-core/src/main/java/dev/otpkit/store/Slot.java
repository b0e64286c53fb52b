package dev.otpkit.store;

import java.util.regex.Pattern;

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
    private static final Pattern OPAQUE = Pattern.compile("[0-9a-f]{32}");

    /** Refuses names that are not opaque. */
    public Slot {
        if (!OPAQUE.matcher(subject).matches() || !OPAQUE.matcher(key).matches()) {
            throw new IllegalArgumentException("a slot's subject and key must be 32 hexadecimal digits");
        }
    }
}

package dev.otpkit.delivery;

import java.util.regex.Pattern;

/** The few words of ours that may stand in a result, a log line or an event. */
final class Reason {
    private static final Pattern WORDS = Pattern.compile("[a-z0-9][a-z0-9 -]{0,63}");
    // A code or a number has six digits or more; a provider's error number has fewer.
    private static final Pattern LONG_NUMBER = Pattern.compile("[0-9]{6}");

    private Reason() {}

    static String of(String words) {
        if (!WORDS.matcher(words).matches() || LONG_NUMBER.matcher(words).find()) {
            throw new IllegalArgumentException("reason must be 1..64 of a-z, 0-9, blank and hyphen,"
                    + " at most 5 digits in a row: " + words.length() + " characters given");
        }
        return words;
    }
}

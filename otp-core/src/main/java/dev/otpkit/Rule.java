package dev.otpkit;

/** What {@code build()} insists on, unless {@link OtpPolicy.Builder#allowUnsafe} gives the reason why not. */
public enum Rule {
    /** The chance that a day of guessing at one subject finds a code is at most 1 in 10,000. */
    GUESSES_PER_DAY,
    /** Long codes, which no budget counts, have at least 64 bits. */
    LONG_CODE
}

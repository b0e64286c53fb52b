package dev.otpkit.limit;

import java.time.Duration;

/**
 * At most so many permits in any window of this length.
 *
 * <p>The window slides: whichever stretch of {@code window} one looks at, it holds no more than {@code permits}. A fixed
 * window would let twice as many through around its edge.
 *
 * @param permits how many, 1 to 10,000,000
 * @param window over how long, one millisecond to 400 days
 */
public record Limit(int permits, Duration window) {
    private static final int MOST_PERMITS = 10_000_000;
    private static final Duration LONGEST = Duration.ofDays(400);

    /** Refuses what could not be counted, with the value and the bound. */
    public Limit {
        if (permits < 1 || permits > MOST_PERMITS) {
            throw new IllegalArgumentException("permits must be 1.." + MOST_PERMITS + ": " + permits);
        }
        if (window.compareTo(Duration.ofMillis(1)) < 0 || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("window must be PT0.001S.." + LONGEST + ": " + window);
        }
    }

    /** {@code Limit.of(5, Duration.ofHours(1))}: five in any hour. */
    public static Limit of(int permits, Duration window) {
        return new Limit(permits, window);
    }
}

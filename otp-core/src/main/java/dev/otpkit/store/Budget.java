package dev.otpkit.store;

import dev.otpkit.limit.Limit;
import dev.otpkit.limit.RateLimiter;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How many wrong guesses a subject is good for, over all of its codes.
 *
 * @param id which of the subject's budgets: 1 to 16 lower-case letters and digits
 * @param limits the sliding windows, each of at most 100 failures and 30 days; a success does not refill them
 * @param consecutive failures in a row, without a window; a success ends the row
 */
public record Budget(String id, List<Limit> limits, int consecutive) {
    private static final Pattern ID = Pattern.compile("[0-9a-z]{1,16}");

    /** As long as failures are kept. */
    private static final Duration LONGEST = Duration.ofDays(30);

    /** Refuses what could not be counted exactly, with the value and the bound. */
    public Budget {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a budget's id must be 1..16 lower-case letters and digits: " + id);
        }
        limits = List.copyOf(limits);
        if (limits.isEmpty()) {
            throw new IllegalArgumentException("a budget must have a limit: " + id);
        }
        for (Limit limit : limits) {
            if (limit.permits() > RateLimiter.EXACT) {
                throw new IllegalArgumentException(
                        "a budget's limit must be 1.." + RateLimiter.EXACT + " failures: " + limit.permits());
            }
            if (limit.window().compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "a budget's window must be at most " + LONGEST + ": " + limit.window());
            }
        }
        if (consecutive < 1 || consecutive > 100) {
            throw new IllegalArgumentException("consecutive failures must be 1..100: " + consecutive);
        }
    }
}

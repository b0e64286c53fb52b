package dev.otpkit;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import java.time.Duration;
import java.util.List;

/**
 * How likely it is that somebody who knows a subject, and guesses all he may, finds a code.
 *
 * @param perDay within a day, at most 1
 * @param perYear within a year, at most 1
 */
record Chance(double perDay, double perYear) {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = Duration.ofDays(365);

    static Chance of(Purpose purpose, SendLimits limits) {
        return new Chance(within(DAY, purpose, limits), within(YEAR, purpose, limits));
    }

    private static double within(Duration span, Purpose purpose, SendLimits limits) {
        OtpPolicy policy = purpose.policy();
        // The subject's alone: it may have several recipients, and each has limits of its own.
        double sends = most(limits.of(Bucket.Kind.SUBJECT), span);
        double shortGuesses =
                Math.min(policy.attempts() * sends, most(purpose.budget().limits(), span));
        // What no budget counts is bounded by the codes alone; without send limits, by what a fast server could be
        // asked.
        double longGuesses = policy.attempts() * Math.min(sends, (double) span.toMillis());
        double chance = shortGuesses / Math.pow(2, policy.generator().bits())
                + (policy.lockWhenSpent()
                        ? 0
                        : longGuesses / Math.pow(2, policy.longCode().bits()));
        return Math.min(1, chance);
    }

    /** The most that sliding windows let through within a span; infinite without a limit. */
    static double most(List<Limit> limits, Duration span) {
        return limits.stream()
                .mapToDouble(limit -> limit.permits()
                        * Math.ceil((double) span.toMillis() / limit.window().toMillis()))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }
}

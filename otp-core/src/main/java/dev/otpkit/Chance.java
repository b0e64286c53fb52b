package dev.otpkit;

import dev.otpkit.limit.Limit;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How likely it is that somebody who knows a subject, and guesses all he may, finds a code.
 *
 * @param perDay within a day, at most 1
 * @param perYear within a year, at most 1
 */
record Chance(double perDay, double perYear) {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = Duration.ofDays(365);

    static Chance of(Purpose purpose, Share share) {
        return new Chance(within(DAY, purpose, share), within(YEAR, purpose, share));
    }

    /** Of one subject at all of these: budgets add up, and of those who share one the weakest counts. */
    static Chance of(Collection<Purpose> purposes, Share share) {
        return new Chance(within(DAY, purposes, share), within(YEAR, purposes, share));
    }

    private static double within(Duration span, Collection<Purpose> purposes, Share share) {
        Map<String, Double> weakest = new HashMap<>();
        for (Purpose purpose : purposes) {
            weakest.merge(purpose.budget().id(), within(span, purpose, share), Math::max);
        }
        return Math.min(
                1, weakest.values().stream().mapToDouble(Double::doubleValue).sum());
    }

    /**
     * Counted by what holds whatever the provider does: the budget for short codes. Send limits are not among it, since
     * what a provider surely did not send is given back, and its code can be guessed all the same.
     */
    private static double within(Duration span, Purpose purpose, Share share) {
        OtpPolicy policy = purpose.policy();
        double chance = most(purpose.budget().limits(), span, share)
                / Math.pow(2, policy.generator().bits());
        if (!policy.lockWhenSpent()) {
            // Long codes know attempts alone, and so many requests as a fast server could be asked.
            double guesses = (double) policy.attempts() * span.toMillis();
            chance += guesses / Math.pow(2, policy.longCode().bits());
        }
        return Math.min(1, chance);
    }

    /** The same, with what the nodes let through on their own while the shared store is lost. */
    static double most(List<Limit> limits, Duration span, Share share) {
        return share.nodes() == 0
                ? most(limits, span)
                : most(limits, span) + share.nodes() * most(share.ofLimits(limits), span);
    }

    /** Whether these let more through than those in any window of those. */
    static boolean isLooser(List<Limit> limits, List<Limit> those) {
        return those.stream().anyMatch(limit -> most(limits, limit.window()) > limit.permits());
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

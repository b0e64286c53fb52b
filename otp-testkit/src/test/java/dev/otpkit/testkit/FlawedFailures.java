package dev.otpkit.testkit;

import dev.otpkit.limit.Limit;
import dev.otpkit.store.Budget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A subject's failures in {@link FlawedStore}: all of them, and counted anew each time. */
final class FlawedFailures {
    final List<Long> times = new ArrayList<>();
    int row;
    long keptUntil;

    void add(long now, boolean monthOnly) {
        times.add(now);
        row++;
        Duration kept = Duration.ofDays(row >= 10 && !monthOnly ? 400 : 30);
        keptUntil = Math.max(keptUntil, now + kept.toMillis());
    }

    boolean isSpent(Budget budget, long now) {
        return row >= budget.consecutive() || budget.limits().stream().anyMatch(limit -> wait(limit, now) > 0);
    }

    Optional<Duration> retryAfter(Budget budget, long now) {
        if (row >= budget.consecutive() || !isSpent(budget, now)) {
            return Optional.empty();
        }
        return budget.limits().stream()
                .map(limit -> Duration.ofMillis(wait(limit, now)))
                .max(Duration::compareTo);
    }

    private long wait(Limit limit, long now) {
        long window = limit.window().toMillis();
        long inside = times.stream().filter(time -> time > now - window).count();
        return inside < limit.permits() ? 0 : times.get(times.size() - limit.permits()) + window - now;
    }
}

package dev.otpkit;

import dev.otpkit.limit.Limit;
import java.time.Duration;
import java.util.Optional;

/** A sliding window within this JVM. */
final class RecentCalls {
    private final Limit limit;
    private long[] times = new long[4]; // a ring that grows up to the permits
    private int oldest;
    private int size;

    RecentCalls(Limit limit) {
        this.limit = limit;
    }

    /** Empty when there was room, which is now taken; otherwise how long until there is. */
    synchronized Optional<Duration> acquire(long now) {
        long edge = now - limit.window().toMillis();
        while (size > 0 && times[oldest] <= edge) {
            oldest = (oldest + 1) % times.length;
            size--;
        }
        if (size == limit.permits()) {
            return Optional.of(Duration.ofMillis(times[oldest] - edge));
        }
        if (size == times.length) {
            long[] straight = new long[size * 2];
            for (int i = 0; i < size; i++) {
                straight[i] = times[(oldest + i) % size];
            }
            times = straight;
            oldest = 0;
        }
        times[(oldest + size++) % times.length] = now;
        return Optional.empty();
    }
}

package dev.otpkit.testkit;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.Permit;
import dev.otpkit.limit.RateLimiter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Every call that was ever counted, in one list that is searched anew each time: too simple to be wrong. Exact for every
 * limit, also above {@link RateLimiter#EXACT}, where others may round against the caller.
 */
final class NaiveLimiter implements RateLimiter {
    private record Counted(String bucket, long at, String callId) {}

    private final InstantSource clock;
    private final List<Counted> counted = new ArrayList<>();

    NaiveLimiter(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Permit acquire(List<Bucket> buckets, String callId) {
        if (counted.stream().anyMatch(call -> call.callId().equals(callId))) {
            return Permit.granted();
        }
        Bucket longest = buckets.get(0);
        for (Bucket bucket : buckets) {
            longest = waitMillis(bucket) > waitMillis(longest) ? bucket : longest;
        }
        long wait = waitMillis(longest);
        if (wait > 0) {
            return Permit.refused(longest.kind(), Duration.ofMillis(wait));
        }
        for (Bucket bucket : buckets) {
            for (int permit = 0; permit < bucket.weight(); permit++) {
                counted.add(new Counted(bucket.id(), clock.millis(), callId));
            }
        }
        return Permit.granted();
    }

    @Override
    public synchronized void giveBack(List<Bucket> buckets, String callId) {
        for (Bucket bucket : buckets) {
            counted.removeIf(
                    call -> call.bucket().equals(bucket.id()) && call.callId().equals(callId));
        }
    }

    @Override
    public List<Integer> taken(Bucket bucket) {
        return bucket.limits().stream()
                .map(limit -> (int) inWindow(bucket, limit.window()))
                .toList();
    }

    /** The calls that lie in the newest window of this length. */
    synchronized long inWindow(Bucket bucket, Duration window) {
        long start = clock.millis() - window.toMillis();
        return counted.stream()
                .filter(call -> call.bucket().equals(bucket.id()) && call.at() > start)
                .count();
    }

    private long waitMillis(Bucket bucket) {
        long wait = 0;
        for (Limit limit : bucket.limits()) {
            List<Long> times = counted.stream()
                    .filter(call -> call.bucket().equals(bucket.id()))
                    .map(Counted::at)
                    .toList();
            int leaving = times.size() - limit.permits() + bucket.weight() - 1;
            if (leaving >= times.size()) {
                wait = limit.window().toMillis(); // heavier than the limit: there is never room
            } else if (leaving >= 0) {
                wait = Math.max(wait, times.get(leaving) + limit.window().toMillis() - clock.millis());
            }
        }
        return wait;
    }
}

package dev.otpkit.testkit;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.Permit;
import dev.otpkit.limit.RateLimiter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A limiter over a list of all calls, with one thing wrong: or nothing. */
final class FlawedLimiter implements RateLimiter {
    private record Call(boolean coarse, long at, String id) {}

    private final LimiterFlaw flaw;
    private final InstantSource clock;
    private final Map<String, List<Call>> counted = new HashMap<>();

    FlawedLimiter(LimiterFlaw flaw, InstantSource clock) {
        this.flaw = flaw;
        this.clock = clock;
    }

    private boolean is(LimiterFlaw other) {
        return flaw == other;
    }

    @Override
    public Permit acquire(List<Bucket> named, String callId) {
        Collection<Bucket> buckets = named;
        if (!is(LimiterFlaw.COUNTED_FOR_EACH_NAMING)) {
            LinkedHashMap<String, Bucket> once = new LinkedHashMap<>();
            named.forEach(bucket -> once.put(bucket.id(), bucket));
            buckets = once.values();
        }
        synchronized (this) {
            if (!is(LimiterFlaw.REPEAT_COUNTED) && named.stream().anyMatch(bucket -> knows(bucket, callId))) {
                return Permit.granted();
            }
            Permit permit = check(buckets, callId);
            if (!permit.isGranted() && !is(LimiterFlaw.REFUSAL_COUNTED)) {
                return permit;
            }
            if (!is(LimiterFlaw.CHECKED_THEN_COUNTED)) {
                count(buckets, callId);
                return permit;
            }
        }
        Thread.yield(); // the network between two trips
        synchronized (this) {
            count(buckets, callId);
        }
        return Permit.granted();
    }

    private Permit check(Collection<Bucket> buckets, String callId) {
        Permit answer = Permit.granted();
        for (Bucket bucket : buckets) {
            long wait = waitMillis(bucket);
            if (wait > answer.retryAfter().toMillis() && (answer.isGranted() || !is(LimiterFlaw.FIRST_REFUSAL_TOLD))) {
                answer = Permit.refused(bucket.kind(), Duration.ofMillis(wait));
            }
            if (answer.isGranted() && is(LimiterFlaw.COUNTED_IN_SOME) && buckets.size() > 1) {
                count(List.of(bucket), callId);
            }
        }
        if (answer.isGranted() && is(LimiterFlaw.COUNTED_IN_SOME) && buckets.size() > 1) {
            buckets.forEach(bucket -> calls(bucket).removeIf(call -> call.id().equals(callId)));
        }
        return answer;
    }

    private void count(Collection<Bucket> buckets, String callId) {
        for (Bucket bucket : buckets) {
            boolean coarse = bucket.limits().stream().anyMatch(limit -> limit.permits() > EXACT);
            for (int i = 0; i < weight(bucket); i++) {
                calls(bucket).add(new Call(coarse, clock.millis(), callId));
            }
        }
    }

    private int weight(Bucket bucket) {
        return is(LimiterFlaw.WEIGHT_IGNORED) ? 1 : bucket.weight();
    }

    private long waitMillis(Bucket bucket) {
        List<Limit> limits = is(LimiterFlaw.FIRST_LIMIT_ONLY) ? bucket.limits().subList(0, 1) : bucket.limits();
        return limits.stream()
                .mapToLong(limit -> waitMillis(bucket, limit))
                .max()
                .orElse(0);
    }

    private long waitMillis(Bucket bucket, Limit limit) {
        long window = limit.window().toMillis() - (is(LimiterFlaw.ONE_MILLISECOND_EARLY) ? 1 : 0);
        int permits = limit.permits() + (is(LimiterFlaw.ONE_TOO_MANY) ? 1 : 0);
        List<Call> calls = calls(bucket);
        int leaving = calls.size() - permits + (is(LimiterFlaw.LAST_PERMIT_OVERDRAWN) ? 1 : weight(bucket)) - 1;
        if (leaving < 0) {
            return 0;
        }
        if (leaving >= calls.size()) {
            return window;
        }
        if (is(LimiterFlaw.FIXED_WINDOW)) {
            long start = clock.millis() / window * window;
            return calls.get(leaving).at() >= start ? start + window - clock.millis() : 0;
        }
        return Math.max(0, calls.get(leaving).at() + window - clock.millis());
    }

    @Override
    public synchronized void giveBack(List<Bucket> buckets, String callId) {
        if (is(LimiterFlaw.GIVEN_BACK_EVERYWHERE)) {
            counted.values().forEach(calls -> calls.removeIf(call -> call.id().equals(callId)));
        }
        for (Bucket bucket : buckets) {
            List<Call> calls = calls(bucket);
            boolean any = is(LimiterFlaw.GIVEN_BACK_TWICE) && !knows(bucket, callId);
            for (int i = calls.size() - 1; i >= 0; i--) {
                boolean kept = calls.get(i).coarse() && !is(LimiterFlaw.COARSE_GIVEN_BACK);
                if ((any || calls.get(i).id().equals(callId)) && !kept) {
                    calls.remove(i);
                    break;
                }
            }
        }
    }

    @Override
    public synchronized List<Integer> taken(Bucket bucket) {
        List<Integer> taken = bucket.limits().stream()
                .map(limit -> taken(bucket, limit.window().toMillis()))
                .toList();
        if (is(LimiterFlaw.ASKING_COUNTED)) {
            count(List.of(bucket), "asked " + calls(bucket).size());
        }
        return taken;
    }

    private int taken(Bucket bucket, long window) {
        long start = is(LimiterFlaw.TAKEN_FOR_EVER) ? Long.MIN_VALUE : clock.millis() - window;
        return (int) calls(bucket).stream().filter(call -> call.at() > start).count();
    }

    private boolean knows(Bucket bucket, String callId) {
        return calls(bucket).stream().anyMatch(call -> call.id().equals(callId) && !call.coarse());
    }

    private List<Call> calls(Bucket bucket) {
        return counted.computeIfAbsent(bucket.id(), id -> new ArrayList<>());
    }
}

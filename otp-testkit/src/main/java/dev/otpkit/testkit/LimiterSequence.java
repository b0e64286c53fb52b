package dev.otpkit.testkit;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.Permit;
import dev.otpkit.limit.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A random sequence of calls, made at a limiter and at the naive one, which must let through the same. */
final class LimiterSequence {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final List<Duration> STEPS = List.of(
            Duration.ofMillis(1),
            Duration.ofSeconds(20),
            MINUTE.minusMillis(1),
            MINUTE,
            Duration.ofMinutes(13),
            Duration.ofHours(1).minusMillis(1),
            Duration.ofHours(1),
            Duration.ofDays(1));

    private final RateLimiter limiter;
    private final Optional<MutableClock> clock;
    private final NaiveLimiter model;
    private final SplittableRandom random;
    private final List<Bucket> buckets;
    private final List<List<Bucket>> countedIn = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private boolean repeatable; // the newest call: a reply is lost and the call repeated within seconds

    LimiterSequence(RateLimiter limiter, Optional<MutableClock> clock, long seed) {
        this.limiter = limiter;
        this.clock = clock;
        this.model = new NaiveLimiter(clock.orElseGet(MutableClock::new));
        this.random = new SplittableRandom(seed);
        Buckets made = new Buckets(limiter);
        Limit[] day = {Limit.of(1, MINUTE), Limit.of(5, Duration.ofHours(1)), Limit.of(7, Duration.ofDays(1))};
        this.buckets = List.of(
                made.bucket(Bucket.Kind.RECIPIENT, "ada", day),
                made.bucket(Bucket.Kind.RECIPIENT, "bob", day),
                made.bucket(Bucket.Kind.SUBJECT, "user", Limit.of(3, MINUTE), Limit.of(9, Duration.ofHours(1))),
                made.bucket(Bucket.Kind.CLIENT_IP, "ip", Limit.of(100, Duration.ofHours(1)), Limit.of(2, MINUTE)));
        told.add("seed " + seed);
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            taken();
            int dice = random.nextInt(10);
            if (dice < 6) {
                acquire(some(), Names.randomOpaque());
            } else if (dice < 7 && repeatable) {
                acquire(countedIn.get(calls.size() - 1), calls.get(calls.size() - 1));
            } else if (dice < 8 && !calls.isEmpty()) {
                giveBack(calls.size() - 1 - random.nextInt(Math.min(3, calls.size())));
            } else {
                clock.ifPresent(this::step);
            }
        }
    }

    private void taken() {
        Bucket bucket = buckets.get(random.nextInt(buckets.size()));
        List<Integer> expected = model.taken(bucket);
        List<Integer> answered = limiter.taken(bucket);
        if (!expected.equals(answered)) {
            throw new AssertionError("the limiter counts " + answered + " instead of " + expected + " for "
                    + bucket.kind() + " after\n" + String.join("\n", told));
        }
    }

    private void step(MutableClock at) {
        Duration step = STEPS.get(Math.min(random.nextInt(STEPS.size()), random.nextInt(STEPS.size())));
        at.advance(step);
        repeatable = false;
        told.add("+" + step);
    }

    private void acquire(List<Bucket> in, String call) {
        Permit expected = model.acquire(in, call);
        Permit answered = limiter.acquire(in, call);
        told.add("acquire " + in.stream().map(Bucket::kind).toList() + ": " + expected);
        boolean alike = expected.isGranted() == answered.isGranted()
                && (clock.isEmpty() || expected.retryAfter().equals(answered.retryAfter()));
        if (!alike) {
            throw new AssertionError("the limiter answered\n" + answered + "\ninstead of the last line here\n"
                    + String.join("\n", told));
        }
        if (expected.isGranted() && !calls.contains(call)) {
            calls.add(call);
            countedIn.add(in);
            repeatable = true;
        }
    }

    /** All of a call's buckets: what is repeated after a part was given back is no call that a service makes. */
    private void giveBack(int which) {
        model.giveBack(countedIn.get(which), calls.get(which));
        limiter.giveBack(countedIn.get(which), calls.get(which));
        told.add("give back " + countedIn.get(which).stream().map(Bucket::kind).toList());
        if (random.nextBoolean()) {
            limiter.giveBack(countedIn.get(which), calls.get(which));
        }
        repeatable = false;
    }

    private List<Bucket> some() {
        List<Bucket> some = new ArrayList<>(buckets);
        some.removeIf(bucket -> random.nextInt(3) == 0);
        return some.isEmpty() ? buckets : some;
    }
}

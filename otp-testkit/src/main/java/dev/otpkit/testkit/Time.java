package dev.otpkit.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The time of the backend under test: moved by hand where it can be, waited for where not. */
final class Time {
    private final Optional<MutableClock> clock;

    Time(Optional<MutableClock> clock) {
        this.clock = clock;
    }

    /** Whether durations can be compared to the millisecond. */
    boolean isExact() {
        return clock.isPresent();
    }

    /** A life that a test can see the end of, long enough for a few calls before. */
    Duration life() {
        return isExact() ? Duration.ofMinutes(5) : Duration.ofSeconds(1);
    }

    /** Milliseconds, from some moment on. */
    double millis() {
        return clock.map(at -> (double) at.millis()).orElseGet(() -> System.nanoTime() / 1e6);
    }

    /** Returns when so much time has passed. */
    void pass(Duration duration) {
        clock.ifPresentOrElse(at -> at.advance(duration), () -> await(duration));
    }

    private static void await(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(5)) > 0) {
            throw new IllegalArgumentException("a test waits at most 5 seconds of real time: " + duration);
        }
        long end = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}

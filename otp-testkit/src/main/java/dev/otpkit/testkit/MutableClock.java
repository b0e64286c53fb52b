package dev.otpkit.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Time that stands still until a test moves it.
 *
 * <pre>{@code
 * MutableClock clock = new MutableClock();
 * clock.advance(Duration.ofMinutes(5));                 // now every code of five minutes is over
 * }</pre>
 *
 * <p>Any number of threads may read and move it.
 */
public final class MutableClock implements InstantSource {
    private final AtomicReference<Instant> now;

    /** Stands at noon of the first day of 2026, UTC. */
    public MutableClock() {
        this(Instant.parse("2026-01-01T12:00:00Z"));
    }

    /** Stands here. */
    public MutableClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Moves on by so much; a negative duration moves it back. */
    public void advance(Duration by) {
        now.updateAndGet(before -> before.plus(by));
    }

    /** Moves to this moment, earlier or later. */
    public void set(Instant moment) {
        now.set(moment);
    }

    @Override
    public String toString() {
        return instant().toString();
    }
}

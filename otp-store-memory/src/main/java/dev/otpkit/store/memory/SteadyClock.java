package dev.otpkit.store.memory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Follows another clock in whole milliseconds, and stands still while that one has stepped back. */
final class SteadyClock implements InstantSource {
    private final InstantSource followed;
    private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);

    SteadyClock(InstantSource followed) {
        this.followed = followed;
    }

    /** The wall clock as it is now, and from here on the time that has passed: who sets the wall clock changes nothing. */
    static InstantSource elapsed() {
        long wall = System.currentTimeMillis();
        long start = System.nanoTime();
        return () -> Instant.ofEpochMilli(wall + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        long now = followed.millis();
        long before = latest.get();
        // Most calls see a millisecond that another has seen: they need not write.
        return now <= before ? before : latest.accumulateAndGet(now, Math::max);
    }
}

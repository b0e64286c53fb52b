package dev.otpkit.delivery.smtp;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One message's deadline: when it has passed, the connection in use is cut, whatever the server drips. */
final class Watch implements AutoCloseable {
    private final long end;
    private final Future<?> alarm;
    private @Nullable CountedSocket wire;
    private boolean over;

    Watch(ScheduledExecutorService timer, Duration deadline) {
        this.end = System.nanoTime() + deadline.toNanos();
        this.alarm = timer.schedule(this::cut, deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    synchronized boolean isOver() {
        return over;
    }

    /** From now on, this is the connection to cut; it is cut at once if the time is up. */
    synchronized void over(CountedSocket wire) {
        this.wire = wire;
        if (over) {
            wire.cut();
        }
    }

    /** The time is up. */
    synchronized void cut() {
        over = true;
        if (wire != null) {
            wire.cut();
        }
    }

    /** The message's turn has ended, and its connection is somebody else's from now on. */
    @Override
    public void close() {
        alarm.cancel(false);
        synchronized (this) {
            wire = null;
        }
    }
}

package dev.otpkit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether the shared store counts as lost: from its first failure for a minute at least, until a call succeeds. */
final class Outage {
    private static final long LEAST = Duration.ofMinutes(1).toMillis();

    private enum State {
        /** The shared store serves. */
        OFF,
        /** The local one serves. */
        ON,
        /** The minute is over: one caller at a time tries the shared one. */
        TRYING
    }

    private record At(State state, long until) {}

    private final InstantSource clock;
    private final AtomicReference<At> at = new AtomicReference<>(new At(State.OFF, 0));
    private volatile @Nullable Events events;

    Outage(InstantSource clock) {
        this.clock = clock;
    }

    void tell(Events events) {
        this.events = events;
    }

    boolean isOn() {
        return at.get().state() != State.OFF;
    }

    /** Whether this call is the local store's; once a minute one caller is sent to the shared one, to see. */
    boolean takes() {
        At now = at.get();
        if (now.state() == State.OFF) {
            return false;
        }
        long millis = clock.millis();
        // The one who wins tries; the others stay where they are, for a minute more at most.
        return millis < now.until() || !at.compareAndSet(now, new At(State.TRYING, millis + LEAST));
    }

    void begin() {
        At before = at.getAndSet(new At(State.ON, clock.millis() + LEAST));
        if (before.state() == State.OFF) {
            emit(OtpEvent.Kind.STORE_LOST);
        }
    }

    void over() {
        At now = at.get();
        // Only a try ends it: a call that was under way when the store was lost proves nothing.
        if (now.state() == State.TRYING && at.compareAndSet(now, new At(State.OFF, 0))) {
            emit(OtpEvent.Kind.STORE_BACK);
        }
    }

    private void emit(OtpEvent.Kind kind) {
        Events told = events;
        if (told != null) {
            told.of(kind);
        }
    }
}

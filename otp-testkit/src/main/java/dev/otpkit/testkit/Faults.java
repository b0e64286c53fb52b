package dev.otpkit.testkit;

import org.jspecify.annotations.Nullable;

/** Which fault the next call has. */
final class Faults {
    private @Nullable SimulatedFault fault;
    private long left;
    private long calls;

    synchronized void begin(long howMany, SimulatedFault next) {
        if (howMany < 1) {
            throw new IllegalArgumentException("calls must be at least 1: " + howMany);
        }
        fault = next;
        left = howMany;
    }

    synchronized void end() {
        fault = null;
    }

    /** Counts the call. */
    synchronized @Nullable SimulatedFault take() {
        calls++;
        SimulatedFault taken = fault;
        if (taken != null && --left == 0) {
            fault = null;
        }
        return taken;
    }

    synchronized long calls() {
        return calls;
    }
}

package dev.otpkit.delivery;

import java.security.SecureRandom;
import java.time.Duration;

/** How often and how fast a message is tried again, where it was certainly not sent. */
final class Pace {
    private static final int MOST_DOUBLINGS = 6;

    final int tries;
    final long deadline;
    private final long first;
    private final SecureRandom random = new SecureRandom();

    Pace(int tries, Duration first, Duration deadline) {
        this.tries = tries;
        this.first = first.toNanos();
        this.deadline = deadline.toNanos();
    }

    /** Nanoseconds after so many rounds: doubled each time, less up to half, so that what failed together comes apart. */
    long pause(int rounds) {
        long whole = first << Math.min(rounds, MOST_DOUBLINGS);
        return whole - (long) (whole * random.nextDouble() / 2);
    }
}

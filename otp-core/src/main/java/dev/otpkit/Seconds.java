package dev.otpkit;

import java.time.Duration;

/** What a Retry-After header and a countdown show. */
final class Seconds {
    private Seconds() {}

    static Duration roundedUp(Duration exact) {
        boolean whole = exact.getNano() == 0 || exact.getSeconds() == Long.MAX_VALUE; // whatever a provider asks for
        return Duration.ofSeconds(whole ? exact.getSeconds() : exact.getSeconds() + 1);
    }
}

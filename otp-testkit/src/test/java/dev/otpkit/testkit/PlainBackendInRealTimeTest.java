package dev.otpkit.testkit;

import dev.otpkit.store.OtpBackend;
import java.time.Clock;

/** As a backend is tried that goes by a clock of its own. */
class PlainBackendInRealTimeTest implements OtpStoreContract, RateLimiterContract {
    private final OtpBackend backend = PlainRows.backend(Clock.systemUTC());

    @Override
    public OtpBackend backend() {
        return backend;
    }

    @Override
    public int rounds() {
        return 50;
    }
}

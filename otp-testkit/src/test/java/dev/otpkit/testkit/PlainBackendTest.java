package dev.otpkit.testkit;

import dev.otpkit.store.OtpBackend;
import java.util.Optional;

/** The state machine and the limiter in plain Java, over the simplest of rows. */
class PlainBackendTest implements OtpStoreContract.Clocked, RateLimiterContract.Clocked {
    private final MutableClock clock = new MutableClock();
    private final OtpBackend backend = PlainRows.backend(clock);

    @Override
    public OtpBackend backend() {
        return backend;
    }

    @Override
    public Optional<MutableClock> clock() {
        return Optional.of(clock);
    }
}

package dev.otpkit.store.memory;

import dev.otpkit.store.OtpBackend;
import dev.otpkit.testkit.MutableClock;
import dev.otpkit.testkit.RateLimiterContract;
import java.util.Optional;

class MemoryRateLimiterTest implements RateLimiterContract.Clocked {
    private final MutableClock clock = new MutableClock();
    private final OtpBackend backend = MemoryBackend.builder().clock(clock).build();

    @Override
    public OtpBackend backend() {
        return backend;
    }

    @Override
    public Optional<MutableClock> clock() {
        return Optional.of(clock);
    }
}

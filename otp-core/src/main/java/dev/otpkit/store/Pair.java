package dev.otpkit.store;

import dev.otpkit.limit.RateLimiter;

record Pair(String name, boolean shared, OtpStore store, RateLimiter limiter) implements OtpBackend {}

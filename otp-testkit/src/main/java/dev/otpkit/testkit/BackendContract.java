package dev.otpkit.testkit;

import dev.otpkit.store.OtpBackend;
import java.util.Optional;

/** What a contract asks of the test class that takes it on. */
interface BackendContract {

    /**
     * The backend to be tried: a new one, or one that other tests use too (each test makes up subjects and buckets of
     * its own).
     */
    OtpBackend backend();

    /**
     * The clock that the backend goes by; empty where it has its own, and then the tests use short lives and wait for
     * their end.
     */
    default Optional<MutableClock> clock() {
        return Optional.empty();
    }

    /** How often each race is run, and how many random sequences; a slow backend may take fewer. */
    default int rounds() {
        return 200;
    }
}

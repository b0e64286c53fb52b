package dev.otpkit.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** A route without an end of its own, to somebody, whose messages a test says. */
record ScriptedRoute(Recipient recipient, Function<Optional<DeliveryResult>, Optional<Message>> messages)
        implements Route {
    @Override
    public Optional<Duration> goodFor() {
        return Optional.empty();
    }

    @Override
    public Optional<Message> next(Optional<DeliveryResult> before) {
        return messages.apply(before);
    }
}

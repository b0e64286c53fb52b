package dev.otpkit.delivery;

import java.time.Duration;
import java.util.Optional;

/** The route of a message that is there already, to one recipient. */
record OneMessage(Message message) implements Route {
    @Override
    public Recipient recipient() {
        return message.recipient();
    }

    @Override
    public Optional<Duration> goodFor() {
        long life = Trip.life(message);
        return life == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofNanos(life));
    }

    @Override
    public Optional<Message> next(Optional<DeliveryResult> before) {
        return before.isPresent() ? Optional.empty() : Optional.of(message);
    }
}

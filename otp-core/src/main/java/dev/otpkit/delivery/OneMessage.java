package dev.otpkit.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The route of a message that is there already, to one recipient. */
record OneMessage(Message message) implements Route {
    @Override
    public Recipient recipient() {
        return message.recipient();
    }

    @Override
    public Optional<Duration> goodFor() {
        return life(message);
    }

    /** From now on: of its code, or until it said. */
    static Optional<Duration> life(Message message) {
        Duration age = Duration.ofNanos(System.nanoTime() - message.madeAt);
        Optional<Duration> ofCode = message.code().map(code -> code.expiresIn().minus(age));
        Optional<Duration> said = message.notAfter().map(end -> Duration.between(Instant.now(), end));
        return Stream.of(ofCode, said).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    @Override
    public Optional<Message> next(Optional<DeliveryResult> before) {
        return before.isPresent() ? Optional.empty() : Optional.of(message);
    }
}

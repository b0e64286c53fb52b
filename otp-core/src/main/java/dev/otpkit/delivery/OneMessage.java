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
        Optional<Duration> life = message.code().map(Message.Code::expiresIn);
        Optional<Duration> said = message.notAfter().map(end -> Duration.between(Instant.now(), end));
        return Stream.of(life, said).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    @Override
    public Optional<Message> next(Optional<DeliveryResult> before) {
        return before.isPresent() ? Optional.empty() : Optional.of(message);
    }
}

package dev.otpkit.delivery.http;

import dev.otpkit.delivery.DeliveryResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What came back.
 *
 * @param status of HTTP
 * @param retryAfter the wait that was asked for, at most an hour whatever was asked
 * @param body or nothing of it, where it was cut or too long
 */
public record Answer(int status, Optional<Duration> retryAfter, String body) {

    /** Holds the wait to its bound. */
    public Answer {
        retryAfter = retryAfter.map(RetryAfter::bounded);
    }

    /** TEMPORARY, until then; at most for an hour. */
    public DeliveryResult tooMany(Instant until) {
        return new Answer(status, Optional.of(Duration.between(Instant.now(), until)), body).tooMany();
    }

    /** TEMPORARY, until the wait that was asked for is over. */
    public DeliveryResult tooMany() {
        return retryAfter
                .map(DeliveryResult::temporary)
                .orElseGet(DeliveryResult::temporary)
                .because("too many requests");
    }

    /** The status alone: a body may hold an address. */
    @Override
    public String toString() {
        return "Answer[" + status + "]";
    }
}

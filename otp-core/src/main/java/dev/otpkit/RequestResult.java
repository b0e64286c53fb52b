package dev.otpkit;

import dev.otpkit.code.CodeFormat;
import dev.otpkit.delivery.Delivery;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Permit;
import java.time.Duration;
import java.util.Optional;

/** What became of a request. Nothing in it tells the code. */
public final class RequestResult {
    /** The possibilities. */
    public enum Outcome {
        /** A provider took the message, or may have: a person may hold the code. Or it is queued, and soon may. */
        SENT,
        /** A limit refused the request; a live code stays as it was. */
        LIMITED,
        /** The subject's budget of wrong guesses is spent, and the purpose locks it. */
        LOCKED,
        /** The message was certainly not sent. */
        UNDELIVERED
    }

    private final Outcome outcome;
    private final Optional<Duration> retryAfter;
    private final Duration expiresIn;
    private final CodeFormat format;
    private final Optional<Delivery> delivery;
    private final Optional<Bucket.Kind> limitedBy;

    private RequestResult(
            Outcome outcome,
            Optional<Duration> retryAfter,
            Duration expiresIn,
            CodeFormat format,
            Optional<Delivery> delivery,
            Optional<Bucket.Kind> limitedBy) {
        this.outcome = outcome;
        this.retryAfter = retryAfter.map(Seconds::roundedUp);
        this.expiresIn = expiresIn;
        this.format = format;
        this.delivery = delivery;
        this.limitedBy = limitedBy;
    }

    static RequestResult sent(Duration expiresIn, CodeFormat format, Delivery delivery) {
        return new RequestResult(
                Outcome.SENT, Optional.empty(), expiresIn, format, Optional.of(delivery), Optional.empty());
    }

    static RequestResult undelivered(CodeFormat format, Optional<Delivery> delivery) {
        Optional<Duration> retryAfter = delivery.flatMap(Delivery::result).flatMap(result -> result.retryAfter());
        return new RequestResult(Outcome.UNDELIVERED, retryAfter, Duration.ZERO, format, delivery, Optional.empty());
    }

    static RequestResult limited(CodeFormat format, Permit refused) {
        return new RequestResult(
                Outcome.LIMITED,
                Optional.of(refused.retryAfter()),
                Duration.ZERO,
                format,
                Optional.empty(),
                refused.refusedBy());
    }

    static RequestResult locked(CodeFormat format, Optional<Duration> retryAfter) {
        return new RequestResult(Outcome.LOCKED, retryAfter, Duration.ZERO, format, Optional.empty(), Optional.empty());
    }

    /** The same for known and unknown accounts: only networks and the whole service may show their limits. */
    RequestResult concealed(Purpose purpose) {
        if (limitedBy
                .filter(by -> by == Bucket.Kind.CLIENT_IP || by == Bucket.Kind.GLOBAL)
                .isPresent()) {
            return this;
        }
        return new RequestResult(
                Outcome.SENT,
                Optional.empty(),
                purpose.policy().ttl(), // of a message that was refused nobody knows the rest of a life
                format,
                Optional.empty(),
                Optional.empty());
    }

    /** Which of the possibilities. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whether a person may hold the code now, or will once the queue comes to it. */
    public boolean sent() {
        return outcome == Outcome.SENT;
    }

    /** When asking again may help, in whole seconds, rounded up; empty: waiting will not help, or is not needed. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** The life that the sent code has left; zero when none was sent, and a whole one always for concealed purposes. */
    public Duration expiresIn() {
        return expiresIn;
    }

    /** How the code looks, for the page that asks for it: longer than usual when the subject's budget is spent. */
    public CodeFormat format() {
        return format;
    }

    /** The last message's way; empty when none was handed over, and for concealed purposes. */
    public Optional<Delivery> delivery() {
        return delivery;
    }

    /** Which limit refused; empty unless {@link Outcome#LIMITED}. */
    public Optional<Bucket.Kind> limitedBy() {
        return limitedBy;
    }

    @Override
    public String toString() {
        return "RequestResult[" + outcome + limitedBy.map(by -> " by " + by).orElse("") + "]";
    }
}

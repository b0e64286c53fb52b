package dev.otpkit.delivery;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A channel behind its breaker. Its name is read once: what is logged was checked, and cannot change afterwards. */
final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final DeliveryChannel channel;
    private final CircuitBreaker breaker;
    private final long pause;
    private final Consumer<Breaker> changed;
    private final AtomicReference<CircuitBreaker.State> seen = new AtomicReference<>(CircuitBreaker.State.CLOSED);
    private final AtomicLong trips = new AtomicLong();
    private volatile long opened; // nanoseconds
    private volatile Optional<String> reason = Optional.empty();

    Gate(String name, DeliveryChannel channel, int calls, Duration pause, Consumer<Breaker> changed) {
        this.name = name;
        this.channel = channel;
        this.pause = pause.toNanos();
        this.changed = changed;
        this.breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindow(calls, calls, SlidingWindowType.COUNT_BASED)
                        .waitDurationInOpenState(pause)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .recordResult(result -> isFault((DeliveryResult) result))
                        .build());
    }

    String name() {
        return name;
    }

    DeliveryChannel channel() {
        return channel;
    }

    Breaker breaker() {
        Breaker.State state = Breaker.State.valueOf(breaker.getState().name());
        return new Breaker(name, state, trips.get(), state == Breaker.State.CLOSED ? Optional.empty() : reason);
    }

    /** Where the channel would send; null when it does not serve the recipient. */
    @Nullable
    Destination destination(Recipient recipient) {
        try {
            return channel.serves(recipient) ? channel.route(recipient) : null;
        } catch (Exception thrown) {
            LOG.warn("route by {}: {}", name, thrown.getClass().getName());
            keepInterrupt(thrown);
            return Destination.refused("channel could not route");
        }
    }

    /** Whether one message may pass now; each yes must be followed by one {@link #hand} or {@link #release}. */
    boolean passes() {
        boolean passes = breaker.tryAcquirePermission();
        look();
        return passes;
    }

    /** Tells of a change. Looked for, since the breaker's own events are made, with the date, for each call once anybody listens. */
    private void look() {
        CircuitBreaker.State now = breaker.getState();
        if (now == seen.get()) {
            return;
        }
        CircuitBreaker.State before = seen.getAndSet(now);
        if (before == now) {
            return; // another message has told it
        }
        if (now == CircuitBreaker.State.OPEN) {
            opened = System.nanoTime();
            trips.addAndGet(before == CircuitBreaker.State.CLOSED ? 1 : 0);
        }
        LOG.warn("breaker of {}: {}", name, now);
        changed.accept(breaker());
    }

    /** Gives a yes back. */
    void release() {
        breaker.releasePermission();
    }

    /** The answer for who may not pass. */
    DeliveryResult leftAlone() {
        // While one message is tried nobody knows how long; a thousand that wait for it must not all ask all the time.
        long left = breaker.getState() == CircuitBreaker.State.HALF_OPEN
                ? Math.min(pause, LOOK_AGAIN)
                : Math.max(0, pause - (System.nanoTime() - opened));
        return DeliveryResult.temporary(Duration.ofNanos(left)).because("breaker is open");
    }

    DeliveryResult hand(String id, Message message) {
        if (message.recipient().isDecoy()) {
            release();
            return DeliveryResult.sent();
        }
        long started = System.nanoTime();
        DeliveryResult result = DeliveryResult.unknown(); // of an Error, which passes through
        try {
            result = ask(id, message);
        } finally {
            record(System.nanoTime() - started, result);
        }
        // Strangers choose recipients: what is said about them must not fill the log.
        LOG.atLevel(isFault(result) ? Level.WARN : Level.DEBUG).log("delivery {} by {}: {}", id, name, result);
        return result;
    }

    private void record(long took, DeliveryResult result) {
        if (isFault(result)) {
            reason = result.reason();
        }
        breaker.onResult(took, TimeUnit.NANOSECONDS, result);
        if (result.outcome() == DeliveryResult.Outcome.MISCONFIGURED
                && breaker.getState() == CircuitBreaker.State.CLOSED) {
            breaker.transitionToOpenState(); // that does not heal by repeating, and some providers lock who repeats
        }
        look();
    }

    private DeliveryResult ask(String id, Message message) {
        try {
            DeliveryResult result = channel.deliver(message);
            // A channel written without null checks has broken its word after the message may have left.
            return result == null ? DeliveryResult.unknown().because("channel gave no result") : result;
        } catch (Exception thrown) {
            LOG.warn("delivery {} by {}: {}", id, name, thrown.getClass().getName());
            keepInterrupt(thrown);
            return DeliveryResult.unknown().because("channel threw");
        }
    }

    /** Ours or the provider's; what is said about a recipient is none, for anybody can choose a bad one. */
    private static boolean isFault(DeliveryResult result) {
        return result.fault() == DeliveryResult.Fault.PROVIDER || result.fault() == DeliveryResult.Fault.OURS;
    }

    /** Closes all of them, each even when another fails. */
    static void close(List<Gate> gates) {
        if (gates.isEmpty()) {
            return;
        }
        try {
            gates.get(0).close();
        } finally {
            close(gates.subList(1, gates.size()));
        }
    }

    private void close() {
        try {
            channel.close();
        } catch (Exception thrown) {
            LOG.warn("closing {}: {}", name, thrown.getClass().getName());
            keepInterrupt(thrown);
        }
    }

    // A channel may wrap the exception that took the flag away; the chain is cut short in case it bites its tail.
    private static void keepInterrupt(Exception thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 16; depth++, cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

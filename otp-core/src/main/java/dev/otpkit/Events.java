package dev.otpkit;

import dev.otpkit.delivery.Breaker;
import dev.otpkit.delivery.Courier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listeners. */
final class Events {
    private static final Logger LOG = LoggerFactory.getLogger(OtpService.class);

    private final List<OtpListener> listeners;
    private final InstantSource clock;
    private final Supplier<String> storageType;
    /** Of each channel that was lost, which time that was. */
    private final Map<String, Long> lastLost = new ConcurrentHashMap<>();

    Events(List<OtpListener> listeners, InstantSource clock, Supplier<String> storageType) {
        this.listeners = List.copyOf(listeners);
        this.clock = clock;
        this.storageType = storageType;
    }

    /** Whether anybody listens: what only an event needs is not worked out for nobody. */
    boolean isHeard() {
        return !listeners.isEmpty();
    }

    void of(OtpEvent.Kind kind, OtpKey key, long startedNanos, Map<String, String> details) {
        if (isHeard()) {
            Optional<String> subject = Optional.of(key.subject()).filter(known -> !key.isForRecipient());
            Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
            tell(new OtpEvent(kind, clock.instant(), Optional.of(key.purpose()), subject, took, withStorage(details)));
        }
    }

    void unreadable(OtpKey key) {
        LOG.warn("a stored code could not be read: its secret is not accepted, or its row was tampered with");
        of(OtpEvent.Kind.UNREADABLE, key, System.nanoTime(), Map.of());
    }

    /** Something that concerns no key. */
    void of(OtpEvent.Kind kind) {
        of(kind, Map.of());
    }

    void of(OtpEvent.Kind kind, Map<String, String> details) {
        tell(new OtpEvent(
                kind, clock.instant(), Optional.empty(), Optional.empty(), Duration.ZERO, withStorage(details)));
    }

    /** A channel's breaker has changed; that it is being tried, in vain, is nobody's news. */
    void of(Breaker changed) {
        boolean lost = changed.state() == Breaker.State.OPEN;
        boolean stillLost = lost && Objects.equals(lastLost.put(changed.channel(), changed.trips()), changed.trips());
        if (changed.state() != Breaker.State.HALF_OPEN && !stillLost) {
            Map<String, String> details = new HashMap<>();
            details.put("channel", changed.channel());
            details.put("trips", Long.toString(changed.trips()));
            changed.reason().ifPresent(reason -> details.put("reason", reason));
            of(lost ? OtpEvent.Kind.CHANNEL_LOST : OtpEvent.Kind.CHANNEL_BACK, details);
        }
    }

    /** Metrics show the courier's queue and breakers besides what they are told. */
    void watch(Courier courier) {
        metrics().forEach(metrics -> metrics.watch(courier));
    }

    void unwatch(Courier courier) {
        metrics().forEach(metrics -> metrics.unwatch(courier));
    }

    private Stream<OtpMetrics> metrics() {
        return listeners.stream().filter(OtpMetrics.class::isInstance).map(OtpMetrics.class::cast);
    }

    private Map<String, String> withStorage(Map<String, String> details) {
        Map<String, String> all = new HashMap<>(details);
        all.put("storage_type", storageType.get());
        return all;
    }

    private void tell(OtpEvent event) {
        for (OtpListener listener : listeners) {
            try {
                listener.on(event);
            } catch (RuntimeException e) {
                LOG.warn("a listener failed: {}", e.getClass().getName()); // its message may hold anything
            }
        }
    }
}

package dev.otpkit;

import dev.otpkit.delivery.Breaker;
import dev.otpkit.delivery.Courier;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.RateLimiter;
import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.Slot;
import dev.otpkit.template.MessageTemplate;
import java.util.Map;
import java.util.function.Consumer;

/** A service's parts, checked and wired: what the walks go through. */
final class Assembly {
    final Keyring keyring;
    final OtpStore store;
    final RateLimiter limiter;
    final Courier courier;
    final MessageTemplate template;
    final Events events;
    final Codes codes;
    final Waiting waiting = new Waiting();
    final VerifyGuard guard;
    final Afterwards afterwards = new Afterwards();
    final Conversion conversion;
    final SendBuckets buckets;
    final SecurityReport report;
    private final Map<String, Purpose> purposes;
    private final OtpBackend backend;
    private final boolean ownsCourier;
    private final Consumer<Breaker> watcher;
    private volatile boolean closed;

    private Assembly(Parts parts, Map<String, Purpose> purposes, OtpBackend backend, Secrets secrets, Courier courier) {
        this.purposes = purposes;
        this.courier = courier;
        this.ownsCourier = parts.courier == null;
        this.template = parts.template;
        this.keyring = new Keyring(secrets, parts.namespace);
        StoreLoss loss = parts.storeLoss(backend);
        OtpBackend served = loss == null ? backend : loss;
        this.backend = served;
        this.events = new Events(parts.listeners, served.clock(), served::name);
        if (loss != null) {
            loss.tell(events);
        }
        this.watcher = events::of;
        this.store = served.store();
        this.limiter = served.limiter();
        this.codes = new Codes(keyring, secrets, store, events);
        this.guard = new VerifyGuard(parts.perKey, parts.perNetwork, keyring, limiter, served.clock());
        this.conversion = new Conversion(
                parts.limits.pumping().filter(guard -> Place.areNamedBy(courier)),
                keyring,
                limiter,
                events,
                served.clock(),
                afterwards);
        this.buckets = new SendBuckets(parts.limits, keyring);
        this.report = SecurityReport.of(purposes.values(), parts.limits, parts.share(), guard.unmet(), courier);
        courier.watch(watcher);
        events.watch(courier);
    }

    static Assembly of(Parts parts) {
        OtpBackend backend = parts.backend();
        Secrets secrets = parts.secrets(backend);
        Courier courier = parts.courier();
        Map<String, Purpose> purposes = parts.purposes();
        purposes.values().forEach(PolicyCheck::of);
        parts.checkShare(purposes.values());
        PolicyCheck.chance(purposes.values(), parts.share());
        return new Assembly(parts, purposes, backend, secrets, courier);
    }

    /** The door of every call. */
    void enter() {
        if (closed) {
            throw new IllegalStateException("the service is closed");
        }
    }

    /** The same, for a purpose that was declared. */
    Purpose purpose(String name) {
        enter();
        Purpose purpose = purposes.get(name);
        if (purpose == null) {
            OtpKey.requireName("a purpose", name);
            throw new IllegalArgumentException(
                    "purpose \"" + name + "\" is not declared; declared are " + purposes.keySet());
        }
        return purpose;
    }

    /** The same, for recipients that its policy allows. */
    Purpose purpose(OtpRequest request) {
        Purpose purpose = purpose(request.key().purpose());
        boolean decoy = request.recipients().get(0).isDecoy();
        if (purpose.policy().isConcealed() && request.recipients().size() > 1) {
            throw new IllegalArgumentException("a policy that is concealed() sends to one recipient, since falling back"
                    + " shows that there is somebody: " + purpose.name());
        }
        for (Recipient recipient : request.recipients()) {
            if (recipient.isDecoy() != decoy) {
                throw new IllegalArgumentException("a request is to decoys or to people, not to both");
            }
            if (decoy && !purpose.policy().isConcealed()) {
                throw new IllegalArgumentException("a decoy needs a policy that is concealed(): " + purpose.name());
            }
            if (purpose.policy().isRecovery() && !recipient.kind().equals(Recipient.EMAIL)) {
                throw new IllegalArgumentException("a policy with recoveryTtl(...) sends e-mail only: " + purpose.name()
                        + " to " + recipient.kind());
            }
        }
        return purpose;
    }

    Slot erase(OtpKey key, OtpStore.Part part, OtpEvent.Kind kind) {
        long started = System.nanoTime();
        Slot slot = keyring.slot(key, keyring.text(key), purpose(key.purpose()).budget());
        store.erase(slot, part);
        events.of(kind, key, started, Map.of());
        return slot;
    }

    String storage() {
        return backend.name();
    }

    void close() {
        closed = true;
        try {
            if (ownsCourier) {
                courier.close();
            }
        } finally {
            afterwards.close();
            courier.unwatch(watcher);
            events.unwatch(courier);
        }
    }
}

package dev.otpkit;

import dev.otpkit.delivery.Courier;
import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.RateLimiter;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.store.Budget;
import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.OtpStore;
import dev.otpkit.template.MessageTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A service's parts, checked and wired: what the walks go through. */
final class Assembly {
    private final Map<String, Purpose> purposes;
    private final Keyring keyring;
    private final OtpBackend backend;
    private final OtpStore store;
    private final RateLimiter limiter;
    private final Courier courier;
    private final boolean ownsCourier;
    private final MessageTemplate template;
    private final Events events;
    private final Codes codes;
    private final VerifyGuard guard;
    private final SendBuckets buckets;
    private final SecurityReport report;
    private volatile boolean closed;

    private Assembly(Parts parts, Map<String, Purpose> purposes, OtpBackend backend, Secrets secrets, Courier courier) {
        this.purposes = purposes;
        this.courier = courier;
        this.ownsCourier = parts.courier == null;
        this.template = parts.template;
        this.keyring = new Keyring(secrets, parts.namespace);
        StoreLoss loss = parts.storeLoss(backend, purposes.values());
        OtpBackend served = loss == null ? backend : loss;
        this.backend = served;
        this.events = new Events(parts.listeners, served.clock(), served::name);
        if (loss != null) {
            loss.tell(events);
        }
        this.store = served.store();
        this.limiter = served.limiter();
        this.codes = new Codes(keyring, secrets, store, events);
        this.guard = new VerifyGuard(parts.perKey, parts.perNetwork, keyring, limiter, served.clock());
        this.buckets = new SendBuckets(parts.limits, keyring);
        this.report = SecurityReport.of(purposes.values(), parts.limits, courier);
    }

    static Assembly of(Parts parts) {
        OtpBackend backend = present(parts.backend, "backend(...)");
        Secrets secrets = parts.secrets(backend);
        Courier courier = parts.courier();
        Map<String, Purpose> purposes = parts.purposes();
        purposes.values().forEach(purpose -> PolicyCheck.of(purpose, parts.limits));
        return new Assembly(parts, purposes, backend, secrets, courier);
    }

    /** The door of every call. */
    Purpose purpose(String name) {
        if (closed) {
            throw new IllegalStateException("the service is closed");
        }
        Purpose purpose = purposes.get(OtpKey.requireName("a purpose", name));
        if (purpose == null) {
            throw new IllegalArgumentException(
                    "purpose \"" + name + "\" is not declared; declared are " + purposes.keySet());
        }
        return purpose;
    }

    /** Refuses recipients that the purpose's policy does not allow. */
    void check(OtpRequest request) {
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
    }

    Keyring keyring() {
        return keyring;
    }

    OtpStore store() {
        return store;
    }

    RateLimiter limiter() {
        return limiter;
    }

    Courier courier() {
        return courier;
    }

    MessageTemplate template() {
        return template;
    }

    Events events() {
        return events;
    }

    Codes codes() {
        return codes;
    }

    VerifyGuard guard() {
        return guard;
    }

    SendBuckets buckets() {
        return buckets;
    }

    SecurityReport report() {
        return report;
    }

    String storage() {
        return backend.name();
    }

    void close() {
        closed = true;
        if (ownsCourier) {
            courier.close();
        }
    }

    private static <T> T present(@Nullable T part, String call) {
        if (part == null) {
            throw new IllegalStateException(call + " is missing");
        }
        return part;
    }

    /** What a builder has been told. */
    static final class Parts {
        private static final int IN_A_ROW = 100; // NIST SP 800-63B 3.2.2

        @Nullable
        OtpBackend backend;

        @Nullable
        Secrets secrets;

        @Nullable
        Courier courier;

        @Nullable
        OtpBackend localBackend;

        int nodes;
        boolean development;
        String namespace = "";
        OtpPolicy policy = OtpPolicy.standard();
        SendLimits limits = SendLimits.standard();
        Limit perKey = Limit.of(30, Duration.ofMinutes(1));
        Limit perNetwork = Limit.of(50, Duration.ofHours(1));
        MessageTemplate template = MessageTemplate.standard("one-time");
        final List<DeliveryChannel> channels = new ArrayList<>();
        final List<OtpListener> listeners = new ArrayList<>();
        final Map<String, Optional<OtpPolicy>> purposes = new LinkedHashMap<>();
        private final Map<String, Budget> budgets = new TreeMap<>();

        Parts() {
            budget(OtpPolicy.SHARED_BUDGET, Limit.of(10, Duration.ofHours(24)), Limit.of(60, Duration.ofDays(30)));
        }

        void budget(String name, Limit... limits) {
            budgets.put(name, new Budget(name, List.of(limits), IN_A_ROW));
        }

        void onStoreLoss(OtpBackend local, int nodes) {
            if (nodes < 1 || nodes > 1000) {
                throw new IllegalArgumentException("nodes must be 1..1000: " + nodes);
            }
            if (local.shared()) {
                throw new IllegalArgumentException("onStoreLoss(local, nodes) needs a local backend: " + local.name());
            }
            this.localBackend = local;
            this.nodes = nodes;
        }

        private @Nullable StoreLoss storeLoss(OtpBackend backend, Collection<Purpose> purposes) {
            if (localBackend == null) {
                return null;
            }
            Share share = new Share(nodes);
            purposes.forEach(purpose -> share.check(purpose.budget().limits()));
            for (Bucket.Kind kind : Bucket.Kind.values()) {
                share.check(limits.of(kind));
            }
            share.check(List.of(perNetwork));
            return new StoreLoss(backend, localBackend, share);
        }

        private Secrets secrets(OtpBackend backend) {
            if (secrets != null) {
                return secrets;
            }
            if (backend.shared()) {
                throw new IllegalStateException(
                        "secrets(...) is missing: other processes see this backend, and must know them too: "
                                + backend.name());
            }
            if (!development) {
                throw new IllegalStateException("secrets(...) is missing; only development() makes them up");
            }
            return Secrets.random();
        }

        private Courier courier() {
            if (courier != null && !channels.isEmpty()) {
                throw new IllegalStateException("courier(...) and channel(...) exclude each other");
            }
            if (courier == null && channels.isEmpty()) {
                throw new IllegalStateException("channel(...) is missing");
            }
            Courier.Builder own = Courier.builder();
            channels.forEach(own::channel);
            Courier chosen = courier == null ? own.build() : courier;
            for (DeliveryChannel channel : chosen.channels()) {
                if (channel.developmentOnly() && !development) {
                    throw new IllegalStateException(
                            "channel(...) shows codes to the developer and needs development(): " + channel.name());
                }
            }
            return chosen;
        }

        private Map<String, Purpose> purposes() {
            if (purposes.isEmpty()) {
                throw new IllegalStateException("purpose(...) is missing");
            }
            Map<String, Purpose> declared = new LinkedHashMap<>();
            purposes.forEach((name, own) -> {
                OtpPolicy chosen = own.orElse(policy);
                Budget budget = budgets.get(chosen.budget());
                if (budget == null) {
                    throw new IllegalStateException("budget(\"" + chosen.budget() + "\", ...) is missing for purpose "
                            + name + "; declared are " + budgets.keySet());
                }
                declared.put(name, new Purpose(name, chosen, budget));
            });
            return declared;
        }
    }
}

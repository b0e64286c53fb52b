package dev.otpkit;

import dev.otpkit.delivery.Courier;
import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.store.Budget;
import dev.otpkit.store.OtpBackend;
import dev.otpkit.template.MessageTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a builder has been told, and what it lacks. */
final class Parts {
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
    Limit perKey = VerifyGuard.PER_KEY;
    Limit perNetwork = VerifyGuard.PER_NETWORK;
    MessageTemplate template = MessageTemplate.standard("one-time");
    private final Courier.Builder channels = Courier.builder();
    private boolean hasChannels;
    final List<OtpListener> listeners = new ArrayList<>();
    private final Map<String, Optional<OtpPolicy>> purposes = new LinkedHashMap<>();
    private final Map<String, Budget> budgets = new TreeMap<>();

    private final Set<String> said = new HashSet<>();

    Parts() {
        budget(OtpPolicy.SHARED_BUDGET, Limit.of(10, Duration.ofHours(24)), Limit.of(60, Duration.ofDays(30)));
    }

    void once(String call) {
        if (!said.add(call)) {
            throw new IllegalStateException(call + "(...) was called twice");
        }
    }

    void channel(DeliveryChannel channel) {
        channels.channel(channel);
        hasChannels = true;
    }

    void purpose(String name, Optional<OtpPolicy> policy) {
        if (purposes.containsKey(OtpKey.requireName("a purpose", name))) {
            throw new IllegalArgumentException("purpose(\"" + name + "\") is declared already");
        }
        purposes.put(name, policy);
    }

    void budget(String name, Limit... limits) {
        if (budgets.containsKey(name) && !name.equals(OtpPolicy.SHARED_BUDGET)) {
            throw new IllegalArgumentException("budget(\"" + name + "\", ...) is declared already");
        }
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

    Share share() {
        return new Share(nodes);
    }

    /** Refuses limits too small to be shared by so many nodes. */
    void checkShare(Collection<Purpose> purposes) {
        Share share = share();
        purposes.forEach(purpose -> share.check(purpose.budget().limits()));
        for (Bucket.Kind kind : Bucket.Kind.values()) {
            share.check(limits.of(kind));
        }
        share.check(List.of(perNetwork));
    }

    @Nullable
    StoreLoss storeLoss(OtpBackend backend) {
        if (localBackend == null) {
            return null;
        }
        return new StoreLoss(backend, localBackend, share());
    }

    OtpBackend backend() {
        if (backend == null) {
            throw new IllegalStateException("backend(...) is missing");
        }
        return backend;
    }

    Secrets secrets(OtpBackend backend) {
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

    Courier courier() {
        if (courier != null && hasChannels) {
            throw new IllegalStateException("courier(...) and channel(...) exclude each other");
        }
        if (courier == null && !hasChannels) {
            throw new IllegalStateException("channel(...) or courier(...) is missing");
        }
        Courier chosen = courier == null ? channels.build() : courier;
        for (DeliveryChannel channel : chosen.channels()) {
            if (channel.developmentOnly() && !development) {
                throw new IllegalStateException(
                        "channel(...) shows codes to the developer and needs development(): " + channel.name());
            }
        }
        return chosen;
    }

    Map<String, Purpose> purposes() {
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

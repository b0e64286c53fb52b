package dev.otpkit;

import dev.otpkit.limit.Limit;
import dev.otpkit.limit.RateLimiter;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One of several nodes on one shared store, with a way to it that a test can cut, and a local store behind it. */
final class Node {
    final TestBackend local = new TestBackend("local", false);
    final TestChannel channel = new TestChannel();
    final OtpMetrics metrics = new OtpMetrics();
    final List<OtpEvent> events = Collections.synchronizedList(new ArrayList<>());
    final TestBackend.Door codes;
    final TestBackend.Door counts;
    final OtpService otp;

    /** Why the shared store cannot answer before it has done anything; empty while it answers. */
    volatile Optional<StoreException.Kind> lost = Optional.empty();

    /** Why its answer is lost once it has done all. */
    volatile Optional<StoreException.Kind> deaf = Optional.empty();

    private final TestBackend shared;

    Node(TestBackend shared, int nodes) {
        this(shared, nodes, builder -> builder);
    }

    Node(TestBackend shared, int nodes, UnaryOperator<OtpService.Builder> more) {
        this.shared = shared;
        this.codes = door();
        this.counts = door();
        this.otp = more.apply(OtpService.builder()
                        .backend(new View())
                        .secrets(TestBackend.secrets(1))
                        .courier(channel.courier())
                        .purpose("login")
                        .purpose("pay", OtpPolicy.builder().lockWhenSpent().build())
                        .onStoreLoss(local, nodes)
                        .verifyLimits(Limit.of(1_000_000, Duration.ofMinutes(1)), Limit.of(50, Duration.ofHours(1)))
                        .listener(metrics)
                        .listener(events::add))
                .build();
    }

    /** As many messages as anybody asks for. */
    static OtpService.Builder unlimited(OtpService.Builder builder) {
        return builder.limits(SendLimits.allowUnlimited("a test"));
    }

    void advance(Duration by) {
        shared.advance(by);
        local.advance(by);
    }

    /** The store is there again, and the minute over. */
    void recover() {
        lost = Optional.empty();
        deaf = Optional.empty();
        advance(Duration.ofMinutes(1));
    }

    /** What was told, but for the calls that failed with the store. */
    List<OtpEvent.Kind> told() {
        return events.stream()
                .map(OtpEvent::kind)
                .filter(kind -> kind != OtpEvent.Kind.FAILED)
                .toList();
    }

    private TestBackend.Door door() {
        TestBackend.Door door = shared.new Door();
        door.before = () -> fail(lost);
        door.after = () -> fail(deaf);
        return door;
    }

    private static void fail(Optional<StoreException.Kind> kind) {
        kind.ifPresent(why -> {
            throw new StoreException(why);
        });
    }

    private final class View implements OtpBackend {
        private final OtpStore store = OtpBackend.on("redis", codes).store();
        private final RateLimiter limiter = OtpBackend.on("redis", counts).limiter();

        @Override
        public String name() {
            return "redis";
        }

        @Override
        public boolean shared() {
            return true;
        }

        @Override
        public OtpStore store() {
            return store;
        }

        @Override
        public RateLimiter limiter() {
            return limiter;
        }

        @Override
        public InstantSource clock() {
            return shared.clock();
        }
    }
}

package dev.otpkit;

import dev.otpkit.limit.RateLimiter;
import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.RowStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A backend over rows in a map behind one lock, whose time stands still until a test moves it. */
final class TestBackend implements OtpBackend {
    private record Row(byte[] bytes, Instant end) {}

    /** One way to the rows: counts its steps, and fails before or after a step if a test says so. */
    final class Door implements RowStore {
        final AtomicInteger steps = new AtomicInteger();
        volatile Runnable before = () -> {};
        volatile Runnable after = () -> {};

        @Override
        public <T> T atomically(List<String> ids, Step<T> step) {
            steps.incrementAndGet();
            seenIds.addAll(ids);
            before.run();
            T answer = locked(ids, step);
            after.run();
            return answer;
        }
    }

    /** The way of codes, receipts and failures. */
    final Door codes = new Door();

    /** The way of send limits. */
    final Door counts = new Door();

    /** Every row id that was ever asked for. */
    final Set<String> seenIds = ConcurrentHashMap.newKeySet();

    private final Map<String, Row> rows = new HashMap<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));
    private final String name;
    private final boolean shared;
    private final OtpStore store = OtpBackend.on("test", codes).store();
    private final RateLimiter limiter = OtpBackend.on("test", counts).limiter();

    TestBackend() {
        this("test", true);
    }

    TestBackend(String name, boolean shared) {
        this.name = name;
        this.shared = shared;
    }

    /** A builder with this backend, secrets and a channel. */
    OtpService.Builder service(TestChannel channel) {
        return OtpService.builder().backend(this).secrets(secrets(1)).channel(channel);
    }

    /** The same, where what a channel surely did not send is not tried again, and no breaker opens. */
    OtpService.Builder serviceThatTriesOnce(TestChannel channel) {
        return OtpService.builder().backend(this).secrets(secrets(1)).courier(channel.courier());
    }

    /** Secrets with the same names secret, whichever the codes secret. */
    static Secrets secrets(int which) {
        return Secrets.of(secret(0), secret(which));
    }

    static byte[] secret(int which) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (which * 37 + i * 11);
        }
        return bytes;
    }

    void advance(Duration by) {
        now.updateAndGet(before -> before.plus(by));
    }

    /** What somebody does who can write to the store: flips the last bit of every row whose id has this part. */
    synchronized void tamper(String part) {
        rows.forEach((id, row) -> {
            if (id.contains(part)) {
                row.bytes()[row.bytes().length - 1] ^= 1;
            }
        });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean shared() {
        return shared;
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
        return now::get;
    }

    private synchronized <T> T locked(List<String> ids, RowStore.Step<T> step) {
        Instant at = now.get();
        return step.on(new RowStore.Rows() {
            @Override
            public Instant now() {
                return at;
            }

            @Override
            public byte @Nullable [] get(String id) {
                Row row = rows.get(named(id));
                return row == null || !row.end().isAfter(at)
                        ? null
                        : row.bytes().clone();
            }

            @Override
            public void put(String id, byte[] row, Duration life) {
                rows.put(named(id), new Row(row.clone(), at.plus(life)));
            }

            @Override
            public void remove(String id) {
                rows.remove(named(id));
            }

            private String named(String id) {
                if (!ids.contains(id)) {
                    throw new IllegalArgumentException("a step touches only the rows that it named: " + id);
                }
                return id;
            }
        });
    }
}

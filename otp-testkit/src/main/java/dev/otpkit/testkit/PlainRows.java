package dev.otpkit.testkit;

import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.RowStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows in a map behind one lock: too simple to be wrong, so that the state machine over it is what stores are held to. */
final class PlainRows implements RowStore {
    @SuppressWarnings("ArrayRecordComponent") // never compared, never printed
    private record Row(byte[] bytes, Instant end) {}

    private final Map<String, Row> rows = new HashMap<>();
    private final InstantSource clock;

    private PlainRows(InstantSource clock) {
        this.clock = clock;
    }

    static OtpBackend backend(InstantSource clock) {
        return OtpBackend.on("plain", new PlainRows(clock));
    }

    @Override
    public synchronized <T> T atomically(List<String> ids, Step<T> step) {
        return step.on(new Rows() {
            private final Instant now = clock.instant();

            @Override
            public Instant now() {
                return now;
            }

            @Override
            public byte @Nullable [] get(String id) {
                Row row = rows.get(named(id));
                return row == null || !row.end().isAfter(now)
                        ? null
                        : row.bytes().clone();
            }

            @Override
            public void put(String id, byte[] row, Duration life) {
                rows.put(named(id), new Row(row.clone(), now.plus(life)));
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

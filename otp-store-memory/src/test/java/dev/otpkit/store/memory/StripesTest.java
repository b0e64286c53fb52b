package dev.otpkit.store.memory;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.store.RowStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Steps over several stripes, from several threads. */
class StripesTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 20_000;
    private static final int ACCOUNTS = 40;
    private static final Duration LIFE = Duration.ofDays(1);

    private final MemoryRows rows = new MemoryRows(1 << 26, () -> Instant.EPOCH);
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
        Thread thread = new Thread(work);
        thread.setDaemon(true); // those of a deadlock never end
        return thread;
    });

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void stepsOnAnyRowsInAnyOrderNeitherDeadlockNorLoseAWrite() throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            SplittableRandom random = new SplittableRandom(thread);
            running.add(threads.submit(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    move(random);
                }
            }));
        }
        for (Future<?> one : running) {
            one.get(60, SECONDS);
        }

        long moves = 0;
        long balance = 0;
        for (int account = 0; account < ACCOUNTS; account++) {
            String id = id(account);
            ByteBuffer row = rows.atomically(List.of(id), rows -> read(rows.get(id)));
            moves += row.getLong();
            balance += row.getLong();
        }
        assertThat(moves).isEqualTo((long) THREADS * ROUNDS * 4);
        assertThat(balance).isZero();
    }

    /** Takes from one account what it gives to three. */
    private void move(SplittableRandom random) {
        TreeSet<String> accounts = new TreeSet<>();
        while (accounts.size() < 4) {
            accounts.add(id(random.nextInt(ACCOUNTS)));
        }
        rows.<Boolean>atomically(List.copyOf(accounts), rows -> {
            int amount = -3;
            for (String id : accounts) {
                add(rows, id, amount);
                amount = 1;
            }
            return true;
        });
    }

    private static void add(RowStore.Rows rows, String id, int amount) {
        ByteBuffer row = read(rows.get(id));
        byte[] next = ByteBuffer.allocate(16)
                .putLong(row.getLong() + 1)
                .putLong(row.getLong() + amount)
                .array();
        rows.put(id, next, LIFE);
    }

    private static ByteBuffer read(byte @Nullable [] row) {
        return ByteBuffer.wrap(row == null ? new byte[16] : row);
    }

    private static String id(int account) {
        return HexFormat.of().toHexDigits((long) account) + "0123456789abcdef:h";
    }
}

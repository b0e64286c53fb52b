package dev.otpkit.store.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.otpkit.store.RowStore;
import dev.otpkit.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryRowsTest {
    private static final int CAPACITY = 1 << 16;
    private static final Duration LIFE = Duration.ofSeconds(10);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final MemoryRows rows = new MemoryRows(CAPACITY, () -> now);

    @Test
    void aRowIsReadAsItWasWrittenUntilItsLifeIsOver() {
        step(rows -> rows.put("a", bytes(1), LIFE), "a");
        now = now.plus(LIFE).minusMillis(1);
        assertThat(get("a")).containsExactly(1);

        now = now.plusMillis(1);
        assertThat(get("a")).isNull();
    }

    @Test
    void aStepReadsWhatItHasWritten() {
        step(rows -> rows.put("a", bytes(1), LIFE), "a");

        step(
                rows -> {
                    rows.put("a", bytes(2), LIFE);
                    assertThat(rows.get("a")).containsExactly(2);
                    rows.remove("a");
                    assertThat(rows.get("a")).isNull();
                    rows.put("b", bytes(3), LIFE);
                    rows.remove("b");
                    rows.put("b", bytes(4), LIFE);
                },
                "a",
                "b");

        assertThat(get("a")).isNull();
        assertThat(get("b")).containsExactly(4);
        assertThat(rows.size()).isEqualTo(1);
    }

    @Test
    void aStepThatThrowsHasWrittenNothing() {
        step(rows -> rows.put("a", bytes(1), LIFE), "a");
        step(rows -> rows.put("b", bytes(1), LIFE), "b");
        long before = rows.bytes();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> step(
                        rows -> {
                            rows.put("a", bytes(2, 2, 2, 2, 2, 2, 2, 2, 2), LIFE);
                            rows.remove("b");
                            rows.put("c", bytes(2), LIFE);
                            throw new IllegalArgumentException();
                        },
                        "a",
                        "b",
                        "c"));

        assertThat(get("a")).containsExactly(1);
        assertThat(get("b")).containsExactly(1);
        assertThat(get("c")).isNull();
        assertThat(rows.bytes()).isEqualTo(before);
    }

    @Test
    void whatHasNoLifeIsNotKept() {
        step(rows -> rows.put("a", bytes(1), LIFE), "a");

        step(
                rows -> {
                    rows.put("a", bytes(2), Duration.ZERO);
                    rows.put("b", bytes(2), Duration.ofMillis(-1));
                },
                "a",
                "b");

        assertThat(rows.size()).isZero();
    }

    @Test
    void aRowThatLivesForEverIsKept() {
        step(rows -> rows.put("a", bytes(1), Duration.ofMillis(Long.MAX_VALUE)), "a");
        now = now.plus(Duration.ofDays(1_000_000));

        assertThat(get("a")).containsExactly(1);
    }

    @Test
    void aStepHasOnlyTheRowsItNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> step(rows -> rows.get("b"), "a"));
    }

    @Test
    void idsOfAnyFormAreKeptApart() {
        String subject = "0123456789abcdef0123456789abcdef";
        List<String> ids =
                List.of("", " ", subject, subject + ":c:" + subject, subject + ":c:" + subject + "0", "ü", "漢字");
        ids.forEach(id -> step(rows -> rows.put(id, id.getBytes(UTF_8), LIFE), id));

        assertThat(ids).allSatisfy(id -> assertThat(get(id)).asString().isEqualTo(id));
        assertThat(rows.size()).isEqualTo(ids.size());
    }

    @Test
    void itIsFullAtItsCapacityAndHasRoomAgainWhenRowsExpire() {
        fill();

        assertThat(rows.bytes()).isBetween(CAPACITY + 0L, CAPACITY + 1024L);
        now = now.plus(LIFE).plusMillis(1024);
        assertThat(isFull()).isFalse();
        assertThat(rows.size()).isZero();
    }

    @Test
    void whatIsThereMayGrowPastTheCapacityButNotWithoutEnd() {
        int filled = fill();
        long before = rows.bytes();
        step(rows -> rows.put("0", new byte[CAPACITY], LIFE), "0");
        step(rows -> rows.put("1", new byte[CAPACITY], LIFE), "1");

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> step(
                        rows -> {
                            rows.put("0", bytes(7), LIFE);
                            rows.put("2", new byte[CAPACITY * 2], LIFE);
                        },
                        "0",
                        "2"))
                .matches(refused -> refused.kind() == StoreException.Kind.FULL);

        assertThat(get("0")).as("the refused step has written nothing").hasSize(CAPACITY);
        assertThat(rows.size()).isEqualTo(filled);
        assertThat(rows.bytes()).isEqualTo(before + 2L * (Row.cost(CAPACITY) - Row.cost(100)));
    }

    private int fill() {
        int filled = 0;
        while (!isFull()) {
            String id = Integer.toString(filled++);
            step(rows -> rows.put(id, new byte[100], LIFE), id);
        }
        return filled;
    }

    private boolean isFull() {
        return rows.atomically(List.of("any"), RowStore.Rows::full);
    }

    private byte @Nullable [] get(String id) {
        return rows.atomically(List.of(id), rows -> rows.get(id));
    }

    private void step(Consumer<RowStore.Rows> step, String... ids) {
        rows.<Boolean>atomically(List.of(ids), rows -> {
            step.accept(rows);
            return true;
        });
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}

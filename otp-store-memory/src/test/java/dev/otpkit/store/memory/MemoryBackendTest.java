package dev.otpkit.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.otpkit.limit.Bucket;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.Slot;
import dev.otpkit.store.VerifyAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MemoryBackendTest {
    private static final Slot SLOT = Calls.slot(1, 1);

    private final Calls calls = new Calls();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final MemoryBackend backend =
            MemoryBackend.builder().clock(() -> now).build();
    private final OtpStore store = backend.store();

    @Test
    void itIsThisProcessesAlone() {
        assertThat(backend.name()).isEqualTo("memory");
        assertThat(backend.shared()).isFalse();
    }

    @Test
    @DisplayName("T6: accepted at ttl - 200 ms")
    void aCodeIsAcceptedUntilTheEndOfItsLife() {
        store.open(calls.open(SLOT, 7));
        now = now.plus(Calls.TTL).minusMillis(200);

        assertThat(verify(7)).isEqualTo(VerifyAnswer.Outcome.ACCEPTED);
    }

    @Test
    @DisplayName("T6: refused at ttl + 1 ms")
    void aCodeIsRefusedWhenItsLifeIsOver() {
        store.open(calls.open(SLOT, 7));
        now = now.plus(Calls.TTL).plusMillis(1);

        assertThat(verify(7)).isEqualTo(VerifyAnswer.Outcome.EXPIRED);
    }

    @Test
    @DisplayName("T6: a clock that steps back gives no code a longer life")
    void aClockThatStepsBackStandsStill() {
        store.open(calls.open(SLOT, 7));
        now = now.plus(Calls.TTL).plusMillis(1);
        Instant latest = backend.clock().instant();
        now = now.minus(Duration.ofHours(1));

        assertThat(verify(7)).isEqualTo(VerifyAnswer.Outcome.EXPIRED);
        assertThat(backend.clock().instant()).isEqualTo(latest);
    }

    @Test
    @DisplayName("T6: a clock that steps back gives nobody more messages")
    void aClockThatStepsBackMakesNoRoom() {
        List<Bucket> recipient = List.of(Calls.recipient(1));
        assertThat(backend.limiter().acquire(recipient, "first").isGranted()).isTrue();
        now = now.minus(Duration.ofHours(1));

        assertThat(backend.limiter().acquire(recipient, "second").retryAfter()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void withoutAClockTimePassesByItselfFromTheWallClocks() {
        MemoryBackend running = new MemoryBackend();
        long first = running.clock().millis();
        assertThat(first).isCloseTo(Clock.systemUTC().millis(), within(60_000L));

        while (running.clock().millis() == first) {
            Thread.onSpinWait();
        }
        assertThat(running.clock().millis()).isGreaterThan(first);
    }

    @Test
    void twoBackendsShareNothing() {
        store.open(calls.open(SLOT, 7));

        assertThat(new MemoryBackend().store().verify(calls.verify(SLOT, 7)).outcome())
                .isEqualTo(VerifyAnswer.Outcome.ABSENT);
    }

    @Test
    void aCapacityThatHoldsNothingOrMoreThanAnyHeapIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryBackend.builder().capacity(65_535))
                .withMessage("capacity must be 65536..1099511627776 bytes: 65535");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryBackend.builder().capacity(1_099_511_627_777L))
                .withMessage("capacity must be 65536..1099511627776 bytes: 1099511627777");
        MemoryBackend.builder().capacity(65_536).build();
    }

    private VerifyAnswer.Outcome verify(long guess) {
        return store.verify(calls.verify(SLOT, guess)).outcome();
    }
}

package dev.otpkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.SlotStatus.State;
import dev.otpkit.store.StoreException;
import dev.otpkit.store.StoreException.Kind;
import dev.otpkit.store.VerifyAnswer.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Healthy, it passes the contracts of what it wraps; faulty, it fails as told. */
class FaultyBackendTest implements OtpStoreContract.Clocked, RateLimiterContract.Clocked {
    private final MutableClock clock = new MutableClock();
    private final FaultyBackend backend = new FaultyBackend(PlainRows.backend(clock));
    private final Subject subject = Subject.of(backend.store());

    @Override
    public OtpBackend backend() {
        return backend;
    }

    @Override
    public Optional<MutableClock> clock() {
        return Optional.of(clock);
    }

    @Override
    public int rounds() {
        return 5;
    }

    private static void assertFails(Kind kind, Runnable call) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(call::run)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void aRefusedCallHasNoEffect() {
        backend.next(1, SimulatedFault.refusing(Kind.UNAVAILABLE));
        assertFails(Kind.UNAVAILABLE, () -> subject.open(Subject.KEY));
        assertThat(subject.status(Subject.KEY).state()).isEqualTo(State.NONE);
    }

    @Test
    void aCallWhoseReplyIsLostHasItsEffectAndCanBeRepeated() {
        subject.open(Subject.KEY);
        Guess guess = subject.guess(Subject.KEY, "right");
        backend.next(1, SimulatedFault.lostReply(Kind.TIMEOUT));
        assertFails(Kind.TIMEOUT, guess::verify);
        assertThat(subject.status(Subject.KEY).state()).isEqualTo(State.USED);
        assertThat(guess.verify().outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void faultsMeetStoreAndLimiterInTheOrderOfTheCallsAndEnd() {
        Buckets buckets = new Buckets(backend.limiter());
        Bucket bucket = buckets.recipient(Limit.of(9, Buckets.HOUR));
        backend.next(3, SimulatedFault.refusing(Kind.UNREACHABLE));
        assertFails(Kind.UNREACHABLE, () -> buckets.acquire(bucket));
        assertFails(Kind.UNREACHABLE, () -> backend.limiter().giveBack(List.of(bucket), "1"));
        assertFails(Kind.UNREACHABLE, () -> subject.absorb(Subject.KEY, 1));
        assertThat(buckets.acquire(bucket).isGranted()).isTrue();
        assertThat(backend.calls()).isEqualTo(4);
    }

    @Test
    void allCallsFailUntilItIsHealed() {
        backend.always(SimulatedFault.throwing(() -> new IllegalStateException("broken")));
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> subject.status(Subject.KEY)).hasMessage("broken");
        }
        backend.heal();
        assertThat(subject.status(Subject.KEY).state()).isEqualTo(State.NONE);
    }

    @Test
    void aCallWaitsUntilItIsLetGo() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        backend.next(1, SimulatedFault.waiting(gate));
        CompletableFuture<State> waiting = CompletableFuture.supplyAsync(() -> {
            subject.open(Subject.KEY);
            return subject.status(Subject.KEY).state();
        });
        assertThat(waiting).isNotDone();
        gate.countDown();
        assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo(State.LIVE);
        backend.next(1, SimulatedFault.refusing(Kind.TIMEOUT).after(gate));
        assertFails(Kind.TIMEOUT, () -> subject.open(Subject.KEY));
    }

    @Test
    void whoIsInterruptedWhileWaitingIsToldSoAndNothingIsDone() {
        backend.next(1, SimulatedFault.waiting(new CountDownLatch(1)));
        Thread.currentThread().interrupt();
        assertFails(Kind.INTERRUPTED, () -> subject.open(Subject.KEY));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(subject.status(Subject.KEY).state()).isEqualTo(State.NONE);
    }

    @Test
    void aChannelsFaultAndZeroCallsAreRefused() {
        backend.next(1, SimulatedFault.answering(DeliveryResult.unknown()));
        assertThatThrownBy(() -> subject.open(Subject.KEY)).hasMessage("answering(...) is for channels");
        assertThatThrownBy(() -> backend.next(0, SimulatedFault.refusing(Kind.FULL)))
                .hasMessage("calls must be at least 1: 0");
    }

    @Test
    void itHasTheNameAndTheClockOfWhatItWraps() {
        OtpBackend plain = PlainRows.backend(clock);
        assertThat(backend.name()).isEqualTo(plain.name());
        assertThat(backend.shared()).isEqualTo(plain.shared());
        assertThat(backend.clock()).isSameAs(plain.clock());
    }
}

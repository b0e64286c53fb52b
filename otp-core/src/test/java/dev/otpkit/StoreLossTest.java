package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.OtpEvent.Kind;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.store.Budget;
import dev.otpkit.store.Slot;
import dev.otpkit.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When the shared store counts as lost, when it is back, and who is told. */
class StoreLossTest {
    private static final Optional<StoreException.Kind> DOWN = Optional.of(StoreException.Kind.UNREACHABLE);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final OtpKey KEY = OtpKey.of("login", "user-42");
    private static final Recipient ADA = Recipient.email("ada@example.com");

    private final TestBackend shared = new TestBackend();
    private final Node node = new Node(shared, 1, Node::unlimited);

    @Test
    void storeAndLimiterSwitchTogether() {
        Node limited = new Node(shared, 1);
        limited.codes.before = () -> {
            throw new StoreException(StoreException.Kind.UNREACHABLE);
        };
        fails(StoreException.Kind.UNREACHABLE, () -> limited.otp.request(KEY, ADA));
        int before = limited.counts.steps.get();
        assertThat(limited.otp.request(KEY, ADA).sent()).isTrue();
        assertThat(limited.counts.steps).as("the shared limiter would answer").hasValue(before);
        assertThat(limited.local.counts.steps.get()).isPositive();
        assertThat(limited.otp.verify(KEY, limited.channel.code()).accepted()).isTrue();
    }

    @Test
    void aRequestForWhichNothingWasDoneYetIsServedAtOnce() {
        Node limited = new Node(shared, 1);
        limited.lost = DOWN;
        assertThat(limited.otp.request(KEY, ADA).sent()).isTrue();
        assertThat(limited.told()).containsExactly(Kind.STARTED, Kind.STORE_LOST, Kind.REQUESTED);
    }

    @ParameterizedTest
    @EnumSource
    void onlyAStoreThatMayComeBackIsReplaced(StoreException.Kind kind) {
        for (boolean before : new boolean[] {true, false}) {
            Node one = new Node(shared, 1, Node::unlimited);
            one.lost = before ? Optional.of(kind) : Optional.empty();
            one.deaf = before ? Optional.empty() : Optional.of(kind);
            fails(kind, () -> one.otp.status(KEY));
            if (kind == StoreException.Kind.UNREACHABLE
                    || kind == StoreException.Kind.TIMEOUT
                    || kind == StoreException.Kind.UNAVAILABLE) {
                assertThat(one.otp.status(KEY).storage()).isEqualTo("local");
                assertThat(one.told()).containsExactly(Kind.STARTED, Kind.STORE_LOST);
            } else {
                fails(kind, () -> one.otp.request(KEY, ADA));
                fails(kind, () -> one.otp.verify(KEY, "123456"));
                fails(kind, () -> one.otp.cancel(KEY));
                assertThat(one.told()).containsExactly(Kind.STARTED);
                assertThat(one.local.codes.steps.get())
                        .as("asked for what it holds of the outages")
                        .isLessThan(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FULL", "DENIED", "INTERRUPTED", "BROKEN"})
    void aLimiterThatOnlyRefusesIsNotReplacedEither(StoreException.Kind kind) {
        Node limited = new Node(shared, 1);
        limited.counts.before = () -> {
            throw new StoreException(kind);
        };
        fails(kind, () -> limited.otp.request(KEY, ADA));
        assertThat(limited.local.counts.steps).hasValue(0);
        assertThat(limited.told()).containsExactly(Kind.STARTED);
    }

    @Test
    void theLocalStoreServesForAMinuteAtLeast() {
        lose();
        node.lost = Optional.empty();
        int before = node.codes.steps.get();
        assertThat(node.otp.status(KEY).storage()).isEqualTo("local");
        node.advance(MINUTE.minusMillis(1));
        assertThat(node.otp.status(KEY).storage()).isEqualTo("local");
        assertThat(node.codes.steps).hasValue(before);
        node.advance(Duration.ofMillis(1));
        assertThat(node.otp.status(KEY).storage()).isEqualTo("redis");
        assertThat(node.codes.steps).hasValue(before + 1);
    }

    @Test
    void aTryThatFailsIsTheCallersOwnAndStartsTheMinuteAnew() {
        lose();
        node.advance(MINUTE);
        fails(StoreException.Kind.UNREACHABLE, () -> node.otp.status(KEY));
        node.lost = Optional.empty();
        node.advance(MINUTE.minusMillis(1));
        assertThat(node.otp.status(KEY).storage()).isEqualTo("local");
        node.advance(Duration.ofMillis(1));
        assertThat(node.otp.status(KEY).storage()).isEqualTo("redis");
        assertThat(node.told()).containsExactly(Kind.STARTED, Kind.STORE_LOST, Kind.STORE_BACK);
    }

    @Test
    void oneCallerTriesWhileTheOthersStayLocal() throws Exception {
        lose();
        node.lost = Optional.empty();
        node.advance(MINUTE);
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        node.codes.before = () -> {
            arrived.countDown();
            await(answer);
        };
        int before = node.codes.steps.get();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        try {
            Future<OtpStatus> tried = pool.submit(() -> node.otp.status(KEY));
            await(arrived);
            for (int i = 0; i < 20; i++) {
                assertThat(node.otp.status(KEY).storage()).isEqualTo("local");
                assertThat(node.otp.request(KEY, ADA).sent()).isTrue();
            }
            assertThat(node.codes.steps).hasValue(before + 1);
            answer.countDown();
            assertThat(tried.get().storage()).isEqualTo("redis");
        } finally {
            answer.countDown();
            pool.shutdownNow();
        }
    }

    @Test
    void aTryThatNobodyHearsOfIsFollowedByAnotherAMinuteLater() {
        lose();
        node.advance(MINUTE);
        node.lost = Optional.of(StoreException.Kind.BROKEN); // tells nothing about a loss
        fails(StoreException.Kind.BROKEN, () -> node.otp.status(KEY));
        assertThat(node.otp.status(KEY).storage()).isEqualTo("local");
        node.advance(MINUTE.minusMillis(1));
        assertThat(node.otp.status(KEY).storage()).isEqualTo("local");
        node.lost = Optional.empty();
        node.advance(Duration.ofMillis(1));
        assertThat(node.otp.status(KEY).storage()).isEqualTo("redis");
    }

    /** It was sent before the loss and proves nothing about what came after. */
    @Test
    void anAnswerFromBeforeTheLossDoesNotEndIt() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Runnable cut = node.codes.before;
        node.codes.before = () -> {
            arrived.countDown();
            await(answer);
        };
        ExecutorService pool = Executors.newFixedThreadPool(1);
        try {
            Future<OtpStatus> slow = pool.submit(() -> node.otp.status(KEY));
            await(arrived);
            node.codes.before = cut;
            lose();
            answer.countDown();
            slow.get();
            assertThat(node.otp.status(KEY).storage()).isEqualTo("local");
            assertThat(node.told()).containsExactly(Kind.STARTED, Kind.STORE_LOST);
        } finally {
            answer.countDown();
            pool.shutdownNow();
        }
    }

    @Test
    void everySwitchIsToldOnceAndSeenInStatusAndMetrics() {
        assertThat(node.otp.status(KEY).storage()).isEqualTo("redis");
        for (int outage = 0; outage < 3; outage++) {
            node.events.clear();
            lose();
            node.otp.request(KEY, ADA);
            assertThat(node.metrics.snapshot()).containsEntry("storage_type", "local");
            node.recover();
            node.otp.status(KEY);
            node.otp.status(KEY);
            assertThat(node.told()).containsExactly(Kind.STORE_LOST, Kind.REQUESTED, Kind.STORE_BACK);
            assertThat(node.events)
                    .extracting(event -> event.details().get("storage_type"))
                    .containsExactly("local", "local", "redis");
            assertThat(node.metrics.snapshot())
                    .containsEntry("storage_type", "redis")
                    .containsEntry("store_lost", outage + 1L)
                    .containsEntry("store_back", outage + 1L);
        }
    }

    @Test
    void aPermitIsGivenBackWhereItWasCounted() {
        Node limited = new Node(shared, 1);
        limited.channel.answer = message -> DeliveryResult.temporary();
        assertThat(limited.otp.request(KEY, ADA).outcome()).isEqualTo(RequestResult.Outcome.UNDELIVERED);
        assertThat(limited.otp.request(KEY, ADA).outcome()).isEqualTo(RequestResult.Outcome.UNDELIVERED);
        limited.lost = DOWN;
        assertThat(limited.otp.request(KEY, ADA).outcome()).isEqualTo(RequestResult.Outcome.UNDELIVERED);
        assertThat(limited.otp.request(KEY, ADA).outcome()).isEqualTo(RequestResult.Outcome.UNDELIVERED);
        limited.channel.answer = message -> DeliveryResult.sent();
        assertThat(limited.otp.request(KEY, ADA).sent()).isTrue();
        assertThat(limited.otp.request(KEY, ADA).outcome()).isEqualTo(RequestResult.Outcome.LIMITED);
    }

    @Test
    void aPermitThatIsLostWithTheStoreDoesNotChangeTheAnswer() {
        Node limited = new Node(shared, 1);
        limited.channel.answer = message -> {
            limited.lost = DOWN;
            return DeliveryResult.temporary();
        };
        assertThat(limited.otp.request(KEY, ADA).outcome()).isEqualTo(RequestResult.Outcome.UNDELIVERED);
        assertThat(limited.told()).containsExactly(Kind.STARTED, Kind.STORE_LOST, Kind.REQUESTED);
    }

    @Test
    void toItsCallersItIsASharedBackendThatCountsWhatItIsToldIn() {
        StoreLoss loss = new StoreLoss(shared, node.local, new Share(1));
        Limit ten = Limit.of(10, Duration.ofDays(1));
        Slot slot = new Slot("0".repeat(32), "0".repeat(32), new Budget("b", List.of(ten), 100));
        assertThat(loss.shared()).isTrue();
        loss.absorb(slot, 10);
        assertThat(shared.store().status(slot).spent()).isTrue();
        assertThat(node.local.store().status(slot).spent()).isFalse();
    }

    private void lose() {
        node.lost = DOWN;
        fails(StoreException.Kind.UNREACHABLE, () -> node.otp.status(KEY));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void fails(StoreException.Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}

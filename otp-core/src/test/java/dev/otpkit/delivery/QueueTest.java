package dev.otpkit.delivery;

import static dev.otpkit.delivery.ScriptedChannel.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QueueTest {
    private static final Recipient ADA = Recipient.email("ada@example.com");
    private static final Message MESSAGE = Message.to(ADA).text("hello").build();
    private static final Duration NONE = Duration.ofMillis(1);

    @Test
    void aHandleTellsHowFarItIsAndIsFoundByItsId() {
        Stalled gate = new Stalled(1);
        try (Courier courier = Courier.builder()
                .channel(new ScriptedChannel("mail", message -> gate.here()))
                .workers(1)
                .build()) {
            Delivery first = courier.submit(MESSAGE);
            gate.awaitAll();
            Delivery second = courier.submit(MESSAGE);

            assertThat(first.state()).isEqualTo(Delivery.State.SENDING);
            assertThat(first.channel()).contains("mail");
            assertThat(second.state()).isEqualTo(Delivery.State.QUEUED);
            assertThat(second.channel()).isEmpty();
            assertThat(second.result()).isEmpty();
            assertThat(second.recipient()).isEqualTo(ADA);
            assertThat(courier.queueSize()).isEqualTo(1);
            assertThat(courier.find(first.id()).orElseThrow()).isSameAs(first);
            assertThat(courier.find(second.id()).orElseThrow()).isSameAs(second);
            assertThat(courier.find("0".repeat(32))).isEmpty();

            gate.open();
            assertThat(Stalled.result(second)).isEqualTo(DeliveryResult.sent());
            assertThat(second.state()).isEqualTo(Delivery.State.DONE);
            assertThat(second.tries()).isEqualTo(1);
            assertThat(courier.find(first.id()).orElseThrow()).isSameAs(first);
        }
    }

    @Test
    void submitReturnsWhateverTheProviderDoesAndAFullQueueRefusesClearly() {
        Stalled gate = new Stalled(2);
        try (Courier courier = Courier.builder()
                .channel(new ScriptedChannel("mail", message -> gate.here()))
                .workers(2)
                .queue(5)
                .build()) {
            List<Delivery> taken = new ArrayList<>();
            taken.add(courier.submit(MESSAGE));
            taken.add(courier.submit(MESSAGE));
            gate.awaitAll();
            for (int i = 0; i < 5; i++) {
                taken.add(courier.submit(MESSAGE));
            }
            Delivery refused = courier.submit(MESSAGE);
            assertThat(refused.result()).contains(Delivery.REFUSED);
            assertThat(Delivery.REFUSED.outcome()).isEqualTo(Outcome.TEMPORARY);
            assertThat(Delivery.REFUSED.fault()).isEqualTo(Fault.OURS);
            assertThat(courier.queueSize()).isEqualTo(5);

            gate.open();
            taken.forEach(delivery -> assertThat(Stalled.result(delivery)).isEqualTo(DeliveryResult.sent()));
            assertThat(courier.queueSize()).isZero();
            assertThat(Stalled.result(courier.submit(MESSAGE))).isEqualTo(DeliveryResult.sent());
        }
    }

    @Test
    void noMoreThanItsWorkersAreWithChannelsAtOnce() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Stalled gate = new Stalled(3);
        ScriptedChannel mail = new ScriptedChannel("mail", message -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            gate.here();
            now.decrementAndGet();
            return DeliveryResult.sent();
        });
        try (Courier courier = Courier.builder().channel(mail).workers(3).build()) {
            List<Delivery> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(courier.submit(MESSAGE));
            }
            gate.awaitAll();
            assertThat(courier.queueSize()).isEqualTo(47);
            gate.open();
            all.forEach(Stalled::result);
        }
        assertThat(most).hasValue(3);
    }

    @Test
    void aMessageThatFailsAgainAndAgainDelaysNobody() {
        Message poison = Message.to(ADA).text("poison").build();
        List<String> order = new ArrayList<>();
        ScriptedChannel mail = new ScriptedChannel("mail", message -> {
            order.add(message.text());
            return message == poison ? DeliveryResult.temporary(Duration.ofMillis(500)) : DeliveryResult.sent();
        });
        try (Courier courier =
                Courier.builder().channel(mail).workers(1).breaker(1_000, NONE).build()) {
            Delivery bad = courier.submit(poison);
            List<Delivery> others = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                others.add(courier.submit(MESSAGE));
            }
            others.forEach(delivery -> assertThat(Stalled.result(delivery)).isEqualTo(DeliveryResult.sent()));
            assertThat(bad.state()).isEqualTo(Delivery.State.RETRYING);
            assertThat(courier.queueSize()).isEqualTo(1);
            assertThat(Stalled.result(bad).outcome()).isEqualTo(Outcome.TEMPORARY);
            assertThat(bad.tries()).isEqualTo(3);
        }
        assertThat(order).startsWith("poison").endsWith("poison", "poison").hasSize(23);
    }

    @Test
    void exceptionsAndErrorsCostTheOthersNothing() {
        AtomicInteger count = new AtomicInteger();
        ScriptedChannel mail = new ScriptedChannel("mail", message -> switch (count.getAndIncrement()) {
            case 0 -> throw new NoClassDefFoundError("gone");
            case 1 -> throw new IllegalStateException("gone");
            default -> DeliveryResult.sent();
        });
        try (Courier courier =
                Courier.builder().channel(mail).workers(1).breaker(1_000, NONE).build()) {
            Route broken = new ScriptedRoute(ADA, before -> {
                throw new IllegalStateException("template");
            });
            Delivery error = courier.submit(MESSAGE);
            Delivery exception = courier.submit(MESSAGE);
            Delivery unmade = courier.submit(broken);
            Delivery good = courier.submit(MESSAGE);
            assertThat(Stalled.result(error).outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(Stalled.result(exception).outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(Stalled.result(unmade)).isEqualTo(DeliveryResult.misconfigured("message could not be made"));
            assertThat(Stalled.result(good)).isEqualTo(DeliveryResult.sent());
            assertThat(courier.breakers().get(0).state()).isEqualTo(Breaker.State.CLOSED);
        }
    }

    @Test
    void whatWaitsCanBeWithdrawnAndWhatIsOnItsWayCannot() {
        Stalled gate = new Stalled(1);
        ScriptedChannel mail = new ScriptedChannel("mail", message -> gate.here());
        try (Courier courier = Courier.builder().channel(mail).workers(1).build()) {
            Delivery sending = courier.submit(MESSAGE);
            gate.awaitAll();
            Delivery waiting = courier.submit(MESSAGE);
            assertThat(waiting.withdraw()).isTrue();
            assertThat(waiting.withdraw()).isFalse();
            assertThat(waiting.result()).contains(Delivery.WITHDRAWN);
            assertThat(sending.withdraw()).isFalse();
            gate.open();
            assertThat(Stalled.result(sending)).isEqualTo(DeliveryResult.sent());
            assertThat(sending.withdraw()).isFalse();
        }
        assertThat(mail.handed).hasSize(1);
    }

    @Test
    void whatIsToBeTriedAgainCanBeWithdrawn() {
        ScriptedChannel mail = answering("mail", DeliveryResult.temporary(Duration.ofSeconds(20)));
        try (Courier courier =
                Courier.builder().channel(mail).drain(Duration.ZERO).build()) {
            Delivery retrying = courier.submit(MESSAGE);
            while (retrying.state() != Delivery.State.RETRYING) {
                Thread.onSpinWait();
            }
            assertThat(retrying.withdraw()).isTrue();
            assertThat(Stalled.result(retrying)).isEqualTo(Delivery.WITHDRAWN);
        }
        assertThat(mail.handed).hasSize(1);
    }

    @Test
    void whatIsQueuedWaitsForAnOpenBreakerWithinItsDeadline() {
        AtomicInteger count = new AtomicInteger();
        ScriptedChannel mail = new ScriptedChannel(
                "mail",
                message -> count.getAndIncrement() == 0
                        ? DeliveryResult.misconfigured("login refused")
                        : DeliveryResult.sent());
        try (Courier courier = Courier.builder()
                .channel(mail)
                .breaker(10, Duration.ofMillis(100))
                .build()) {
            assertThat(Stalled.result(courier.submit(MESSAGE)).outcome()).isEqualTo(Outcome.MISCONFIGURED);
            List<Delivery> all = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                all.add(courier.submit(MESSAGE));
            }
            all.forEach(delivery -> assertThat(Stalled.result(delivery)).isEqualTo(DeliveryResult.sent()));
            assertThat(courier.breakers())
                    .containsExactly(new Breaker("mail", Breaker.State.CLOSED, 1, Optional.empty()));
        }
    }

    @Test
    void onlyTheLastThatEndedAreRemembered() {
        try (Courier courier = Courier.builder()
                .channel(answering("mail", DeliveryResult.sent()))
                .queue(3)
                .workers(1)
                .build()) {
            List<Delivery> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Delivery delivery = courier.submit(MESSAGE);
                Stalled.result(delivery);
                while (courier.queueSize() > 0) {
                    Thread.onSpinWait();
                }
                all.add(delivery);
            }
            Stalled.result(courier.submit(MESSAGE));
            assertThat(all.subList(0, 7)).noneMatch(d -> courier.find(d.id()).isPresent());
            assertThat(courier.find(all.get(9).id())).isPresent();
        }
    }

    @Test
    void aCallbackRunsAfterTheHandleIsDone() {
        try (Courier courier = Courier.builder()
                .channel(answering("mail", DeliveryResult.sent()))
                .build()) {
            Delivery delivery = courier.submit(MESSAGE);
            Delivery.State seen = delivery.done()
                    .thenApply(result -> delivery.state())
                    .toCompletableFuture()
                    .join();
            assertThat(seen).isEqualTo(Delivery.State.DONE);
        }
    }
}

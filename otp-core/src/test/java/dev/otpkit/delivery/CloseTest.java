package dev.otpkit.delivery;

import static dev.otpkit.delivery.ScriptedChannel.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The fault table's row of SIGTERM with 500 queued. */
@Timeout(60)
class CloseTest {
    private static final Message MESSAGE =
            Message.to(Recipient.email("ada@example.com")).text("hello").build();

    private final AtomicInteger handed = new AtomicInteger();

    @Test
    void closeDrainsWhatWasTaken() {
        ScriptedChannel mail = new ScriptedChannel("mail", message -> {
            handed.incrementAndGet();
            return DeliveryResult.sent();
        });
        Courier courier = Courier.builder().channel(mail).workers(2).build();
        List<Delivery> all = submit(courier, 500);
        courier.close();
        assertThat(all).allMatch(delivery -> delivery.result().equals(java.util.Optional.of(DeliveryResult.sent())));
        assertThat(handed).hasValue(500);
        assertThat(mail.closed).isEqualTo(1);
        assertThatIllegalStateException().isThrownBy(() -> courier.submit(MESSAGE));
        assertThatIllegalStateException().isThrownBy(() -> courier.deliver(MESSAGE));
    }

    @Test
    void whatIsNotSentInTimeIsReportedNoneIsLostAndNoneIsSentAfterwards() {
        Stalled gate = new Stalled(4);
        ScriptedChannel mail = new ScriptedChannel("mail", message -> {
            handed.incrementAndGet();
            return gate.here();
        });
        Courier courier = Courier.builder()
                .channel(mail)
                .workers(4)
                .drain(Duration.ofMillis(50))
                .build();
        List<Delivery> all = submit(courier, 500);
        List<Outcome> reported = Collections.synchronizedList(new ArrayList<>());
        all.forEach(delivery -> delivery.done().thenAccept(result -> reported.add(result.outcome())));
        gate.awaitAll();
        try (LogCapture log = new LogCapture()) {
            courier.close();
            assertThat(log.lines()).anyMatch(line -> line.contains("closed with 496 messages not sent and 4 unknown"));
        }
        int then = handed.get();
        assertThat(reported).hasSize(500);
        assertThat(reported).filteredOn(Outcome.TEMPORARY::equals).hasSize(496);
        assertThat(reported).filteredOn(Outcome.UNKNOWN::equals).hasSize(4);
        assertThat(courier.queueSize()).isZero();
        gate.open();
        assertThat(all).allMatch(delivery -> delivery.state() == Delivery.State.DONE);
        assertThat(then).isEqualTo(4);
        assertThat(handed).as("none is sent after it returned").hasValue(4);
    }

    @Test
    void whatIsToBeTriedAgainIsReportedAsCertainlyNotSent() {
        Courier courier = Courier.builder()
                .channel(answering("mail", DeliveryResult.temporary(Duration.ofSeconds(20))))
                .drain(Duration.ofMillis(20))
                .build();
        Delivery delivery = courier.submit(MESSAGE);
        courier.close();
        assertThat(delivery.result().orElseThrow().outcome()).isEqualTo(Outcome.TEMPORARY);
    }

    @Test
    void aCallerThatWaitsToTryAgainIsNotKept() {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        ScriptedChannel mail = new ScriptedChannel("mail", message -> {
            asked.complete(null);
            return DeliveryResult.temporary(Duration.ofSeconds(25));
        });
        Courier courier =
                Courier.builder().channel(mail).drain(Duration.ofMillis(20)).build();
        CompletableFuture<Delivery> caller = CompletableFuture.supplyAsync(() -> courier.deliver(MESSAGE));
        asked.join();
        courier.close();
        assertThat(Stalled.result(caller.join()).outcome()).isEqualTo(Outcome.TEMPORARY);
        assertThat(mail.handed).hasSize(1);
    }

    @Test
    void noChannelIsAskedOnceTheDrainIsOver() {
        Stalled gate = new Stalled(1);
        ScriptedChannel first = new ScriptedChannel("first", message -> {
            gate.here();
            return DeliveryResult.temporary();
        });
        ScriptedChannel second = answering("second", DeliveryResult.sent());
        Courier courier = Courier.builder()
                .channel(first)
                .channel(second)
                .workers(1)
                .drain(Duration.ofSeconds(1))
                .build();
        Delivery delivery = courier.submit(MESSAGE);
        gate.awaitAll();
        Delivery waiting = courier.submit(MESSAGE);
        waiting.done().thenRun(gate::open); // it is dropped when the drain is over
        courier.close();
        assertThat(second.handed).isEmpty();
        assertThat(delivery.result().orElseThrow().surelyNotSent()).isTrue();
        assertThat(delivery.result().orElseThrow().fault()).isEqualTo(Fault.OURS);
    }

    /** A watcher runs between the check and the channel. */
    @Test
    void whatStallsRightBeforeTheChannelIsNotHandedOverAfterwards() {
        AtomicInteger count = new AtomicInteger();
        ScriptedChannel mail = new ScriptedChannel(
                "mail",
                message -> count.getAndIncrement() == 0
                        ? DeliveryResult.misconfigured("login refused")
                        : DeliveryResult.sent());
        for (boolean queued : new boolean[] {true, false}) {
            Courier courier = Courier.builder()
                    .channel(mail)
                    .breaker(1, Duration.ofMillis(1))
                    .drain(Duration.ofMillis(50))
                    .build();
            count.set(0);
            courier.deliver(MESSAGE);
            int before = mail.handed.size();
            CompletableFuture<Void> stalls = new CompletableFuture<>();
            CompletableFuture<Void> goesOn = new CompletableFuture<>();
            courier.watch(breaker -> {
                if (breaker.state() == Breaker.State.HALF_OPEN) {
                    stalls.complete(null);
                    goesOn.join();
                }
            });
            CompletableFuture<Delivery> sending = CompletableFuture.supplyAsync(() -> {
                if (queued) {
                    return courier.submit(MESSAGE);
                }
                Delivery delivery = courier.deliver(MESSAGE);
                while (!stalls.isDone()) { // the breaker was open still
                    delivery = courier.deliver(MESSAGE);
                }
                return delivery;
            });
            stalls.join();
            courier.close();
            goesOn.complete(null);
            assertThat(Stalled.result(sending.join()).outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(mail.handed).as("queued: %s", queued).hasSize(before);
        }
    }

    @Test
    void closeWaitsForNothingThatWasWithdrawn() {
        Courier courier = Courier.builder()
                .channel(answering("mail", DeliveryResult.temporary(Duration.ofMinutes(30))))
                .deadline(Duration.ofHours(1))
                .drain(Duration.ofHours(1))
                .build();
        Delivery delivery = courier.submit(MESSAGE);
        while (delivery.state() != Delivery.State.RETRYING) {
            Thread.onSpinWait();
        }
        delivery.withdraw();
        courier.close(); // or this test's time is over
    }

    @Test
    void aSecondCloseReturnsWhenTheFirstHas() {
        Stalled gate = new Stalled(1);
        ScriptedChannel mail = new ScriptedChannel("mail", message -> gate.here());
        Courier courier =
                Courier.builder().channel(mail).drain(Duration.ofSeconds(20)).build();
        courier.submit(MESSAGE);
        gate.awaitAll();
        CompletableFuture<Void> first = CompletableFuture.runAsync(courier::close);
        while (true) {
            try {
                courier.submit(MESSAGE);
            } catch (IllegalStateException closing) {
                break;
            }
        }
        Thread second = new Thread(courier::close);
        second.start();
        while (second.isAlive() && second.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
        assertThat(second.isAlive()).as("it waits").isTrue();
        gate.open();
        first.join();
        assertThat(mail.closed).isEqualTo(1);
    }

    private static List<Delivery> submit(Courier courier, int messages) {
        List<Delivery> all = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            all.add(courier.submit(MESSAGE));
        }
        return all;
    }
}

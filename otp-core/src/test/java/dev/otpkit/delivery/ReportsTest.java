package dev.otpkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A provider's later word finds the message that it speaks of. */
@Timeout(60)
class ReportsTest {
    private static final Message MESSAGE =
            Message.to(Recipient.sms("+14155550100")).text("hello").build();

    private final AtomicInteger named = new AtomicInteger();

    /** A courier whose provider names its messages m1, m2 and so on, and does this before it answers. */
    private Courier courier(int queue, Consumer<String> before) {
        ScriptedChannel channel = new ScriptedChannel("sms", message -> {
            String name = "m" + named.incrementAndGet();
            before.accept(name);
            return DeliveryResult.sent(name);
        });
        channel.kind = Recipient.SMS;
        return Courier.builder().channel(channel).queue(queue).build();
    }

    private Courier courier() {
        return courier(100, name -> {});
    }

    private static DeliveryReport delivered(String reference) {
        return DeliveryReport.delivered(Recipient.SMS, reference);
    }

    private static DeliveryReport failed(String reference) {
        return DeliveryReport.undelivered(Recipient.SMS, reference, Fault.RECIPIENT, "unreachable");
    }

    @Test
    void aReportIsJoinedToADeliveredMessageWhoseResultStays() {
        try (Courier courier = courier()) {
            Delivery other = courier.deliver(MESSAGE);
            Delivery sent = courier.deliver(MESSAGE);
            assertThat(sent.report()).isEmpty();

            assertThat(courier.report(failed("m2")).orElseThrow()).isSameAs(sent);

            assertThat(sent.report()).contains(failed("m2"));
            assertThat(sent.result()).contains(DeliveryResult.sent("m2"));
            assertThat(sent.state()).isEqualTo(Delivery.State.DONE);
            assertThat(sent.toString()).endsWith("sms UNDELIVERED fault=RECIPIENT reason='unreachable']");
            assertThat(other.report()).isEmpty();
        }
    }

    @Test
    void aReportIsJoinedToASubmittedMessageAsSoonAsItIsDone() {
        try (Courier courier = courier()) {
            Delivery sent = courier.submit(MESSAGE);
            AtomicReference<Delivery> joined = new AtomicReference<>();
            sent.done()
                    .thenAccept(result -> courier.report(
                                    delivered(result.reference().orElseThrow()))
                            .ifPresent(joined::set))
                    .toCompletableFuture()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
            assertThat(joined.get()).isSameAs(sent);
            assertThat(courier.find(sent.id()).orElseThrow().report()).contains(delivered("m1"));
        }
    }

    @Test
    void theFirstReportStands() {
        try (Courier courier = courier()) {
            Delivery sent = courier.deliver(MESSAGE);
            courier.report(delivered("m1"));
            assertThat(courier.report(failed("m1")).orElseThrow()).isSameAs(sent);
            assertThat(sent.report()).contains(delivered("m1"));
        }
    }

    @Test
    void aReportThatOvertakesTheProvidersAnswerWaitsForItAndTheFirstStands() {
        AtomicReference<Courier> ours = new AtomicReference<>();
        List<Boolean> known = new ArrayList<>();
        try (Courier courier = courier(100, name -> {
            known.add(ours.get().report(delivered(name)).isPresent());
            known.add(ours.get().report(failed(name)).isPresent());
        })) {
            ours.set(courier);
            assertThat(courier.deliver(MESSAGE).report()).contains(delivered("m1"));
            Delivery queued = courier.submit(MESSAGE);
            Stalled.result(queued);
            assertThat(queued.report()).contains(delivered("m2"));
            assertThat(known).containsExactly(false, false, false, false);
        }
    }

    @Test
    void asManyMessagesAndReportsAreRememberedAsTheQueueHasPlaces() {
        try (Courier courier = courier(3, name -> {})) {
            for (int i = 0; i < 4; i++) {
                courier.deliver(MESSAGE);
            }
            assertThat(courier.report(delivered("m1"))).isEmpty();
            assertThat(courier.report(delivered("m2"))).isPresent();
            for (int i = 5; i <= 8; i++) {
                courier.report(delivered("m" + i)); // early ones
            }
            List<Delivery> late = new ArrayList<>();
            for (int i = 5; i <= 8; i++) {
                late.add(courier.deliver(MESSAGE));
            }
            assertThat(late.stream().map(delivery -> delivery.report().isPresent()))
                    .containsExactly(false, true, true, true);
        }
    }

    @Test
    void reportsOnSomebodyElsesMessagesPushOutNoneOfOurs() {
        try (Courier courier = courier(3, name -> {})) {
            Delivery sent = courier.deliver(MESSAGE);
            for (int i = 0; i < 1_000; i++) {
                courier.report(delivered("foreign" + i));
            }
            assertThat(courier.report(delivered("m1"))).contains(sent);
        }
    }

    @Test
    void aMessageWithoutANameHasNoReport() {
        ScriptedChannel channel = ScriptedChannel.answering("mail", DeliveryResult.sent());
        channel.kind = Recipient.SMS;
        try (Courier courier = Courier.builder().channel(channel).build()) {
            Delivery sent = courier.deliver(MESSAGE);
            assertThat(courier.report(delivered("m1"))).isEmpty();
            assertThat(sent.report()).isEmpty();
        }
    }

    /** Report and answer at the same moment, in either way of sending: the two are always joined. */
    @Test
    void noReportIsLostHoweverItMeetsTheAnswer() throws Exception {
        CyclicBarrier meeting = new CyclicBarrier(2);
        ExecutorService provider = Executors.newSingleThreadExecutor();
        try (Courier courier = courier(10_000, name -> await(meeting))) {
            for (int round = 1; round <= 2_000; round++) {
                String name = "m" + round;
                Future<?> told = provider.submit(() -> {
                    await(meeting);
                    courier.report(delivered(name));
                });
                Delivery sent = round % 2 == 0 ? courier.deliver(MESSAGE) : courier.submit(MESSAGE);
                Stalled.result(sent);
                told.get(20, TimeUnit.SECONDS);
                assertThat(sent.report()).as("round %d", round).contains(delivered(name));
            }
        } finally {
            provider.shutdownNow();
        }
    }

    /** The same without threads that have to wake up: answer and report in lockstep, a few nanoseconds apart. */
    @Test
    void noReportIsLostBetweenTheTwoTables() throws Exception {
        int rounds = 200_000;
        Reports reports = new Reports(rounds);
        List<Delivery> sent = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            sent.add(new Delivery("id" + i, MESSAGE.recipient(), reports));
        }
        AtomicInteger answers = new AtomicInteger();
        AtomicInteger said = new AtomicInteger();
        ExecutorService provider = Executors.newSingleThreadExecutor();
        try {
            Future<?> told = provider.submit(() -> {
                for (int i = 0; i < rounds; i++) {
                    meet(said, answers, i);
                    reports.join(delivered("m" + i));
                }
            });
            for (int i = 0; i < rounds; i++) {
                meet(answers, said, i);
                reports.sent(sent.get(i), "m" + i);
            }
            told.get(20, TimeUnit.SECONDS);
        } finally {
            provider.shutdownNow();
        }
        assertThat(sent).allMatch(delivery -> delivery.report().isPresent());
    }

    private static void meet(AtomicInteger mine, AtomicInteger other, int round) {
        mine.set(round + 1);
        while (other.get() <= round && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    /** Two final words at the same moment: whichever is first, nobody ever sees it change. */
    @Test
    void ofTwoReportsAtOnceOneStandsForEver() throws Exception {
        ExecutorService providers = Executors.newFixedThreadPool(2);
        try (Courier courier = courier(10_000, name -> {})) {
            for (int round = 1; round <= 2_000; round++) {
                Delivery sent = courier.deliver(MESSAGE);
                CountDownLatch go = new CountDownLatch(1);
                List<Future<DeliveryReport>> seen = new ArrayList<>();
                for (DeliveryReport word : List.of(delivered("m" + round), failed("m" + round))) {
                    seen.add(providers.submit(() -> {
                        go.await();
                        return courier.report(word).orElseThrow().report().orElseThrow();
                    }));
                }
                go.countDown();
                assertThat(seen.get(0).get(20, TimeUnit.SECONDS))
                        .isEqualTo(seen.get(1).get(20, TimeUnit.SECONDS))
                        .isEqualTo(sent.report().orElseThrow());
            }
        } finally {
            providers.shutdownNow();
        }
    }

    private static void await(CyclicBarrier meeting) {
        try {
            meeting.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("nobody came", e);
        }
    }
}

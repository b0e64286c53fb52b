package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import dev.otpkit.delivery.Courier;
import dev.otpkit.delivery.Delivery;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.store.Budget;
import dev.otpkit.store.Slot;
import dev.otpkit.template.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A purpose that is queued(): what is different from one whose messages are sent before the answer. */
class QueuedRequestTest {
    private static final OtpKey KEY = OtpKey.of("login", "user-42");
    private static final Recipient ADA = Recipient.email("ada@example.com");
    private static final Recipient PHONE = Recipient.sms("+14155550100");

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private final Settled settled = new Settled();
    private final OtpMetrics metrics = new OtpMetrics();
    private final List<OtpEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final List<Values> rendered = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch atTheGate = new CountDownLatch(1);
    private final List<OtpService> services = new ArrayList<>();

    /** One worker, with room for a few. */
    private Courier.Builder courier() {
        return Courier.builder()
                .channel(channel)
                .workers(1)
                .queue(3)
                .tries(1)
                .breaker(1_000, Duration.ofMillis(1))
                .drain(Duration.ofMillis(10));
    }

    private OtpService service(Courier courier, SendLimits limits, OtpPolicy policy) {
        OtpService otp = OtpService.builder()
                .backend(backend)
                .secrets(TestBackend.secrets(1))
                .courier(courier)
                .purpose("login", policy)
                .limits(limits)
                .listener(metrics)
                .listener(events::add)
                .listener(settled) // last, so that the others have heard it all
                .template(values -> {
                    rendered.add(values);
                    return Message.to(values.recipient())
                            .text(values.code())
                            .code(values.code(), values.expiresIn())
                            .build();
                })
                .build();
        services.add(otp);
        return otp;
    }

    private OtpService service() {
        return service(
                courier().build(),
                SendLimits.builder()
                        .recipient(Limit.of(1, Duration.ofMinutes(1)))
                        .build(),
                OtpPolicy.builder().queued().build());
    }

    @AfterEach
    void close() {
        gate.countDown();
        services.forEach(OtpService::close);
        services.forEach(otp -> otp.courier().close());
    }

    private void stall() {
        channel.answer = message -> {
            atTheGate.countDown();
            await(gate);
            return DeliveryResult.sent();
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).as("never happened").isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Somebody else's message, which keeps the only worker. */
    private void keepTheWorker(OtpService otp) {
        stall();
        otp.request(OtpKey.of("login", "somebody"), Recipient.email("somebody@example.com"));
        await(atTheGate);
    }

    private List<OtpEvent> delivered() {
        return events.stream()
                .filter(event -> event.kind() == OtpEvent.Kind.DELIVERED)
                .toList();
    }

    @Test
    void theAnswerIsThereBeforeTheMessageIsAndItsHandleIsFoundByItsId() {
        OtpService otp = service();
        stall();
        RequestResult result = otp.request(KEY, ADA);
        assertThat(result.outcome()).isEqualTo(RequestResult.Outcome.SENT);
        Delivery delivery = result.delivery().orElseThrow();
        await(atTheGate);
        assertThat(delivery.state()).isEqualTo(Delivery.State.SENDING);
        assertThat(otp.courier().find(delivery.id())).contains(delivery);
        gate.countDown();
        settled.await();
        assertThat(delivery.result()).contains(DeliveryResult.sent());
        assertThat(otp.verify(KEY, channel.code()).accepted()).isTrue();
    }

    @Test
    void theRequestAndItsDeliveryAreTwoEventsAndTheMetricsCountTheSecond() {
        OtpService otp = service();
        otp.request(KEY, ADA);
        settled.await();
        OtpEvent asked = events.stream()
                .filter(event -> event.kind() == OtpEvent.Kind.REQUESTED)
                .findFirst()
                .orElseThrow();
        assertThat(asked.details())
                .containsEntry("outcome", "SENT")
                .containsEntry("queued", "true")
                .containsEntry("opened", "true")
                .doesNotContainKeys("sent_to", "channel");
        assertThat(delivered()).hasSize(1);
        assertThat(delivered().get(0).details())
                .containsEntry("outcome", "SENT")
                .containsEntry("channel", "test")
                .containsEntry("sent_to", ADA.masked());
        assertThat(delivered().get(0).subject()).contains("user-42");
        assertThat(metrics.snapshot())
                .containsEntry("emails_sent", 1L)
                .containsEntry("emails_failed", 0L)
                .containsEntry("otps_generated", 1L)
                .containsEntry("queue_size", 0L)
                .containsEntry("circuit_breaker_trips", 0L)
                .containsEntry("circuit_breaker_test", "CLOSED");
    }

    @Test
    void whatFailsLaterIsToldLaterAndGivesItsPermitBack() {
        OtpService otp = service();
        channel.answer = message -> DeliveryResult.temporary();
        assertThat(otp.request(KEY, ADA).sent()).isTrue();
        settled.await();
        assertThat(delivered().get(0).details())
                .containsEntry("outcome", "TEMPORARY")
                .containsEntry("not_sent", "email")
                .doesNotContainKey("sent_to");
        assertThat(metrics.snapshot()).containsEntry("emails_failed", 1L).containsEntry("emails_sent", 0L);
        channel.answer = message -> DeliveryResult.sent();
        assertThat(otp.request(KEY, ADA).sent()).isTrue();
        settled.await();
        assertThat(otp.request(KEY, ADA).outcome()).isEqualTo(RequestResult.Outcome.LIMITED);
    }

    @Test
    void whatIsSaidOfTheRecipientLaterGivesNothingBack() {
        OtpService otp = service();
        channel.answer = message -> DeliveryResult.permanent("no such mailbox");
        otp.request(KEY, ADA);
        settled.await();
        assertThat(otp.request(KEY, ADA).outcome()).isEqualTo(RequestResult.Outcome.LIMITED);
    }

    @Test
    void theNextRecipientHasAPermitAndAMessageOfHisOwn() {
        OtpService otp = service();
        channel.answer = message ->
                message.recipient().equals(PHONE) ? DeliveryResult.permanent("unreachable") : DeliveryResult.sent();
        RequestResult result = otp.request(OtpRequest.of(KEY, PHONE).orElse(ADA));
        settled.await();
        assertThat(rendered).extracting(Values::recipient).containsExactly(PHONE, ADA);
        assertThat(rendered.get(1).code()).isEqualTo(rendered.get(0).code());
        assertThat(result.delivery().orElseThrow().recipient()).isEqualTo(ADA);
        assertThat(delivered().get(0).details())
                .containsEntry("not_sent", "sms")
                .containsEntry("sent_to", ADA.masked());
        assertThat(otp.request(KEY, ADA).limitedBy()).contains(Bucket.Kind.RECIPIENT);
        assertThat(otp.request(KEY, PHONE).limitedBy()).contains(Bucket.Kind.RECIPIENT);
    }

    @Test
    void aNextRecipientOverHisLimitEndsIt() {
        OtpService otp = service();
        otp.request(OtpKey.of("login", "another"), ADA);
        settled.await();
        channel.answer = message -> DeliveryResult.permanent("unreachable");
        otp.request(OtpRequest.of(KEY, PHONE).orElse(ADA).orElse(Recipient.email("third@example.com")));
        settled.await();
        assertThat(rendered).extracting(Values::recipient).containsExactly(ADA, PHONE);
        assertThat(delivered().get(1).details())
                .containsEntry("outcome", "PERMANENT")
                .containsEntry("limited_by", "RECIPIENT");
    }

    @Test
    void aFullQueueIsUndeliveredAndGivesItsPermitBack() {
        OtpService otp = service();
        keepTheWorker(otp);
        for (int i = 0; i < 3; i++) {
            assertThat(otp.request(OtpKey.of("login", "user-" + i), Recipient.email("u" + i + "@example.com"))
                            .sent())
                    .isTrue();
        }
        RequestResult full = otp.request(KEY, ADA);
        assertThat(full.outcome()).isEqualTo(RequestResult.Outcome.UNDELIVERED);
        assertThat(full.delivery().orElseThrow().result()).contains(Delivery.REFUSED);
        assertThat(metrics.snapshot()).containsEntry("queue_size", 3L);
        gate.countDown();
        settled.await();
        assertThat(otp.request(KEY, ADA).sent()).isTrue();
        settled.await();
    }

    @Test
    void aFreshCodeWithdrawsTheMessageWithTheOldOneAndBuysNoPermit() {
        OtpService otp = service(
                courier().build(),
                SendLimits.builder().recipient(Limit.of(2, Duration.ofHours(1))).build(),
                OtpPolicy.builder().queued().freshCodeOnResend().build());
        keepTheWorker(otp);
        Delivery first = otp.request(KEY, ADA).delivery().orElseThrow();
        Delivery second = otp.request(KEY, ADA).delivery().orElseThrow();
        assertThat(first.result()).contains(Delivery.WITHDRAWN);
        assertThat(otp.request(KEY, ADA).limitedBy()).as("both counted").contains(Bucket.Kind.RECIPIENT);
        gate.countDown();
        settled.await();
        assertThat(second.result()).contains(DeliveryResult.sent());
        assertThat(channel.messages).filteredOn(m -> m.recipient().equals(ADA)).hasSize(1);
        assertThat(delivered())
                .anyMatch(event -> "withdrawn".equals(event.details().get("reason")));
    }

    @Test
    void whoAsksAgainKeepsThePlaceOfTheMessageThatWaits() {
        OtpService otp = service(
                courier().build(),
                SendLimits.builder().recipient(Limit.of(9, Duration.ofHours(1))).build(),
                OtpPolicy.builder().queued().build());
        keepTheWorker(otp);
        Delivery first = otp.request(KEY, ADA).delivery().orElseThrow();
        RequestResult again = otp.request(KEY, ADA);
        assertThat(again.sent()).isTrue();
        assertThat(again.delivery()).contains(first);
        gate.countDown();
        settled.await();
        assertThat(first.result()).contains(DeliveryResult.sent());
        assertThat(channel.messages).filteredOn(m -> m.recipient().equals(ADA)).hasSize(1);
    }

    /** T15: what becomes of a message is told by the courier, whoever's call it was that ended it. */
    @Test
    void noListenerHearsOfADeliveryOnTheThreadOfWhoAsks() {
        Thread asking = Thread.currentThread();
        List<Thread> told = Collections.synchronizedList(new ArrayList<>());
        OtpService otp = OtpService.builder()
                .backend(backend)
                .secrets(TestBackend.secrets(1))
                .courier(Courier.builder().channel(channel).workers(4).build())
                .purpose(
                        "login",
                        OtpPolicy.builder().concealed().freshCodeOnResend().build())
                .limits(SendLimits.allowUnlimited("a test"))
                .listener(event -> {
                    if (event.kind() == OtpEvent.Kind.DELIVERED) {
                        told.add(Thread.currentThread());
                    }
                })
                .listener(settled)
                .build();
        services.add(otp);
        for (int i = 0; i < 2_000; i++) {
            otp.request(OtpKey.of("login", "user-" + i), ADA.decoy());
        }
        settled.await();
        channel.answer = message -> DeliveryResult.temporary(Duration.ofSeconds(20)); // so that it waits
        for (int i = 0; i < 20; i++) {
            otp.request(KEY, ADA);
            otp.cancel(KEY);
        }
        settled.await();
        assertThat(told).hasSize(2_020).doesNotContain(asking);
    }

    @Test
    void aCodeThatIsCancelledWhileAChannelHasItIsNotTriedAgain() {
        OtpService otp = service(
                courier().tries(3).pause(Duration.ofMillis(1)).build(),
                SendLimits.standard(),
                OtpPolicy.builder().queued().build());
        channel.answer = message -> {
            atTheGate.countDown();
            await(gate);
            return DeliveryResult.temporary();
        };
        Delivery sending = otp.request(KEY, ADA).delivery().orElseThrow();
        await(atTheGate);
        otp.cancel(KEY);
        gate.countDown();
        settled.await();
        assertThat(sending.result()).contains(Delivery.WITHDRAWN);
        assertThat(channel.messages).hasSize(1);
    }

    @Test
    void aNewerRequestThatFindsNoRoomLeavesTheOlderMessageAlone() {
        OtpService otp = service(
                courier().queue(1).build(),
                SendLimits.builder().recipient(Limit.of(9, Duration.ofHours(1))).build(),
                OtpPolicy.builder().queued().build());
        keepTheWorker(otp);
        Delivery first = otp.request(KEY, ADA).delivery().orElseThrow();
        assertThat(otp.request(KEY, ADA).outcome()).isEqualTo(RequestResult.Outcome.UNDELIVERED);
        assertThat(first.state()).isEqualTo(Delivery.State.QUEUED);
        gate.countDown();
        settled.await();
        assertThat(first.result()).contains(DeliveryResult.sent());
    }

    @Test
    void ofTwoRequestsAtOnceTheOneWhoseCodeIsLaterIsKeptWhicheverComesFirst() {
        Waiting waiting = new Waiting();
        Slot slot = new Slot(
                "0".repeat(32), "1".repeat(32), new Budget("b", List.of(Limit.of(1, Duration.ofDays(1))), 100));
        OtpService otp = service();
        keepTheWorker(otp);
        Courier courier = otp.courier();
        Message message = Message.to(ADA).text("x").build();
        long one = waiting.number();
        long two = waiting.number();
        Delivery older = courier.submit(message);
        Delivery newer = courier.submit(message);
        waiting.put(slot, two, true, newer);
        assertThat(waiting.put(slot, one, true, older)).isSameAs(newer);
        assertThat(older.result()).contains(Delivery.WITHDRAWN);
        assertThat(newer.state()).isEqualTo(Delivery.State.QUEUED);
        waiting.withdraw(slot);
        assertThat(newer.result()).contains(Delivery.WITHDRAWN);
    }

    @Test
    void aClosedCourierCostsNoPermit() {
        for (OtpPolicy policy : List.of(
                OtpPolicy.builder().queued().build(), OtpPolicy.builder().build())) {
            SendLimits limits = SendLimits.builder()
                    .recipient(Limit.of(1, Duration.ofHours(1)))
                    .build();
            Courier closed = courier().build();
            OtpService broken = service(closed, limits, policy);
            closed.close();
            assertThatIllegalStateException().isThrownBy(() -> broken.request(KEY, ADA));
            OtpService otp = service(courier().build(), limits, policy);
            assertThat(otp.request(KEY, ADA).sent()).isTrue();
            settled.await();
            backend.advance(Duration.ofHours(1));
        }
    }

    @Test
    void metricsTellWhatIsSentUnknownFailedAndWithdrawn() {
        OtpService otp = service(
                courier().build(),
                SendLimits.allowUnlimited("a test"),
                OtpPolicy.builder().queued().build());
        channel.answer = message -> DeliveryResult.unknown();
        otp.request(KEY, ADA);
        settled.await();
        stall();
        otp.request(OtpKey.of("login", "somebody"), ADA);
        await(atTheGate);
        otp.request(KEY, ADA);
        otp.request(KEY, ADA);
        gate.countDown();
        settled.await();
        assertThat(metrics.snapshot())
                .containsEntry("emails_unknown", 1L)
                .containsEntry("emails_sent", 2L)
                .containsEntry("emails_failed", 0L)
                .containsEntry("withdrawn", 1L);
    }

    @Test
    void concealedGivesNothingBackWhateverBecomesOfTheMessage() {
        SendLimits limits =
                SendLimits.builder().recipient(Limit.of(1, Duration.ofHours(1))).build();
        OtpService otp = service(
                courier().build(), limits, OtpPolicy.builder().concealed().build());
        channel.answer = message -> DeliveryResult.temporary();
        otp.request(KEY, ADA);
        settled.await();
        channel.answer = message -> DeliveryResult.sent();
        otp.request(KEY, ADA);
        settled.await();
        assertThat(channel.messages).as("the one that failed").hasSize(1);
    }

    @Test
    void anotherKeysMessageIsLeftAlone() {
        OtpService otp = service();
        keepTheWorker(otp);
        Delivery mine = otp.request(KEY.boundTo("flow", "mine"), ADA).delivery().orElseThrow();
        otp.request(KEY.boundTo("flow", "stranger"), Recipient.email("x@example.com"));
        assertThat(mine.state()).isEqualTo(Delivery.State.QUEUED);
    }

    @Test
    void aCancelledCodeIsNotSent() {
        OtpService otp = service();
        keepTheWorker(otp);
        Delivery waiting = otp.request(KEY, ADA).delivery().orElseThrow();
        otp.cancel(KEY);
        assertThat(waiting.result()).contains(Delivery.WITHDRAWN);
        gate.countDown();
        settled.await();
        assertThat(channel.messages).noneMatch(m -> m.recipient().equals(ADA));
    }

    @Test
    void whatWaitedPastItsCodesLifeIsDroppedReportedAndGivenBack() {
        OtpService otp = service(
                courier().build(),
                SendLimits.builder().recipient(Limit.of(1, Duration.ofHours(1))).build(),
                OtpPolicy.builder().queued().ttl(Duration.ofSeconds(1)).build());
        stall();
        OtpService blocker = service(
                otp.courier(),
                SendLimits.standard(),
                OtpPolicy.builder().queued().build());
        blocker.request(OtpKey.of("login", "somebody"), Recipient.email("somebody@example.com"));
        await(atTheGate);
        long until = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        Delivery waiting = otp.request(KEY, ADA).delivery().orElseThrow();
        while (System.nanoTime() < until + Duration.ofMillis(50).toNanos()) {
            Thread.onSpinWait();
        }
        gate.countDown();
        settled.await();
        assertThat(waiting.result().orElseThrow().reason()).contains("waited past its life");
        assertThat(rendered).noneMatch(values -> values.recipient().equals(ADA));
        assertThat(otp.request(KEY, ADA).sent()).isTrue();
    }

    @Test
    void theMessageIsMadeWhenItsTurnComes() {
        OtpService otp = service();
        keepTheWorker(otp);
        otp.request(KEY, ADA);
        assertThat(rendered).noneMatch(values -> values.recipient().equals(ADA));
        gate.countDown();
        settled.await();
        Values last = rendered.get(rendered.size() - 1);
        assertThat(last.recipient()).isEqualTo(ADA);
        assertThat(last.expiresIn()).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    }

    @Test
    void aTemplateThatThrowsEndsTheDeliveryAndGivesThePermitBack() {
        Courier courier = courier().build();
        OtpService otp = OtpService.builder()
                .backend(backend)
                .secrets(TestBackend.secrets(1))
                .courier(courier)
                .purpose("login", OtpPolicy.builder().queued().build())
                .limits(SendLimits.builder()
                        .recipient(Limit.of(1, Duration.ofHours(1)))
                        .build())
                .template(values -> {
                    throw new IllegalStateException("template");
                })
                .listener(metrics)
                .listener(settled)
                .build();
        services.add(otp);
        for (int i = 0; i < 3; i++) {
            RequestResult asked = otp.request(KEY, ADA);
            assertThat(asked.outcome()).isNotEqualTo(RequestResult.Outcome.LIMITED);
            settled.await();
            assertThat(asked.delivery().orElseThrow().result())
                    .contains(DeliveryResult.misconfigured("message could not be made"));
        }
        assertThat(metrics.snapshot()).containsEntry("emails_failed", 3L);
    }

    @Test
    void oneCourierServesSeveralServicesAndOutlivesThem() {
        Courier courier = courier().build();
        OtpPolicy queued = OtpPolicy.builder().queued().build();
        OtpService one = service(courier, SendLimits.standard(), queued);
        OtpService two = service(courier, SendLimits.standard(), queued);
        one.request(KEY, ADA);
        one.close();
        two.request(OtpKey.of("login", "user-43"), PHONE);
        settled.await();
        Delivery plain =
                courier.deliver(Message.to(ADA).subject("Welcome").text("Hello").build());
        assertThat(plain.result()).contains(DeliveryResult.sent());
        assertThat(channel.messages).hasSize(3);
        assertThat(channel.closed).isFalse();
    }

    @Test
    void aLostChannelIsToldOnceAndSoIsItsReturn() {
        Courier courier = courier().breaker(2, Duration.ofMillis(30)).build();
        OtpService otp = service(
                courier,
                SendLimits.allowUnlimited("a test"),
                OtpPolicy.builder().build());
        channel.answer = message -> DeliveryResult.misconfigured("login refused");
        while (channel.messages.size() < 3) { // twice it was tried again, in vain
            otp.request(KEY, ADA);
        }
        assertThat(metrics.snapshot()).containsEntry("circuit_breaker_trips", 1L);
        channel.answer = message -> DeliveryResult.sent();
        while (!otp.request(KEY, ADA).sent()) {
            Thread.onSpinWait();
        }
        assertThat(events)
                .filteredOn(event -> event.details().containsKey("trips"))
                .extracting(OtpEvent::kind, event -> event.details().get("reason"))
                .containsExactly(
                        tuple(OtpEvent.Kind.CHANNEL_LOST, "login refused"), tuple(OtpEvent.Kind.CHANNEL_BACK, null));
        assertThat(metrics.snapshot()).containsEntry("circuit_breaker_test", "CLOSED");
        otp.close();
        events.clear();
        courier.deliver(Message.to(ADA).text("x").build());
        assertThat(metrics.snapshot()).doesNotContainKey("circuit_breaker_test");
    }
}

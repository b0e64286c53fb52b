package dev.otpkit.delivery;

import static dev.otpkit.delivery.ScriptedChannel.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class BreakerTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final AtomicReference<DeliveryResult> answer = new AtomicReference<>(DeliveryResult.temporary());
    private final ScriptedChannel mail = new ScriptedChannel("mail", message -> answer.get());

    private static Message to(Recipient recipient) {
        return Message.to(recipient).text("hello").build();
    }

    private static DeliveryResult send(Courier courier) {
        return courier.deliver(to(Recipient.email("ada@example.com"))).result().orElseThrow();
    }

    private Courier.Builder once() {
        return Courier.builder().channel(mail).tries(1).pause(Duration.ofMillis(1));
    }

    @Test
    void afterSoManyFailuresTheChannelIsLeftAloneAndTheNextOneAskedAtOnce() {
        ScriptedChannel backup = answering("backup", DeliveryResult.sent());
        Courier courier = once().channel(backup).breaker(4, LONG).build();
        for (int i = 0; i < 20; i++) {
            assertThat(send(courier).outcome()).isEqualTo(Outcome.SENT);
        }
        assertThat(mail.handed).hasSize(4);
        assertThat(backup.handed).hasSize(20);
        assertThat(courier.breakers())
                .containsExactly(
                        new Breaker("mail", Breaker.State.OPEN, 1, Optional.empty()),
                        new Breaker("backup", Breaker.State.CLOSED, 0, Optional.empty()));
    }

    @Test
    void whereEveryBreakerIsOpenTheAnswerIsTemporaryAndSaysWhen() {
        Courier courier = once().breaker(1, LONG).build();
        send(courier);
        Delivery refused = courier.deliver(to(Recipient.email("ada@example.com")));
        DeliveryResult result = refused.result().orElseThrow();
        assertThat(result.outcome()).isEqualTo(Outcome.TEMPORARY);
        assertThat(result.fault()).isEqualTo(Fault.PROVIDER);
        assertThat(result.reason()).contains("breaker is open");
        assertThat(result.retryAfter().orElseThrow()).isBetween(Duration.ofMinutes(9), LONG);
        assertThat(refused.tries()).isZero();
        assertThat(mail.handed).hasSize(1);
    }

    @Test
    void aCallerDoesNotWaitForABreakerThatWouldCloseInTime() {
        Courier courier = Courier.builder()
                .channel(mail)
                .tries(3)
                .pause(Duration.ofMillis(1))
                .breaker(1, Duration.ofMillis(500))
                .build();
        send(courier);
        assertThat(mail.handed).as("open after the first round").hasSize(1);
        assertThat(send(courier).reason()).contains("breaker is open");
        assertThat(mail.handed).hasSize(1);
    }

    @Test
    void wrongSettingsOpenItAtOnceAndAreToldOnce() {
        answer.set(DeliveryResult.misconfigured("login refused"));
        Courier courier = once().breaker(10, LONG).build();
        List<Breaker> told = new ArrayList<>();
        courier.watch(told::add);
        for (int i = 0; i < 20; i++) {
            send(courier);
        }
        assertThat(mail.handed).hasSize(1);
        assertThat(told).containsExactly(new Breaker("mail", Breaker.State.OPEN, 1, Optional.of("login refused")));
    }

    @Test
    void itIsTriedAfterAWhileAndClosesOrOpensByThatOneAnswer() {
        Courier courier = once().breaker(1, Duration.ofMillis(20)).build();
        List<Breaker.State> told = new ArrayList<>();
        courier.watch(breaker -> told.add(breaker.state()));
        send(courier);
        until(() -> send(courier).reason().isEmpty()); // tried, and failed again
        answer.set(DeliveryResult.sent());
        until(() -> send(courier).outcome() == Outcome.SENT);
        assertThat(courier.breakers()).containsExactly(new Breaker("mail", Breaker.State.CLOSED, 1, Optional.empty()));
        assertThat(told)
                .containsExactly(
                        Breaker.State.OPEN,
                        Breaker.State.HALF_OPEN,
                        Breaker.State.OPEN,
                        Breaker.State.HALF_OPEN,
                        Breaker.State.CLOSED);
    }

    static List<DeliveryResult> saidOfTheRecipient() {
        return List.of(
                DeliveryResult.permanent("no such mailbox"),
                DeliveryResult.temporary().blaming(Fault.RECIPIENT));
    }

    /** T33: 550, 450 at RCPT, 21211. */
    @ParameterizedTest
    @MethodSource("saidOfTheRecipient")
    void whatIsSaidOfRecipientsNeverTripsIt(DeliveryResult result) {
        answer.set(result);
        Courier courier = once().tries(3).breaker(4, LONG).build();
        for (int i = 0; i < 1_000; i++) {
            courier.deliver(to(Recipient.email("victim" + i + "@example.com")));
        }
        assertThat(mail.handed).as("and is not repeated").hasSize(1_000);
        assertThat(courier.breakers()).containsExactly(new Breaker("mail", Breaker.State.CLOSED, 0, Optional.empty()));
    }

    @Test
    void aDecoyPassesAsOthersDoAndCountsForNothing() {
        Courier courier = once().breaker(2, LONG).build();
        Recipient ada = Recipient.email("ada@example.com");
        for (int i = 0; i < 50; i++) {
            assertThat(courier.deliver(to(ada.decoy())).result()).contains(DeliveryResult.sent());
        }
        send(courier);
        send(courier);
        assertThat(courier.breakers().get(0).state()).isEqualTo(Breaker.State.OPEN);
        assertThat(courier.deliver(to(ada.decoy())).result().orElseThrow().reason())
                .contains("breaker is open");
    }

    @Test
    void aDecoyInsteadOfTheTryLeavesTheTryToTheNext() {
        Courier courier = once().breaker(1, Duration.ofMillis(20)).build();
        send(courier);
        answer.set(DeliveryResult.sent());
        Message decoy = to(Recipient.email("ada@example.com").decoy());
        until(() -> courier.deliver(decoy).result().orElseThrow().outcome() == Outcome.SENT);
        assertThat(courier.breakers().get(0).state()).isEqualTo(Breaker.State.HALF_OPEN);
        assertThat(send(courier).outcome()).isEqualTo(Outcome.SENT);
        assertThat(courier.breakers().get(0).state()).isEqualTo(Breaker.State.CLOSED);
    }

    @Test
    void anErrorInTheTryCountsAndBlocksNobody() {
        ScriptedChannel failing = new ScriptedChannel("mail", message -> {
            throw new NoClassDefFoundError("gone");
        });
        Courier courier = Courier.builder()
                .channel(failing)
                .breaker(1, Duration.ofMillis(20))
                .build();
        for (int i = 0; i < 3; i++) {
            until(() -> {
                try {
                    send(courier);
                    return false;
                } catch (NoClassDefFoundError asked) {
                    return true;
                }
            });
            assertThat(courier.breakers().get(0).state()).isEqualTo(Breaker.State.OPEN);
        }
    }

    @Test
    void aWatcherThatThrowsCostsNoMessageAndOneThatIsGoneHearsNothing() {
        Courier courier = once().breaker(1, LONG).build();
        List<Breaker> told = new ArrayList<>();
        java.util.function.Consumer<Breaker> gone = told::add;
        courier.watch(breaker -> {
            throw new IllegalStateException("watcher");
        });
        courier.watch(gone);
        courier.unwatch(gone);
        assertThat(send(courier)).isEqualTo(DeliveryResult.temporary());
        assertThat(told).isEmpty();
    }

    private static void until(java.util.function.BooleanSupplier holds) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("never happened").isLessThan(end);
        }
    }
}

package dev.otpkit.delivery.smtp;

import static dev.otpkit.delivery.smtp.ScriptedServer.hangUp;
import static dev.otpkit.delivery.smtp.ScriptedServer.reply;
import static dev.otpkit.delivery.smtp.ScriptedServer.stall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolTest {
    private final ScriptedServer server = new ScriptedServer();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        server.close();
    }

    private static void isSent(DeliveryResult result) {
        assertThat(result).isEqualTo(DeliveryResult.sent());
    }

    /** A gate at a step: messages wait there until the test lets them go. */
    private CountDownLatch holdAt(String step, CountDownLatch reached) {
        CountDownLatch go = new CountDownLatch(1);
        server.at(step, gate(reached, go));
        return go;
    }

    private static ScriptedServer.Act gate(CountDownLatch reached, CountDownLatch go) {
        return visit -> {
            reached.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return visit.say("250 fine");
        };
    }

    @Test
    void oneConnectionServesOneMessageAfterAnother() {
        try (SmtpChannel channel = server.channel().build()) {
            for (int i = 0; i < 20; i++) {
                isSent(channel.deliver(Mails.mail()));
            }
        }
        assertThat(server.visits).hasSize(1);
        assertThat(server.count("EHLO")).isEqualTo(1);
        assertThat(server.count("NOOP")).isZero();
    }

    @Test
    void aConnectionIsLeftAfterItsMessages() {
        try (SmtpChannel channel = server.channel().messagesPerConnection(3).build()) {
            for (int i = 0; i < 7; i++) {
                isSent(channel.deliver(Mails.mail()));
            }
        }
        assertThat(server.visits).hasSize(3);
    }

    @Test
    void thereAreNeverMoreConnectionsThanAllowed() throws Exception {
        CountDownLatch three = new CountDownLatch(3);
        CountDownLatch go = holdAt("MAIL", three);
        try (SmtpChannel channel = server.channel()
                .connections(3)
                .readTimeout(Duration.ofSeconds(5))
                .build()) {
            List<Future<DeliveryResult>> results = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                results.add(threads.submit(() -> channel.deliver(Mails.mail())));
            }
            three.await();
            go.countDown();
            for (Future<DeliveryResult> result : results) {
                isSent(result.get());
            }
        }
        assertThat(server.visits).hasSize(3);
        assertThat(server.contents).hasSize(20);
    }

    @Test
    void aMessageWithoutAFreeConnectionIsTemporaryWithinItsDeadline() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch go = holdAt("MAIL", reached);
        try (SmtpChannel channel = server.channel()
                .connections(1)
                .readTimeout(Duration.ofSeconds(5))
                .deadline(Duration.ofMillis(700))
                .build()) {
            Future<DeliveryResult> first = threads.submit(() -> channel.deliver(Mails.mail()));
            reached.await();
            // The first one ends when its own, earlier deadline has passed; the second waits behind it, or not long
            // enough.
            DeliveryResult second = channel.deliver(Mails.mail());
            assertThat(second.outcome()).isEqualTo(Outcome.TEMPORARY);
            assertThat(second.fault()).isEqualTo(Fault.PROVIDER);
            assertThat(first.get().outcome()).isEqualTo(Outcome.TEMPORARY);
            go.countDown();
        }
        assertThat(server.contents).isEmpty();
    }

    @Test
    void aConnectionThatRestedIsAskedFirst() {
        try (SmtpChannel channel = Mails.restless(server).build()) {
            isSent(channel.deliver(Mails.mail()));
            isSent(channel.deliver(Mails.mail()));
            assertThat(server.count("NOOP")).isEqualTo(1);
            assertThat(server.visits).hasSize(1);
            server.restart();
            isSent(channel.deliver(Mails.mail()));
            server.at("NOOP", reply("421 idle too long"));
            isSent(channel.deliver(Mails.mail()));
        }
        assertThat(server.visits).hasSize(3);
        assertThat(server.contents).hasSize(4);
    }

    @Test
    void aConnectionThatDiedUnnoticedCostsNoMessage() {
        try (SmtpChannel channel =
                server.channel().readTimeout(Duration.ofSeconds(5)).build()) {
            for (int i = 0; i < 5; i++) {
                isSent(channel.deliver(Mails.mail()));
                server.restart();
            }
        }
        assertThat(server.contents).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA"})
    void aKeptConnectionThatFailsBeforeTheContentIsReplacedOnce(String step) {
        for (ScriptedServer.Act act : List.of(hangUp(), stall(), reply("421 bye"))) {
            try (SmtpChannel channel = server.channel().build()) {
                int before = server.contents.size();
                int visits = server.visits.size();
                isSent(channel.deliver(Mails.mail()));
                server.once(step, act);
                isSent(channel.deliver(Mails.mail()));
                assertThat(server.contents).hasSize(before + 2);
                assertThat(server.visits).hasSize(visits + 2);
                server.once(step, act).once(step, act);
                assertThat(channel.deliver(Mails.mail()).outcome()).isEqualTo(Outcome.TEMPORARY);
                assertThat(server.visits).hasSize(visits + 3);
            }
        }
    }

    @Test
    void aKeptConnectionThatFailsAfterTheDotIsNotReplaced() {
        try (SmtpChannel channel = server.channel().build()) {
            for (ScriptedServer.Act act : List.of(hangUp(), stall())) {
                isSent(channel.deliver(Mails.mail()));
                int before = server.contents.size();
                server.once(".", act);
                assertThat(channel.deliver(Mails.mail()).outcome()).isEqualTo(Outcome.UNKNOWN);
                assertThat(server.contents).hasSize(before + 1);
            }
            server.once(".", reply("421 bye"));
            assertThat(channel.deliver(Mails.mail()).outcome()).isEqualTo(Outcome.TEMPORARY);
            assertThat(server.contents).hasSize(5);
        }
    }

    @Test
    void addressesThatTheServerCannotBeToldCostNoConnection() {
        try (SmtpChannel channel = server.channel()
                .readTimeout(Duration.ofSeconds(5))
                .password("otp", "secret")
                .build()) {
            for (int i = 0; i < 20; i++) {
                assertThat(channel.deliver(Mails.to("пользователь" + i + "@example.com")))
                        .isEqualTo(DeliveryResult.permanent("address needs smtputf8"));
            }
            isSent(channel.deliver(Mails.mail()));
        }
        assertThat(server.visits).hasSize(1);
        assertThat(server.count("MAIL")).isEqualTo(1);
    }

    @Test
    void aServerThatNoLongerTakesSuchAddressesIsToldNone() {
        server.offering("SMTPUTF8");
        try (SmtpChannel channel =
                server.channel().readTimeout(Duration.ofSeconds(5)).build()) {
            isSent(channel.deliver(Mails.to("пользователь@example.com")));
            server.offering("8BITMIME");
            server.restart();
            assertThat(channel.deliver(Mails.to("пользователь@example.com")).outcome())
                    .isEqualTo(Outcome.PERMANENT);
            isSent(channel.deliver(Mails.mail()));
        }
        assertThat(server.visits).hasSize(2);
    }

    @Test
    void aConnectionOfWhichNobodyKnowsTheStateIsNotUsedAgain() {
        try (SmtpChannel channel = server.channel().build()) {
            server.once(".", reply("nonsense"));
            assertThat(channel.deliver(Mails.mail()).outcome()).isEqualTo(Outcome.UNKNOWN);
            isSent(channel.deliver(Mails.mail()));
            server.once("RCPT", reply("550 no")).once("RSET", reply("500 what"));
            assertThat(channel.deliver(Mails.mail()).outcome()).isEqualTo(Outcome.PERMANENT);
            isSent(channel.deliver(Mails.mail()));
        }
        assertThat(server.visits).hasSize(3);
    }

    @Test
    @Timeout(20)
    void aConnectionThatNobodyUsesIsClosed() {
        try (SmtpChannel channel = server.channel().idle(Duration.ofMillis(50)).build()) {
            isSent(channel.deliver(Mails.mail()));
            while (server.count("QUIT") == 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            isSent(channel.deliver(Mails.mail()));
        }
        assertThat(server.visits).hasSize(2);
    }

    @Test
    @Timeout(20)
    void closingTakesLeaveOfTheServerAndEndsEveryThread() {
        SmtpChannel channel = server.channel().build();
        isSent(channel.deliver(Mails.mail()));
        channel.close();
        while (server.count("QUIT") == 0 || isThreadLeft()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        assertThat(channel).hasToString("SmtpChannel[smtp, 0 in use, 0 kept]");
    }

    private static boolean isThreadLeft() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("otpkit-smtp"));
    }

    @Test
    void afterClosingNothingIsSentAndItIsSaidToBeOurFault() {
        SmtpChannel channel = server.channel().build();
        channel.close();
        DeliveryResult result = channel.deliver(Mails.mail());
        assertThat(result.outcome()).isEqualTo(Outcome.TEMPORARY);
        assertThat(result.fault()).isEqualTo(Fault.OURS);
        assertThat(server.visits).isEmpty();
    }

    @Test
    void closingWaitsForWhatIsUnderWay() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        server.once("MAIL", gate(reached, go)); // those that ask whether closing has begun pass
        SmtpChannel channel =
                server.channel().readTimeout(Duration.ofSeconds(5)).build();
        Future<DeliveryResult> sending = threads.submit(() -> channel.deliver(Mails.mail()));
        reached.await();
        Future<?> closing = threads.submit(channel::close);
        // Closing has begun once a further message is refused; the one under way is finished first.
        while (!channel.deliver(Mails.mail()).reason().equals(Optional.of("channel is closed"))) {
            Thread.onSpinWait();
        }
        assertThat(closing.isDone()).isFalse();
        go.countDown();
        isSent(sending.get());
        closing.get();
    }

    @Test
    void closingDoesNotWaitBeyondTheDeadlineOrWhenInterrupted() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch go = holdAt("MAIL", reached);
        SmtpChannel channel = server.channel()
                .readTimeout(Duration.ofMinutes(5))
                .deadline(Duration.ofMinutes(5))
                .build();
        Future<DeliveryResult> sending = threads.submit(() -> channel.deliver(Mails.mail()));
        reached.await();
        Thread.currentThread().interrupt();
        channel.close();
        assertThat(Thread.interrupted()).as("the interrupt flag").isTrue();
        assertThat(sending.get().outcome()).isEqualTo(Outcome.TEMPORARY);
        go.countDown();
    }

    @Test
    void theInterruptFlagIsKeptAlsoWhileWaitingForAConnection() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch go = holdAt("MAIL", reached);
        try (SmtpChannel channel = server.channel()
                .connections(1)
                .readTimeout(Duration.ofSeconds(5))
                .build()) {
            Future<DeliveryResult> first = threads.submit(() -> channel.deliver(Mails.mail()));
            reached.await();
            Thread.currentThread().interrupt();
            DeliveryResult result = channel.deliver(Mails.mail());
            assertThat(Thread.interrupted()).as("the interrupt flag").isTrue();
            assertThat(result.outcome()).isEqualTo(Outcome.TEMPORARY);
            assertThat(result.fault()).isEqualTo(Fault.OURS);
            go.countDown();
            isSent(first.get());
        }
        assertThat(server.contents).hasSize(1);
    }
}

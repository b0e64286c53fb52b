package dev.otpkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is tried again, where, how often, and until when: the same for a caller that waits and for the queue. */
@Timeout(60)
class RetryTest {
    private static final Recipient ADA = Recipient.email("ada@example.com");
    private static final Duration NONE = Duration.ofMillis(1);
    private static final DeliveryResult TEMPORARY = DeliveryResult.temporary();

    /** Who carries the message. */
    enum Way {
        DELIVER,
        SUBMIT;

        Delivery send(Courier courier, Message message) {
            Delivery delivery = this == DELIVER ? courier.deliver(message) : courier.submit(message);
            Stalled.result(delivery);
            return delivery;
        }

        Delivery send(Courier courier, Route route) {
            Delivery delivery = this == DELIVER ? courier.deliver(route) : courier.submit(route);
            Stalled.result(delivery);
            return delivery;
        }
    }

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    private DeliveryChannel channel(String name, DeliveryResult... answers) {
        Iterator<DeliveryResult> next = List.of(answers).iterator();
        ScriptedChannel channel = new ScriptedChannel(name, message -> {
            asked.add(name);
            return next.hasNext() ? next.next() : DeliveryResult.sent();
        });
        return channel;
    }

    private static DeliveryResult[] always(DeliveryResult result) {
        return Collections.nCopies(1_000, result).toArray(DeliveryResult[]::new);
    }

    private static Courier.Builder over(DeliveryChannel... channels) {
        Courier.Builder builder = Courier.builder().pause(NONE).breaker(1_000, NONE);
        Stream.of(channels).forEach(builder::channel);
        return builder;
    }

    private static Message.Builder message() {
        return Message.to(ADA).text("hello");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTemporaryIsTriedAgainInRoundsOverTheChannels(Way way) {
        Courier courier = over(channel("a", TEMPORARY, TEMPORARY), channel("b", TEMPORARY, TEMPORARY))
                .build();
        Delivery delivery = way.send(courier, message().build());
        assertThat(asked).containsExactly("a", "b", "a", "b", "a");
        assertThat(delivery.result()).contains(DeliveryResult.sent());
        assertThat(delivery.tries()).isEqualTo(5);
        assertThat(delivery.channel()).contains("a");
    }

    @ParameterizedTest
    @EnumSource
    void eachChannelIsAskedSoManyTimesAndNotOnceMore(Way way) {
        Courier courier = over(channel("a", always(TEMPORARY))).tries(4).build();
        assertThat(way.send(courier, message().build()).result()).contains(TEMPORARY);
        assertThat(asked).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSaidOfTheRecipientOrForGoodIsNotTriedAgainThere(Way way) {
        for (DeliveryResult said : List.of(
                DeliveryResult.temporary().blaming(Fault.RECIPIENT),
                DeliveryResult.permanent("no such mailbox"),
                DeliveryResult.misconfigured("login refused"))) {
            asked.clear();
            Courier courier =
                    over(channel("a", said), channel("b", TEMPORARY, TEMPORARY)).build();
            way.send(courier, message().build());
            assertThat(asked).containsExactly("a", "b", "b", "b");
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsRepeatedOnceAMessageMayHaveBeenSent(Way way) {
        Courier courier = over(channel("a", TEMPORARY, DeliveryResult.unknown()), channel("b", TEMPORARY))
                .build();
        Delivery delivery = way.send(courier, message().build());
        assertThat(asked).containsExactly("a", "b", "a");
        assertThat(delivery.result()).contains(DeliveryResult.unknown());
    }

    @ParameterizedTest
    @EnumSource
    void aProviderIsLeftAloneAsLongAsItAsked(Way way) {
        Duration wait = Duration.ofMillis(150);
        Courier courier = over(channel("a", DeliveryResult.temporary(wait))).build();
        long before = System.nanoTime();
        way.send(courier, message().build());
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(wait.toNanos());
        assertThat(asked).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void aWaitBeyondTheDeadlineEndsAtOnceAndIsTold(Way way) {
        DeliveryResult busy = DeliveryResult.temporary(Duration.ofHours(1));
        Courier courier = over(channel("a", always(busy))).build();
        assertThat(way.send(courier, message().build()).result()).contains(busy);
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void noTryBeginsAfterTheDeadline(Way way) {
        Courier courier = over(channel("a", always(TEMPORARY)))
                .tries(20)
                .pause(Duration.ofMillis(40))
                .deadline(Duration.ofMillis(100))
                .build();
        way.send(courier, message().build());
        assertThat(asked).hasSizeBetween(1, 4); // 20..40, 40..80, then past it
    }

    @ParameterizedTest
    @EnumSource
    void noTryBeginsAfterTheMessagesLife(Way way) {
        Courier courier = over(channel("a", always(TEMPORARY)))
                .tries(20)
                .pause(Duration.ofMillis(40))
                .build();
        Instant soon = Instant.now().plusMillis(700);
        assertThat(way.send(courier, message().notAfter(soon).build()).result()).contains(TEMPORARY);
        assertThat(asked).as("twenty, if life did not end it").hasSizeLessThan(10);
        asked.clear();
        way.send(courier, message().code("123456", Duration.ofMillis(700)).build());
        assertThat(asked).hasSizeLessThan(10);
    }

    @ParameterizedTest
    @EnumSource
    void aChannelThatTakesAllOfALifeLeavesNothingForTheNext(Way way) {
        Instant end = Instant.now().plusMillis(700);
        ScriptedChannel slow = new ScriptedChannel("slow", message -> {
            while (Instant.now().isBefore(end.plusMillis(20))) {
                Thread.onSpinWait();
            }
            return TEMPORARY;
        });
        Courier courier = over(slow, channel("b")).build();
        assertThat(way.send(courier, message().notAfter(end).build()).result()).contains(TEMPORARY);
        assertThat(asked).isEmpty();
    }

    @Test
    void whatComesBackFromAPauseTooLateIsNotSent() {
        Stalled gate = new Stalled(1);
        Message other = message().build();
        ScriptedChannel mail = new ScriptedChannel("mail", message -> message == other ? gate.here() : TEMPORARY);
        Courier courier = over(mail).workers(1).pause(Duration.ofMillis(40)).build();
        Instant end = Instant.now().plusMillis(700);
        Delivery late = courier.submit(message().notAfter(end).build());
        while (late.state() != Delivery.State.RETRYING) {
            Thread.onSpinWait();
        }
        courier.submit(other);
        gate.awaitAll();
        int before = mail.handed.size();
        while (Instant.now().isBefore(end.plusMillis(20))) {
            Thread.onSpinWait();
        }
        gate.open();
        assertThat(Stalled.result(late)).isEqualTo(TEMPORARY);
        assertThat(mail.handed).hasSize(before);
    }

    @ParameterizedTest
    @EnumSource
    void aCodesLifeBeginsWhenItsMessageIsMade(Way way) {
        Message made = message().code("123456", Duration.ofMillis(20)).build();
        for (long end = System.nanoTime() + Duration.ofMillis(30).toNanos(); System.nanoTime() < end; ) {
            Thread.onSpinWait();
        }
        way.send(over(channel("a")).build(), made);
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anyInstantMayBeTheEnd(Way way) {
        for (Instant end : List.of(Instant.MIN, Instant.MAX)) {
            way.send(over(channel("a")).build(), message().notAfter(end).build());
        }
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aRoutesMessageHasALifeOfItsOwnToo(Way way) {
        Route route = new ScriptedRoute(
                ADA,
                before -> before.isPresent()
                        ? Optional.empty()
                        : Optional.of(message()
                                .notAfter(Instant.now().minusSeconds(1))
                                .build()));
        Delivery delivery = way.send(over(channel("a")).build(), route);
        assertThat(delivery.result().orElseThrow().reason()).contains("waited past its life");
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTooOldAlreadyIsDropped(Way way) {
        Courier courier = over(channel("a")).build();
        Message old = message().notAfter(Instant.now().minusSeconds(1)).build();
        DeliveryResult dropped = way.send(courier, old).result().orElseThrow();
        assertThat(dropped.outcome()).isEqualTo(Outcome.PERMANENT);
        assertThat(dropped.fault()).isEqualTo(Fault.OURS);
        assertThat(dropped.reason()).contains("waited past its life");
        assertThat(asked).isEmpty();
    }

    private final List<Optional<DeliveryResult>> told = Collections.synchronizedList(new ArrayList<>());

    /** A route over some people; what it is told is remembered. */
    private Route people(Recipient... inOrder) {
        Iterator<Recipient> next = List.of(inOrder).iterator();
        return new ScriptedRoute(ADA, before -> {
            told.add(before);
            return next.hasNext()
                    ? Optional.of(Message.to(next.next()).text("hello").build())
                    : Optional.empty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void aRouteIsAskedForTheNextMessageAfterOneThatSurelyWasNotSent(Way way) {
        Recipient grace = Recipient.email("grace@example.com");
        DeliveryResult gone = DeliveryResult.permanent("no such mailbox");
        Delivery delivery = way.send(over(channel("a", gone, TEMPORARY)).build(), people(ADA, grace, ADA));
        assertThat(told).containsExactly(Optional.empty(), Optional.of(gone));
        assertThat(delivery.recipient()).isEqualTo(grace);
        assertThat(delivery.tries()).isEqualTo(3);
        assertThat(delivery.result()).contains(DeliveryResult.sent());
    }

    @ParameterizedTest
    @EnumSource
    void aRouteThatEndsLeavesTheLastResult(Way way) {
        DeliveryResult gone = DeliveryResult.permanent("no such mailbox");
        assertThat(way.send(over(channel("a", gone)).build(), people(ADA)).result())
                .contains(gone);
        assertThat(told).containsExactly(Optional.empty(), Optional.of(gone));
        assertThat(way.send(over(channel("a")).build(), people())
                        .result()
                        .orElseThrow()
                        .surelyNotSent())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void theNextPersonIsTriedOnceEvenWhenTheFirstTookAllTheTime(Way way) {
        Courier courier = over(channel("a", always(TEMPORARY)))
                .tries(20)
                .pause(Duration.ofMillis(20))
                .deadline(NONE)
                .build();
        way.send(courier, people(ADA, ADA, ADA));
        assertThat(asked).hasSize(3);
    }
}

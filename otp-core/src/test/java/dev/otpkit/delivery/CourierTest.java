package dev.otpkit.delivery;

import static dev.otpkit.delivery.ScriptedChannel.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CourierTest {
    private static final Recipient ADA = Recipient.email("ada@example.com");

    private static Courier over(DeliveryChannel... channels) {
        Courier.Builder builder = Courier.builder();
        for (DeliveryChannel channel : channels) {
            builder.channel(channel);
        }
        return builder.pause(Duration.ofMillis(1)).build();
    }

    private static Message to(Recipient recipient) {
        return Message.to(recipient)
                .text("123456 is your code.")
                .code("123456", Duration.ofMinutes(5))
                .build();
    }

    private static <X extends Throwable> void sneak(Throwable thrown) throws X {
        @SuppressWarnings("unchecked")
        X unchecked = (X) thrown;
        throw unchecked;
    }

    @Test
    void theFirstChannelThatServesTheRecipientTakesTheMessage() {
        ScriptedChannel sms = answering("sms", DeliveryResult.sent());
        sms.kind = Recipient.SMS;
        ScriptedChannel mail = answering("mail", DeliveryResult.sent("id-1"));
        ScriptedChannel backup = answering("backup", DeliveryResult.sent());
        Message message = to(ADA);

        Delivery delivery = over(sms, mail, backup).deliver(message);

        assertThat(mail.handed).containsExactly(message);
        assertThat(sms.handed).isEmpty();
        assertThat(backup.handed).isEmpty();
        assertThat(delivery.state()).isEqualTo(Delivery.State.DONE);
        assertThat(delivery.recipient()).isEqualTo(ADA);
        assertThat(delivery.channel()).contains("mail");
        assertThat(delivery.tries()).isEqualTo(1);
        assertThat(delivery.result()).contains(DeliveryResult.sent("id-1"));
        assertThat(delivery.done().toCompletableFuture()).isCompletedWithValue(DeliveryResult.sent("id-1"));
    }

    static Stream<DeliveryResult> surelyNotSent() {
        return Stream.of(
                DeliveryResult.temporary(),
                DeliveryResult.temporary().blaming(Fault.RECIPIENT),
                DeliveryResult.permanent("no such mailbox"),
                DeliveryResult.misconfigured("login refused"));
    }

    @ParameterizedTest
    @MethodSource("surelyNotSent")
    void theNextChannelIsAskedWhenTheMessageSurelyWasNotSent(DeliveryResult first) {
        ScriptedChannel mail = answering("mail", first);
        ScriptedChannel backup = answering("backup", DeliveryResult.sent());
        ScriptedChannel third = answering("third", DeliveryResult.sent());

        Delivery delivery = over(mail, backup, third).deliver(to(ADA));

        assertThat(mail.handed).hasSize(1);
        assertThat(backup.handed).hasSize(1);
        assertThat(third.handed).isEmpty();
        assertThat(delivery.channel()).contains("backup");
        assertThat(delivery.tries()).isEqualTo(2);
        assertThat(delivery.result()).contains(DeliveryResult.sent());
    }

    static Stream<Function<Message, DeliveryResult>> perhapsSent() {
        return Stream.of(
                message -> DeliveryResult.sent(),
                message -> DeliveryResult.unknown(),
                message -> {
                    throw new IllegalStateException("550 <ada@example.com>");
                },
                message -> {
                    CourierTest.<RuntimeException>sneak(new java.io.IOException("cut"));
                    return DeliveryResult.sent();
                },
                message -> null);
    }

    @ParameterizedTest
    @MethodSource("perhapsSent")
    void nothingIsRepeatedWhenTheMessageMayHaveBeenSent(Function<Message, DeliveryResult> first) {
        ScriptedChannel mail = new ScriptedChannel("mail", first);
        ScriptedChannel backup = answering("backup", DeliveryResult.sent());

        Delivery delivery = over(mail, backup).deliver(to(ADA));

        assertThat(mail.handed).hasSize(1);
        assertThat(backup.handed).isEmpty();
        assertThat(delivery.channel()).contains("mail");
        assertThat(delivery.result().orElseThrow().surelyNotSent()).isFalse();
    }

    @Test
    void anExceptionCountsAsUnknownAndAsTheProvidersFault() {
        ScriptedChannel mail = new ScriptedChannel("mail", message -> {
            throw new IllegalStateException("boom");
        });

        DeliveryResult result = over(mail).deliver(to(ADA)).result().orElseThrow();

        assertThat(result).isEqualTo(DeliveryResult.unknown().because("channel threw"));
        assertThat(result.fault()).isEqualTo(Fault.PROVIDER);
    }

    @Test
    void anErrorPassesThroughAndNoOtherChannelIsAsked() {
        ScriptedChannel mail = new ScriptedChannel("mail", message -> {
            throw new NoClassDefFoundError("gone");
        });
        ScriptedChannel backup = answering("backup", DeliveryResult.sent());
        Courier courier = over(mail, backup);

        assertThatThrownBy(() -> courier.deliver(to(ADA))).isInstanceOf(NoClassDefFoundError.class);
        assertThat(backup.handed).isEmpty();
    }

    @Test
    void whenNobodySentItTheLastAnswerIsTheResult() {
        Delivery delivery = over(
                        answering("mail", DeliveryResult.permanent("not for us").blaming(Fault.OURS)),
                        answering("backup", DeliveryResult.permanent("mailbox unknown")))
                .deliver(to(ADA));

        assertThat(delivery.result()).contains(DeliveryResult.permanent("mailbox unknown"));
        assertThat(delivery.channel()).contains("backup");
    }

    @Test
    void whatOneChannelSaidOfTheRecipientIsNotUnsaidByTheNextOnesTrouble() {
        Delivery delivery = over(
                        answering("mail", DeliveryResult.permanent("no such mailbox")),
                        answering("backup", DeliveryResult.temporary()))
                .deliver(to(ADA));

        assertThat(delivery.result().orElseThrow().fault()).isEqualTo(Fault.RECIPIENT);
    }

    @Test
    void aRecipientThatNoChannelServesIsOurMisconfiguration() {
        ScriptedChannel mail = answering("mail", DeliveryResult.sent());
        Courier courier = over(mail);
        Recipient phone = Recipient.sms("+14155550100");

        Delivery delivery = courier.deliver(to(phone));

        assertThat(courier.serves(phone)).isFalse();
        assertThat(courier.serves(ADA)).isTrue();
        assertThat(courier.route(phone).isRefused()).isTrue();
        assertThat(delivery.result()).contains(DeliveryResult.misconfigured("no channel serves this kind"));
        assertThat(delivery.channel()).isEmpty();
        assertThat(delivery.tries()).isZero();
        assertThat(mail.handed).isEmpty();
    }

    @Test
    void aDecoyIsSentWithoutTouchingTheChannel() {
        ScriptedChannel mail = answering("mail", DeliveryResult.permanent("mailbox unknown"));
        Courier courier = over(mail);

        Delivery delivery = courier.deliver(to(ADA.decoy()));

        assertThat(mail.handed).isEmpty();
        assertThat(delivery.result()).contains(DeliveryResult.sent());
        assertThat(delivery.channel()).contains("mail");
        assertThat(delivery.tries()).isEqualTo(1);
    }

    @Test
    void aDecoyThatNoChannelServesIsAnsweredLikeARealRecipient() {
        ScriptedChannel mail = answering("mail", DeliveryResult.sent());
        Courier courier = over(mail);
        Recipient phone = Recipient.sms("+14155550100");

        assertThat(courier.deliver(to(phone.decoy())).result())
                .isEqualTo(courier.deliver(to(phone)).result());
    }

    @Test
    void theRouteIsThatOfTheFirstChannelWhichServesAndDoesNotRefuse() {
        ScriptedChannel none = answering("none", DeliveryResult.sent());
        none.kind = Recipient.SMS;
        ScriptedChannel strict = answering("strict", DeliveryResult.sent());
        strict.route = recipient -> Destination.refused("country not allowed");
        ScriptedChannel wide = answering("wide", DeliveryResult.sent());
        wide.route = recipient -> Destination.to("US", "+1415555");
        ScriptedChannel last = answering("last", DeliveryResult.sent());
        Courier courier = over(none, strict, wide, last);

        assertThat(courier.route(ADA).country()).contains("US");
        assertThat(courier.route(ADA).prefix()).contains("+1415555");
        assertThat(courier.deliver(to(ADA)).channel()).contains("wide");
        assertThat(strict.handed).isEmpty();
    }

    @Test
    void aPlaceThatEveryChannelRefusesIsRefusedForTheFirstReasonAndNobodyIsAsked() {
        ScriptedChannel strict = answering("strict", DeliveryResult.sent());
        strict.route = recipient -> Destination.refused("country not allowed");
        ScriptedChannel premium = answering("premium", DeliveryResult.sent());
        premium.route = recipient -> Destination.refused("premium number");
        Courier courier = over(strict, premium);

        assertThat(courier.route(ADA).refusal()).contains("country not allowed");
        assertThat(courier.deliver(to(ADA)).result()).contains(DeliveryResult.permanent("country not allowed"));
        assertThat(strict.handed).isEmpty();
        assertThat(premium.handed).isEmpty();
    }

    @Test
    void aChannelThatCannotRouteIsPassedOver() {
        ScriptedChannel broken = answering("broken", DeliveryResult.sent());
        broken.route = recipient -> {
            throw new IllegalStateException(recipient.address());
        };
        ScriptedChannel backup = answering("backup", DeliveryResult.sent());

        assertThat(over(broken).route(ADA).isRefused()).isTrue();
        assertThat(over(broken, backup).route(ADA).isRefused()).isFalse();
        assertThat(over(broken, backup).deliver(to(ADA)).channel()).contains("backup");
    }

    @Test
    void theInterruptFlagIsKeptWhateverTheChannelDoesToIt() {
        ScriptedChannel swallows = new ScriptedChannel("swallows", message -> {
            Thread.interrupted();
            return DeliveryResult.sent();
        });
        Thread.currentThread().interrupt();
        over(swallows).deliver(to(ADA));
        assertThat(Thread.interrupted()).isTrue();

        ScriptedChannel wraps = new ScriptedChannel("wraps", message -> {
            throw new IllegalStateException(new InterruptedException());
        });
        over(wraps).deliver(to(ADA));
        assertThat(Thread.interrupted()).isTrue();

        over(answering("calm", DeliveryResult.sent())).deliver(to(ADA));
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void anOutcomeThatSpeaksOfTheRecipientIsNotAWarning() {
        try (LogCapture log = new LogCapture()) {
            over(answering("mail", DeliveryResult.permanent("mailbox unknown"))).deliver(to(ADA));
            over(answering("mail", DeliveryResult.misconfigured("login refused")))
                    .deliver(to(ADA));
            assertThat(log.lines())
                    .anyMatch(line -> line.startsWith("DEBUG") && line.contains(Outcome.PERMANENT.name()))
                    .noneMatch(line -> line.startsWith("WARN") && line.contains(Outcome.PERMANENT.name()))
                    .anyMatch(line -> line.startsWith("WARN") && line.contains("mail: MISCONFIGURED"));
        }
    }
}

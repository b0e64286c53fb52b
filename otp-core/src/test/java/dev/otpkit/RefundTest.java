package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.Destination;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.PumpingGuard;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.store.StoreException;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** T33: permits that come back, used to send more. */
class RefundTest {
    private static final OtpKey KEY = OtpKey.of("login", "user-42");
    private static final Recipient ADA = Recipient.email("ada@example.com");
    private static final Limit MANY = Limit.of(90, Duration.ofHours(1));

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();

    private OtpService service(SendLimits limits) {
        channel.destination = recipient -> Destination.to("US", "+1415");
        return backend.serviceThatTriesOnce(channel)
                .purpose("login")
                .purpose("locking", OtpPolicy.builder().lockWhenSpent().build())
                .limits(limits)
                .build();
    }

    static Stream<Named<Function<Message, DeliveryResult>>> keptPermits() {
        return Stream.of(
                Named.of("550", message -> DeliveryResult.permanent("no such mailbox")),
                Named.of("450 at RCPT", message -> DeliveryResult.temporary().blaming(Fault.RECIPIENT)),
                Named.of("unknown", message -> DeliveryResult.unknown()),
                Named.of("an exception", message -> {
                    throw new IllegalStateException("cut");
                }),
                Named.of("sent", message -> DeliveryResult.sent()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keptPermits")
    void whatIsSaidAboutTheRecipientAndWhatMayBeSentGiveNothingBack(Function<Message, DeliveryResult> answer) {
        OtpService otp = service(SendLimits.standard());
        channel.answer = answer;
        for (int i = 0; i < 1_000; i++) {
            otp.request(OtpKey.of("login", "user-" + i % 100), ADA);
            backend.advance(Duration.ofMillis(3_600));
        }
        assertThat(channel.messages).hasSize(5);
    }

    static Stream<Named<DeliveryResult>> returnedPermits() {
        return Stream.of(
                Named.of("421", DeliveryResult.temporary()),
                Named.of("429", DeliveryResult.temporary(Duration.ofSeconds(3))),
                Named.of("AUTH", DeliveryResult.misconfigured("credentials refused")),
                Named.of("sender refused", DeliveryResult.permanent("sender").blaming(Fault.OURS)),
                Named.of(
                        "provider refuses", DeliveryResult.permanent("provider").blaming(Fault.PROVIDER)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("returnedPermits")
    void ourFaultsAndTheProvidersGiveThePersonsPermitsBack(DeliveryResult result) {
        OtpService otp = service(SendLimits.builder()
                .recipient(Limit.of(1, Duration.ofHours(1)))
                .subject(Limit.of(1, Duration.ofHours(1)))
                .build());
        channel.answer = message -> result;
        assertThat(otp.request(KEY, ADA).outcome()).isEqualTo(RequestResult.Outcome.UNDELIVERED);
        channel.answer = message -> DeliveryResult.sent();

        RequestResult sent = otp.request(KEY, ADA);
        while (sent.outcome() == RequestResult.Outcome.UNDELIVERED) {
            sent = otp.request(KEY, ADA); // the breaker that wrong credentials open, for a millisecond
        }
        assertThat(sent.sent()).isTrue();
        assertThat(otp.request(KEY, ADA).outcome()).as("once").isEqualTo(RequestResult.Outcome.LIMITED);
    }

    @Test
    void whatWasNotSentTellsItsDeliveryAndWhenAskingAgainMayHelp() {
        OtpService otp = service(SendLimits.standard());
        DeliveryResult busy = DeliveryResult.temporary(Duration.ofMillis(2_001));
        channel.answer = message -> busy;
        RequestResult notSent = otp.request(KEY, ADA);
        assertThat(notSent.retryAfter()).contains(Duration.ofSeconds(3));
        assertThat(notSent.delivery().orElseThrow().recipient()).isEqualTo(ADA);
        assertThat(notSent.delivery().orElseThrow().result()).contains(busy);

        channel.answer = message -> DeliveryResult.sent();
        RequestResult sent = otp.request(KEY, ADA);
        assertThat(sent.retryAfter()).isEmpty();
        assertThat(sent.delivery().orElseThrow().result()).contains(DeliveryResult.sent());
        RequestResult limited = otp.request(KEY, ADA);
        assertThat(limited.retryAfter()).contains(Duration.ofMinutes(1));
        assertThat(limited.delivery()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Bucket.Kind.class,
            names = {"CLIENT_IP", "COUNTRY", "PREFIX", "GLOBAL"})
    void whatIsNotThePersonsAloneIsNeverGivenBack(Bucket.Kind kind) {
        PumpingGuard whole = PumpingGuard.builder().reserve(0).build();
        SendLimits.Builder limits =
                SendLimits.builder().recipient(MANY).subject(MANY).pumping(whole);
        Limit three = Limit.of(3, Duration.ofHours(1));
        switch (kind) {
            case CLIENT_IP -> limits.clientIp(three);
            case COUNTRY -> limits.country(three);
            case PREFIX -> limits.prefix(three);
            default -> limits.global(three);
        }
        OtpService otp = service(limits.build());
        channel.answer = message -> DeliveryResult.temporary();
        for (int i = 0; i < 10; i++) {
            OtpKey key = OtpKey.of("login", "user-" + i);
            otp.request(OtpRequest.of(key, Recipient.email("u" + i + "@example.com"))
                    .clientIp("192.0.2.1"));
        }
        assertThat(channel.messages).hasSize(3);
        RequestResult refused = otp.request(OtpRequest.of(KEY, ADA).clientIp("192.0.2.1"));
        assertThat(refused.limitedBy()).contains(kind);
    }

    @Test
    void aStoreThatCannotAnswerAndATemplateThatThrowsGiveBack() {
        OtpService otp = service(SendLimits.standard());
        backend.codes.after = () -> {
            throw new StoreException(StoreException.Kind.TIMEOUT);
        };
        assertThatThrownBy(() -> otp.request(KEY, ADA)).isInstanceOf(StoreException.class);
        assertThat(channel.messages).isEmpty();
        backend.codes.after = () -> {};
        OtpService throwing = backend.service(channel)
                .purpose("login")
                .template(values -> {
                    throw new IllegalStateException("template");
                })
                .build();
        assertThatThrownBy(() -> throwing.request(KEY, ADA)).hasMessage("template");

        assertThat(otp.request(KEY, ADA).sent()).isTrue();
    }

    @Test
    void aLockedRequestGivesBack() {
        OtpService otp =
                service(SendLimits.builder().recipient(MANY).subject(MANY).build());
        OtpKey key = OtpKey.of("locking", "user-42");
        for (int i = 0; i < 12; i++) {
            OtpKey flow = key.boundTo("flow", "f" + i / 3);
            otp.request(flow, ADA);
            otp.verify(flow, Wrong.code(channel.code(), i + 1));
        }
        for (int i = 0; i < 200; i++) {
            assertThat(otp.request(key, ADA).outcome()).isEqualTo(RequestResult.Outcome.LOCKED);
        }
    }

    @Test
    void aSecondRecipientNeedsPermitsOfItsOwnAndALimitIsNoWayRound() {
        OtpService otp = service(SendLimits.standard());
        Recipient phone = Recipient.sms("+14155550100");
        OtpRequest request = OtpRequest.of(KEY, phone).orElse(ADA);
        channel.answer = message ->
                message.recipient().equals(phone) ? DeliveryResult.permanent("unreachable") : DeliveryResult.sent();
        assertThat(otp.request(request).sent()).isTrue();
        assertThat(channel.messages).hasSize(2);

        assertThat(otp.request(request).limitedBy()).contains(Bucket.Kind.RECIPIENT);
        assertThat(otp.request(KEY, ADA).limitedBy()).contains(Bucket.Kind.RECIPIENT);
        assertThat(otp.request(KEY, phone).limitedBy()).contains(Bucket.Kind.RECIPIENT);
        assertThat(channel.messages).hasSize(2);
    }

    @Test
    void aLimitedRecipientDoesNotFallThroughToTheNext() {
        OtpService otp = service(SendLimits.standard());
        otp.request(KEY, ADA);
        OtpRequest request = OtpRequest.of(KEY, ADA).orElse(Recipient.email("grace@example.com"));

        assertThat(otp.request(request).limitedBy()).contains(Bucket.Kind.RECIPIENT);
        assertThat(channel.messages).hasSize(1);
    }
}

package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.delivery.ConsoleChannel;
import dev.otpkit.delivery.Courier;
import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.template.MessageTemplate;
import java.time.Duration;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a builder lacks or cannot have is said by the call that mends it. */
class BuilderTest {
    private static final OtpKey KEY = OtpKey.of("login", "user-42");
    private static final Recipient ADA = Recipient.email("ada@example.com");

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();

    private OtpService.Builder whole() {
        return backend.service(channel).purpose("login");
    }

    @Test
    void aBackendIsMissing() {
        unfinished(OtpService.builder().channel(channel).purpose("login"), "backend(...) is missing");
    }

    @Test
    void aChannelIsMissing() {
        unfinished(
                OtpService.builder()
                        .backend(backend)
                        .secrets(TestBackend.secrets(1))
                        .purpose("login"),
                "channel(...) or courier(...) is missing");
    }

    @Test
    void aPurposeIsMissing() {
        unfinished(backend.service(channel), "purpose(...) is missing");
    }

    @Test
    void aSharedBackendNeedsSecretsThatOthersKnowToo() {
        OtpService.Builder builder =
                OtpService.builder().backend(backend).channel(channel).purpose("login");
        String message = "secrets(...) is missing: other processes see this backend, and must know them too: test";
        unfinished(builder, message);
        unfinished(builder.development(), message);
    }

    @Test
    void aSecretIsMadeUpForDevelopmentOnly() {
        OtpService.Builder builder = OtpService.builder()
                .backend(new TestBackend("local", false))
                .channel(channel)
                .purpose("login");
        unfinished(builder, "secrets(...) is missing; only development() makes them up");
        OtpService otp = builder.development().build();
        otp.request(KEY, ADA);
        assertThat(otp.verify(KEY, channel.code()).accepted()).isTrue();
    }

    @Test
    void aChannelThatShowsCodesIsForDevelopmentOnly() {
        OtpService.Builder builder = whole().channel(new ConsoleChannel());
        unfinished(builder, "channel(...) shows codes to the developer and needs development(): console");
        assertThatCode(() -> builder.development().build()).doesNotThrowAnyException();
    }

    @Test
    void aCouriersChannelsAreLookedAtToo() {
        Courier courier =
                Courier.builder().channel(channel).channel(new Inbox()).build();
        OtpService.Builder builder = OtpService.builder()
                .backend(backend)
                .secrets(TestBackend.secrets(1))
                .courier(courier)
                .purpose("login");
        unfinished(builder, "channel(...) shows codes to the developer and needs development(): inbox");
        assertThatCode(() -> builder.development().build()).doesNotThrowAnyException();
    }

    /** What a test would use to read its own mail. */
    private static final class Inbox implements DeliveryChannel {
        @Override
        public String name() {
            return "inbox";
        }

        @Override
        public boolean serves(Recipient recipient) {
            return true;
        }

        @Override
        public DeliveryResult deliver(Message message) {
            return DeliveryResult.sent();
        }

        @Override
        public boolean developmentOnly() {
            return true;
        }
    }

    @Test
    void aCourierAndChannelsExcludeEachOther() {
        Courier courier = Courier.builder().channel(new TestChannel()).build();
        unfinished(whole().courier(courier), "courier(...) and channel(...) exclude each other");
    }

    @Test
    void oneChannelIsNotGivenTwice() {
        refused(() -> whole().channel(channel), "channel name is taken, so give one of the two another: test");
    }

    @Test
    void whatThereIsOneOfIsGivenOnce() {
        OtpService.Builder builder = whole();
        twice(() -> builder.backend(backend), "backend(...) was called twice");
        twice(() -> builder.secrets(TestBackend.secrets(1)), "secrets(...) was called twice");
        Courier courier = Courier.builder().channel(channel).build();
        OtpService.Builder couriers = OtpService.builder().courier(courier);
        twice(() -> couriers.courier(courier), "courier(...) was called twice");
        once("policy", given -> given.policy(OtpPolicy.standard()));
        once("limits", given -> given.limits(SendLimits.standard()));
        once("verifyLimits", given -> given.verifyLimits(VerifyGuard.PER_KEY, VerifyGuard.PER_NETWORK));
        once("template", given -> given.template(MessageTemplate.standard("ACME")));
        once("namespace", given -> given.namespace("acme"));
        once("onStoreLoss", given -> given.onStoreLoss(new TestBackend("local", false), 2));
    }

    @Test
    void aPurposeIsDeclaredOnceUnderAPlainName() {
        refused(() -> whole().purpose("login"), "purpose(\"login\") is declared already");
        refused(() -> whole().purpose("Login"), "a purpose must match [a-z][a-z0-9-]{0,31}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Acme", "a b", "a:b", "abcdefghijklmnopqrstuvwxyz1234567"})
    void aNamespaceIsAPlainName(String namespace) {
        refused(() -> whole().namespace(namespace), "a namespace must match [a-z][a-z0-9-]{0,31}");
    }

    @Test
    void anUndeclaredPurposeNamesTheDeclaredOnes() {
        OtpService otp = whole().purpose("reset").build();
        OtpKey key = OtpKey.of("payment", "user-42");
        String message = "purpose \"payment\" is not declared; declared are [login, reset]";
        refused(() -> otp.request(key, ADA), message);
        refused(() -> otp.verify(key, "123456"), message);
        refused(() -> otp.verify(key, null, "192.0.2.1"), message);
        refused(() -> otp.status(key), message);
        refused(() -> otp.cancel(key), message);
        refused(() -> otp.unlock(key), message);
        refused(() -> otp.redeem("payment", Receipt.of("")), message);
        assertThat(backend.codes.steps).hasValue(0);
    }

    @Test
    void aBudgetThatAPolicyNamesIsDeclared() {
        OtpPolicy policy = OtpPolicy.builder().budget("payments").build();
        unfinished(
                whole().purpose("payment", policy).budget("other", Limit.of(5, Duration.ofDays(1))),
                "budget(\"payments\", ...) is missing for purpose payment; declared are [other, shared]");
        assertThatCode(() -> whole().purpose("payment", policy)
                        .budget("payments", Limit.of(5, Duration.ofDays(1)))
                        .build())
                .doesNotThrowAnyException();
    }

    @Test
    void aBudgetIsRefusedWhereItIsDeclared() {
        refused(
                () -> whole().budget("Payments", Limit.of(5, Duration.ofDays(1))),
                "a budget's id must be 1..16 lower-case letters and digits: Payments");
        refused(() -> whole().budget("payments"), "a budget must have a limit: payments");
    }

    @Test
    void aLossOfTheStoreNeedsALocalBackendAndANumberOfNodes() {
        TestBackend local = new TestBackend("local", false);
        refused(
                () -> whole().onStoreLoss(new TestBackend("redis-2", true), 2),
                "onStoreLoss(local, nodes) needs a local backend: redis-2");
        refused(() -> whole().onStoreLoss(local, 0), "nodes must be 1..1000: 0");
        refused(() -> whole().onStoreLoss(local, 1001), "nodes must be 1..1000: 1001");
        assertThatCode(() -> whole().onStoreLoss(local, 1).build()).doesNotThrowAnyException();
    }

    @Test
    void noLimitIsStretchedBeyondThirtyDays() {
        TestBackend local = new TestBackend("local", false);
        unfinished(
                whole().onStoreLoss(local, 1000),
                "onStoreLoss(local, 1000) would stretch 10 in PT24H to one in PT4800H; the most is PT720H");
        assertThatCode(() -> whole().onStoreLoss(local, 30).build()).doesNotThrowAnyException();
        unfinished(
                whole().onStoreLoss(local, 31),
                "onStoreLoss(local, 31) would stretch 60 in PT720H to one in PT744H; the most is PT720H");
        SendLimits just =
                SendLimits.builder().country(Limit.of(1, Duration.ofDays(3))).build();
        assertThatCode(() -> whole().limits(just).onStoreLoss(local, 5).build()).doesNotThrowAnyException();
        SendLimits rare =
                SendLimits.builder().country(Limit.of(1, Duration.ofDays(8))).build();
        unfinished(
                whole().limits(rare).onStoreLoss(local, 2),
                "onStoreLoss(local, 2) would stretch 1 in PT192H to one in PT768H; the most is PT720H");
        SendLimits long1 =
                SendLimits.builder().global(Limit.of(100, Duration.ofDays(365))).build();
        assertThatCode(() -> whole().limits(long1).onStoreLoss(local, 2).build())
                .as("a long window that is not stretched")
                .doesNotThrowAnyException();
    }

    @Test
    void theLimitsOfGuessesAreNotStretchedBeyondThirtyDaysEither() {
        TestBackend local = new TestBackend("local", false);
        Limit perKey = Limit.of(30, Duration.ofMinutes(1));
        unfinished(
                whole().verifyLimits(perKey, Limit.of(1, Duration.ofDays(20))).onStoreLoss(local, 20),
                "onStoreLoss(local, 20) would stretch 1 in PT480H to one in PT19200H; the most is PT720H");
    }

    @Test
    void aBuilderBuildsAsOftenAsItIsAskedAndWhatWasBuiltStaysAsItWas() {
        OtpService.Builder builder = whole();
        OtpService one = builder.build();
        OtpService two = builder.purpose("reset")
                .limits(SendLimits.allowUnlimited("a test"))
                .build();
        assertThat(one.securityReport().messagesPerDay()).hasValue(10);
        assertThat(two.securityReport().messagesPerDay()).isEmpty();
        refused(
                () -> one.status(OtpKey.of("reset", "user-42")),
                "purpose \"reset\" is not declared; declared are [login]");
        one.request(KEY, ADA);
        assertThat(two.verify(KEY, channel.code()).accepted()).isTrue();
    }

    @Test
    void aServiceClosesTheChannelsItWasGivenAndNoCourier() {
        try (OtpService otp = whole().build()) {
            assertThat(otp.courier().channels()).containsExactly(channel);
        }
        assertThat(channel.closed).isTrue();
        TestChannel lent = new TestChannel();
        Courier courier = Courier.builder().channel(lent).build();
        OtpService otp = OtpService.builder()
                .backend(backend)
                .secrets(TestBackend.secrets(1))
                .courier(courier)
                .purpose("login")
                .build();
        otp.close();
        assertThat(lent.closed).isFalse();
        assertThat(otp.courier()).isSameAs(courier);
    }

    private static void unfinished(OtpService.Builder builder, String message) {
        twice(builder::build, message);
    }

    private void once(String call, Consumer<OtpService.Builder> given) {
        OtpService.Builder builder = whole();
        given.accept(builder);
        twice(() -> given.accept(builder), call + "(...) was called twice");
    }

    private static void twice(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessage(message);
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}

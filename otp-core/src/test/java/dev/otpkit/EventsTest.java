package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.OtpEvent.Kind;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** T22 within the core's events: they tell what happened, and neither a code nor an address. */
class EventsTest {
    private static final OtpKey KEY = OtpKey.of("login", "user-42");
    private static final Recipient ADA = Recipient.email("ada.lovelace@example.com");
    private static final String CLIENT = "192.0.2.1";

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private final List<OtpEvent> events = new ArrayList<>();
    private final OtpService otp = service(backend.service(channel));

    @Test
    void aServiceThatWasBuiltSaysSo() {
        OtpEvent started = only(Kind.STARTED);
        assertThat(started.purpose()).isEmpty();
        assertThat(started.subject()).isEmpty();
        assertThat(started.at()).isEqualTo(backend.clock().instant());
        assertThat(started.took()).isEqualTo(Duration.ZERO);
        assertThat(started.details()).containsExactlyEntriesOf(Map.of("storage_type", "test"));
    }

    @Test
    void aRequestTellsWhereItsCodeWentMasked() {
        otp.request(KEY, ADA);
        OtpEvent sent = only(Kind.REQUESTED);
        assertThat(sent.purpose()).contains("login");
        assertThat(sent.subject()).contains("user-42");
        assertThat(sent.took()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
        assertThat(sent.details())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "outcome", "SENT",
                        "opened", "true",
                        "recipient_kind", "email",
                        "decoy", "false",
                        "sent_to", ADA.masked(),
                        "channel", "test",
                        "storage_type", "test"));
        otp.request(KEY, ADA);
        assertThat(last().details()).containsEntry("outcome", "LIMITED").containsEntry("limited_by", "RECIPIENT");
        backend.advance(Duration.ofMinutes(1));
        otp.request(KEY, ADA);
        assertThat(last().details()).containsEntry("resent", "true").doesNotContainKey("opened");
    }

    @Test
    void aGuessTellsItsOutcomeAndWhereTheCodeHadGone() {
        otp.request(KEY, ADA);
        otp.verify(KEY, Wrong.code(channel.code(), 1));
        assertThat(only(Kind.VERIFIED).details())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("outcome", "REJECTED", "sent_to", ADA.masked(), "storage_type", "test"));
        otp.verify(KEY, "?");
        assertThat(last().details()).containsEntry("outcome", "MALFORMED").doesNotContainKey("sent_to");
        VerifyResult right = otp.verify(KEY, channel.code());
        assertThat(last().details()).containsEntry("outcome", "ACCEPTED");
        otp.redeem("login", right.receipt().orElseThrow());
        assertThat(only(Kind.REDEEMED).subject()).contains("user-42");
        otp.redeem("login", right.receipt().orElseThrow());
        only(Kind.REDEEMED);
    }

    @Test
    void cancellingAndUnlockingAreTold() {
        otp.cancel(KEY);
        assertThat(only(Kind.CANCELLED).subject()).contains("user-42");
        otp.unlock(KEY);
        assertThat(only(Kind.UNLOCKED).purpose()).contains("login");
    }

    @Test
    void aRecipientsSubjectIsNotTold() {
        OtpKey key = OtpKey.of("login", ADA);
        otp.request(key, ADA);
        otp.redeem("login", otp.verify(key, channel.code()).receipt().orElseThrow());
        otp.cancel(key);
        otp.unlock(key);
        assertThat(events).hasSize(6);
        assertThat(events).allSatisfy(event -> assertThat(event.subject()).isEmpty());
    }

    @Test
    void noEventHoldsACodeAnAddressOrAReceipt() {
        List<String> secrets = new ArrayList<>(List.of("lovelace", "ada.", "192.0.2"));
        for (int i = 0; i < 30; i++) {
            OtpKey key = i % 2 == 0 ? KEY : OtpKey.of("login", Recipient.email("ada.lovelace+" + i + "@example.com"));
            Recipient to = i % 3 == 0 ? Recipient.sms("+141555501" + (10 + i)) : ADA;
            secrets.add("141555501" + (10 + i));
            channel.answer = i % 5 == 0 ? m -> DeliveryResult.permanent("no such mailbox") : m -> DeliveryResult.sent();
            otp.request(OtpRequest.of(key, to).clientIp(CLIENT).variable("name", "lovelace"));
            if (!channel.messages.isEmpty()) {
                secrets.add(channel.code());
                otp.verify(key, Wrong.code(channel.code(), 1), CLIENT);
                otp.verify(key, channel.code(), CLIENT).receipt().ifPresent(receipt -> {
                    secrets.add(receipt.value());
                    otp.redeem("login", receipt);
                });
            }
            backend.advance(Duration.ofMinutes(20));
        }
        assertThat(events).hasSizeGreaterThan(90);
        assertThat(secrets).hasSizeGreaterThan(60);
        String told = events.toString().toLowerCase(java.util.Locale.ROOT);
        secrets.forEach(secret -> assertThat(told).doesNotContain(secret.toLowerCase(java.util.Locale.ROOT)));
    }

    @Test
    void aListenerThatThrowsChangesNoAnswerAndSilencesNobody() {
        List<Kind> heard = new ArrayList<>();
        OtpService loud = backend.service(channel)
                .purpose("login")
                .listener(event -> {
                    throw new IllegalStateException(event.toString());
                })
                .listener(event -> heard.add(event.kind()))
                .build();
        assertThat(loud.request(KEY, ADA).sent()).isTrue();
        VerifyResult result = loud.verify(KEY, channel.code());
        assertThat(result.accepted()).isTrue();
        assertThat(loud.redeem("login", result.receipt().orElseThrow())).contains(KEY);
        assertThat(heard).containsExactly(Kind.STARTED, Kind.REQUESTED, Kind.VERIFIED, Kind.REDEEMED);
    }

    @Test
    void aCodeThatCannotBeReadIsToldAndCountsAsNone() {
        otp.request(KEY, ADA);
        OtpService other = service(OtpService.builder()
                .backend(backend)
                .secrets(TestBackend.secrets(2))
                .channel(channel));
        events.clear();
        assertThat(other.verify(KEY, channel.code()).outcome()).isEqualTo(VerifyResult.Outcome.ABSENT);
        assertThat(events).extracting(OtpEvent::kind).containsExactly(Kind.UNREADABLE, Kind.VERIFIED);
        assertThat(events.get(0).subject()).contains("user-42");
    }

    @Test
    void aLiveCodeThatWasTamperedWithIsToldNotShownAndReplaced() {
        OtpService unlimited = service(backend.service(channel).limits(SendLimits.allowUnlimited("a test")));
        unlimited.request(KEY, ADA);
        String tampered = channel.code();
        backend.tamper(":c:");
        events.clear();
        assertThat(unlimited.status(KEY).sentTo()).isEmpty();

        RequestResult replaced = unlimited.request(KEY, ADA);

        assertThat(events).extracting(OtpEvent::kind).containsExactly(Kind.UNREADABLE, Kind.REQUESTED);
        assertThat(only(Kind.UNREADABLE).subject()).contains("user-42");
        assertThat(last().details()).containsEntry("opened", "true").doesNotContainKey("resent");
        assertThat(replaced.expiresIn()).isEqualTo(Duration.ofMinutes(5));
        assertThat(channel.code()).isNotEqualTo(tampered);
        assertThat(unlimited.verify(KEY, tampered).outcome()).isEqualTo(VerifyResult.Outcome.REJECTED);
        assertThat(unlimited.verify(KEY, channel.code()).accepted()).isTrue();
    }

    @Test
    void aCallThatTheStoreCannotAnswerIsToldWithItsReason() {
        backend.codes.before = () -> {
            throw new StoreException(StoreException.Kind.TIMEOUT);
        };
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(() -> otp.request(KEY, ADA), () -> otp.verify(KEY, "493021", CLIENT))) {
            events.clear();
            assertThatThrownBy(call).isInstanceOf(StoreException.class);
            OtpEvent failed = only(Kind.FAILED);
            assertThat(failed.purpose()).contains("login");
            assertThat(failed.subject()).contains("user-42");
            assertThat(failed.details())
                    .containsEntry("store_exception", "TIMEOUT")
                    .containsEntry("storage_type", "test")
                    .doesNotContainKeys("outcome", "sent_to");
            assertThat(events).as("nothing else").hasSize(1);
        }
    }

    @Test
    void sprayingOverAllNetworksIsTold() {
        OtpService spied = service(backend.service(channel)
                .limits(SendLimits.allowUnlimited("a test"))
                .verifyLimits(Limit.of(1000, Duration.ofMinutes(1)), Limit.of(1000, Duration.ofHours(1)))
                .budget("wide", Limit.of(100, Duration.ofDays(1)))
                .policy(OtpPolicy.builder()
                        .generator(new FewCodes())
                        .budget("wide")
                        .allowUnsafe(Rule.GUESSES_PER_DAY, "a test")
                        .build()));
        for (int i = 0; i < 7; i++) {
            OtpKey key = OtpKey.of("login", "user-" + i);
            spied.request(key, ADA);
            assertThat(spied.verify(key, Wrong.code(channel.code(), 1), "192.0.2." + i)
                            .outcome())
                    .isEqualTo(VerifyResult.Outcome.REJECTED);
        }
        // 64 codes: the seventh wrong guess of a day is over a tenth of them
        assertThat(only(Kind.SPRAYING).purpose()).isEmpty();
    }

    @Test
    void aGuessThatCannotBeCountedForItsNetworkIsToldAndAnsweredAllTheSame() {
        otp.request(KEY, ADA);
        backend.counts.before = () -> {
            throw new StoreException(StoreException.Kind.TIMEOUT);
        };
        assertThat(otp.verify(KEY, Wrong.code(channel.code(), 1), CLIENT).outcome())
                .isEqualTo(VerifyResult.Outcome.REJECTED);
        only(Kind.UNCOUNTED);
        assertThatThrownBy(() -> otp.request(KEY, ADA)).isInstanceOf(StoreException.class);
    }

    @Test
    void anEventKeepsItsOwnDetails() {
        Map<String, String> details = new HashMap<>(Map.of("a", "1"));
        OtpEvent event = new OtpEvent(
                Kind.STARTED, backend.clock().instant(), Optional.empty(), Optional.empty(), Duration.ZERO, details);
        details.clear();
        assertThat(event.details()).hasSize(1);
    }

    private OtpService service(OtpService.Builder builder) {
        return builder.purpose("login").listener(events::add).build();
    }

    private OtpEvent last() {
        return events.get(events.size() - 1);
    }

    private OtpEvent only(Kind kind) {
        List<OtpEvent> of =
                events.stream().filter(event -> event.kind() == kind).toList();
        assertThat(of).hasSize(1);
        return of.get(0);
    }
}

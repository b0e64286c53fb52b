package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Recipient;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtpMetricsTest {
    private static final OtpKey KEY = OtpKey.of("login", "user-42");
    private static final Recipient ADA = Recipient.email("ada@example.com");

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private final OtpMetrics metrics = new OtpMetrics();
    private final Settled settled = new Settled();

    @Test
    void beforeAnythingHappensAllNamesOfTheOriginalsAreThereAtZero() {
        assertThat(metrics.snapshot())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "otps_generated", 0L,
                        "otps_validated", 0L,
                        "otps_rejected", 0L,
                        "rate_limited", 0L,
                        "emails_sent", 0L,
                        "emails_failed", 0L,
                        "queue_size", 0L,
                        "circuit_breaker_trips", 0L,
                        "storage_type", "unknown"));
        assertThat(java.util.List.copyOf(metrics.snapshot().keySet())).isSorted();
    }

    @Test
    void theStorageIsKnownFromTheStart() {
        service();
        assertThat(metrics.snapshot()).containsEntry("storage_type", "test");
    }

    @Test
    void aCodesLifeIsCounted() {
        OtpService otp = service();
        otp.request(KEY, ADA);
        counts("otps_generated", 1, "emails_sent", 1);
        otp.request(KEY, ADA);
        counts("rate_limited", 1, "otps_generated", 1, "emails_sent", 1);
        backend.advance(Duration.ofMinutes(1));
        otp.request(KEY, ADA);
        counts("otps_generated", 1, "emails_sent", 2);
        otp.verify(KEY, Wrong.code(channel.code(), 1));
        otp.verify(KEY, "?");
        counts("otps_rejected", 2, "otps_validated", 0);
        VerifyResult right = otp.verify(KEY, channel.code());
        counts("otps_rejected", 2, "otps_validated", 1);
        otp.redeem("login", right.receipt().orElseThrow());
        otp.cancel(KEY);
        otp.unlock(KEY);
        counts("redeemed", 1, "cancelled", 1, "unlocked", 1);
    }

    @Test
    void aMessageThatWasNotSentIsCountedAsFailed() {
        OtpService otp = service();
        channel.answer = message -> DeliveryResult.temporary();
        otp.request(KEY, ADA);
        counts("otps_generated", 1, "emails_sent", 0, "emails_failed", 1);
        channel.answer = message -> DeliveryResult.unknown();
        otp.request(KEY, ADA);
        counts("otps_generated", 1, "emails_sent", 0, "emails_unknown", 1, "emails_failed", 1);
    }

    @Test
    void otherKindsOfRecipientsHaveNamesOfTheirOwn() {
        OtpService otp = service();
        otp.request(KEY, Recipient.sms("+14155550100"));
        channel.answer = message -> DeliveryResult.permanent("no such number");
        otp.request(KEY, Recipient.voice("+14155550101"));
        counts("sms_messages_sent", 1, "voice_messages_failed", 1, "emails_sent", 0, "emails_failed", 0);
    }

    @Test
    void aLockedSubjectIsCounted() {
        OtpService otp = backend.service(channel)
                .purpose(
                        "login",
                        OtpPolicy.builder().attempts(10).lockWhenSpent().build())
                .listener(metrics)
                .build();
        otp.request(KEY, ADA);
        for (int i = 1; i <= 10; i++) {
            otp.verify(KEY, Wrong.code(channel.code(), i));
        }
        backend.advance(Duration.ofMinutes(1));
        assertThat(otp.request(KEY, ADA).outcome()).isEqualTo(RequestResult.Outcome.LOCKED);
        counts("locked", 1, "otps_generated", 1, "emails_sent", 1, "emails_failed", 0);
    }

    @Test
    void nothingIsSentToADecoySoNothingIsCountedAsSent() {
        OtpService otp = backend.service(channel)
                .purpose("login", OtpPolicy.builder().concealed().build())
                .listener(metrics)
                .listener(settled)
                .build();
        otp.request(KEY, ADA.decoy());
        settled.await();
        counts("decoys", 1, "emails_sent", 0, "emails_failed", 0);
        otp.request(KEY, Recipient.email("bob@example.com"));
        settled.await();
        counts("decoys", 1, "emails_sent", 1);
    }

    @Test
    void aSnapshotIsACopy() {
        OtpService otp = service();
        Map<String, Object> before = metrics.snapshot();
        otp.request(KEY, ADA);
        assertThat(before).containsEntry("emails_sent", 0L);
    }

    private OtpService service() {
        return backend.service(channel).purpose("login").listener(metrics).build();
    }

    private void counts(Object... namesAndCounts) {
        Map<String, Object> snapshot = metrics.snapshot();
        for (int i = 0; i < namesAndCounts.length; i += 2) {
            assertThat(snapshot)
                    .containsEntry((String) namesAndCounts[i], ((Integer) namesAndCounts[i + 1]).longValue());
        }
    }
}

package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.VerifyResult.Outcome;
import dev.otpkit.delivery.Recipient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** T6: too late, just in time, and long after. */
class ExpiryTest {
    private static final OtpKey KEY = OtpKey.of("login", "user-42");

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private final OtpService otp = backend.service(channel)
            .purpose("login", OtpPolicy.builder().ttl(Duration.ofMinutes(5)).build())
            .purpose(
                    "recovery",
                    OtpPolicy.builder().recoveryTtl(Duration.ofHours(24)).build())
            .build();

    @ParameterizedTest(name = "{0} ms after it was sent: {1}")
    @CsvSource({
        "0, ACCEPTED",
        "299800, ACCEPTED",
        "299999, ACCEPTED",
        "300000, EXPIRED",
        "300001, EXPIRED",
        "899999, EXPIRED",
        "900000, ABSENT",
        "9000000, ABSENT"
    })
    void aCodeIsTakenUpToTheEndOfItsLife(long millis, Outcome outcome) {
        RequestResult sent = otp.request(KEY, Recipient.email("ada@example.com"));
        assertThat(sent.expiresIn()).isEqualTo(Duration.ofMinutes(5));

        backend.advance(Duration.ofMillis(millis));

        assertThat(otp.verify(KEY, channel.code()).outcome()).isEqualTo(outcome);
    }

    @Test
    void aWrongGuessAndAResendLeaveTheLifeAsItWas() {
        otp.request(KEY, Recipient.email("ada@example.com"));
        String code = channel.code();
        backend.advance(Duration.ofMinutes(2));
        otp.verify(KEY, Wrong.code(code, 1));
        RequestResult resent = otp.request(KEY, Recipient.email("ada@example.com"));
        assertThat(resent.expiresIn()).isEqualTo(Duration.ofMinutes(3));
        assertThat(channel.code()).isEqualTo(code);

        backend.advance(Duration.ofMinutes(3));

        assertThat(otp.verify(KEY, code).outcome()).isEqualTo(Outcome.EXPIRED);
    }

    @Test
    void aRecoveryCodeLivesAsLongAsItsPolicySays() {
        OtpKey key = OtpKey.of("recovery", "user-42");
        otp.request(key, Recipient.email("ada@example.com"));
        backend.advance(Duration.ofHours(24).minusMillis(1));
        assertThat(otp.status(key).state()).isEqualTo(OtpStatus.State.LIVE);
        backend.advance(Duration.ofMillis(1));
        assertThat(otp.verify(key, channel.code()).outcome()).isEqualTo(Outcome.EXPIRED);
    }
}

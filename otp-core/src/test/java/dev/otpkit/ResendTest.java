package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.SendLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Resend: the same code, to the same audience, while half of its life is left, and nothing refilled. */
class ResendTest {
    private static final OtpKey KEY = OtpKey.of("login", "user-42");
    private static final Recipient PHONE = Recipient.sms("+14155550100");
    private static final Recipient MAIL = Recipient.email("ada@example.com");
    private static final Recipient OTHER = Recipient.email("grace@example.com");

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private final OtpService otp = backend.service(channel)
            .purpose("login")
            .purpose("fresh", OtpPolicy.builder().freshCodeOnResend().build())
            .limits(SendLimits.allowUnlimited("resends alone matter"))
            .build();

    private String sent(OtpRequest request) {
        otp.request(request);
        return channel.code();
    }

    @Test
    void theSameCodeGoesToTheSameAudienceInAnyOrderAndSpelling() {
        String code = sent(OtpRequest.of(KEY, PHONE).orElse(MAIL));

        assertThat(sent(OtpRequest.of(KEY, MAIL).orElse(PHONE))).isEqualTo(code);
        assertThat(sent(OtpRequest.of(KEY, Recipient.email("ADA@Example.com")))).isEqualTo(code);
        assertThat(sent(OtpRequest.of(KEY, Recipient.sms("0014155550100")))).isEqualTo(code);
        assertThat(otp.verify(KEY, code).accepted()).isTrue();
    }

    @Test
    void anAudienceWithAnybodyElseInItGetsAFreshCode() {
        String code = sent(OtpRequest.of(KEY, PHONE));

        String wider = sent(OtpRequest.of(KEY, PHONE).orElse(MAIL));
        assertThat(wider).isNotEqualTo(code);
        String other = sent(OtpRequest.of(KEY, OTHER));
        assertThat(other).isNotEqualTo(wider);
        String call = sent(OtpRequest.of(KEY, Recipient.voice("+14155550100")));
        assertThat(call).isNotEqualTo(other);
        assertThat(otp.verify(KEY, other).accepted()).isFalse();
        assertThat(otp.verify(KEY, call).accepted()).isTrue();
    }

    @Test
    void atHalfOfItsLifeACodeIsRepeatedAndAMomentLaterReplaced() {
        String code = sent(OtpRequest.of(KEY, MAIL));
        backend.advance(Duration.ofSeconds(150));
        RequestResult resent = otp.request(KEY, MAIL);
        assertThat(channel.code()).isEqualTo(code);
        assertThat(resent.expiresIn()).isEqualTo(Duration.ofSeconds(150));
        assertThat(channel.messages.get(1).code().orElseThrow().expiresIn()).isEqualTo(Duration.ofSeconds(150));

        backend.advance(Duration.ofMillis(1));
        RequestResult fresh = otp.request(KEY, MAIL);
        assertThat(channel.code()).isNotEqualTo(code);
        assertThat(fresh.expiresIn()).isEqualTo(Duration.ofMinutes(5));
        assertThat(otp.verify(KEY, code).accepted()).isFalse();
    }

    @Test
    void aResendRefillsNoAttemptsAndAFreshCodeHasItsOwn() {
        String code = sent(OtpRequest.of(KEY, MAIL));
        otp.verify(KEY, Wrong.code(code, 1));
        assertThat(sent(OtpRequest.of(KEY, MAIL))).isEqualTo(code);
        assertThat(otp.status(KEY).attemptsLeft()).isEqualTo(2);
        otp.verify(KEY, Wrong.code(code, 2));
        assertThat(sent(OtpRequest.of(KEY, MAIL))).isEqualTo(code);
        assertThat(otp.verify(KEY, Wrong.code(code, 3)).attemptsLeft()).hasValue(0);

        String fresh = sent(OtpRequest.of(KEY, MAIL));
        assertThat(fresh).isNotEqualTo(code);
        assertThat(otp.status(KEY).attemptsLeft()).isEqualTo(3);
    }

    @Test
    void aUsedOrCancelledCodeIsNeverRepeated() {
        String used = sent(OtpRequest.of(KEY, MAIL));
        assertThat(otp.verify(KEY, used).accepted()).isTrue();
        String cancelled = sent(OtpRequest.of(KEY, MAIL));
        assertThat(cancelled).isNotEqualTo(used);
        otp.cancel(KEY);
        assertThat(sent(OtpRequest.of(KEY, MAIL))).isNotEqualTo(cancelled);
    }

    @Test
    void freshCodeOnResendReplacesTheCodeAtOnce() {
        OtpKey key = OtpKey.of("fresh", "user-42");
        String first = sent(OtpRequest.of(key, MAIL));
        String second = sent(OtpRequest.of(key, MAIL));

        assertThat(second).isNotEqualTo(first);
        assertThat(otp.verify(key, first).accepted()).isFalse();
        assertThat(otp.verify(key, second).accepted()).isTrue();
    }

    @Test
    void aRequestThatALimitRefusesLeavesTheLiveCodeAsItWas() {
        OtpService limited = backend.service(channel).purpose("login").build();
        limited.request(KEY, MAIL);
        String code = channel.code();
        Recipient alias = Recipient.email("ada+alias@example.com"); // one bucket, and another audience
        assertThat(limited.request(KEY, alias).outcome()).isEqualTo(RequestResult.Outcome.LIMITED);
        assertThat(limited.verify(KEY, code).accepted()).isTrue();
    }
}

package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.delivery.Recipient;
import org.junit.jupiter.api.Test;

/** After close nothing is opened, sent or accepted. */
class ClosedServiceTest {
    private static final OtpKey KEY = OtpKey.of("login", "user-42");
    private static final Recipient ADA = Recipient.email("ada@example.com");

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();

    @Test
    void aClosedServiceRefusesEveryCall() {
        OtpService closed = backend.service(channel).purpose("login").build();
        closed.request(KEY, ADA);
        closed.close();

        assertThatThrownBy(() -> closed.request(KEY, ADA)).hasMessage("the service is closed");
        assertThatThrownBy(() -> closed.verify(KEY, "123456")).hasMessage("the service is closed");
        assertThatThrownBy(() -> closed.redeem("login", Receipt.of("x"))).hasMessage("the service is closed");
        assertThatThrownBy(() -> closed.status(KEY)).hasMessage("the service is closed");
        assertThatThrownBy(() -> closed.cancel(KEY)).hasMessage("the service is closed");
        assertThatThrownBy(() -> closed.unlock(KEY)).hasMessage("the service is closed");
    }

    @Test
    void aRequestAfterCloseLeavesTheLiveCodeAlone() {
        OtpService closed = backend.service(channel).purpose("login").build();
        OtpService other = backend.service(new TestChannel()).purpose("login").build();
        closed.close();

        assertThatThrownBy(() -> closed.request(KEY, ADA)).isInstanceOf(IllegalStateException.class);

        assertThat(other.status(KEY).state()).isEqualTo(OtpStatus.State.NONE);
        assertThat(other.request(KEY, ADA).sent()).as("no permit was spent").isTrue();
    }

    @Test
    void aConcealedPurposeHasOneRecipient() {
        OtpService otp = backend.service(channel)
                .purpose("login", OtpPolicy.builder().concealed().build())
                .build();

        assertThatThrownBy(() -> otp.request(OtpRequest.of(KEY, ADA).orElse(Recipient.sms("+14155550100"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sends to one recipient");
    }
}

package dev.otpkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FaultyChannelTest {
    private static final Recipient ADA = Recipient.email("ada@example.com");

    private final OtpInbox inbox = new OtpInbox();
    private final FaultyChannel channel = new FaultyChannel(inbox);
    private final Message message = Message.to(ADA).text("Hello").build();

    @Test
    void theThirdTryArrivesAfterTwoFaults() {
        channel.next(2, SimulatedFault.answering(DeliveryResult.permanent("no such mailbox")));
        assertThat(channel.deliver(message).outcome()).isEqualTo(Outcome.PERMANENT);
        assertThat(channel.deliver(message).outcome()).isEqualTo(Outcome.PERMANENT);
        assertThat(inbox.messages(ADA)).isEmpty();
        assertThat(channel.deliver(message).outcome()).isEqualTo(Outcome.SENT);
        assertThat(inbox.messages(ADA)).hasSize(1);
        assertThat(channel.deliveries()).isEqualTo(3);
    }

    @Test
    void aMessageCanArriveThoughTheAnswerIsUnknownOrAnException() {
        channel.next(1, SimulatedFault.answeringAfterwards(DeliveryResult.unknown()));
        assertThat(channel.deliver(message).outcome()).isEqualTo(Outcome.UNKNOWN);
        channel.next(1, SimulatedFault.throwingAfterwards(() -> new IllegalStateException("cut")));
        assertThatThrownBy(() -> channel.deliver(message)).hasMessage("cut");
        assertThat(inbox.messages(ADA)).hasSize(2);
    }

    @Test
    void anExceptionWithoutAnArrivalLastsUntilItIsHealed() {
        channel.always(SimulatedFault.throwing(() -> new IllegalStateException("down")));
        assertThatThrownBy(() -> channel.deliver(message)).hasMessage("down");
        assertThatThrownBy(() -> channel.deliver(message)).hasMessage("down");
        channel.heal();
        assertThat(channel.deliver(message)).isEqualTo(DeliveryResult.sent());
        assertThat(inbox.messages(ADA)).hasSize(1);
    }

    @Test
    void whoIsInterruptedWhileWaitingHasSurelyNotSent() {
        channel.next(1, SimulatedFault.waiting(new CountDownLatch(1)));
        Thread.currentThread().interrupt();
        assertThat(channel.deliver(message).surelyNotSent()).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(inbox.messages(ADA)).isEmpty();
    }

    @Test
    void itServesAsWhatItWrapsAndIsForDevelopmentOnly() {
        assertThat(channel.name()).isEqualTo("inbox");
        assertThat(channel.serves(ADA)).isTrue();
        assertThat(channel.route(ADA).isRefused()).isFalse();
        assertThat(channel.developmentOnly()).isTrue();
        channel.close();
    }
}

package dev.otpkit.delivery;

import static dev.otpkit.delivery.ScriptedChannel.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CourierLifeTest {
    private static final Message MESSAGE =
            Message.to(Recipient.email("ada@example.com")).text("hello").build();

    private static Courier over(DeliveryChannel... channels) {
        Courier.Builder builder = Courier.builder();
        for (DeliveryChannel channel : channels) {
            builder.channel(channel);
        }
        return builder.build();
    }

    @Test
    void closeClosesEveryChannelOnceEvenWhenOneFails() {
        ScriptedChannel first = answering("first", DeliveryResult.sent());
        first.onClose = () -> {
            throw new IllegalStateException("cannot close");
        };
        ScriptedChannel second = answering("second", DeliveryResult.sent());
        Courier courier = over(first, second);

        courier.close();
        courier.close();

        assertThat(List.of(first.closed, second.closed)).containsExactly(1, 1);
    }

    @Test
    void anErrorInCloseComesOutAfterEveryChannelIsClosed() {
        ScriptedChannel first = answering("first", DeliveryResult.sent());
        first.onClose = () -> {
            throw new NoClassDefFoundError("gone");
        };
        ScriptedChannel second = answering("second", DeliveryResult.sent());

        assertThatThrownBy(() -> over(first, second).close()).isInstanceOf(NoClassDefFoundError.class);
        assertThat(second.closed).isEqualTo(1);
    }

    @Test
    void aClosedCourierRefuses() {
        ScriptedChannel mail = answering("mail", DeliveryResult.sent());
        Courier courier = over(mail);
        courier.close();

        assertThatIllegalStateException().isThrownBy(() -> courier.deliver(MESSAGE));
        assertThat(mail.handed).isEmpty();
    }

    @Test
    void everyDeliveryHasAnIdOfItsOwn() {
        Courier courier = over(answering("mail", DeliveryResult.sent()));
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            ids.add(courier.deliver(MESSAGE).id());
        }
        assertThat(ids).hasSize(1000).allMatch(id -> id.matches("[0-9a-f]{32}"));
    }

    @Test
    void aBuilderMakesCouriersThatDoNotShareWhatComesLater() {
        ScriptedChannel mail = answering("mail", DeliveryResult.sent());
        ScriptedChannel backup = answering("backup", DeliveryResult.sent());
        Courier.Builder builder = Courier.builder().channel(mail);
        Courier one = builder.build();
        Courier two = builder.channel(backup).build();

        assertThat(one.channels()).containsExactly(mail);
        assertThat(two.channels()).containsExactly(mail, backup);
    }

    @Test
    void aCourierWithoutAChannelIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Courier.builder().build())
                .withMessage("channel(...) is missing");
    }

    @Test
    void aChannelGivenTwiceIsRefused() {
        ScriptedChannel mail = answering("mail", DeliveryResult.sent());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Courier.builder().channel(mail).channel(mail))
                .withMessage("channel name is taken, so give one of the two another: mail");
    }

    @Test
    void aNameGivenTwiceIsRefusedForNobodyCouldTellTheTwoApart() {
        Courier.Builder builder = Courier.builder().channel(answering("smtp", DeliveryResult.sent()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.channel(answering("smtp", DeliveryResult.sent())))
                .withMessage("channel name is taken, so give one of the two another: smtp");
    }

    @Test
    void aNameThatCouldForgeALogLineIsRefused() {
        for (String name : List.of("", "a\nb", "a b", "x".repeat(65))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Courier.builder().channel(answering(name, DeliveryResult.sent())));
        }
        assertThat(over(answering("x".repeat(64), DeliveryResult.sent())).channels())
                .hasSize(1);
    }
}

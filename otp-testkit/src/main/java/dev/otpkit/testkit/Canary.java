package dev.otpkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;

/** A message whose code nobody else has, so that it is known again wherever it turns up. */
final class Canary {
    private final Recipient recipient;
    private final String code = new BigInteger(1, Names.random()).toString().substring(0, 10);

    Canary(Recipient recipient) {
        this.recipient = recipient;
    }

    /** Somebody of each kind, one of them of a kind that no channel knows. */
    static List<Recipient> ofEveryKind() {
        return List.of(
                Recipient.email("canary@example.com"),
                Recipient.sms("+14155550100"),
                Recipient.whatsapp("+14155550100"),
                Recipient.voice("+14155550100"),
                Recipient.of("pigeon", "loft-1"));
    }

    Message message() {
        return Message.to(recipient)
                .subject("Your code")
                .text("Your code is " + code + ".")
                .code(code, Duration.ofMinutes(5))
                .build();
    }

    /** The answer; an exception counts as unknown. */
    DeliveryResult result(DeliveryChannel channel) {
        try {
            return channel.deliver(message());
        } catch (RuntimeException e) {
            return DeliveryResult.unknown();
        }
    }

    Outcome deliver(DeliveryChannel channel) {
        return result(channel).outcome();
    }

    /** All that a caller could write to a log. */
    String told(DeliveryChannel channel) {
        StringWriter told = new StringWriter();
        try {
            DeliveryResult result = channel.deliver(message());
            told.append(result.toString())
                    .append('\n')
                    .append(result.reference().orElse(""));
            told.append('\n').append(result.reason().orElse(""));
        } catch (RuntimeException e) {
            e.printStackTrace(new PrintWriter(told));
        }
        return told.append('\n') + channel.name() + '\n' + channel + '\n' + channel.route(recipient);
    }

    void isNotIn(String told) {
        assertThat(told.contains(code)).as("the code was told").isFalse();
        assertThat(told.contains(recipient.address()))
                .as("the address was told")
                .isFalse();
    }

    int count(List<String> taken) {
        return (int) taken.stream().filter(text -> text.contains(code)).count();
    }

    /** Whether a sent message was taken, and one that surely was not sent was not. */
    boolean isTrue(DeliveryResult result, List<String> taken) {
        boolean arrived = count(taken) > 0;
        return arrived ? !result.surelyNotSent() : result.outcome() != Outcome.SENT;
    }
}

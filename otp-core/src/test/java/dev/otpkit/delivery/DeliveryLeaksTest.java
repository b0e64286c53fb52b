package dev.otpkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** T22 in this room: canary codes and addresses through every fault, everything logging at TRACE. */
@DisplayName("T22 leaks: the courier, its channels' exceptions, the values")
class DeliveryLeaksTest {
    private static final String CODE = "837465";
    private static final String LOCAL = "canary.bird";
    private static final String NUMBER = "4155550177";

    private static final List<Recipient> RECIPIENTS = List.of(
            Recipient.email(LOCAL + "@example.com"),
            Recipient.sms("+1" + NUMBER),
            Recipient.of("push", "device-" + LOCAL),
            Recipient.email(LOCAL + "@example.com").decoy());

    private static Message message(Recipient recipient) {
        return Message.to(recipient)
                .subject("For " + LOCAL)
                .text(CODE + " is your code, " + LOCAL)
                .html("<p>" + CODE + "</p>")
                .code(CODE, Duration.ofMinutes(5))
                .inline("logo", "image/png", CODE.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .build();
    }

    private static RuntimeException chatty(Message message) {
        String all = message.recipient().address() + " " + message.text();
        RuntimeException thrown = new IllegalStateException("550 " + all, new IllegalArgumentException(all));
        thrown.addSuppressed(new IllegalStateException(all));
        return thrown;
    }

    private static void assertSilent(String where) {
        assertThat(where).doesNotContain(CODE).doesNotContain(LOCAL).doesNotContain(NUMBER);
    }

    @Test
    void noLogLineAndNoToStringHoldsACodeOrAnAddress() {
        List<Function<Message, DeliveryResult>> answers = List.of(
                message -> DeliveryResult.sent("sid-" + LOCAL + CODE),
                message -> DeliveryResult.unknown(),
                message -> DeliveryResult.temporary(Duration.ofHours(1)), // beyond the deadline
                message -> DeliveryResult.permanent("mailbox unknown"),
                message -> DeliveryResult.misconfigured("login refused"),
                message -> {
                    throw chatty(message);
                });
        try (LogCapture log = new LogCapture()) {
            List<String> seen = new ArrayList<>();
            for (Function<Message, DeliveryResult> answer : answers) {
                for (Recipient recipient : RECIPIENTS) {
                    ScriptedChannel channel = new ScriptedChannel("mail", answer);
                    channel.kind = recipient.kind();
                    channel.onClose = () -> {
                        throw chatty(message(recipient));
                    };
                    try (Courier courier = Courier.builder()
                            .channel(channel)
                            .pause(Duration.ofMillis(1))
                            .build()) {
                        Message message = message(recipient);
                        Delivery delivery = courier.deliver(message);
                        seen.add(delivery + " " + delivery.result() + " " + message + " " + courier.route(recipient));
                        seen.add(message.code() + " " + message.inlines() + " " + message.recipient());
                        channel.route = to -> {
                            throw chatty(message);
                        };
                        seen.add(courier.deliver(message) + " " + courier.route(recipient));
                    }
                }
            }
            assertThat(log.lines()).hasSizeGreaterThan(answers.size() * RECIPIENTS.size());
            log.lines().forEach(DeliveryLeaksTest::assertSilent);
            seen.forEach(DeliveryLeaksTest::assertSilent);
        }
    }

    @Test
    void noRefusalRepeatsWhatItRefuses() {
        List<Runnable> refused = List.of(
                () -> Message.to(RECIPIENTS.get(0)).subject(LOCAL + "\r\nBcc: " + CODE),
                () -> Message.to(RECIPIENTS.get(0)).code(CODE + " " + LOCAL, Duration.ofMinutes(5)),
                () -> Message.to(RECIPIENTS.get(0)).code(CODE, Duration.ZERO),
                () -> DeliveryResult.permanent("550 <" + LOCAL + "> " + CODE),
                () -> DeliveryResult.permanent("code " + CODE),
                () -> DeliveryResult.sent(LOCAL + " " + CODE),
                () -> Destination.refused(LOCAL + "@example.com"),
                () -> Destination.to("US", LOCAL.repeat(20)),
                () -> Courier.builder().channel(ScriptedChannel.answering(LOCAL + "@" + CODE, DeliveryResult.sent())));
        for (Runnable call : refused) {
            StringWriter trace = new StringWriter();
            try {
                call.run();
            } catch (IllegalArgumentException e) {
                e.printStackTrace(new PrintWriter(trace));
            }
            assertThat(trace.toString()).contains("must be");
            assertSilent(trace.toString());
        }
    }

    @Test
    void whatAProgramMayLogReadsLikeThis() {
        Message message = message(RECIPIENTS.get(0));
        assertThat(message).hasToString("Message[email, subject, text, html, code]");
        assertThat(Message.to(RECIPIENTS.get(1)).text(CODE).build()).hasToString("Message[sms, text]");
        assertThat(message.code().orElseThrow()).hasToString("Code[redacted]");
        assertThat(message.inlines()).hasToString("[Inline[logo, image/png, 6 bytes]]");
        assertThat(Destination.open()).hasToString("open");
        assertThat(Destination.to("US", "+1" + NUMBER)).hasToString("to a country");
        assertThat(Destination.refused("premium rate")).hasToString("refused: premium rate");
        try (Courier courier = Courier.builder()
                .channel(ScriptedChannel.answering("mail", DeliveryResult.permanent("mailbox unknown")))
                .build()) {
            Delivery refused = courier.deliver(message);
            assertThat(refused)
                    .hasToString("Delivery[" + refused.id()
                            + ", DONE, mail, PERMANENT fault=RECIPIENT reason='mailbox unknown']");
            Delivery unserved = courier.deliver(message(RECIPIENTS.get(1)));
            assertThat(unserved)
                    .hasToString("Delivery[" + unserved.id() + ", DONE, "
                            + unserved.result().orElseThrow() + "]");
        }
    }
}

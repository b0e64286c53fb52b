package dev.otpkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConsoleChannelTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ConsoleChannel console = new ConsoleChannel(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    private String shown(Message message) {
        assertThat(console.deliver(message)).isEqualTo(DeliveryResult.sent());
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void itShowsAPersonWhereTheCodeWentAndTheCodeOnALineOfItsOwn() {
        Message message = Message.to(Recipient.email("ada@example.com"))
                .subject("Your ACME code")
                .text("Hello,\n\nit is 493021.\n")
                .code("493021", Duration.ofMinutes(5))
                .build();

        assertThat(shown(message).lines().map(String::stripTrailing))
                .containsSequence(
                        "| To:      ada@example.com (email)",
                        "| Subject: Your ACME code",
                        "|",
                        "| Hello,",
                        "|",
                        "| it is 493021.",
                        "|",
                        "| Code:    493021");
    }

    @Test
    void aMessageCannotDriveTheTerminal() {
        String evil = "a\u001B[2Jb\u009B31mc\u0007d\re\u202Ef\u200Bg\u2028h\u0000i\bj\u001B]0;title\u0007";
        String shown =
                shown(Message.to(Recipient.of("push", "device")).text(evil).build());

        assertThat(shown.replace("\n", "")).matches("[ -~]*").contains("a?[2Jb?31mc?d", "e?f?g?h?i?j?]0;title?");
    }

    @Test
    void itServesEveryKindAndIsForDevelopmentOnly() {
        assertThat(console.serves(Recipient.sms("+14155550100"))).isTrue();
        assertThat(console.serves(Recipient.of("push", "device"))).isTrue();
        assertThat(console.route(Recipient.sms("+14155550100")).isRefused()).isFalse();
        assertThat(console.developmentOnly()).isTrue();
        assertThat(ScriptedChannel.answering("mail", DeliveryResult.sent()).developmentOnly())
                .isFalse();
        assertThat(console.name()).isEqualTo("console");
    }

    @Test
    void aBrokenOutputIsUnknown() {
        PrintStream broken = new PrintStream(OutputStream.nullOutputStream());
        broken.close();
        DeliveryResult result = new ConsoleChannel(broken)
                .deliver(Message.to(Recipient.sms("+14155550100")).text("x").build());

        assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void closingItLeavesTheStreamOpen() {
        console.close();
        assertThat(shown(Message.to(Recipient.sms("+14155550100"))
                        .text("still here")
                        .build()))
                .contains("still here");
    }
}

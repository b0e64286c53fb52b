package dev.otpkit.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.delivery.mime.MailComposer;
import jakarta.mail.URLName;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DialogueTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final MimeMessage mail = MailComposer.from("no-reply@acme.test").compose(Mails.mail());

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void theAnswerToOneMailIsNotTakenForTheNext() throws Exception {
        try (ScriptedServer server = new ScriptedServer();
                CountedSocket wire = new CountedSocket(timer, Duration.ofSeconds(2), true)) {
            wire.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            Dialogue dialogue = new Dialogue(
                    server.channel().parts.server().session(),
                    new URLName("smtp", "127.0.0.1", server.port(), null, null, null),
                    wire);
            dialogue.open(wire, null, null);
            dialogue.hand(mail, "ada@example.com", false);
            assertThat(Verdict.isTaken(dialogue.step(), dialogue.reply())).isTrue();
            dialogue.close();

            // Fails before a word is said.
            assertThatThrownBy(() -> dialogue.hand(mail, "bob@example.com", false))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(Verdict.ofMessage(dialogue.step(), dialogue.reply()).outcome())
                    .isEqualTo(Outcome.TEMPORARY);
        }
    }
}

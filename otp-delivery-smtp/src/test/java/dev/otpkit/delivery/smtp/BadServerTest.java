package dev.otpkit.delivery.smtp;

import static dev.otpkit.delivery.smtp.ScriptedServer.flood;
import static dev.otpkit.delivery.smtp.ScriptedServer.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers, or who stands between, that say more than they were asked. */
class BadServerTest {
    private static final String SURPLUS = "250 fine\r\n250 fine\r\n354 go\r\n250 taken";

    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private DeliveryResult deliver() {
        try (SmtpChannel channel = server.channel()
                .readTimeout(Duration.ofSeconds(5))
                .deadline(Duration.ofMinutes(1))
                .build()) {
            return channel.deliver(Mails.mail());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "EHLO", "MAIL", "RCPT", "DATA", "."})
    void anAnswerWithoutEndIsNotKept(String step) {
        for (String[] answer : new String[][] {{"220 ", "x"}, {"", "220-more\r\n"}, {"", "250-more\r\n"}}) {
            AtomicBoolean taken = new AtomicBoolean();
            server.at(step, flood(answer[0], answer[1], taken));
            assertThat(deliver().outcome()).isEqualTo(step.equals(".") ? Outcome.UNKNOWN : Outcome.TEMPORARY);
            assertThat(taken).isFalse();
        }
    }

    @Test
    void aLongAnswerIsHeardOut() {
        String[] extensions = new String[500];
        for (int i = 0; i < extensions.length; i++) {
            extensions[i] = "X-" + i + " " + "x".repeat(100);
        }
        server.offering(extensions);
        assertThat(deliver()).isEqualTo(DeliveryResult.sent());
    }

    @Test
    void surplusAnswersToOneMailDoNotAnswerTheNext() {
        try (SmtpChannel channel =
                server.channel().readTimeout(Duration.ofSeconds(5)).build()) {
            server.once(".", reply("250 taken\r\n" + SURPLUS));
            assertThat(channel.deliver(Mails.mail())).isEqualTo(DeliveryResult.sent());
            server.at("RCPT", reply("550 never"));
            assertThat(channel.deliver(Mails.to("bob@example.com")))
                    .isEqualTo(DeliveryResult.permanent("mailbox refused"));
        }
        assertThat(server.contents).hasSize(1);
        assertThat(server.visits).hasSize(2);
    }

    @Test
    void anAnswerThatCameBeforeItsQuestionIsNone() {
        server.at("MAIL", reply(SURPLUS)).at("RCPT", reply("550 never"));
        assertThat(deliver().outcome()).isEqualTo(Outcome.TEMPORARY);
        server.at("MAIL", reply("250 fine")).at("RCPT", reply("250 fine")).at("DATA", reply("354 go\r\n250 taken"));
        server.at(".", reply("554 never"));
        assertThat(deliver().outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void whatWasSaidBetweenTwoMailsAnswersNeither() throws IOException {
        AtomicReference<ScriptedServer.Visit> first = new AtomicReference<>();
        server.once(".", visit -> {
            first.set(visit);
            return visit.say("250 taken");
        });
        try (SmtpChannel channel =
                server.channel().readTimeout(Duration.ofSeconds(5)).build()) {
            assertThat(channel.deliver(Mails.mail())).isEqualTo(DeliveryResult.sent());
            first.get().say(SURPLUS);
            server.at("RCPT", reply("550 never"));
            assertThat(channel.deliver(Mails.to("bob@example.com")))
                    .isEqualTo(DeliveryResult.permanent("mailbox refused"));
        }
        assertThat(server.visits).hasSize(2);
    }
}

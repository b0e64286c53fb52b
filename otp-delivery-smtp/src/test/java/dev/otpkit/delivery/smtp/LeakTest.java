package dev.otpkit.delivery.smtp;

import static dev.otpkit.delivery.smtp.ScriptedServer.hangUp;
import static dev.otpkit.delivery.smtp.ScriptedServer.reply;
import static dev.otpkit.delivery.smtp.ScriptedServer.stall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.fixtures.Overheard;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** T22: with every logger at its loudest and every debug property set, nothing is told but to the server. */
class LeakTest {
    private static final List<String> LOUD = List.of(
            "mail.debug", "mail.debug.auth", "mail.debug.auth.password", "mail.smtp.debug", "mail.socket.debug");
    private static final List<String> CANARIES =
            List.of("7301859264", "canary-mailbox", "Password-Canary", "Token-Canary", "User-Canary", "Server-Canary");

    private final ScriptedServer server = new ScriptedServer();
    private final Overheard heard = new Overheard();

    @BeforeEach
    void listen() {
        LOUD.forEach(property -> System.setProperty(property, "true"));
    }

    @AfterEach
    void restore() {
        heard.close();
        LOUD.forEach(System::clearProperty);
        server.close();
    }

    private static Message mail() {
        return Message.to(Recipient.email("Canary-Mailbox@example.com"))
                .subject("7301859264")
                .text("Your code is 7301859264.")
                .html("<p>7301859264</p>")
                .code("7301859264", Duration.ofMinutes(5))
                .build();
    }

    private void deliver(SmtpChannel.Builder builder) {
        try (SmtpChannel channel = builder.build()) {
            DeliveryResult result = channel.deliver(mail());
            heard.tell(result + "\n" + result.reason() + result.reference() + channel + channel.name());
        } catch (RuntimeException e) {
            heard.tell(e);
        }
        heard.tell(builder.parts.server() + builder.toString());
    }

    @Test
    void nothingIsToldAcrossEveryFault() {
        String text = " Server-Canary <Canary-Mailbox@example.com> 7301859264";
        int made = 0;
        for (String step : List.of("none", "connect", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", ".", "RSET", "QUIT")) {
            for (ScriptedServer.Act act :
                    List.of(reply("550" + text), reply("nonsense" + text), made % 2 == 0 ? hangUp() : stall())) {
                server.at(step, act);
                deliver(server.channel().readTimeout(Duration.ofMillis(60)).password("User-Canary", "Password-Canary"));
                SmtpChannel.Builder builder = server.channel().readTimeout(Duration.ofMillis(40));
                boolean token = made++ % 2 == 0;
                deliver(
                        token
                                ? builder.xoauth2("User-Canary", () -> "Token-Canary")
                                : builder.password("User-Canary", "Password-Canary"));
            }
            server.at(step, reply(usual(step)));
        }
        deliver(server.channel().xoauth2("User-Canary", () -> {
            throw new IllegalStateException("Token-Canary");
        }));
        assertThat(server.contents).hasSizeGreaterThan(5);
        heard.hasNoneOf(CANARIES);
    }

    private static String usual(String step) {
        return switch (step) {
            case "connect" -> "220 test";
            case "EHLO" -> "250-test\r\n250 AUTH PLAIN XOAUTH2";
            case "AUTH" -> "235 welcome";
            case "DATA" -> "354 go";
            default -> "250 fine";
        };
    }

    @Test
    void aLoggingConfigurationThatIsReadAgainTellsNothingEither() throws Exception {
        deliver(server.channel());
        LogManager.getLogManager().updateConfiguration(key -> (old, fresh) -> fresh);
        Logger.getLogger("dev.otpkit.delivery.smtp").setLevel(Level.ALL);
        Logger.getLogger("dev.otpkit.delivery.smtp.protocol").setLevel(Level.ALL);
        heard.listen();
        try {
            deliver(server.channel().password("User-Canary", "Password-Canary"));
        } finally {
            Logger.getLogger("dev.otpkit.delivery.smtp").setLevel(null);
            Logger.getLogger("dev.otpkit.delivery.smtp.protocol").setLevel(null);
        }
        heard.hasNoneOf(CANARIES);
    }

    @Test
    void theEarHearsWhatIsSaid() {
        Logger.getLogger("org.eclipse.angus.mail.util").finest("Server-Canary");
        assertThat(heard.text()).contains("Server-Canary");
    }
}

package dev.otpkit.delivery.smtp;

import static dev.otpkit.delivery.smtp.ScriptedServer.hangUp;
import static dev.otpkit.delivery.smtp.ScriptedServer.reply;
import static dev.otpkit.delivery.smtp.ScriptedServer.stall;

import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.testkit.DeliveryChannelContract;
import dev.otpkit.testkit.ProviderTrouble;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/** The channel's contract in the troubles that no well-behaved server makes. */
class ScriptedContractTest implements DeliveryChannelContract {
    private final ScriptedServer server = new ScriptedServer();
    private final AtomicInteger recipients = new AtomicInteger();

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    public DeliveryChannel channel() {
        // Long enough for fifty at once, short enough for a stall.
        return server.channel().readTimeout(Duration.ofMillis(400)).build();
    }

    @Override
    public Recipient recipient() {
        return Recipient.email("Canary-" + recipients.incrementAndGet() + "@example.com");
    }

    @Override
    public List<String> taken() {
        return server.contents;
    }

    @Override
    public int handed() {
        return server.contents.size();
    }

    @Override
    public List<ProviderTrouble> troubles() {
        return List.of(
                ProviderTrouble.inDoubt("silence after the dot", () -> server.at(".", stall())),
                ProviderTrouble.inDoubt("hanging up after the dot", () -> server.at(".", hangUp())),
                ProviderTrouble.inDoubt("nonsense after the dot", () -> server.at(".", reply("what?"))),
                ProviderTrouble.unavailable("silence at DATA", () -> server.at("DATA", stall())),
                ProviderTrouble.unavailable("hanging up at RCPT", () -> server.at("RCPT", hangUp())),
                ProviderTrouble.unavailable("silence at the door", () -> server.at("connect", stall())));
    }
}

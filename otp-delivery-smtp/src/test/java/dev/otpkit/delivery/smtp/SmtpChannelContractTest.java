package dev.otpkit.delivery.smtp;

import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.fixtures.Certificates;
import dev.otpkit.testkit.DeliveryChannelContract;
import dev.otpkit.testkit.ProviderTrouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What every channel must do, at a real server with STARTTLS and a login. */
class SmtpChannelContractTest implements DeliveryChannelContract {
    private static SSLContext shown;
    private static SSLContext trusting;
    private final AtomicInteger recipients = new AtomicInteger();
    private SubEtha server;
    private int port;
    private String password;

    @BeforeAll
    static void certify(@TempDir Path folder) {
        Certificates certificates = new Certificates(folder);
        shown = certificates.server("localhost");
        trusting = certificates.trusting();
    }

    @BeforeEach
    void start() {
        server = new SubEtha(shown);
        port = server.port();
        password = SubEtha.PASSWORD;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    public DeliveryChannel channel() {
        return Mails.quick(SmtpChannel.builder().host("localhost").port(port))
                .readTimeout(Duration.ofSeconds(2))
                .deadline(Duration.ofSeconds(20))
                .trust(trusting)
                .password(SubEtha.USER, password)
                .build();
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
        return server.handed.size();
    }

    @Override
    public List<ProviderTrouble> troubles() {
        return List.of(
                ProviderTrouble.unavailable("421 at MAIL", () -> server.refuse("MAIL", 421)),
                ProviderTrouble.unavailable("hanging up at RCPT", () -> server.refuse("RCPT", 0)),
                ProviderTrouble.unavailable("451 after the message", () -> server.refuse(".", 451)),
                ProviderTrouble.refusingTheRecipient("450 at RCPT", () -> server.refuse("RCPT", 450)),
                ProviderTrouble.refusingTheRecipient("550 at RCPT", () -> server.refuse("RCPT", 550)),
                ProviderTrouble.refusingTheRecipient("552 after the message", () -> server.refuse(".", 552)),
                ProviderTrouble.refusingUs("a login that is refused", server::lock),
                ProviderTrouble.unavailable("a server that has gone", server::close));
    }
}

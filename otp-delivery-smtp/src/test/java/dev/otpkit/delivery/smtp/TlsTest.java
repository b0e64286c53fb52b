package dev.otpkit.delivery.smtp;

import static dev.otpkit.delivery.smtp.ScriptedServer.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.fixtures.Certificates;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T23: nobody between us and the server, and nobody in its place, gets a code or a password. */
class TlsTest {
    private static Certificates certificates;
    private static SSLContext good;

    @BeforeAll
    static void certify(@TempDir Path folder) {
        certificates = new Certificates(folder);
        good = certificates.server("localhost");
    }

    private static SmtpChannel.Builder channel(ScriptedServer server) {
        return trusting(server.channel());
    }

    private static SmtpChannel.Builder trusting(SmtpChannel.Builder builder) {
        return builder.host("localhost").trust(certificates.trusting()).password("otp", "Secret-Canary");
    }

    private static DeliveryResult deliver(SmtpChannel.Builder builder) {
        try (SmtpChannel channel = builder.build()) {
            return channel.deliver(Mails.mail());
        }
    }

    private static ScriptedServer starttls(SSLContext shown) {
        return new ScriptedServer(shown, false).offering("STARTTLS", "AUTH PLAIN");
    }

    @Test
    void byStarttlsTheMessageIsSentAndTheLoginComesAfterIt() {
        try (ScriptedServer server = starttls(good)) {
            assertThat(deliver(channel(server)).outcome()).isEqualTo(Outcome.SENT);
            assertThat(server.commands)
                    .extracting(line -> line.split(" ", 2)[0])
                    .startsWith("EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA");
        }
    }

    @Test
    void byImplicitTlsTheMessageIsSent() {
        try (ScriptedServer server = new ScriptedServer(good, true)) {
            assertThat(deliver(channel(server)).outcome()).isEqualTo(Outcome.SENT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"self-signed", "expired", "wrong host", "unknown authority"})
    void aCertificateThatProvesNothingIsRefusedBeforeAnythingIsSaid(String flaw) {
        SSLContext shown = switch (flaw) {
            case "self-signed" -> certificates.selfSigned("localhost");
            case "expired" -> certificates.expired("localhost");
            case "wrong host" -> certificates.server("mail.example.com");
            default -> good;
        };
        for (boolean implicit : new boolean[] {false, true}) {
            try (ScriptedServer server = new ScriptedServer(shown, implicit).offering("STARTTLS", "AUTH PLAIN")) {
                SmtpChannel.Builder builder = channel(server);
                DeliveryResult result = deliver(flaw.equals("unknown authority") ? builder.trust(jvms()) : builder);
                assertThat(result).isEqualTo(DeliveryResult.misconfigured("certificate refused"));
                assertThat(server.commands.toString()).doesNotContain("AUTH", "MAIL", "RCPT");
            }
        }
    }

    private static SSLContext jvms() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAddressIsNotTurnedIntoAName() {
        // 127.0.0.1 is localhost to the system, and not to the certificate.
        try (ScriptedServer server = starttls(good)) {
            assertThat(deliver(channel(server).host("127.0.0.1")))
                    .isEqualTo(DeliveryResult.misconfigured("certificate refused"));
        }
    }

    @Test
    void strippedStarttlsSendsNothing() {
        try (ScriptedServer server = new ScriptedServer(good, false).offering("AUTH PLAIN")) {
            assertThat(deliver(channel(server)).outcome()).isEqualTo(Outcome.MISCONFIGURED);
            server.at("EHLO", reply("502 what"));
            assertThat(deliver(channel(server)).outcome()).isEqualTo(Outcome.MISCONFIGURED);
            assertThat(server.commands.toString()).doesNotContain("AUTH", "MAIL", "RCPT");
        }
    }

    @Test
    void whatWasSaidBeforeTlsDoesNotCountInside() {
        // Somebody in between answers more than was asked, and offers a login that the server itself does not.
        try (ScriptedServer server = starttls(good).offering("STARTTLS")) {
            server.once("STARTTLS", reply("220 go\r\n250-injected\r\n250 AUTH PLAIN"));
            assertThat(deliver(channel(server))).isEqualTo(DeliveryResult.misconfigured("no login offered"));
            server.once("EHLO", reply("250-outside\r\n250-AUTH PLAIN\r\n250 STARTTLS"));
            assertThat(deliver(channel(server))).isEqualTo(DeliveryResult.misconfigured("no login offered"));
            server.once("EHLO", reply("250-outside\r\n250-AUTH PLAIN\r\n250 STARTTLS"))
                    .at("EHLO", reply("502 what"));
            assertThat(deliver(channel(server))).isEqualTo(DeliveryResult.misconfigured("client refused"));
            assertThat(server.commands.toString()).doesNotContain("AUTH", "MAIL", "RCPT");
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsMisconfigured() {
        try (ScriptedServer server = new ScriptedServer()) {
            assertThat(deliver(trusting(server.implicitTls()))).isEqualTo(DeliveryResult.misconfigured("tls failed"));
        }
    }

    @Test
    void aServerThatHangsUpInTheHandshakeIsTemporary() {
        try (ScriptedServer server = new ScriptedServer().at("connect", ScriptedServer.hangUp())) {
            assertThat(deliver(trusting(server.implicitTls())).outcome()).isEqualTo(Outcome.TEMPORARY);
            server.at("connect", ScriptedServer.stall());
            assertThat(deliver(trusting(server.implicitTls())).outcome()).isEqualTo(Outcome.TEMPORARY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "10.0.0.1", "0.0.0.0", "2001:db8::1"})
    void plainTextIsForLoopbackOnly(String host) {
        SmtpChannel.Builder builder =
                SmtpChannel.builder().host(host).plainText().from("no-reply@acme.test");
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("plainText() is for a loopback host only");
    }

    @Test
    void plainTextToANameThatNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> SmtpChannel.builder()
                        .host("nowhere.invalid")
                        .plainText()
                        .from("no-reply@acme.test")
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("plainText() is for a loopback host only, this one is unknown");
    }

    @Test
    void aNameThatMovesAwayFromLoopbackGetsNoConnection() throws Exception {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (CountedSocket wire = new CountedSocket(timer, Duration.ofSeconds(1), true)) {
            InetSocketAddress elsewhere =
                    new InetSocketAddress(InetAddress.getByAddress("localhost", new byte[] {(byte) 192, 0, 2, 1}), 25);
            assertThatThrownBy(() -> wire.connect(elsewhere, 100)).hasMessage("plain text is for loopback only");
        } finally {
            timer.shutdownNow();
        }
    }
}

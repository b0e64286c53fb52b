package dev.otpkit.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.fixtures.Certificates;
import dev.otpkit.fixtures.MailPayloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T19 at the servers in this process; at Postfix it is in {@code RealPostfix}. */
class InjectionTest {
    @Test
    void thirtyPayloadsAreRefusedOrOnlyTextsToSubEtha(@TempDir Path folder) throws Exception {
        Certificates certificates = new Certificates(folder);
        try (SubEtha server = new SubEtha(certificates.server("localhost"))) {
            MailPayloads.through(
                    name -> Mails.quick(SmtpChannel.builder().host("localhost").port(server.port()))
                            .from("no-reply@acme.test", name)
                            .readTimeout(Duration.ofSeconds(2))
                            .trust(certificates.trusting())
                            .password(SubEtha.USER, SubEtha.PASSWORD)
                            .build(),
                    "example.com",
                    () -> {
                        assertThat(server.recipients).hasSameSizeAs(server.contents);
                        List<String> news = new ArrayList<>(server.contents);
                        server.contents.clear();
                        server.recipients.clear();
                        return news;
                    });
        }
    }

    @Test
    void thirtyPayloadsAreRefusedOrOnlyTextsWhereAddressesMayBeInternational() throws Exception {
        try (ScriptedServer server = new ScriptedServer().offering("8BITMIME", "SMTPUTF8")) {
            MailPayloads.through(
                    name -> server.channel().from("no-reply@acme.test", name).build(), "example.com", () -> {
                        assertThat(server.count("RCPT TO:<")).isEqualTo(server.count("MAIL FROM:<no-reply@acme.test>"));
                        assertThat(server.commands)
                                .allMatch(
                                        line -> line.matches(
                                                "EHLO acme\\.test|MAIL FROM:<no-reply@acme\\.test>( SMTPUTF8)?|RCPT TO:<[^<>\\s]+>|DATA|QUIT"));
                        List<String> news = new ArrayList<>(server.contents);
                        server.contents.clear();
                        return news;
                    });
        }
    }

    @Test
    void anInternationalAddressIsUsedWhereItIsOffered() {
        try (ScriptedServer server = new ScriptedServer().offering("8BITMIME", "SMTPUTF8");
                SmtpChannel channel = server.channel().build()) {
            assertThat(channel.deliver(Mails.to("почта@example.com"))).isEqualTo(DeliveryResult.sent());
            assertThat(channel.deliver(Mails.to("ada@example.com"))).isEqualTo(DeliveryResult.sent());
            assertThat(server.commands)
                    .containsSubsequence(
                            "MAIL FROM:<no-reply@acme.test> SMTPUTF8",
                            "RCPT TO:<почта@example.com>",
                            "MAIL FROM:<no-reply@acme.test>",
                            "RCPT TO:<ada@example.com>");
            assertThat(server.contents.get(0)).contains("To: почта@example.com");
        }
    }

    @Test
    void anInternationalAddressIsRefusedClearlyWhereItIsNot() {
        try (ScriptedServer server = new ScriptedServer();
                SmtpChannel channel = server.channel().build()) {
            assertThat(channel.deliver(Mails.to("почта@example.com")))
                    .isEqualTo(DeliveryResult.permanent("address needs smtputf8"));
            assertThat(server.count("MAIL")).isZero();
            assertThat(channel.deliver(Mails.to("ada@münchen.example"))).isEqualTo(DeliveryResult.sent());
            assertThat(server.commands).contains("RCPT TO:<ada@xn--mnchen-3ya.example>");
        }
    }
}

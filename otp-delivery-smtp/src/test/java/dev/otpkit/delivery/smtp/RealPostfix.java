package dev.otpkit.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.fixtures.Certificates;
import dev.otpkit.fixtures.MailPayloads;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mail server as many run it, with STARTTLS and a login. Not among the everyday tests: it takes Debian's Postfix, and root. */
class RealPostfix {
    private static Certificates certificates;
    private static Postfix postfix;

    @BeforeAll
    static void start(@TempDir Path folder, @TempDir Path keys) throws Exception {
        certificates = new Certificates(keys);
        postfix = new Postfix(folder, certificates);
    }

    @AfterAll
    static void stop() {
        if (postfix != null) { // it has not started, and JUnit tells why
            postfix.close();
        }
    }

    private static SmtpChannel.Builder channel() {
        return Mails.quick(SmtpChannel.builder().host("localhost").port(postfix.port))
                .readTimeout(Duration.ofSeconds(10))
                .deadline(Duration.ofSeconds(20))
                .trust(certificates.trusting())
                .password(Postfix.USER, Postfix.PASSWORD);
    }

    private static DeliveryResult deliver(SmtpChannel.Builder builder, String address) {
        try (SmtpChannel channel = builder.build()) {
            return channel.deliver(Mails.to(address));
        }
    }

    @Test
    void aMailArrives() throws Exception {
        assertThat(deliver(channel(), "ada@example.com")).isEqualTo(DeliveryResult.sent());
        assertThat(postfix.take())
                .singleElement()
                .satisfies(mail -> assertThat(mail)
                        .contains(
                                "To: ada@example.com\n", "From: ACME <no-reply@acme.test>\n", "Your code is 493021."));
    }

    @Test
    void aHundredMailsOnOneConnectionArriveOnceEach() throws Exception {
        try (SmtpChannel channel = channel().connections(1).build()) {
            for (int i = 0; i < 100; i++) {
                assertThat(channel.deliver(Mails.to("user-" + i + "@example.com")))
                        .isEqualTo(DeliveryResult.sent());
            }
        }
        assertThat(postfix.take()).hasSize(100);
    }

    @Test
    void aWrongPasswordIsMisconfigured() {
        assertThat(deliver(channel().password(Postfix.USER, "wrong"), "ada@example.com"))
                .isEqualTo(DeliveryResult.misconfigured("login refused"));
    }

    @Test
    void withoutALoginTheMailboxesRefusalIsTakenForTheRecipients() {
        // "554 relay access denied" at RCPT: nothing tells it from a refused mailbox.
        SmtpChannel.Builder stranger = Mails.quick(
                        SmtpChannel.builder().host("localhost").port(postfix.port))
                .trust(certificates.trusting());
        assertThat(deliver(stranger, "ada@example.com").fault()).isEqualTo(Fault.RECIPIENT);
    }

    @Test
    void refusalsAreClassified() {
        assertThat(deliver(channel(), "unknown@example.com")).isEqualTo(DeliveryResult.permanent("mailbox refused"));
        DeliveryResult full = deliver(channel(), "full@example.com");
        assertThat(full.outcome()).isEqualTo(Outcome.TEMPORARY);
        assertThat(full.fault()).isEqualTo(Fault.RECIPIENT);
        assertThat(deliver(channel(), "spam@example.com")).isEqualTo(DeliveryResult.permanent("message refused"));
        DeliveryResult slow = deliver(channel(), "slow@example.com");
        assertThat(slow.outcome()).isEqualTo(Outcome.TEMPORARY);
        assertThat(slow.fault()).isEqualTo(Fault.PROVIDER);
    }

    @Test
    void aCertificateOfAnAuthorityThatNobodyKnowsIsRefused() throws Exception {
        assertThat(deliver(channel().trust(SSLContext.getDefault()), "ada@example.com"))
                .isEqualTo(DeliveryResult.misconfigured("certificate refused"));
    }

    @Test
    void anInternationalAddressArrives() throws Exception {
        assertThat(deliver(channel(), "почта@example.com")).isEqualTo(DeliveryResult.sent());
        assertThat(postfix.take())
                .singleElement()
                .satisfies(mail -> assertThat(mail).contains("To: почта@example.com\n"));
    }

    @Test
    void thirtyPayloadsAreRefusedOrOnlyTexts() throws Exception { // T19
        MailPayloads.through(name -> channel().from("no-reply@acme.test", name).build(), Postfix.DOMAIN, postfix::take);
    }
}

package dev.otpkit.delivery.smtp;

import static dev.otpkit.delivery.smtp.ScriptedServer.drip;
import static dev.otpkit.delivery.smtp.ScriptedServer.hangUp;
import static dev.otpkit.delivery.smtp.ScriptedServer.reply;
import static dev.otpkit.delivery.smtp.ScriptedServer.stall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the table of faults, and every step at which a server can fail. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // what has no bound of its own fails here
class FaultTableTest {
    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private DeliveryResult deliver() {
        return deliver(server.channel().password("otp", "secret"));
    }

    private static DeliveryResult deliver(SmtpChannel.Builder builder) {
        try (SmtpChannel channel = builder.build()) {
            return channel.deliver(Mails.mail());
        }
    }

    private static void isTemporary(DeliveryResult result, Fault fault) {
        assertThat(result.outcome()).isEqualTo(Outcome.TEMPORARY);
        assertThat(result.fault()).isEqualTo(fault);
    }

    private static void isMisconfigured(DeliveryResult result, String reason) {
        assertThat(result.outcome()).isEqualTo(Outcome.MISCONFIGURED);
        assertThat(result.reason()).contains(reason);
    }

    @Test
    void withoutTroubleTheMessageIsSent() {
        assertThat(deliver()).isEqualTo(DeliveryResult.sent());
        assertThat(server.contents).hasSize(1);
    }

    @Test
    void aRefusedConnectionIsTemporary() throws IOException {
        int nobody;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = taken.getLocalPort();
        }
        DeliveryResult result = deliver(server.channel().port(nobody));
        isTemporary(result, Fault.PROVIDER);
        assertThat(result.reason()).contains("no connection");
    }

    @Test
    void anUnknownHostIsTemporary() {
        DeliveryResult result = deliver(server.startTls().host("nowhere.invalid"));
        isTemporary(result, Fault.PROVIDER);
        assertThat(result.reason()).contains("host unknown");
    }

    @Test
    void aConnectTimeoutIsTemporary() throws IOException {
        // A door that nobody opens, with its one waiting place taken: further connections are not answered.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SmtpChannel.Builder builder =
                    server.channel().port(full.getLocalPort()).connectTimeout(Duration.ofMillis(100));
            for (int i = 0; i < 3; i++) {
                isTemporary(deliver(builder), Fault.PROVIDER);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"connect,421", "EHLO,421", "STARTTLS,454", "AUTH,421", "AUTH,454", "MAIL,421", "RCPT,421", "DATA,421"})
    void aServerThatIsUnavailableIsTemporary(String step, int code) {
        assertUnavailable(step, code);
    }

    @ParameterizedTest
    @CsvSource({".,421", ".,451", ".,454", "DATA,451", "MAIL,450", "MAIL,451", "MAIL,452"})
    void aServerThatTakesNothingForNowIsTemporary(String step, int code) {
        assertUnavailable(step, code);
    }

    private void assertUnavailable(String step, int code) {
        server.at(step, reply(code + " not now, ada@example.com"));
        if (step.equals("STARTTLS")) {
            server.offering("STARTTLS");
            isTemporary(deliver(server.startTls()), Fault.PROVIDER);
        } else {
            isTemporary(deliver(), Fault.PROVIDER);
        }
    }

    @ParameterizedTest
    @CsvSource({"RCPT,450", "RCPT,451", "RCPT,452", ".,450", ".,452"})
    void aMailboxThatIsBusyOrFullIsTemporaryAndItsOwnersFault(String step, int code) {
        server.at(step, reply(code + " not now, ada@example.com"));
        isTemporary(deliver(), Fault.RECIPIENT);
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT,500",
        "RCPT,501",
        "RCPT,550",
        "RCPT,551",
        "RCPT,552",
        "RCPT,553",
        "RCPT,554",
        "DATA,554",
        ".,550",
        ".,552",
        ".,553",
        ".,554"
    })
    void aMailboxOrAMessageThatIsRefusedIsPermanentAndTheRecipientsFault(String step, int code) {
        server.at(step, reply(code + " never, ada@example.com"));
        DeliveryResult result = deliver();
        assertThat(result.outcome()).isEqualTo(Outcome.PERMANENT);
        assertThat(result.fault()).isEqualTo(Fault.RECIPIENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {501, 550, 552, 553, 554})
    void aSenderThatIsRefusedIsPermanentAndOurFault(int code) {
        server.at("MAIL", reply(code + " never, no-reply@acme.test"));
        DeliveryResult result = deliver();
        assertThat(result.outcome()).isEqualTo(Outcome.PERMANENT);
        assertThat(result.fault()).isEqualTo(Fault.OURS);
    }

    @Test
    void aServerThatHangsUpAfterARefusalHasRefused() {
        server.at("RCPT", reply("550 never")).at("RSET", hangUp());
        assertThat(deliver()).isEqualTo(DeliveryResult.permanent("mailbox refused"));
        server.at("RCPT", reply("250 fine")).at("MAIL", reply("550 never")).at("RSET", stall());
        assertThat(deliver().reason()).contains("sender refused");
        server.at("MAIL", reply("250 fine")).at(".", reply("554 never")).at("RSET", stall());
        assertThat(deliver()).isEqualTo(DeliveryResult.permanent("message refused"));
    }

    @Test
    void aStallAfterTheFinalDotIsUnknown() {
        server.at(".", stall());
        assertThat(deliver().outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(server.contents).hasSize(1);
    }

    @Test
    void aDropAfterTheFinalDotIsUnknown() {
        server.at(".", hangUp());
        assertThat(deliver().outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(server.contents).hasSize(1);
    }

    @Test
    void aDripAfterTheFinalDotIsUnknownWithinTheDeadline() {
        server.at(".", drip());
        assertThat(deliver(server.channel().deadline(Duration.ofMillis(600))).outcome())
                .isEqualTo(Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"354 what", "nonsense", "999 what", "25"})
    void anAnswerToTheFinalDotThatNobodyUnderstandsIsUnknown(String answer) {
        server.at(".", reply(answer));
        assertThat(deliver().outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"250 taken", "251 taken", "250-taken\r\n250 indeed"})
    void anyGoodAnswerToTheFinalDotIsSent(String answer) {
        server.at(".", reply(answer));
        assertThat(deliver().outcome()).isEqualTo(Outcome.SENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "EHLO", "AUTH", "MAIL", "RCPT", "DATA"})
    void aStallBeforeTheFinalDotIsTemporary(String step) {
        server.at(step, stall());
        isTemporary(deliver(), Fault.PROVIDER);
        assertThat(server.contents).isEmpty();
        assertThat(server.count("MAIL")).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "EHLO", "AUTH", "MAIL", "RCPT", "DATA"})
    void aDropBeforeTheFinalDotIsTemporary(String step) {
        server.at(step, hangUp());
        isTemporary(deliver(), Fault.PROVIDER);
        assertThat(server.contents).isEmpty();
        assertThat(server.count("MAIL")).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "EHLO", "AUTH", "MAIL", "RCPT", "DATA"})
    void aDripBeforeTheFinalDotIsTemporaryWithinTheDeadline(String step) {
        server.at(step, drip());
        isTemporary(
                deliver(server.channel().password("otp", "secret").deadline(Duration.ofMillis(400))), Fault.PROVIDER);
        assertThat(server.contents).isEmpty();
    }

    @Test
    void aStallOrADropAmidTheContentIsTemporary() {
        // More than the system keeps for a server that does not read.
        Message.Builder large =
                Message.to(Recipient.email("ada@example.com")).text("a").html("<p>a</p>");
        for (int i = 0; i < 12; i++) {
            large.inline("image" + i, "image/png", new byte[1 << 20]);
        }
        Message message = large.build();
        try (SmtpChannel channel = server.channel()
                .writeTimeout(Duration.ofMillis(400))
                .deadline(Duration.ofMinutes(5))
                .build()) {
            server.at("content", hangUp());
            isTemporary(channel.deliver(message), Fault.PROVIDER);
            server.at("content", visit -> {
                LockSupport.parkNanos(Long.MAX_VALUE);
                return false;
            });
            isTemporary(channel.deliver(message), Fault.PROVIDER);
        }
        assertThat(server.contents).isEmpty();
        assertThat(server.count("DATA")).isEqualTo(2);
    }

    @Test
    void aStallOrADropAtStarttlsIsTemporary() {
        server.offering("STARTTLS").at("STARTTLS", stall());
        isTemporary(deliver(server.startTls()), Fault.PROVIDER);
        server.at("STARTTLS", hangUp());
        isTemporary(deliver(server.startTls()), Fault.PROVIDER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSET", "NOOP", "QUIT"})
    void aStallOrADropOnceTheMessageIsTakenChangesNothing(String step) {
        for (ScriptedServer.Act act : new ScriptedServer.Act[] {stall(), hangUp(), reply("421 bye"), reply("550 no")}) {
            server.at(step, act);
            try (SmtpChannel channel = Mails.restless(server).build()) {
                int before = server.contents.size();
                assertThat(channel.deliver(Mails.mail()).outcome()).isEqualTo(Outcome.SENT);
                assertThat(channel.deliver(Mails.mail()).outcome()).isEqualTo(Outcome.SENT);
                assertThat(server.contents).hasSize(before + 2);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"AUTH,530", "AUTH,534", "AUTH,535", "AUTH,538", "AUTH,500"})
    void aRefusedLoginIsMisconfigured(String step, int code) {
        server.at(step, reply(code + " wrong password of otp"));
        isMisconfigured(deliver(), "login refused");
        assertThat(server.count("AUTH")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"MAIL,530", "MAIL,535", "RCPT,530", "DATA,530"})
    void aMissingLoginIsMisconfigured(String step, int code) {
        server.at(step, reply(code + " log in first"));
        isMisconfigured(deliver(server.channel()), "login required");
    }

    @Test
    void aServerWithoutLoginIsMisconfiguredIfWeHaveOne() {
        server.offering("8BITMIME");
        isMisconfigured(deliver(), "no login offered");
        server.offering("AUTH DIGEST-MD5 NTLM");
        isMisconfigured(deliver(), "no login in common");
        assertThat(server.count("MAIL")).isZero();
    }

    @Test
    void aServerThatDoesNotWantUsIsMisconfigured() {
        server.at("connect", reply("554 go away"));
        isMisconfigured(deliver(), "client refused");
    }

    @Test
    void aServerThatOffersNoStarttlsIsMisconfigured() {
        isMisconfigured(deliver(server.startTls().password("otp", "secret")), "no starttls offered");
        assertThat(server.count("AUTH")).isZero();
    }

    @Test
    void aServerThatRefusesStarttlsIsMisconfigured() {
        server.offering("STARTTLS").at("STARTTLS", reply("501 no"));
        isMisconfigured(deliver(server.startTls().password("otp", "secret")), "starttls refused");
        assertThat(server.count("AUTH")).isZero();
    }

    @Test
    void aThousandUnknownMailboxesAreTheRecipientsFaultAndCostNoConnection() { // T33
        try (SmtpChannel channel =
                server.channel().messagesPerConnection(10_000).build()) {
            for (int i = 0; i < 1_000; i++) {
                server.at("RCPT", reply(i % 2 == 0 ? "550 no such user" : "450 try again"));
                DeliveryResult result = channel.deliver(Mails.to("user-" + i + "@example.com"));
                assertThat(result.fault()).isEqualTo(Fault.RECIPIENT);
                assertThat(result.surelyNotSent()).isTrue();
            }
        }
        assertThat(server.visits).hasSize(1);
        assertThat(server.contents).isEmpty();
    }
}

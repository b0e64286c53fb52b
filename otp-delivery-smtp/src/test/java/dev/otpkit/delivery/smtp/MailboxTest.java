package dev.otpkit.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.fixtures.MailPayloads;
import jakarta.mail.Folder;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person's mailbox holds in the end, read back over IMAP from GreenMail. */
class MailboxTest {
    private static final Logger LOG = Logger.getLogger("com.icegreen");

    private final GreenMail mail = new GreenMail(new ServerSetup[] {
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)
    });

    @BeforeEach
    void start() {
        LOG.setLevel(Level.OFF);
        mail.start();
        mail.setUser("ada@example.com", "ada", "secret");
    }

    @AfterEach
    void stop() {
        mail.stop();
    }

    private SmtpChannel.Builder channel() {
        return Mails.quick(SmtpChannel.builder()
                        .host("127.0.0.1")
                        .port(mail.getSmtp().getPort()))
                .plainText()
                .readTimeout(Duration.ofSeconds(5))
                .password("ada", "secret");
    }

    /** The only mail there is, as a mail program sees it. */
    private MimeMessage read() throws Exception {
        Store store = Session.getInstance(new Properties()).getStore("imap");
        store.connect("127.0.0.1", mail.getImap().getPort(), "ada", "secret");
        try (store) {
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            assertThat(inbox.getMessageCount()).isEqualTo(1);
            return new MimeMessage((MimeMessage) inbox.getMessage(1)); // all of it, before the folder closes
        }
    }

    private static String text(Part part) throws Exception {
        return new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void everyPartIsReadBackAsItWasWritten() throws Exception {
        byte[] logo = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, -1};
        Message message = Message.to(Recipient.email("ada@example.com"))
                .subject("Your code")
                .text("Your code is 493021.\n.\nünï 密码")
                .html("<p>493021 <img src=\"cid:logo\"> ünï 密码</p>")
                .inline("logo", "image/png", logo)
                .build();
        try (SmtpChannel channel = channel().build()) {
            assertThat(channel.deliver(message).outcome()).isEqualTo(Outcome.SENT);
        }

        MimeMessage mail = read();
        Multipart alternative = (Multipart) mail.getContent();
        assertThat(mail.isMimeType("multipart/alternative")).isTrue();
        assertThat(alternative.getBodyPart(0).getContentType()).isEqualTo("text/plain; charset=UTF-8");
        assertThat(text(alternative.getBodyPart(0))).isEqualTo("Your code is 493021.\r\n.\r\nünï 密码");
        Multipart related = (Multipart) alternative.getBodyPart(1).getContent();
        assertThat(alternative.getBodyPart(1).isMimeType("multipart/related")).isTrue();
        assertThat(text(related.getBodyPart(0))).isEqualTo("<p>493021 <img src=\"cid:logo\"> ünï 密码</p>");
        assertThat(related.getBodyPart(1).getHeader("Content-ID")).containsExactly("<logo>");
        assertThat(related.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(logo);
        assertThat(mail.getHeader("From", null)).isEqualTo("ACME <no-reply@acme.test>");
        assertThat(mail.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
        assertThat(mail.getMessageID()).endsWith("@acme.test>");
        assertThat(mail.getSentDate()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"رمز التحقق: ٤٩٣٠٢١", "קוד האימות שלך", "您的验证码", "確認コード 👩‍👩‍👧‍👦", "Größe: código ≠ œuvre"})
    void subjectsOfEveryScriptAreReadBack(String subject) throws Exception {
        try (SmtpChannel channel = channel().build()) {
            assertThat(channel.send("ada@example.com", subject, "<p>" + subject + "</p>", subject))
                    .isEqualTo(DeliveryResult.sent());
        }
        MimeMessage mail = read();
        assertThat(mail.getSubject()).isEqualTo(subject);
        assertThat(text(((Multipart) mail.getContent()).getBodyPart(0))).isEqualTo(subject);
    }

    @Test
    void longLinesAreReadBack() throws Exception {
        String line = "ü".repeat(3_000) + "x".repeat(3_000);
        try (SmtpChannel channel = channel().build()) {
            assertThat(channel.send("ada@example.com", "s".repeat(255), line, line))
                    .isEqualTo(DeliveryResult.sent());
        }
        MimeMessage mail = read();
        assertThat(mail.getSubject()).isEqualTo("s".repeat(255));
        assertThat(text(((Multipart) mail.getContent()).getBodyPart(1))).isEqualTo(line);
    }

    @Test
    void answersMayGoElsewhere() throws Exception {
        try (SmtpChannel channel =
                channel().replyTo("Help@Acme.test").from("no-reply@acme.test").build()) {
            assertThat(channel.deliver(Mails.to("ada@example.com"))).isEqualTo(DeliveryResult.sent());
        }
        assertThat(read().getHeader("Reply-To")).containsExactly("Help@acme.test");
    }

    @Test
    void thirtyPayloadsAreRefusedOrOnlyTexts() throws Exception { // T19
        MailPayloads.through(name -> channel().from("no-reply@acme.test", name).build(), "example.com", () -> {
            List<String> news = new ArrayList<>();
            for (MimeMessage taken : mail.getReceivedMessages()) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                taken.writeTo(bytes);
                news.add(bytes.toString(StandardCharsets.UTF_8));
            }
            mail.purgeEmailFromAllMailboxes();
            return news;
        });
    }
}

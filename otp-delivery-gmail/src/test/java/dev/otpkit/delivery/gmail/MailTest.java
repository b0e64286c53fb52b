package dev.otpkit.delivery.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.delivery.mime.MailComposer;
import dev.otpkit.fixtures.MailPayloads;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Gmail is handed: the exact request, and in it the mail that every channel composes. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MailTest {
    private static final byte[] LOGO = {(byte) 0x89, 'P', 'N', 'G', 0, 13, 10, 26, (byte) 0xFF};

    private final Google google = new Google();

    @AfterEach
    void stop() {
        google.close();
    }

    private static MimeMessage read(byte[] mail) throws Exception {
        Properties own = new Properties();
        own.setProperty("mail.mime.allowutf8", "true");
        return new MimeMessage(Session.getInstance(own), new ByteArrayInputStream(mail));
    }

    private MimeMessage sent(Message message) throws Exception {
        try (GmailChannel channel = google.channel().build()) {
            assertThat(channel.deliver(message).outcome()).isEqualTo(Outcome.SENT);
        }
        assertThat(google.taken).hasSize(1);
        return read(google.taken.get(0));
    }

    private static List<String> parts(Part part) throws Exception {
        List<String> parts = new ArrayList<>();
        if (part.getContent() instanceof Multipart several) {
            parts.add(part.getContentType().replaceAll("(?s);.*", "").strip());
            for (int i = 0; i < several.getCount(); i++) {
                parts.addAll(parts(several.getBodyPart(i)));
            }
        } else {
            parts.add(part.getContentType().replaceAll("(?s);.*", "") + ": "
                    + new String(part.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
        }
        return parts;
    }

    @Test
    void theRequestHasAMailAndNothingElse() {
        try (GmailChannel channel = google.channel().build()) {
            channel.deliver(Mails.one());
        }
        Google.Post post = google.sends().get(0);
        assertThat(post.path()).isEqualTo(Google.SEND);
        assertThat(post.headers())
                .containsOnlyKeys("authorization", "content-type", "content-length", "accept", "user-agent", "host")
                .containsEntry("authorization", "Bearer ya29.token-1")
                .containsEntry("content-type", "application/json; charset=UTF-8")
                .containsEntry("user-agent", "otpkit");
        JsonObject body = JsonParser.parseString(post.body()).getAsJsonObject();
        assertThat(body.keySet()).containsExactly("raw");
    }

    @Test
    void itIsTheMailThatSmtpWouldSend() throws Exception {
        Message message = Message.to(Recipient.email("Ada@Example.com"))
                .subject("Ihr Code für ACME")
                .text("Ihr Code lautet 493021.\n")
                .html("<p>Ihr Code: <b>493021</b> <img src=\"cid:logo\"></p>")
                .inline("logo", "image/png", LOGO)
                .locale(Locale.GERMAN)
                .build();
        MimeMessage mail = sent(message);
        MimeMessage composed = MailComposer.from("otp@acme.test").named("ACME").compose(message);
        for (String header : List.of("From", "To", "Subject", "Auto-Submitted", "Content-Language", "MIME-Version")) {
            assertThat(mail.getHeader(header)).as(header).containsExactly(composed.getHeader(header));
        }
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getHeader("X-Entity-Ref-ID")).hasSize(1);
        assertThat(parts(mail)).isEqualTo(parts(composed)).hasSize(5);
        assertThat(mail.getSubject()).isEqualTo("Ihr Code für ACME");
        Multipart related =
                (Multipart) ((Multipart) mail.getContent()).getBodyPart(1).getContent();
        assertThat(related.getBodyPart(1).getHeader("Content-ID")).containsExactly("<logo>");
        assertThat(related.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(LOGO);
    }

    @Test
    void answersMayGoElsewhere() throws Exception {
        try (GmailChannel channel = google.channel()
                .replyTo("Help@Example.com")
                .from("otp@acme.test")
                .build()) {
            channel.deliver(Mails.one());
        }
        assertThat(read(google.taken.get(0)).getHeader("Reply-To")).containsExactly("Help@example.com");
    }

    @Test
    void anInternationalAddressIsSentAsItIs() throws Exception {
        MimeMessage mail = sent(Mails.to("почта@example.com"));
        assertThat(mail.getHeader("To", null)).isEqualTo("почта@example.com");
    }

    @Test
    void everyByteOfTheMailArrives() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int c = 0x20; c < 0x2000; c++) {
            all.append((char) c).append(c % 60 == 0 ? "\n" : "");
        }
        String text = all.toString();
        MimeMessage mail = sent(Message.to(Recipient.email("ada@example.com"))
                .subject("x")
                .text(text)
                .build());
        assertThat(mail.getContent().toString().replace("\r\n", "\n")).isEqualTo(text);
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        mail.writeTo(again);
        assertThat(again.toByteArray()).isEqualTo(google.taken.get(0));
    }

    @Test
    void aMessageOfOnesOwnGoesTheSameWay() throws Exception {
        try (GmailChannel channel = google.channel().build()) {
            assertThat(channel.send("ada@example.com", "Welcome", "<p>Hello</p>", "Hello")
                            .outcome())
                    .isEqualTo(Outcome.SENT);
        }
        assertThat(parts(read(google.taken.get(0))))
                .containsExactly("multipart/alternative", "text/plain: Hello", "text/html: <p>Hello</p>");
    }

    @Test
    void aNumberIsNoMailbox() {
        try (GmailChannel channel = google.channel().build()) {
            Recipient number = Recipient.sms("+447400123456");
            assertThat(channel.serves(number)).isFalse();
            assertThat(channel.deliver(Message.to(number).text("493021").build())
                            .outcome())
                    .isEqualTo(Outcome.MISCONFIGURED);
        }
        assertThat(google.posts).isEmpty();
    }

    @Test
    void credentialsMayNameWhoPaysForTheQuota() {
        Map<String, List<String>> headers =
                Map.of("Authorization", List.of("Bearer x"), "x-goog-user-project", List.of("acme-project"));
        try (GmailChannel channel = GmailChannel.builder()
                .credentials(new GoogleCredentials() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public Map<String, List<String>> getRequestMetadata(URI uri) {
                        return headers;
                    }
                })
                .from("otp@acme.test")
                .api(google.address())
                .build()) {
            channel.deliver(Mails.one());
        }
        assertThat(google.sends().get(0).headers())
                .containsEntry("x-goog-user-project", "acme-project")
                .containsEntry("authorization", "Bearer x");
    }

    @Test
    void thirtyPayloadsAreRefusedOrOnlyTexts() throws Exception { // T19
        MailPayloads.through(
                name -> google.channel().from("no-reply@acme.test", name).build(), "example.com", () -> {
                    List<String> news = google.taken.stream().map(Google::text).toList();
                    google.taken.clear();
                    return news;
                });
    }
}

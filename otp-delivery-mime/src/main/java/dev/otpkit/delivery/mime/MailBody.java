package dev.otpkit.delivery.mime;

import dev.otpkit.delivery.Message;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;

/** The parts of a mail: text, or text beside HTML, or text beside HTML with its images. */
final class MailBody {
    private final Message message;

    MailBody(Message message) {
        this.message = message;
    }

    void writeTo(MimeMessage mail) throws MessagingException {
        if (message.html().isEmpty()) {
            text(mail, "plain", message.text());
            return;
        }
        // The last alternative is the one that is shown.
        MimeMultipart alternative = new MimeMultipart("alternative");
        alternative.addBodyPart(text(new MimeBodyPart(), "plain", message.text()));
        MimeBodyPart html = text(new MimeBodyPart(), "html", message.html().get());
        alternative.addBodyPart(message.inlines().isEmpty() ? html : related(html));
        mail.setContent(alternative);
    }

    private MimeBodyPart related(MimeBodyPart html) throws MessagingException {
        MimeMultipart related = new MimeMultipart("related");
        related.addBodyPart(html);
        for (Message.Inline image : message.inlines()) {
            MimeBodyPart part = new MimeBodyPart();
            part.setDataHandler(new DataHandler(new ByteArrayDataSource(image.bytes(), image.mediaType())));
            part.setHeader("Content-Transfer-Encoding", "base64");
            part.setContentID("<" + image.cid() + ">");
            part.setDisposition(Part.INLINE);
            related.addBodyPart(part);
        }
        MimeBodyPart both = new MimeBodyPart();
        both.setContent(related);
        return both;
    }

    private static <P extends MimePart> P text(P part, String kind, String text) throws MessagingException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(bytes, "text/" + kind + "; charset=UTF-8")));
        // Keeps long lines whole, and a server without 8BITMIME has nothing to change.
        part.setHeader("Content-Transfer-Encoding", "quoted-printable");
        return part;
    }
}

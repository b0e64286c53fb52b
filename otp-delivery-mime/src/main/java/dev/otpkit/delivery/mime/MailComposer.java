package dev.otpkit.delivery.mime;

import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Makes mail of rendered messages, all from one sender.
 *
 * <p>A mail has the text, the HTML beside it where there is one, and the images that the HTML shows, all in UTF-8. It says
 * {@code Date}, a {@code Message-ID} on the sender's domain, {@code Auto-Submitted: auto-generated}, {@code
 * Content-Language} where the message has a locale, and a fresh {@code X-Entity-Ref-ID}, so that mail clients do not fold
 * one code's mail into another's.
 *
 * <p><strong>Security.</strong> No name, subject or address adds a header or a recipient: line breaks and control
 * characters are refused, the rest is encoded where it could be read as something else. Nothing is taken from the JVM's
 * {@code mail.*} system properties, so {@code -Dmail.debug=true} prints no code.
 *
 * <p>Immutable and thread-safe; works whatever the thread's context class loader is. {@code toString} shows no address.
 */
public final class MailComposer {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_TAG = 35; // RFC 5646 4.4.1; a variant has no end
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US);
    private static final Session ASCII = session(false);
    private static final Session UTF8 = session(true);

    private final SecureRandom random = new SecureRandom();
    private final String sender;
    private final @Nullable String name;
    private final @Nullable String replyTo;

    private MailComposer(String sender, @Nullable String name, @Nullable String replyTo) {
        this.sender = sender;
        this.name = name;
        this.replyTo = replyTo;
    }

    /**
     * Mail from this mailbox, a bare {@code local@domain}. Its domain is kept as ASCII.
     *
     * @throws IllegalArgumentException if it is no such address, or its local part is not ASCII: then every recipient's
     *     server would have to offer SMTPUTF8
     */
    public static MailComposer from(String address) {
        return new MailComposer(ascii("from", address), null, null);
    }

    /**
     * The same, with a name beside the sender's address.
     *
     * @throws IllegalArgumentException unless it is 1..100 characters without line breaks and control characters
     */
    public MailComposer named(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("name must be 1.." + LONGEST_NAME + " characters: "
                    + name.strip().length());
        }
        if (name.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)) {
            throw new IllegalArgumentException("name must be free of line breaks and control characters");
        }
        return new MailComposer(sender, name, replyTo);
    }

    /**
     * The same, with answers going to another mailbox.
     *
     * @throws IllegalArgumentException as {@link #from} does
     */
    public MailComposer replyTo(String address) {
        return new MailComposer(sender, name, ascii("replyTo", address));
    }

    private static String ascii(String what, String address) {
        String canonical = Recipient.email(address).address();
        if (!isAscii(canonical)) {
            throw new IllegalArgumentException(what + " must have an ASCII local part");
        }
        return canonical;
    }

    /** The sender's address, for the envelope. */
    public String sender() {
        return sender;
    }

    /**
     * The mail, finished: it is sent as it is, and carries the content as bytes.
     *
     * @throws IllegalArgumentException if the recipient is no mailbox
     */
    public MimeMessage compose(Message message) {
        byte[] bytes = bytes(message);
        return inOurLoader(() -> new MimeMessage(session(message), new SharedByteArrayInputStream(bytes)));
    }

    /**
     * The same as bytes, for who sends those.
     *
     * @throws IllegalArgumentException if the recipient is no mailbox
     */
    public byte[] bytes(Message message) {
        Recipient recipient = message.recipient();
        if (!recipient.kind().equals(Recipient.EMAIL)) {
            throw new IllegalArgumentException("the recipient must be a mailbox: " + recipient.kind());
        }
        return inOurLoader(() -> {
            MimeMessage mail = new Outgoing(session(message));
            header(mail, message);
            new MailBody(message).writeTo(mail);
            mail.saveChanges();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
            mail.writeTo(bytes);
            return bytes.toByteArray();
        });
    }

    private static Session session(Message message) {
        return isAscii(message.recipient().address()) ? ASCII : UTF8;
    }

    private interface Work<T> {
        T done() throws MessagingException, IOException;
    }

    /** Jakarta Mail finds its parts by the context class loader, which on a pool's thread may know nothing of it. */
    private static <T> T inOurLoader(Work<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        thread.setContextClassLoader(MailComposer.class.getClassLoader());
        try {
            return work.done();
        } catch (MessagingException | IOException e) {
            // Without the cause, which may quote the message. Nothing here reads or writes anything but memory.
            throw new IllegalStateException(
                    "a mail could not be composed: " + e.getClass().getName());
        } finally {
            thread.setContextClassLoader(context);
        }
    }

    private void header(MimeMessage mail, Message message) throws MessagingException {
        mail.setHeader("Date", ZonedDateTime.now(ZoneOffset.UTC).format(DATE));
        mail.setHeader("From", name == null ? sender : EncodedWords.name(name) + " <" + sender + ">");
        if (replyTo != null) {
            mail.setHeader("Reply-To", replyTo);
        }
        mail.setHeader("To", message.recipient().address());
        if (message.subject().isPresent()) {
            mail.setHeader("Subject", EncodedWords.text(message.subject().get()));
        }
        mail.setHeader("Message-ID", "<" + fresh() + sender.substring(sender.indexOf('@')) + ">");
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("X-Entity-Ref-ID", fresh());
        Locale language = message.locale().stripExtensions();
        if (!language.getLanguage().isEmpty()) {
            String tag = language.toLanguageTag();
            mail.setHeader("Content-Language", tag.length() > LONGEST_TAG ? language.getLanguage() : tag);
        }
    }

    private String fresh() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static Session session(boolean utf8) {
        Properties own = new Properties(); // without the system's as defaults
        own.setProperty("mail.mime.allowutf8", Boolean.toString(utf8));
        return inOurLoader(() -> Session.getInstance(own));
    }

    /** Only whether there is a name. */
    @Override
    public String toString() {
        return "MailComposer[" + (name == null ? "an address" : "a name and an address") + "]";
    }

    /** Keeps the Message-ID that it was given: the library's own tells the machine's name. */
    private static final class Outgoing extends MimeMessage {
        Outgoing(Session session) {
            super(session);
        }

        @Override
        protected void updateMessageID() {}
    }
}

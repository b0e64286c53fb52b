package dev.otpkit.delivery.smtp;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/** Angus' transport, which remembers how far it came and what the server answered there. */
final class Dialogue extends SMTPTransport {
    private static final int NOTHING = 0;

    /**
     * Angus writes every line of a dialogue, the code too, to loggers named after this class's package. A filter outlives
     * what an application's logging configuration does to levels and handlers; loggers are kept here, or they are lost.
     */
    @SuppressWarnings("UnusedVariable")
    private static final List<Logger> SILENT =
            Stream.of("", ".protocol").map(Dialogue::silent).toList();

    private final CountedSocket wire;
    private Step step = Step.CONNECT;
    private int reply = NOTHING;
    private boolean aside;
    private boolean clean;
    private boolean international;
    private @Nullable String user;
    private @Nullable String secret;

    Dialogue(Session session, URLName server, CountedSocket wire) {
        super(session, server);
        this.wire = wire;
    }

    /** Greets the server and logs in, if there is a user. */
    void open(Socket socket, @Nullable String user, @Nullable String secret) throws MessagingException {
        this.user = user;
        this.secret = secret;
        try {
            connect(socket);
        } finally {
            this.secret = null;
        }
    }

    /** Credentials go straight here: on the library's own way they are kept, and mangled where they are not ASCII. */
    @Override
    protected boolean protocolConnect(String host, int port, String nobody, String nothing) throws MessagingException {
        return super.protocolConnect(host, port, user, secret);
    }

    private static Logger silent(String suffix) {
        Logger logger = Logger.getLogger(Dialogue.class.getPackageName() + suffix);
        logger.setFilter(record -> false);
        return logger;
    }

    Step step() {
        return step;
    }

    /** The number that the server answered the step with; -1 or 0 where there was none. */
    int reply() {
        return reply;
    }

    /** Whether the server's last word, to whatever, was that all is well. */
    boolean isClean() {
        return clean;
    }

    /** Hands a mail over; what is thrown tells less than {@link #step} and {@link #reply}. */
    void hand(MimeMessage mail, String recipient, boolean international) throws MessagingException {
        this.international = international;
        this.step = Step.MAIL; // whatever fails now is not an answer to the mail before
        this.reply = NOTHING;
        InternetAddress to = new InternetAddress();
        to.setAddress(recipient);
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        // Jakarta Mail finds its parts by it, even to read a subject back, and on a pool's thread it may lead
        // elsewhere.
        thread.setContextClassLoader(Dialogue.class.getClassLoader());
        try {
            sendMessage(mail, new Address[] {to});
        } finally {
            thread.setContextClassLoader(context);
        }
    }

    /** Without EHLO there is neither TLS nor a login; and what a server offered before TLS does not count after it. */
    @Override
    protected boolean ehlo(String domain) throws MessagingException {
        if (!super.ehlo(domain)) {
            throw new MessagingException("no EHLO");
        }
        return true;
    }

    /** Angus begins another one when a login is answered 530; the answer counts for more. */
    @Override
    protected void startTLS() throws MessagingException {
        if (!getRequireStartTLS() || isSSL()) {
            throw new MessagingException("no place for STARTTLS");
        }
        super.startTLS();
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        @Nullable Step begun = Step.of(command);
        aside = begun == null;
        clean = false;
        if (begun != null) {
            step = begun;
            reply = NOTHING;
        }
        String line = step == Step.MAIL && international && !aside ? command + " SMTPUTF8" : command;
        wire.ask();
        // Angus writes a char as a byte.
        super.sendCommand(new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        boolean ofStep = !aside;
        int code = super.readServerResponse();
        if (!wire.isAnswered()) {
            // It was there before its question: from here on every answer would be taken for that of another command.
            wire.cut();
            throw new MessagingException("answered unasked");
        }
        clean = code >= 200 && code < 300;
        if (ofStep) {
            // An answer to RSET comes after the one that counts.
            reply = code;
        }
        return code;
    }
}

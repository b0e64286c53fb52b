package dev.otpkit.delivery.smtp;

import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.delivery.Settings;
import dev.otpkit.delivery.mime.MailComposer;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Sends mail over SMTP, on connections that are kept.
 *
 * <pre>{@code
 * SmtpChannel mail = SmtpChannel.builder()
 *     .host("smtp.example.com")
 *     .password("otp", password)
 *     .from("no-reply@example.com", "ACME")
 *     .build();
 * }</pre>
 *
 * <p>The way to the server is encrypted, by STARTTLS unless {@link Builder#implicitTls()} is said, and the certificate must
 * be of that host. A message is handed over once: a kept connection that has died meanwhile is replaced, as long as the
 * server cannot have had a word of the message. SENT means that the server answered the final dot; a silence after the dot
 * is UNKNOWN; whatever fails before it was certainly not sent. What a server says of a mailbox is the recipient's fault, and
 * a sender that it refuses is ours.
 *
 * <p>Every wait is bounded: connecting, each answer, each write, and {@link Builder#deadline} the whole, waiting for a free
 * connection included. Only looking up the host's name is left to the system.
 *
 * <p><strong>Security.</strong> No reply's text, address, code, password or token gets into a result or a log: Angus Mail's
 * loggers are silenced, and the JVM's {@code mail.*} system properties are not read.
 *
 * <p>Thread-safe; the interrupt flag is kept. {@link #close} refuses what comes, waits for what is under way, and takes
 * leave of the server; a message after that is TEMPORARY and our own fault.
 */
public final class SmtpChannel implements DeliveryChannel {
    private final String name;
    private final MailComposer composer;
    private final boolean developmentOnly;
    private final Lines lines;

    private SmtpChannel(ServerParts parts) {
        this.name = parts.name;
        this.composer = parts.composer();
        this.developmentOnly = parts.developmentOnly;
        this.lines = new Lines(parts.server());
    }

    /** Begins a channel; it needs a {@code host} and a {@code from}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Gmail, with an app password of 16 letters, from the user's own address. */
    public static Builder gmail(String user, String appPassword) {
        return Presets.gmail(user, appPassword);
    }

    /** Gmail by XOAUTH2, from the user's own address. Its API, in otp-delivery-gmail, asks for less: to send, and no more. */
    public static Builder gmail(String user, Supplier<String> accessTokens) {
        return Presets.gmail(user, accessTokens);
    }

    /** Office 365 by XOAUTH2, from the user's own address. It takes passwords no longer. */
    public static Builder office365(String user, Supplier<String> accessTokens) {
        return Presets.office365(user, accessTokens);
    }

    /** SMTP2GO; say {@link Builder#from} besides. */
    public static Builder smtp2go(String user, String password) {
        return Presets.smtp2go(user, password);
    }

    /** Amazon SES in a region such as {@code eu-west-1}, with its SMTP credentials; say {@link Builder#from} besides. */
    public static Builder ses(String region, String user, String password) {
        return Presets.ses(region, user, password);
    }

    /** A Mailpit or MailHog on this machine: port 1025, plain text, no login. For development. */
    public static Builder mailpit() {
        return Presets.mailpit();
    }

    /**
     * The channel that these settings describe: {@code SMTP_SERVER} and {@code FROM_EMAIL}; {@code SMTP_USERNAME} and
     * {@code SMTP_PASSWORD}, both or none; {@code SMTP_PORT}, 587 if missing; {@code SMTP_SECURITY}, which is
     * {@code starttls}, {@code tls} or {@code plain}, and if missing {@code tls} on port 465 and {@code starttls} elsewhere.
     *
     * @throws IllegalArgumentException naming all that is missing, or what is malformed; never a value
     */
    public static Builder of(Settings settings) {
        return Presets.of(settings);
    }

    @Override
    public String name() {
        return name;
    }

    /** Mailboxes alone. */
    @Override
    public boolean serves(Recipient recipient) {
        return recipient.kind().equals(Recipient.EMAIL);
    }

    @Override
    public DeliveryResult deliver(Message message) {
        Recipient recipient = message.recipient();
        if (!serves(recipient)) {
            return DeliveryResult.misconfigured("not a mailbox");
        }
        MimeMessage mail = composer.compose(message);
        return lines.deliver(
                mail, recipient.address(), recipient.address().chars().anyMatch(c -> c > 0x7F));
    }

    /**
     * Sends a message of your own, with a text and the same as HTML.
     *
     * @throws IllegalArgumentException as {@link Recipient#email} and {@link Message.Builder} do
     */
    public DeliveryResult send(String to, String subject, String html, String text) {
        return deliver(Message.to(Recipient.email(to))
                .subject(subject)
                .html(html)
                .text(text)
                .build());
    }

    /** True for {@link #mailpit}: whoever opens its page reads every code. */
    @Override
    public boolean developmentOnly() {
        return developmentOnly;
    }

    @Override
    public void close() {
        lines.close();
    }

    /** The channel's name, and how many connections there are. */
    @Override
    public String toString() {
        return "SmtpChannel[" + name + ", " + lines + "]";
    }

    /**
     * Says which server, who we are there, and how long to wait. A part given twice is the later one; of STARTTLS, TLS and
     * plain text only one may be said.
     */
    public static final class Builder {
        final ServerParts parts = new ServerParts();

        private Builder() {}

        /** What logs and events call the channel: 1..64 letters, digits, dots, hyphens and underscores. */
        public Builder name(String name) {
            parts.name(name);
            return this;
        }

        /** The server's name or address, which its certificate must have. Required. */
        public Builder host(String host) {
            parts.host(host);
            return this;
        }

        /** The port, 1..65535; if not given 587, 465 with {@link #implicitTls} and 1025 with {@link #plainText}. */
        public Builder port(int port) {
            parts.port = ServerParts.within("port", port, 1, 65_535);
            return this;
        }

        /** The sender's address, a bare {@code local@domain} with an ASCII local part. Required, this or the next. */
        public Builder from(String address) {
            parts.composer = MailComposer.from(address);
            return this;
        }

        /** The sender's address with a name of 1..100 characters beside it. */
        public Builder from(String address, String name) {
            parts.composer = MailComposer.from(address).named(name);
            return this;
        }

        /** Where answers go, if not to the sender. */
        public Builder replyTo(String address) {
            parts.replyTo = Recipient.email(address).address();
            return this;
        }

        /** A user and a password, inside TLS; neither may be empty. */
        public Builder password(String user, String password) {
            parts.password(user, password);
            return this;
        }

        /**
         * A user and OAuth 2 access tokens (XOAUTH2). The supplier is asked for a token when there is none, and once more
         * when a server has refused it: it must then fetch another one. It bounds its own wait; an exception of it is
         * TEMPORARY.
         */
        public Builder xoauth2(String user, Supplier<String> accessTokens) {
            parts.xoauth2(user, accessTokens);
            return this;
        }

        /** STARTTLS, without which nothing is sent. The default. */
        public Builder startTls() {
            parts.secured(Security.STARTTLS);
            return this;
        }

        /** TLS from the first byte on, as on port 465. */
        public Builder implicitTls() {
            parts.secured(Security.IMPLICIT_TLS);
            return this;
        }

        /**
         * No encryption, and only to this machine: {@link #build} refuses a host that is not loopback, and so does each
         * connection.
         */
        public Builder plainText() {
            parts.secured(Security.PLAIN_TEXT);
            return this;
        }

        /** Who is trusted to certify the server, instead of whom the JVM trusts. */
        public Builder trust(SSLContext context) {
            parts.tls = context;
            return this;
        }

        /** The most connections at a time, 1..256; 8 if not given. */
        public Builder connections(int most) {
            parts.connections = ServerParts.within("connections", most, 1, 256);
            return this;
        }

        /** The most messages on one connection, 1..10000; 100 if not given. */
        public Builder messagesPerConnection(int most) {
            parts.messages = ServerParts.within("messagesPerConnection", most, 1, 10_000);
            return this;
        }

        /** The longest wait for a connection, for each address of the host: up to 5 minutes; 5 seconds if not given. */
        public Builder connectTimeout(Duration longest) {
            parts.connectTimeout = ServerParts.bounded("connectTimeout", longest);
            return this;
        }

        /** The longest silence of the server, up to 5 minutes; 10 seconds if not given. */
        public Builder readTimeout(Duration longest) {
            parts.readTimeout = ServerParts.bounded("readTimeout", longest);
            return this;
        }

        /** The longest that a write may take, up to 5 minutes; 10 seconds if not given. */
        public Builder writeTimeout(Duration longest) {
            parts.writeTimeout = ServerParts.bounded("writeTimeout", longest);
            return this;
        }

        /** The longest that a message may take in all, up to 5 minutes; 30 seconds if not given. */
        public Builder deadline(Duration longest) {
            parts.deadline = ServerParts.bounded("deadline", longest);
            return this;
        }

        /** How long an unused connection is kept, up to 5 minutes; 30 seconds if not given. */
        public Builder idle(Duration longest) {
            parts.idle = ServerParts.bounded("idle", longest);
            return this;
        }

        /**
         * The channel; it connects when there is something to send.
         *
         * @throws IllegalStateException without {@link #host} or {@link #from}
         * @throws IllegalArgumentException with {@link #plainText} and a host that is not loopback, or is unknown
         */
        public SmtpChannel build() {
            return new SmtpChannel(parts);
        }
    }
}

package dev.otpkit.delivery.gmail;

import com.google.auth.oauth2.GoogleCredentials;
import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.delivery.Settings;
import dev.otpkit.delivery.http.Undelivered;
import dev.otpkit.delivery.http.Wire;
import dev.otpkit.delivery.mime.MailComposer;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * Sends mail through the Gmail API, by OAuth 2.
 *
 * <pre>{@code
 * GmailChannel gmail = GmailChannel.builder()
 *     .refreshToken(clientId, clientSecret, refreshToken)
 *     .from("otp@example.com", "ACME")
 *     .build();
 * }</pre>
 *
 * <p>Each message is sent once. SENT means that Gmail has taken it. An error of the server, a cut, slow or unreadable answer
 * and a redirection are UNKNOWN; what is refused, and what fails before the message is on its way, was certainly not sent.
 * A message whose access token Google refuses is handed over once more with a new one, and not again.
 *
 * <p>An access token is fetched when there is none, and anew before it ends, by one thread for all who need it. When the
 * grant is gone, the result is MISCONFIGURED with the likely reasons, and the log says them at length once.
 *
 * <p>Every wait is bounded: connecting, an answer's beginning, an access token, and {@link Builder#deadline} the whole.
 *
 * <p><strong>Security.</strong> The scope {@code gmail.send} is enough and all that is asked for; where a refresh token allows
 * more, the log says so once. No address, code, token, credential or word of Google's gets into a result or a log: Google's
 * logging is not reached, and the JDK's logger {@code jdk.internal.httpclient.debug} is silenced for the whole JVM.
 * {@link Builder#build} refuses a JVM that is told to print what is sent.
 *
 * <p>Thread-safe; the interrupt flag is kept. {@link #close} refuses what comes and waits for each request that is under
 * way; a message after that, or one that has no token yet, is not sent: TEMPORARY and our own fault.
 */
public final class GmailChannel implements DeliveryChannel {
    private final String name;
    private final MailComposer composer;
    private final Outbox outbox;
    private final Wire wire;

    private GmailChannel(GmailParts parts) {
        this.name = parts.name;
        this.composer = parts.composer();
        this.wire = parts.wire.build();
        this.outbox = parts.outbox(wire);
    }

    /** Begins a channel; it needs a {@code from}, and one of {@code refreshToken}, {@code serviceAccount} and {@code credentials}. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The channel that these settings describe: {@code EMAIL_CLIENT_ID}, {@code EMAIL_CLIENT_SECRET},
     * {@code EMAIL_REFRESH_TOKEN} and {@code FROM_EMAIL}.
     *
     * @throws IllegalArgumentException naming all that is missing, or what is malformed; never a value
     */
    public static Builder of(Settings settings) {
        return GmailParts.of(settings);
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
        if (!serves(message.recipient())) {
            return DeliveryResult.misconfigured("not a mailbox");
        }
        try {
            return outbox.send(composer.bytes(message));
        } catch (Undelivered known) {
            return known.result();
        }
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

    @Override
    public void close() {
        wire.close();
    }

    /** The channel's name. */
    @Override
    public String toString() {
        return "GmailChannel[" + name + "]";
    }

    /** Says by whose grant, from whom, and how long to wait. A part given twice is the later one, where nothing else is said. */
    public static final class Builder {
        final GmailParts parts = new GmailParts();

        private Builder() {}

        /** What logs and events call the channel: 1..64 letters, digits, dots, hyphens and underscores; {@code gmail} if not given. */
        public Builder name(String name) {
            parts.name = DeliveryChannel.requireName(name);
            return this;
        }

        /**
         * By the grant of one account's owner: an OAuth client and the refresh token that the consent gave it. Required once,
         * this, {@link #serviceAccount} or {@link #credentials}.
         *
         * @throws IllegalArgumentException for what is not of the form of these; the message repeats nothing
         */
        public Builder refreshToken(String clientId, String clientSecret, String refreshToken) {
            parts.refreshToken(clientId, clientSecret, refreshToken);
            return this;
        }

        /**
         * By a service account to which the domain's administrator has delegated {@code gmail.send}: its key, the whole JSON
         * text, and the user in whose name it sends.
         *
         * @throws IllegalArgumentException if these are none; the message repeats nothing
         */
        public Builder serviceAccount(String json, String user) {
            parts.serviceAccount(json, user);
            return this;
        }

        /**
         * By credentials of your own, which are narrowed to {@code gmail.send} where they have no scope yet. They go their own
         * way to the token endpoint, and log there what they like; {@link #tokenTimeout} bounds a message's wait for them all the
         * same. Let them have a bound of their own besides: a fetch that never ends is not begun again.
         */
        public Builder credentials(GoogleCredentials credentials) {
            parts.credentials(credentials);
            return this;
        }

        /** The sender's address: the account's own, or one that Gmail has as its alias. Required, this or the next. */
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

        /**
         * Instead of Google's API, and of its token endpoint, which is {@code /token} there: a gateway or a test's server that
         * speaks its language, by https, or by http on this machine, without a path of its own. It gets the credentials and the
         * codes. Credentials of your own keep their token endpoint.
         */
        public Builder api(URI server) {
            parts.api(server);
            return this;
        }

        /** Who is trusted to certify the servers, instead of whom the JVM trusts. */
        public Builder trust(SSLContext context) {
            parts.wire.trust(context);
            return this;
        }

        /** The longest wait for a connection, up to 5 minutes; 5 seconds if not given. */
        public Builder connectTimeout(Duration longest) {
            parts.wire.connectTimeout(longest);
            return this;
        }

        /**
         * The longest wait from the beginning of a request until its answer begins, up to 5 minutes; 10 seconds if not given.
         * UNKNOWN once the message was on its way, and TEMPORARY before.
         */
        public Builder requestTimeout(Duration longest) {
            parts.wire.requestTimeout(longest);
            return this;
        }

        /** The longest wait for an access token, up to 5 minutes; 10 seconds if not given. The message was then not sent. */
        public Builder tokenTimeout(Duration longest) {
            parts.tokenTimeout = Wire.bounded("tokenTimeout", longest);
            return this;
        }

        /** The longest that a message may take in all, up to 5 minutes; 20 seconds if not given. */
        public Builder deadline(Duration longest) {
            parts.wire.deadline(longest);
            return this;
        }

        /**
         * The channel; it connects when there is something to send.
         *
         * @throws IllegalStateException naming what is missing or excludes each other, and where the JVM is told to print
         *     what is sent
         */
        public GmailChannel build() {
            return new GmailChannel(parts);
        }
    }
}

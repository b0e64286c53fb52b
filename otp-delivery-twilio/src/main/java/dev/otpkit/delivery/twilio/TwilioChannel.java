package dev.otpkit.delivery.twilio;

import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Destination;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.delivery.Settings;
import dev.otpkit.delivery.http.Undelivered;
import dev.otpkit.delivery.http.Wire;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;

/**
 * Sends text messages, WhatsApp messages and calls through Twilio.
 *
 * <pre>{@code
 * TwilioChannel twilio = TwilioChannel.builder()
 *     .account(accountSid, authToken)
 *     .countries("GB", "IE")
 *     .sms("+447400123456")
 *     .build();
 * }</pre>
 *
 * <p>Each message is one POST, whatever comes back. SENT means that Twilio has queued it. An error of the server, a cut,
 * slow or unreadable answer and a redirection are UNKNOWN; what is refused, and what fails before the message is on its way,
 * was certainly not sent. What is said about a recipient is the recipient's fault, and so is any error that Twilio has made
 * up since.
 *
 * <p>Only numbers of the countries that were named are served, and none that are premium, shared-cost, personal, toll-free
 * or of no country: {@link #route} tells so before a limit is touched. A text message to a fixed line is refused too.
 *
 * <p>A call asks for a key before it says a code. It is never a fallback unless a request names it ({@code orElse}).
 *
 * <p><strong>Security.</strong> No number, text, code, credential or word of Twilio's gets into a result or a log: the SDK's
 * logging is not reached, and the JDK's logger {@code jdk.internal.httpclient.debug} is silenced for the whole JVM.
 * {@link Builder#build} refuses a JVM that is told to print what is sent.
 *
 * <p>Thread-safe; the interrupt flag is kept. {@link #close} refuses what comes and waits for what is under way; a message
 * after that is TEMPORARY and our own fault.
 */
public final class TwilioChannel implements DeliveryChannel {
    private final String name;
    private final Account account;
    private final Account.Door door;
    private final Countries countries;
    private final Map<String, Form> forms;
    private final Wire wire;

    private TwilioChannel(ChannelParts parts) {
        this.name = parts.name;
        this.account = parts.account();
        this.countries = parts.countries();
        this.forms = parts.forms();
        this.door = parts.door();
        this.wire = parts.wire.build();
    }

    /** Begins a channel; it needs an account, countries, and one of {@code sms}, {@code whatsApp} and {@code voice}. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The channel that these settings describe: {@code TWILIO_ACCOUNT_SID} with {@code TWILIO_AUTH_TOKEN}, or with
     * {@code TWILIO_API_KEY} and {@code TWILIO_API_SECRET}, half of which beside a token is ignored;
     * {@code TWILIO_COUNTRIES}, which is {@code GB,US} or {@code *}; {@code TWILIO_PHONE_NUMBER} for text messages;
     * {@code TWILIO_WHATSAPP_FROM} with {@code TWILIO_WHATSAPP_TEMPLATE} and {@code TWILIO_WHATSAPP_MINUTES}, 5 if missing,
     * where only the sandbox's number may go without a template; {@code TWILIO_REGION} and {@code TWILIO_EDGE}, both or none.
     * Without a sender it is good for {@link Builder#voice}, and {@code build()} names what is missing.
     *
     * @throws IllegalArgumentException naming all that is missing, or what is malformed; never a value
     */
    public static Builder of(Settings settings) {
        return Environment.of(settings);
    }

    @Override
    public String name() {
        return name;
    }

    /** The kinds that a sender was given for. */
    @Override
    public boolean serves(Recipient recipient) {
        return forms.containsKey(recipient.kind());
    }

    /** The number's country, and the number less its last four digits; or why nothing is sent there. */
    @Override
    public Destination route(Recipient recipient) {
        return serves(recipient) ? countries.place(recipient).destination() : Destination.refused("not served");
    }

    @Override
    public DeliveryResult deliver(Message message) {
        Form form = forms.get(message.recipient().kind());
        if (form == null) {
            return DeliveryResult.misconfigured("not served");
        }
        Countries.Place place = countries.place(message.recipient());
        if (place.destination().isRefused()) {
            return DeliveryResult.permanent(place.destination().refusal().orElse("refused"));
        }
        try {
            return OneRequest.of(account, door, wire, form.fill(message, place.number()));
        } catch (Undelivered known) {
            return known.result();
        }
    }

    /**
     * Sends a text of your own, of at most ten segments. A WhatsApp message needs {@link Builder#whatsAppText}; a call says
     * codes only.
     */
    public DeliveryResult send(Recipient to, String text) {
        return deliver(Message.to(to).text(text).build());
    }

    @Override
    public void close() {
        wire.close();
    }

    /** The channel's name, and the kinds it serves. */
    @Override
    public String toString() {
        return "TwilioChannel[" + name + ", " + String.join(", ", new TreeSet<>(forms.keySet())) + "]";
    }

    /** Says whose account it is, who sends, and where to. A part given twice is the later one, where nothing else is said. */
    public static final class Builder {
        final ChannelParts parts = new ChannelParts();

        private Builder() {}

        /** What logs and events call the channel: 1..64 letters, digits, dots, hyphens and underscores. */
        public Builder name(String name) {
            parts.name(name);
            return this;
        }

        /**
         * The account, by its SID and auth token. Required once, this or {@link #apiKey}.
         *
         * @throws IllegalArgumentException for what is not of the form of these; the message repeats nothing
         */
        public Builder account(String accountSid, String authToken) {
            parts.account(Account.byToken(accountSid, authToken));
            return this;
        }

        /** The account, by its SID and an API key, which can be withdrawn alone. Refused as {@link #account} is. */
        public Builder apiKey(String accountSid, String keySid, String secret) {
            parts.account(Account.byKey(accountSid, keySid, secret));
            return this;
        }

        /**
         * The countries whose numbers may be sent to, as {@code GB} and {@code US}. Countries, not dialling codes: with
         * {@code US} alone, +1-876 is Jamaica and refused. Required once, this or {@link #allCountries}.
         *
         * @throws IllegalArgumentException for none, and for what is no region; the message names it
         */
        public Builder countries(String... regions) {
            parts.countries(Countries.of(new LinkedHashSet<>(Arrays.asList(regions))));
            return this;
        }

        /** Numbers of every country. Each of the expensive ones is then a stranger's to choose. */
        public Builder allCountries() {
            parts.countries(Countries.all());
            return this;
        }

        /** Text messages: from a number, a short code, a name of 1..11 letters and digits, or a messaging service (MG...). */
        public Builder sms(String from) {
            parts.sms(from);
            return this;
        }

        /**
         * The most segments of a text message with a code, 1..10; 2 if not given, which the built-in texts need in some
         * languages. A longer one is not sent. One of your own words is held to its bound when its template is built.
         */
        public Builder maxSegments(int most) {
            parts.maxSegments(most);
            return this;
        }

        /** WhatsApp messages: from a number or a messaging service. Needs a template, or {@link #whatsAppText}. */
        public Builder whatsApp(String from) {
            parts.whatsApp(from);
            return this;
        }

        /**
         * The approved authentication template for codes (HX...), and the life of a code that its text tells, 1..90 minutes.
         * A code is not sent by it that lives longer than that, or has less than half of it left: the former has another
         * life than is told, and no resend repeats the latter.
         */
        public Builder whatsAppTemplate(String contentSid, Duration life) {
            parts.template(Locale.ROOT, contentSid, life);
            return this;
        }

        /** The same in one language; needs the one for all others besides. */
        public Builder whatsAppTemplate(Locale language, String contentSid, Duration life) {
            parts.template(language, contentSid, life);
            return this;
        }

        /**
         * Free text on WhatsApp: for the sandbox, and for people who have written within 24 hours. Elsewhere WhatsApp drops
         * it. Codes still go by the template where there is one.
         */
        public Builder whatsAppText() {
            parts.freeText = true;
            return this;
        }

        /** Calls: from a number, with the endpoint that says the code once a key was pressed. */
        public Builder voice(String from, VoiceCallback endpoint) {
            parts.voice(from, endpoint);
            return this;
        }

        /** Another of Twilio's regions, as {@code ie1}, by an edge, as {@code dublin}. */
        public Builder region(String region, String edge) {
            parts.region(region, edge);
            return this;
        }

        /**
         * Where Twilio reports what became of each message: what {@link StatusCallback#of} takes, with the fragment that
         * tells Twilio when to ask again, and user and password, where there are any.
         *
         * @throws IllegalArgumentException unless it is https, or http to this machine, with a path; the message does not
         *     repeat it
         */
        public Builder statusCallback(URI address) {
            parts.statusCallback(address);
            return this;
        }

        /**
         * Instead of Twilio: a gateway or a test's server that speaks its language, by https, or by http on this machine. It
         * gets the credentials and the codes, and has no path of its own.
         */
        public Builder api(URI server) {
            parts.api(server);
            return this;
        }

        /** Who is trusted to certify the server, instead of whom the JVM trusts. */
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
         * The longest wait from the beginning of a request until its answer begins, up to 5 minutes; 10 seconds if not
         * given. UNKNOWN once the message was on its way, and TEMPORARY before.
         */
        public Builder requestTimeout(Duration longest) {
            parts.wire.requestTimeout(longest);
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
        public TwilioChannel build() {
            return new TwilioChannel(parts);
        }
    }
}

package dev.otpkit;

import dev.otpkit.delivery.Recipient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A code asked for: under which key, for whom, and what the message is to say besides. Immutable: each method answers
 * with a new one.
 *
 * <pre>{@code
 * OtpRequest request = OtpRequest.of(key, Recipient.whatsapp("+14155550100"))
 *     .orElse(Recipient.sms("+14155550100"))
 *     .clientIp(ip).locale(Locale.FRENCH).variable("name", "Ada");
 * }</pre>
 */
public final class OtpRequest {
    private static final int MOST_RECIPIENTS = 4;

    private final OtpKey key;
    private final List<Recipient> recipients;
    private final Optional<ClientNetwork> clientIp;
    private final Locale locale;
    private final Map<String, String> variables;

    private OtpRequest(
            OtpKey key,
            List<Recipient> recipients,
            Optional<ClientNetwork> clientIp,
            Locale locale,
            Map<String, String> variables) {
        this.key = key;
        this.recipients = List.copyOf(recipients);
        this.clientIp = clientIp;
        this.locale = locale;
        this.variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /** A code under this key, to this recipient: one that the application knows, not one that an unknown browser names. */
    public static OtpRequest of(OtpKey key, Recipient recipient) {
        return new OtpRequest(key, List.of(recipient), Optional.empty(), Locale.ROOT, Map.of());
    }

    /**
     * Another recipient, for when the code has certainly not been sent to the ones before: with a permit and a message
     * of its own, the same code and attempts.
     */
    public OtpRequest orElse(Recipient recipient) {
        if (recipients.size() == MOST_RECIPIENTS) {
            throw new IllegalArgumentException(
                    "recipients must be 1.." + MOST_RECIPIENTS + ": " + (MOST_RECIPIENTS + 1));
        }
        List<Recipient> more = new ArrayList<>(recipients);
        more.add(recipient);
        return new OtpRequest(key, more, clientIp, locale, variables);
    }

    /**
     * The address that asks, as a literal: the connection's, or what your own proxy says; otpkit reads no header.
     *
     * @throws IllegalArgumentException if it is no IPv4 or IPv6 literal
     */
    public OtpRequest clientIp(String ip) {
        return new OtpRequest(key, recipients, Optional.of(ClientNetwork.of(ip)), locale, variables);
    }

    /** The language that is asked of the template; without it the template chooses, and the standard one speaks English. */
    public OtpRequest locale(Locale locale) {
        return new OtpRequest(key, recipients, clientIp, locale, variables);
    }

    /** A value for the template. What people chose themselves is text there, never markup and never a link. */
    public OtpRequest variable(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(variables);
        more.put(name, value);
        return new OtpRequest(key, recipients, clientIp, locale, more);
    }

    OtpKey key() {
        return key;
    }

    List<Recipient> recipients() {
        return recipients;
    }

    Optional<ClientNetwork> clientIp() {
        return clientIp;
    }

    Locale locale() {
        return locale;
    }

    Map<String, String> variables() {
        return variables;
    }

    /** Key and recipients, redacted. */
    @Override
    public String toString() {
        return "OtpRequest[" + key + " to " + recipients + "]";
    }
}

package dev.otpkit.delivery.twilio;

import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.delivery.http.Addresses;
import dev.otpkit.delivery.http.Wire;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a builder has been told so far, each part checked, and the defaults of the rest. */
final class ChannelParts {
    private static final Pattern REGION = Pattern.compile("[a-z]{2}[0-9]");
    private static final Pattern EDGE = Pattern.compile("[a-z]{2,20}(-[a-z]{2,10}){0,3}");

    private @Nullable Account account;
    private @Nullable Countries countries;
    private @Nullable Sender sms;
    private @Nullable Sender whatsApp;
    private final Map<Locale, WhatsApps.Template> templates = new HashMap<>();
    private @Nullable String caller;
    private @Nullable VoiceCallback words;
    private @Nullable String region;
    private @Nullable String edge;
    private @Nullable URI api;
    private @Nullable URI statusCallback;
    // The built-in texts need two in some languages, with a long brand, a long code or a fact.
    private int maxSegments = 2;
    boolean freeText;
    String senders = "sms(...), whatsApp(...) or voice(...)";
    String name = "twilio";
    final Wire.Builder wire = Wire.builder();

    void name(String name) {
        this.name = DeliveryChannel.requireName(name);
    }

    void account(Account given) {
        if (account != null) {
            throw new IllegalStateException("account(...) and apiKey(...) exclude each other, and are said once");
        }
        account = given;
    }

    void countries(Countries given) {
        if (countries != null) {
            throw new IllegalStateException("countries(...) and allCountries() exclude each other, and are said once");
        }
        countries = given;
    }

    void sms(String from) {
        sms = Sender.sms(from);
    }

    void whatsApp(String from) {
        whatsApp = Sender.whatsApp(from);
    }

    void template(Locale language, String contentSid, Duration life) {
        templates.put(language, new WhatsApps.Template(contentSid, life));
    }

    void voice(String from, VoiceCallback callback) {
        caller = Sender.caller(from);
        words = callback;
    }

    void region(String region, String edge) {
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException("region must be like ie1: " + region.length() + " characters given");
        }
        if (!EDGE.matcher(edge).matches()) {
            throw new IllegalArgumentException("edge must be like dublin: " + edge.length() + " characters given");
        }
        this.region = region;
        this.edge = edge;
    }

    void api(URI address) {
        api = Addresses.server("api", address);
    }

    void statusCallback(URI address) {
        SignatureUrl.of("statusCallback", address); // what StatusCallback refuses would never be read
        statusCallback = address;
    }

    void maxSegments(int most) {
        if (most < 1 || most > 10) {
            throw new IllegalArgumentException("maxSegments must be 1..10: " + most);
        }
        maxSegments = most;
    }

    Account account() {
        if (account == null) {
            throw new IllegalStateException("account(...) or apiKey(...) is missing");
        }
        return account;
    }

    Countries countries() {
        if (countries == null) {
            throw new IllegalStateException("countries(...) or allCountries() is missing");
        }
        return countries;
    }

    Account.Door door() {
        if (api != null && region != null) {
            throw new IllegalStateException("region(...) and api(...) exclude each other");
        }
        return new Account.Door(region, edge, api);
    }

    /** One for each kind of recipient that is served. */
    Map<String, Form> forms() {
        Map<String, Form> forms = new HashMap<>();
        if (sms != null) {
            forms.put(Recipient.SMS, new Texts(sms, maxSegments, statusCallback));
        }
        if (whatsApp != null) {
            if (!freeText && templates.isEmpty()) {
                throw new IllegalStateException("whatsApp(...) needs whatsAppTemplate(...) or whatsAppText()");
            }
            forms.put(Recipient.WHATSAPP, new WhatsApps(whatsApp, templates, freeText, statusCallback));
        } else if (freeText || !templates.isEmpty()) {
            throw new IllegalStateException("whatsApp(...) is missing");
        }
        if (!templates.isEmpty() && !templates.containsKey(Locale.ROOT)) {
            throw new IllegalStateException("whatsAppTemplate(contentSid, life) is missing, for all other languages");
        }
        if (caller != null && words != null) {
            forms.put(Recipient.VOICE, new Calls(caller, words, statusCallback));
        }
        if (forms.isEmpty()) {
            throw new IllegalStateException(senders + " is missing");
        }
        return Map.copyOf(forms);
    }
}

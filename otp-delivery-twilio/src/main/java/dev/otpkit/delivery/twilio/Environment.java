package dev.otpkit.delivery.twilio;

import dev.otpkit.delivery.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The names of the settings. */
final class Environment {
    // Everybody's own who tries: a phone joins it by a message, and has its window open by that.
    private static final String SANDBOX = "+14155238886";

    private Environment() {}

    static TwilioChannel.Builder of(Settings settings) {
        boolean key = key(settings);
        List<String> needed = new ArrayList<>(List.of("TWILIO_ACCOUNT_SID", "TWILIO_COUNTRIES"));
        needed.addAll(key ? List.of("TWILIO_API_KEY", "TWILIO_API_SECRET") : List.of("TWILIO_AUTH_TOKEN"));
        boolean edge = settings.optional("TWILIO_EDGE").isPresent()
                || settings.optional("TWILIO_REGION").isPresent();
        if (edge) {
            needed.addAll(List.of("TWILIO_REGION", "TWILIO_EDGE"));
        }
        settings.require(needed.toArray(String[]::new));
        TwilioChannel.Builder builder = TwilioChannel.builder();
        // Known when it is built: a voice takes an endpoint, which no setting is.
        builder.parts.senders = "TWILIO_PHONE_NUMBER, TWILIO_WHATSAPP_FROM or voice(...)";
        account(settings, builder, key);
        settings.required("TWILIO_COUNTRIES", text -> countries(builder, text.strip()));
        if (edge) {
            named(
                    "TWILIO_REGION, TWILIO_EDGE",
                    () -> builder.region(
                            settings.required("TWILIO_REGION").strip(),
                            settings.required("TWILIO_EDGE").strip()));
        }
        if (settings.optional("TWILIO_PHONE_NUMBER").isPresent()) {
            settings.required("TWILIO_PHONE_NUMBER", from -> builder.sms(from.strip()));
        }
        if (settings.optional("TWILIO_WHATSAPP_FROM").isPresent()) {
            settings.required("TWILIO_WHATSAPP_FROM", from -> builder.whatsApp(from.strip()));
            whatsApp(settings, builder);
        }
        return builder;
    }

    /** Whole, or without a token to take instead: half a key beside one was left behind by something else. */
    private static boolean key(Settings settings) {
        boolean sid = settings.optional("TWILIO_API_KEY").isPresent();
        boolean secret = settings.optional("TWILIO_API_SECRET").isPresent();
        boolean token = settings.optional("TWILIO_AUTH_TOKEN").isPresent();
        return token ? sid && secret : sid || secret;
    }

    private static void account(Settings settings, TwilioChannel.Builder builder, boolean key) {
        String sid = settings.required("TWILIO_ACCOUNT_SID").strip();
        if (!key) {
            named(
                    "TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN",
                    () -> builder.account(
                            sid, settings.required("TWILIO_AUTH_TOKEN").strip()));
            return;
        }
        named(
                "TWILIO_ACCOUNT_SID, TWILIO_API_KEY, TWILIO_API_SECRET",
                () -> builder.apiKey(
                        sid,
                        settings.required("TWILIO_API_KEY").strip(),
                        settings.required("TWILIO_API_SECRET").strip()));
    }

    private static void named(String names, Runnable call) {
        try {
            call.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(names + ": " + e.getMessage());
        }
    }

    private static TwilioChannel.Builder countries(TwilioChannel.Builder builder, String text) {
        if (text.equals("*")) {
            return builder.allCountries();
        }
        String[] regions = Arrays.stream(text.split(",", -1)).map(String::strip).toArray(String[]::new);
        for (String region : regions) {
            if (!region.matches("[A-Z]{2}")) {
                throw new IllegalArgumentException("must be * or regions, as GB,US"); // a secret may have got here
            }
        }
        return builder.countries(regions);
    }

    private static void whatsApp(Settings settings, TwilioChannel.Builder builder) {
        if (settings.optional("TWILIO_WHATSAPP_TEMPLATE").isPresent()) {
            int minutes = settings.number("TWILIO_WHATSAPP_MINUTES", 5, 1, 90);
            settings.required(
                    "TWILIO_WHATSAPP_TEMPLATE",
                    sid -> builder.whatsAppTemplate(sid.strip(), Duration.ofMinutes(minutes)));
        } else if (settings.required("TWILIO_WHATSAPP_FROM").strip().endsWith(SANDBOX)) {
            builder.whatsAppText();
        } else {
            settings.require("TWILIO_WHATSAPP_TEMPLATE");
        }
    }
}

package dev.otpkit.delivery.twilio;

import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.MessageCreator;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.http.Undelivered;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** WhatsApp messages: codes by a template that WhatsApp has approved, or free text where it was asked for by name. */
final class WhatsApps implements Form {
    private static final int LONGEST_CODE = 15; // what an authentication template takes
    private static final int LONGEST_TEXT = 1_600;

    private final Sender sender;
    private final Map<Locale, Template> templates;
    private final boolean freeText;
    private final @Nullable URI statusCallback;

    WhatsApps(Sender sender, Map<Locale, Template> templates, boolean freeText, @Nullable URI statusCallback) {
        this.sender = sender;
        this.templates = Map.copyOf(templates);
        this.freeText = freeText;
        this.statusCallback = statusCallback;
    }

    /** An approved text, and the life of the code that it tells. */
    record Template(String contentSid, Duration life) {
        private static final Pattern CONTENT = Pattern.compile("HX[0-9a-fA-F]{32}");
        private static final Duration LONGEST = Duration.ofMinutes(90);

        Template {
            if (!CONTENT.matcher(contentSid).matches()) {
                throw new IllegalArgumentException("contentSid must be HX and 32 hexadecimal digits: "
                        + contentSid.length() + " characters given");
            }
            if (life.compareTo(Duration.ofMinutes(1)) < 0
                    || life.compareTo(LONGEST) > 0
                    || !life.equals(Duration.ofMinutes(life.toMinutes()))) {
                throw new IllegalArgumentException("life must be 1..90 whole minutes: " + life);
            }
        }

        /**
         * Whether it may tell of a code with so much life left. A fresh code has all of it, and a resend repeats one that
         * has at least half; a code beyond these has another life than the template tells.
         */
        boolean fits(Duration left) {
            return left.compareTo(life) <= 0 && left.compareTo(life.dividedBy(2)) >= 0;
        }
    }

    @Override
    public Function<TwilioRestClient, @Nullable String> fill(Message message, String number) {
        MessageCreator made = sender.to(Sender.addressed(number));
        if (message.code().isPresent() && !templates.isEmpty()) {
            if (!message.facts().isEmpty()) {
                throw refused("template shows no facts"); // the person must see what is being confirmed
            }
            fill(made, message.code().get(), template(message.locale()));
        } else if (!freeText) {
            throw new Undelivered(DeliveryResult.permanent("no free text").blaming(Fault.OURS));
        } else if (message.text().length() > LONGEST_TEXT) {
            throw refused("text too long");
        } else {
            made.setBody(message.text());
        }
        Texts.life(message).ifPresent(made::setValidityPeriod);
        return Form.sent(made, statusCallback);
    }

    private static void fill(MessageCreator made, Message.Code code, Template template) {
        if (code.digits().length() > LONGEST_CODE) {
            throw refused("code too long");
        }
        if (!template.fits(code.expiresIn())) {
            throw refused("template tells another life");
        }
        // ASCII letters and digits, by the message's own promise: nothing to escape.
        made.setContentSid(template.contentSid()).setContentVariables("{\"1\":\"" + code.digits() + "\"}");
    }

    /** Of the language as it was asked for, then of the language, then the one for all. */
    private Template template(Locale asked) {
        Template exact = templates.get(asked);
        Template language = exact != null ? exact : templates.get(Locale.forLanguageTag(asked.getLanguage()));
        Template found = language != null ? language : templates.get(Locale.ROOT);
        if (found == null) {
            throw refused("no template");
        }
        return found;
    }

    /** About the recipient, though nobody else has seen it: strangers choose the language and the purpose. */
    private static Undelivered refused(String reason) {
        return new Undelivered(DeliveryResult.permanent(reason));
    }
}

package dev.otpkit.template;

import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Messages that an application wrote, and the built-in ones for the kinds that it did not write. */
final class OwnTemplate implements MessageTemplate {
    private static final int LONGEST_SUBJECT = 255;

    private final MessageTemplate builtIn;
    private final Look look;
    private final Locale locale;
    private final Language language;
    private final Set<String> variables;
    private final @Nullable Email email;
    private final @Nullable Part sms;
    private final @Nullable Part voice;

    OwnTemplate(
            Look look,
            Locale locale,
            Set<String> variables,
            @Nullable Email email,
            @Nullable Part sms,
            @Nullable Part voice) {
        this.builtIn = new StandardTemplate(look);
        this.look = look;
        this.locale = locale;
        this.language = new Language(Language.tag(locale));
        this.variables = Set.copyOf(variables);
        this.email = email;
        this.sms = sms;
        this.voice = voice;
    }

    /** The parts of an e-mail. */
    record Email(Part subject, Part text, Part html) {}

    @Override
    public Message render(Values values) {
        String kind = values.recipient().kind();
        List<String> facts = language.facts(values);
        if (!showsFacts(kind) && !facts.isEmpty()) {
            return builtIn.render(values); // the person must see what is being confirmed
        }
        Message.Builder message = Message.to(values.recipient())
                .locale(locale)
                .code(values.code(), values.expiresIn())
                .facts(facts);
        if (kind.equals(Recipient.EMAIL)) {
            return email == null ? builtIn.render(values) : email(message, email, words(values));
        }
        if (kind.equals(Recipient.VOICE)) {
            return voice == null ? builtIn.render(values) : voice(message, voice, values);
        }
        if (sms == null) {
            return builtIn.render(values);
        }
        String text = sms.say(words(values));
        return message.text(kind.equals(Recipient.SMS) ? look.closed(text, values.code()) : text)
                .build();
    }

    private Message email(Message.Builder message, Email email, Map<String, Object> words) {
        return look.withLogo(message.subject(shortened(email.subject().say(words))))
                .text(email.text().say(words))
                .html(email.html().say(words))
                .build();
    }

    /** The subject of an e-mail as it comes out of the words, however long; empty if the words are the built-in ones. */
    Optional<String> subject(Values values) {
        return email == null ? Optional.empty() : Optional.of(email.subject().say(words(values)));
    }

    // There may be any number of facts, and any of the variables: better a mail without its subject than no code.
    private String shortened(String subject) {
        if (subject.isBlank()) {
            return look.brand();
        }
        if (subject.length() <= LONGEST_SUBJECT) {
            return subject;
        }
        boolean parts = Character.isHighSurrogate(subject.charAt(LONGEST_SUBJECT - 1));
        return subject.substring(0, parts ? LONGEST_SUBJECT - 1 : LONGEST_SUBJECT);
    }

    private Message voice(Message.Builder message, Part voice, Values values) {
        Map<String, Object> words = words(values);
        words.put("code", Edition.spelled(values.code()));
        return message.text(Edition.heard(voice.say(words))).build();
    }

    private boolean showsFacts(String kind) {
        return switch (kind) {
            case Recipient.EMAIL ->
                email == null || (email.text().showsFacts() && email.html().showsFacts());
            case Recipient.VOICE -> voice == null || voice.showsFacts();
            default -> sms == null || sms.showsFacts();
        };
    }

    private Map<String, Object> words(Values values) {
        Map<String, Object> words = new HashMap<>();
        for (String variable : variables) {
            words.put(variable, Edition.tidy(variable, values));
        }
        words.put("code", values.code());
        words.put("brand", look.brand());
        words.put("expiry", language.expiry(values.expiresIn()));
        words.put("minutes", Long.toString(Math.max(1, values.expiresIn().toMinutes())));
        List<String> facts = language.facts(values);
        words.put("bound", facts.isEmpty() ? "" : language.say("bound", Map.of()));
        words.put("facts", facts);
        return words;
    }
}

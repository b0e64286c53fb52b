package dev.otpkit.template;

import com.samskivert.mustache.Template;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The built-in messages. Everything is compiled when it is made; rendering fills maps. */
final class StandardTemplate implements MessageTemplate {
    // Facts that tie a code to a browser. To the person they are noise, and in an inbox they would be one more copy.
    private static final Set<String> NOT_FOR_PEOPLE = Set.of("flow", "session");

    private final Language language = new Language(Locale.ENGLISH);
    private final Template emailText = Language.text("email.txt");
    private final Template emailHtml = Language.html("email.html");
    private final String brand;
    private final String subject;
    private final String hidden;
    private final Map<String, Object> sameInEveryEmail;

    StandardTemplate(String brand) {
        int length = brand.codePointCount(0, brand.length());
        if (brand.isBlank() || length > Tidy.LONGEST) {
            throw new IllegalArgumentException("brand must be 1.." + Tidy.LONGEST + " characters: " + length);
        }
        if (!Tidy.visible(brand).equals(brand)) {
            throw new IllegalArgumentException("brand must hold no control, invisible or surrounding characters");
        }
        this.brand = brand;
        this.subject = language.say("subject", Map.of("brand", brand));
        this.hidden = language.say("hidden", Map.of());
        this.sameInEveryEmail = Map.of(
                "language", language.locale().toLanguageTag(),
                "subject", subject,
                "heading", language.say("heading", Map.of("brand", brand)),
                "share", language.say("share", Map.of()),
                "unasked", language.say("unasked", Map.of()));
    }

    @Override
    public Message render(Values values) {
        Message.Builder message =
                Message.to(values.recipient()).locale(language.locale()).code(values.code(), values.expiresIn());
        return switch (values.recipient().kind()) {
            case Recipient.EMAIL -> email(message, values);
            case Recipient.VOICE -> message.text(voice(values)).build();
            default -> message.text(brief("sms", values, values.code())).build();
        };
    }

    private Message email(Message.Builder message, Values values) {
        Map<String, Object> parts = new HashMap<>(sameInEveryEmail);
        String given = values.variables().getOrDefault("name", "");
        String name = given.isEmpty() ? "" : Tidy.unlinked(given, "");
        List<String> facts = facts(values);
        parts.put("greeting", name.isEmpty() ? "" : language.say("greeting", Map.of("name", name)));
        parts.put("code", values.code());
        parts.put("groups", groups(values.code()));
        parts.put("bound", facts.isEmpty() ? "" : language.say("bound", Map.of()));
        parts.put("facts", facts);
        parts.put("expiry", language.expiry(values.expiresIn()));
        return message.subject(subject)
                .text(emailText.execute(parts))
                .html(emailHtml.execute(parts))
                .build();
    }

    // A voice call is marked up in XML sooner or later, and nobody can hear an angle bracket.
    private String voice(Values values) {
        String code = String.join(" ", values.code().split(""));
        return brief("voice", values, code).replaceAll("[<>]", "");
    }

    private String brief(String phrase, Values values, String code) {
        StringBuilder facts = new StringBuilder();
        for (String fact : facts(values)) {
            facts.append(fact).append(". ");
        }
        Map<String, String> words = new HashMap<>();
        words.put("facts", facts.toString());
        words.put("code", code);
        words.put("brand", brand);
        words.put("expiry", language.expiry(values.expiresIn()));
        return language.say(phrase, words);
    }

    private List<String> facts(Values values) {
        List<String> facts = new ArrayList<>();
        values.bindings().forEach((name, value) -> {
            if (!NOT_FOR_PEOPLE.contains(name)) {
                facts.add(language.say(
                        "fact", Map.of("name", Tidy.unlinked(name, hidden), "value", Tidy.unlinked(value, hidden))));
            }
        });
        return facts;
    }

    // Letters are set apart in fives by spacing alone, so that what is copied is the code and nothing else.
    private static List<String> groups(String code) {
        if (code.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return List.of(code);
        }
        List<String> groups = new ArrayList<>();
        for (int from = 0; from < code.length(); from += 5) {
            groups.add(code.substring(from, Math.min(from + 5, code.length())));
        }
        return groups;
    }
}

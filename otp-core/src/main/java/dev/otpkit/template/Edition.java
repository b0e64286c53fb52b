package dev.otpkit.template;

import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The built-in messages of one product in one language. Everything is compiled when it is made; rendering fills maps. */
final class Edition {
    private final Language language;
    private final Look look;
    private final Part emailText;
    private final Part emailHtml;
    private final String subject;
    private final Map<String, Object> sameInEveryEmail;

    Edition(Language language, Look look, Part emailText, Part emailHtml) {
        this.language = language;
        this.look = look;
        this.emailText = emailText;
        this.emailHtml = emailHtml;
        Map<String, String> brand = Map.of("brand", look.brand());
        this.subject = language.say("subject", brand);
        Map<String, Object> same = new HashMap<>(look.dress());
        same.put("language", language.tag());
        same.put("direction", language.direction());
        same.put("subject", subject);
        same.put("heading", language.say("heading", brand));
        same.put("share", language.say("share", Map.of()));
        same.put("unasked", language.say("unasked", Map.of()));
        this.sameInEveryEmail = Map.copyOf(same);
    }

    Message render(Values values) {
        Message.Builder message = Message.to(values.recipient())
                .locale(language.locale())
                .code(values.code(), values.expiresIn())
                .facts(language.facts(values));
        return switch (values.recipient().kind()) {
            case Recipient.EMAIL -> email(message, values);
            case Recipient.VOICE -> message.text(voice(values)).build();
            case Recipient.SMS ->
                message.text(look.closed(brief("sms", values, values.code()), values.code()))
                        .build();
            default -> message.text(brief("sms", values, values.code())).build();
        };
    }

    private Message email(Message.Builder message, Values values) {
        Map<String, Object> parts = new HashMap<>(sameInEveryEmail);
        List<String> facts = language.facts(values);
        String name = tidy("name", values);
        parts.put("greeting", name.isEmpty() ? "" : language.say("greeting", Map.of("name", name)));
        parts.put("code", values.code());
        parts.put("groups", groups(values.code()));
        parts.put("bound", facts.isEmpty() ? "" : language.say("bound", Map.of()));
        parts.put("facts", facts);
        parts.put("asked", asked(values));
        parts.put("expiry", language.expiry(values.expiresIn()));
        String line =
                look.codeInSubject() ? language.say("fact", Map.of("name", subject, "value", values.code())) : subject;
        return look.withLogo(message.subject(line))
                .text(emailText.say(parts))
                .html(emailHtml.say(parts))
                .build();
    }

    private List<Map<String, String>> asked(Values values) {
        List<Map<String, String>> asked = new ArrayList<>();
        for (String variable : new String[] {"where", "when"}) {
            String value = tidy(variable, values);
            if (!value.isEmpty()) {
                asked.add(Map.of("label", language.say(variable, Map.of()), "value", value));
            }
        }
        return asked;
    }

    /** A request's variable as it may be shown; empty if there is none. */
    static String tidy(String variable, Values values) {
        String given = values.variables().getOrDefault(variable, "");
        return given.isEmpty() ? "" : Tidy.unlinked(given, "");
    }

    private String voice(Values values) {
        return heard(brief("voice", values, spelled(values.code())));
    }

    /** One character at a time, or six digits become a number of some hundred thousand. */
    static String spelled(String code) {
        return String.join(" ", code.split(""));
    }

    /** A voice call is marked up in XML sooner or later, and nobody can hear an angle bracket. */
    static String heard(String text) {
        return text.replace("<", "").replace(">", "");
    }

    private String brief(String phrase, Values values, String code) {
        List<String> facts = language.facts(values);
        Map<String, String> words = new HashMap<>();
        words.put("facts", facts.isEmpty() ? "" : sentences(facts));
        words.put("code", code);
        words.put("brand", look.brand());
        words.put("expiry", language.expiry(values.expiresIn()));
        return language.say(phrase, words);
    }

    private String sentences(List<String> facts) {
        String stop = language.say("stop", Map.of()) + ' ';
        return String.join(stop, facts) + stop;
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

package dev.otpkit.template;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** The words of the standard messages in one language, compiled once. Thread-safe. */
final class Language {
    static final String ENGLISH = "en";

    // One file each.
    static final Set<String> BUILT_IN = Set.of(
            ENGLISH, "ar", "de", "es", "fr", "he", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr",
            "uk", "vi", "zh-Hans", "zh-Hant");
    private static final Set<String> RIGHT_TO_LEFT = Set.of("ar", "he");
    private static final Set<String> TRADITIONAL = Set.of("TW", "HK", "MO");

    // Facts that tie a code to a browser. To the person they are noise, and in an inbox they would be one more copy.
    private static final Set<String> NOT_FOR_PEOPLE = Set.of("flow", "session");

    private final String tag;
    private final Locale locale;
    private final Map<String, Phrase> phrases = new HashMap<>();

    Language(String tag) {
        this.tag = tag;
        this.locale = Locale.forLanguageTag(tag);
        Properties words = new Properties();
        try {
            words.load(new StringReader(TemplateText.ofResource(Language.class, tag + ".properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String name : words.stringPropertyNames()) {
            phrases.put(name, new Phrase(words.getProperty(name)));
        }
    }

    /** The tag of the built-in language that this locale asks for; English where there is none. */
    static String tag(Locale locale) {
        String name = name(locale);
        if (name.equals("zh")) {
            return script(locale).equals("Hant") ? "zh-Hant" : "zh-Hans";
        }
        return BUILT_IN.contains(name) ? name : ENGLISH;
    }

    static boolean isBuiltIn(Locale locale) {
        return name(locale).equals("zh") || BUILT_IN.contains(name(locale));
    }

    /** Whether this language, perhaps of one script or country only, is what was asked for. */
    static boolean covers(Locale language, Locale asked) {
        return name(language).equals(name(asked))
                && (language.getScript().isEmpty() || script(language).equals(script(asked)))
                && (language.getCountry().isEmpty() || language.getCountry().equals(asked.getCountry()));
    }

    // What Java itself called them until 17, and still does when told so.
    private static String name(Locale locale) {
        return switch (locale.getLanguage()) {
            case "iw" -> "he";
            case "in" -> "id";
            default -> locale.getLanguage();
        };
    }

    private static String script(Locale locale) {
        if (!locale.getScript().isEmpty() || !locale.getLanguage().equals("zh")) {
            return locale.getScript();
        }
        return TRADITIONAL.contains(locale.getCountry()) ? "Hant" : "Hans";
    }

    String tag() {
        return tag;
    }

    Locale locale() {
        return locale;
    }

    String direction() {
        return RIGHT_TO_LEFT.contains(tag) ? "rtl" : "ltr";
    }

    String say(String phrase, Map<String, String> words) {
        Phrase found = phrases.get(phrase);
        if (found == null) {
            throw new IllegalStateException("no phrase " + phrase + " in " + tag);
        }
        return found.say(words);
    }

    String expiry(Duration left) {
        long minutes = left.toMinutes();
        if (minutes < 1) {
            return say("seconds", Map.of());
        }
        if (minutes == 1) {
            return say("minute", Map.of());
        }
        // Long.toString writes ASCII digits whatever the machine's locale.
        return minutes < 120
                ? say("minutes", Map.of("n", Long.toString(minutes)))
                : say("hours", Map.of("n", Long.toString(left.toHours())));
    }

    /** What the code is bound to, for people: a line each, tidied. */
    List<String> facts(Values values) {
        if (values.bindings().isEmpty()) {
            return List.of();
        }
        String hidden = say("hidden", Map.of());
        List<String> facts = new ArrayList<>();
        values.bindings().forEach((name, value) -> {
            if (!NOT_FOR_PEOPLE.contains(name)) {
                facts.add(say(
                        "fact", Map.of("name", Tidy.unlinked(name, hidden), "value", Tidy.unlinked(value, hidden))));
            }
        });
        return facts;
    }
}

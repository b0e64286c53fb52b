package dev.otpkit.template;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** The words of the standard messages in one language, compiled once. Thread-safe. */
final class Language {
    private static final Mustache.Compiler PLAIN =
            Mustache.compiler().emptyStringIsFalse(true).escapeHTML(false);

    private final Locale locale;
    private final Map<String, Phrase> phrases = new HashMap<>();

    Language(Locale locale) {
        this.locale = locale;
        Properties words = new Properties();
        try {
            words.load(new StringReader(resource(locale.getLanguage() + ".properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String name : words.stringPropertyNames()) {
            phrases.put(name, new Phrase(words.getProperty(name)));
        }
    }

    Locale locale() {
        return locale;
    }

    String say(String phrase, Map<String, String> words) {
        Phrase found = phrases.get(phrase);
        if (found == null) {
            throw new IllegalStateException("no phrase " + phrase + " in " + locale.toLanguageTag());
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

    static Template text(String name) {
        return PLAIN.compile(resource(name));
    }

    static Template html(String name) {
        return PLAIN.escapeHTML(true).compile(resource(name));
    }

    private static String resource(String name) {
        try (InputStream in = Language.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource is missing: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.otpkit.delivery.twilio;

import com.twilio.twiml.voice.Say;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** A language as Twilio speaks it: its name there, and the words that ask for a key. */
record Voice(String language, String prompt, String promptLanguage) {
    private static final Map<String, String> KNOWN = load();
    private static final Set<String> SPOKEN =
            Arrays.stream(Say.Language.values()).map(Say.Language::toString).collect(Collectors.toUnmodifiableSet());
    private static final String ENGLISH = "en";

    private static Map<String, String> load() {
        Properties words = new Properties();
        try (InputStream in = Voice.class.getResourceAsStream("calls.properties")) {
            words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words.stringPropertyNames().stream()
                .collect(Collectors.toUnmodifiableMap(name -> name, words::getProperty));
    }

    /**
     * The voice for a text of this language, and of that country where Twilio has one. A text that it cannot speak is
     * spoken by an English voice, and what is not built in is asked for in English.
     */
    static Voice of(Locale locale) {
        String known = KNOWN.containsKey(name(locale)) ? name(locale) : ENGLISH;
        String line = KNOWN.getOrDefault(known, "");
        int blank = line.indexOf(' ');
        String usual = line.substring(0, blank);
        String exact = locale.getLanguage() + '-' + locale.getCountry();
        String language = SPOKEN.contains(exact)
                ? exact
                : known.equals(name(locale)) ? usual : firstOf(locale.getLanguage(), usual);
        boolean same = language.startsWith(usual.substring(0, usual.indexOf('-') + 1));
        return new Voice(language, line.substring(blank + 1), same ? language : usual);
    }

    private static String firstOf(String language, String otherwise) {
        return SPOKEN.stream()
                .filter(spoken -> !language.isEmpty() && spoken.startsWith(language + '-'))
                .sorted()
                .findFirst()
                .orElse(otherwise);
    }

    private static String name(Locale locale) {
        if (!locale.getLanguage().equals("zh")) {
            return locale.getLanguage();
        }
        boolean traditional = locale.getScript().isEmpty()
                ? Set.of("TW", "HK", "MO").contains(locale.getCountry())
                : locale.getScript().equals("Hant");
        return traditional ? "zh-Hant" : "zh-Hans";
    }
}

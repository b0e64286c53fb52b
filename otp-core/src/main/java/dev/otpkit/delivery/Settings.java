package dev.otpkit.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Named texts that an application was started with: the environment, properties, a map.
 *
 * <p>A channel that is made of settings says which names it reads. A blank value counts as missing. What is missing or
 * malformed is an {@link IllegalArgumentException} that tells names, never a value: half of these are passwords.
 *
 * <p>Immutable: what changes outside later changes nothing here. {@code toString} shows names only.
 */
public final class Settings {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final Map<String, String> values;
    private final @Nullable Settings next;

    private Settings(Map<String, String> values, @Nullable Settings next) {
        this.values = values;
        this.next = next;
    }

    /** The environment of this process, as it is now. */
    public static Settings environment() {
        return of(System.getenv());
    }

    /** These properties and their defaults, as they are now. */
    public static Settings of(Properties properties) {
        Map<String, String> texts = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name)));
        return of(texts);
    }

    /** A copy of these. */
    public static Settings of(Map<String, String> values) {
        return new Settings(Map.copyOf(values), null);
    }

    /** These, and where a name is missing here, the other ones. */
    public Settings orElse(Settings other) {
        return new Settings(values, next == null ? other : next.orElse(other));
    }

    /** The value, or empty where it is missing or blank. */
    public Optional<String> optional(String name) {
        String value = values.get(name);
        if (value != null && !value.isBlank()) {
            return Optional.of(value);
        }
        return next == null ? Optional.empty() : next.optional(name);
    }

    /**
     * The value.
     *
     * @throws IllegalArgumentException if it is missing; to hear of all that is missing at once, ask {@link #require}
     *     first
     */
    public String required(String name) {
        return require(name).optional(name).orElseThrow();
    }

    /**
     * The value as the reader understands it.
     *
     * @throws IllegalArgumentException if it is missing, or the reader throws one, whose message then follows the name
     */
    public <T> T required(String name, Function<String, T> reader) {
        try {
            return reader.apply(required(name));
        } catch (IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage());
            throw why.contains(name) ? e : new IllegalArgumentException(name + ": " + why);
        }
    }

    /**
     * The same settings, where all of these names have a value.
     *
     * @throws IllegalArgumentException naming every one that has none
     */
    public Settings require(String... names) {
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            if (optional(name).isEmpty()) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("missing settings: " + String.join(", ", missing));
        }
        return this;
    }

    /**
     * A whole number, or the fallback where the name is missing.
     *
     * @throws IllegalArgumentException if the value is no number of that range; the message does not repeat it
     */
    public int number(String name, int fallback, int least, int most) {
        Optional<String> value = optional(name).map(String::strip);
        if (value.isEmpty()) {
            return fallback;
        }
        // A password that landed under a wrong name must not be told by NumberFormatException.
        int number = NUMBER.matcher(value.get()).matches() ? Integer.parseInt(value.get()) : -1;
        if (number < least || number > most) {
            throw new IllegalArgumentException(name + " must be a number " + least + ".." + most);
        }
        return number;
    }

    /** The names that have a value. */
    @Override
    public String toString() {
        TreeSet<String> names = new TreeSet<>();
        for (Settings settings = this; settings != null; settings = settings.next) {
            names.addAll(settings.values.keySet());
        }
        names.removeIf(name -> optional(name).isEmpty());
        return "Settings" + names;
    }
}

package dev.otpkit.template;

import java.util.Map;

/** A line with gaps, {@code {{name}}}, and nothing else of Mustache: a short message needs no more, and is most of them. */
final class Phrase {
    private final String[] parts; // text, gap, text, gap, ... text

    Phrase(String line) {
        parts = line.split("\\{\\{|}}", -1);
        if (parts.length % 2 == 0) {
            throw new IllegalStateException("a gap is not closed: " + line);
        }
    }

    /** Each gap must have its word. */
    String say(Map<String, String> words) {
        StringBuilder said = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i += 2) {
            String word = words.get(parts[i]);
            if (word == null) {
                throw new IllegalStateException("no word for " + parts[i]);
            }
            said.append(word).append(parts[i + 1]);
        }
        return said.toString();
    }
}

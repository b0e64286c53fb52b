package dev.otpkit.delivery;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/** What addresses of every kind have in common: blanks, invisible characters and the case of letters. */
final class Text {

    /** An address has at most 320 chars; the rest is for what is tidied away. Bounds the work on what strangers type. */
    static final int LONGEST_TYPED = 1_000;

    private static final int LONGEST = 320;
    private static final int LONGEST_CODE = 64;

    private Text() {}

    static String nfc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /**
     * Full-width characters as ASCII, without the invisible ones that come along with a pasted text. Joiners stay, to be
     * refused: in a Persian domain one makes another domain.
     */
    static String tidy(String typed) {
        StringBuilder tidy = new StringBuilder(typed.length());
        typed.codePoints()
                .filter(c -> !isInvisible(c) || isJoiner(c))
                .map(c -> c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c)
                .forEach(tidy::appendCodePoint);
        return nfc(tidy.toString());
    }

    /** Without the blanks and invisible characters around it; tabs and line ends stay, to be refused. */
    static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isAround(text.charAt(from))) {
            from++;
        }
        while (from < to && isAround(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isAround(int c) {
        return isSpace(c) || isInvisible(c);
    }

    /** Spaces of every width, no-break ones too, and nothing that ends a line. */
    static boolean isSpace(int c) {
        return Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    /** Zero-width characters, marks of direction, soft hyphens and byte order marks. */
    static boolean isInvisible(int c) {
        return c == 0x00AD
                || c == 0x061C
                || (c >= 0x200B && c <= 0x200F)
                || (c >= 0x202A && c <= 0x202E)
                || c == 0x2060
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0xFEFF;
    }

    private static boolean isJoiner(int c) {
        return c == 0x200C || c == 0x200D;
    }

    /** The text, if a channel of the user's own can print it on one line without surprises. */
    static Optional<String> visibleLine(String text) {
        boolean visible = text.codePoints().noneMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        });
        return visible && !text.isBlank() && text.length() <= LONGEST ? Optional.of(text) : Optional.empty();
    }

    /**
     * Lower case for letters whose two cases belong to each other alone, so that no two people become one: a Kelvin
     * sign is no k, a capital dotted İ is no i.
     */
    static String lowerCase(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int small = Character.toLowerCase(c);
            lower.appendCodePoint(Character.toUpperCase(small) == c ? small : c);
        });
        return lower.toString();
    }

    /** One form for all that look or read alike; for counting only. */
    static String fold(String text) {
        // Up, then down: some letters share only their upper case (ς and σ, ı and i). Folding can undo NFKC.
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }

    static String first(String text) {
        return text.substring(0, text.offsetByCodePoints(0, 1));
    }

    static String notBlank(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
        return value;
    }

    /** Control characters and the two Unicode line ends: whatever could end a header line. */
    static boolean breaksLines(int c) {
        return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
    }

    /** 1..64 ASCII letters and digits. */
    static boolean isCode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LONGEST_CODE;
    }
}

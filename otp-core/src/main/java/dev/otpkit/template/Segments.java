package dev.otpkit.template;

import java.util.Locale;
import java.util.Optional;

/**
 * What a text costs as an SMS: providers bill each segment.
 *
 * <p>A text of GSM 03.38's default alphabet and its extension table is counted in septets, 160 in a single segment and 153
 * in each of several; a character of the extension table takes two, which stay together. One character more than these
 * and all of the text is UCS-2: 70 units in a single segment and 67 in each of several, with surrogate pairs kept
 * together. Tables of single languages, which few networks carry, are not counted on.
 *
 * <p>Immutable. {@code toString} shows the counts and the character of {@link #forcedBy}, and nothing else of the text.
 */
public final class Segments {
    private static final String DEFAULT =
            "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
                    + "¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String EXTENSION = "\f^{}\\[~]|€";

    private final Optional<String> forcedBy;
    private final int units;
    private final int count;

    private Segments(String text) {
        this.forcedBy = text.codePoints()
                .filter(c -> septets(c) == 0)
                .mapToObj(Segments::named)
                .findFirst();
        boolean septets = forcedBy.isEmpty();
        int each = septets ? 153 : 67;
        int segments = 1;
        int all = 0;
        int inLast = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int size = septets ? septets(c) : Character.charCount(c);
            if (inLast + size > each) {
                segments++;
                inLast = 0;
            }
            inLast += size;
            all += size;
            i += Character.charCount(c);
        }
        this.units = all;
        this.count = all <= (septets ? 160 : 70) ? 1 : segments;
    }

    /** The segments of this text. */
    public static Segments of(String text) {
        return new Segments(text);
    }

    /** How many segments are sent; an empty text is one. */
    public int count() {
        return count;
    }

    /** Whether the text is of the cheap alphabet. */
    public boolean isGsm7() {
        return forcedBy.isEmpty();
    }

    /** Septets if {@link #isGsm7}, otherwise UTF-16 units. */
    public int units() {
        return units;
    }

    /** The first character that is not in the cheap alphabet, with its number: {@code ó U+00F3}. */
    public Optional<String> forcedBy() {
        return forcedBy;
    }

    /** As in {@code 2 segments: 71 units of UCS-2, forced by ó U+00F3}. */
    @Override
    public String toString() {
        return count
                + (count == 1 ? " segment: " : " segments: ")
                + units
                + forcedBy.map(c -> " units of UCS-2, forced by " + c).orElse(" septets of GSM-7");
    }

    private static int septets(int c) {
        return DEFAULT.indexOf(c) >= 0 ? 1 : EXTENSION.indexOf(c) >= 0 ? 2 : 0;
    }

    private static String named(int c) {
        String hex = Integer.toHexString(c).toUpperCase(Locale.ROOT);
        return Character.toString(c) + " U+" + "0".repeat(Math.max(0, 4 - hex.length())) + hex;
    }
}

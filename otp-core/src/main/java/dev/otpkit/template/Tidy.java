package dev.otpkit.template;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** What is left of a stranger's value before it enters a message: one short, visible line that is no link. */
final class Tidy {
    static final int LONGEST = 40;

    // Nobody reads past the cut, so a value of megabytes costs no more than a page.
    private static final int LOOKED_AT = 1024;
    private static final String CUT = "...";

    // Lines and tabs part words; the rest of these has no shape: controls, format and bidi characters, private use,
    // halves of pairs, unassigned, and the letters and marks that are drawn as nothing.
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\x{85}]+");
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{C}\\x{34F}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}\\x{180B}-"
                    + "\\x{180F}\\x{2800}\\x{3164}\\x{FE00}-\\x{FE0F}\\x{FFA0}\\x{E0000}-\\x{E0FFF}]");

    // What mail clients, phones and chat programs make a link of. "domain.tld" is any mark, a dot and two letters;
    // amounts, times and initials ("10.00", "10:30", "J. R.") are none.
    private static final String OCTET = "(?:0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";
    private static final Pattern LINK = Pattern.compile("://|\\\\\\\\|www\\.|@|[^\\s.]\\.[\\p{L}\\p{M}]{2}"
            + "|(?<![0-9])" + OCTET + "(?:\\." + OCTET + "){3}(?![0-9])"
            + "|\\b(?:mailto|tel|callto|sms|smsto|mms|sip|sips|xmpp|geo|skype|facetime|whatsapp|tg|intent|market|magnet"
            + "|bitcoin|javascript|vbscript|data|file|about|blob|cid|urn|news|outlook|ms-[a-z]+)\\s?:");
    private static final Pattern DOT = Pattern.compile("[\\u3002\\u06D4\\u0701\\u0702\\uA4F8\\uA60E\\x{10A50}]");

    private Tidy() {}

    /** One visible line of at most 40 characters. */
    static String line(String value) {
        String line = visible(value);
        if (line.codePointCount(0, line.length()) <= LONGEST) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, LONGEST - CUT.length()))
                        .stripTrailing()
                + CUT;
    }

    /** The same line, or the other words where anything in the value looks like a link. */
    static String unlinked(String value, String otherwise) {
        String line = line(value);
        return isLink(visible(value)) || isLink(line) ? otherwise : line;
    }

    static String visible(String value) {
        String start = value.length() <= LOOKED_AT ? value : value.substring(0, LOOKED_AT);
        // Blanks first, for line ends are control characters too; and again, for two may meet where one went.
        String shown = UNSEEN.matcher(BLANKS.matcher(start).replaceAll(" ")).replaceAll("");
        return BLANKS.matcher(shown).replaceAll(" ").strip();
    }

    private static boolean isLink(String line) {
        String folded = Normalizer.normalize(line, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return LINK.matcher(DOT.matcher(folded).replaceAll(".")).find();
    }
}

package dev.otpkit.store.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Everything that somebody saw, to be searched for what he must not know: in clear, as hexadecimal digits, as base64. */
final class Seen {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{10,}");
    private static final Pattern HEX_OF_DIGITS = Pattern.compile("(?:3[0-9]){10,}");

    private final String all;
    private final String lower;

    Seen(byte[] bytes) {
        all = new String(bytes, ISO_8859_1);
        lower = all.toLowerCase(Locale.ROOT);
    }

    int size() {
        return all.length();
    }

    /** Whether a word is in it, in whatever spelling. */
    boolean has(String word) {
        byte[] bytes = word.getBytes(UTF_8);
        if (lower.contains(word.toLowerCase(Locale.ROOT))
                || lower.contains(HexFormat.of().formatHex(bytes))) {
            return true;
        }
        for (int shift = 0; shift < 3; shift++) { // where in a longer text it begins
            byte[] shifted = new byte[bytes.length + shift];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            if (all.contains(base64.substring(shift == 0 ? 0 : shift + 1, base64.length() - 2))) {
                return true;
            }
        }
        return false;
    }

    /** Which codes of ten digits are in it. */
    Set<String> codes(Set<String> known) {
        Set<String> found = new TreeSet<>();
        for (Pattern pattern : List.of(DIGITS, HEX_OF_DIGITS)) {
            Matcher matcher = pattern.matcher(all);
            while (matcher.find()) {
                String run = matcher.group();
                String digits =
                        pattern == DIGITS ? run : new String(HexFormat.of().parseHex(run), ISO_8859_1);
                for (int at = 0; at + 10 <= digits.length(); at++) {
                    found.add(digits.substring(at, at + 10));
                }
            }
        }
        found.retainAll(known);
        return found;
    }
}

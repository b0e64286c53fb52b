package dev.otpkit.delivery;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** E.164, strictly: a plus, no leading zero, 8..15 digits. */
final class PhoneNumber {

    /** Country codes by their lengths, and zeros after them: dialled at home, and dropped or not by whoever types. */
    private static final Pattern HOME_ZEROS =
            Pattern.compile("\\+((?>1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[0-9]{3}))0+");

    private static final int LONGEST_COUNTRY = 3;

    private PhoneNumber() {}

    static Optional<String> parse(String text) {
        StringBuilder bare = new StringBuilder(16);
        boolean opened = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Text.isSpace(c) || Text.isInvisible(c)) {
                continue;
            }
            int digit = Character.isDigit(c) ? Character.digit(c, 10) : -1;
            if (digit == 0 && opened) {
                return Optional
                        .empty(); // "+44 (0)20" drops that zero, "+39 (06)" dials it: nobody but the person knows
            }
            opened = c == '(';
            if (digit >= 0) {
                bare.append((char) ('0' + digit));
            } else if (c == '+') {
                bare.append('+');
            } else if (!isPunctuation(c)) {
                return Optional.empty();
            }
        }
        if (bare.length() > 2 && bare.charAt(0) == '0' && bare.charAt(1) == '0') {
            bare.replace(0, 2, "+");
        }
        return isE164(bare) ? Optional.of(bare.toString()) : Optional.empty();
    }

    /** Of a text that holds digits and plus signs alone. */
    private static boolean isE164(StringBuilder bare) {
        return bare.length() >= 9 && bare.length() <= 16 && bare.lastIndexOf("+") == 0 && bare.charAt(1) != '0';
    }

    private static boolean isPunctuation(int c) {
        return c == '-' || c == '.' || c == '/' || c == '(' || c == ')' || (c >= 0x2010 && c <= 0x2015);
    }

    static String countedAs(String address) {
        if (address.indexOf('0') > LONGEST_COUNTRY + 1) {
            return address;
        }
        Matcher zeros = HOME_ZEROS.matcher(address);
        return zeros.lookingAt() ? "+" + zeros.group(1) + address.substring(zeros.end()) : address;
    }

    /** As many stars for every length; the country is known by one digit only, since codes have one to three. */
    static String masked(String address) {
        return address.substring(0, 2) + "******" + address.substring(address.length() - 2);
    }
}

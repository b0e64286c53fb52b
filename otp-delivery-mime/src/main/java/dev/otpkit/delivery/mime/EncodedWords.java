package dev.otpkit.delivery.mime;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Header text in ASCII (RFC 2047), so that what a person reads is what was written, and nothing more. */
final class EncodedWords {
    /** As it stands, in one line that no server will break. */
    private static final Pattern PLAIN = Pattern.compile("[ -~]{1,60}");

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9]+(?: [A-Za-z0-9]+)*");
    /** Base64, its marks and "Subject: " stay within 78 characters. */
    private static final int BYTES_A_WORD = 39;

    private EncodedWords() {}

    static String text(String text) {
        // A text that is itself an encoded word would be read as something else, line breaks and all.
        return PLAIN.matcher(text).matches() && !text.contains("=?") && text.equals(text.strip())
                ? text
                : encoded(text);
    }

    /** A name before an address. */
    static String name(String name) {
        return PLAIN_NAME.matcher(name).matches() ? name : encoded(name);
    }

    private static String encoded(String text) {
        StringBuilder words = new StringBuilder();
        StringBuilder word = new StringBuilder();
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int length = Character.charCount(text.codePointAt(i));
            String one = text.substring(i, i + length);
            int more = one.getBytes(StandardCharsets.UTF_8).length;
            if (bytes + more > BYTES_A_WORD) {
                words.append(word(word)).append("\r\n ");
                word.setLength(0);
                bytes = 0;
            }
            word.append(one);
            bytes += more;
            i += length;
        }
        return words.append(word(word)).toString();
    }

    private static String word(StringBuilder text) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
    }
}

package dev.otpkit.code;

/** The characters that keyboards, phones and clipboards put into, around or instead of a code. */
final class Typed {

    private Typed() {}

    /** Spaces of every width, tabs, line ends, and the invisible marks that come along with a pasted text. */
    static boolean isBlank(int c) {
        return Character.isSpaceChar(c)
                || c == '\t'
                || c == '\n'
                || c == '\r'
                || c == 0x00AD // soft hyphen
                || c == 0x061C // Arabic letter mark
                || (c >= 0x200B && c <= 0x200F) // zero-width, left-to-right and right-to-left marks
                || (c >= 0x202A && c <= 0x202E) // embeddings and overrides
                || c == 0x2060 // word joiner
                || (c >= 0x2066 && c <= 0x2069) // isolates
                || c == 0xFEFF; // byte order mark
    }

    /** Hyphens and dashes that group; not U+2212, which is a minus sign. */
    static boolean isHyphen(int c) {
        return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0xFE58 || c == 0xFE63 || c == 0xFF0D;
    }

    /** The ASCII digit of a decimal digit of any script, the ASCII letter of a full-width one, or the char itself. */
    static int toAscii(int c) {
        if (Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER) {
            return '0' + Character.digit(c, 10);
        }
        boolean fullWidthLetter = (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A);
        return fullWidthLetter ? c - 0xFEE0 : c;
    }
}

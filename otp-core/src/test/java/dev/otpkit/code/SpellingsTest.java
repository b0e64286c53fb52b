package dev.otpkit.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** T10: what people, phones and keyboards make of one code, and what is not one. */
class SpellingsTest {

    private final OtpGenerator digits = OtpGenerator.digits(6);
    private final OtpGenerator letters = OtpGenerator.letters(8);

    @Test
    @DisplayName("T10: forty spellings of one code are that code")
    void fortySpellingsAreOneCode() {
        List<String> spellings = List.of(
                "493021",
                "493 021",
                " 493021",
                "493021 ",
                "493021\n",
                "493021\r\n",
                "\t493021",
                "4 9 3 0 2 1",
                "493\u00A0021", // no-break space
                "493\u2009021", // thin space
                "493\u202F021", // narrow no-break space
                "493\u2003021", // em space
                "493\u3000021", // ideographic space
                "493\u1680021", // ogham space
                "493\u205F021", // mathematical space
                "\u2028493021", // line separator
                "493021\u2029", // paragraph separator
                "493\u200B021", // zero-width space
                "\uFEFF493021", // byte order mark
                "493\u2060021", // word joiner
                "493\u200D021", // zero-width joiner
                "493\u00AD021", // soft hyphen
                "\u200E493021\u200E", // left-to-right marks
                "\u200F493021", // right-to-left mark
                "\u061C493021", // Arabic letter mark
                "\u202A493021\u202C", // embedding
                "493\u202E021", // right-to-left override
                "\u2066493021\u2069", // isolate
                "493-021",
                "49-30-21",
                "493 - 021",
                "493\u2010021", // hyphen
                "493\u2011021", // no-break hyphen
                "493\u2013021", // en dash
                "493\u2014021", // em dash
                "493\u2015021", // horizontal bar
                "493\uFF0D021", // full-width hyphen
                "４９３０２１", // full-width
                "٤٩٣٠٢١", // Arabic-Indic
                "۴۹۳۰۲۱", // Persian
                "४९३०२१", // Devanagari
                "๔๙๓๐๒๑", // Thai
                "৪৯৩০২১", // Bengali
                "4９٣०2১", // mixed
                "\uD835\uDFD2\uD835\uDFD7\uD835\uDFD1\uD835\uDFCE\uD835\uDFD0\uD835\uDFCF"); // mathematical bold
        assertThat(spellings).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
        assertThat(spellings).allSatisfy(typed -> assertThat(digits.read(typed)).contains("493021"));
    }

    @Test
    @DisplayName("T10: signs, other lengths, other characters and more than 64 chars are malformed")
    void everythingElseIsMalformed() {
        List<String> malformed = List.of(
                "",
                " ",
                "\u200B",
                "-",
                "49302",
                "4930211",
                "493021493021",
                "+493021",
                "-493021",
                "493021-",
                " - 493021",
                "\u2212493021", // minus
                "493\u2212021",
                "49302+1",
                "0x4930",
                "4.93021",
                "493,021",
                "493.021",
                "493021.",
                "493_021",
                "493/021",
                "49302l",
                "49302I",
                "4930Z1",
                "49302O",
                "4\u0000930",
                "493021\u0000",
                "493021\u001F",
                "493021\u0007",
                "49302\u00B9", // superscript one
                "49302\u2460", // circled one
                "49302\u2160", // Roman one
                "49302\u4E00", // Chinese one
                "49302\u00BD", // one half
                "4e5021",
                "493021;",
                "{{code}}",
                "\uD835493021", // half a pair
                "493021" + " ".repeat(59));
        assertThat(malformed).allSatisfy(typed -> assertThat(digits.read(typed)).isEmpty());
        assertThat(digits.read("493021" + " ".repeat(58))).as("64 chars").contains("493021");
    }

    @Test
    void lettersAreReadInEitherCaseFullWidthAndByTheDigitsTheyLookLike() {
        List<String> spellings = List.of(
                "BZSTQWXL", "bzstqwxl", "BzSt-QwXl", "bzst qwxl", "ＢＺＳＴＱＷＸＬ", "ｂｚｓｔｑｗｘｌ", "825TQWXL", "٨٢٥TQWXL");
        assertThat(spellings)
                .allSatisfy(typed -> assertThat(letters.read(typed)).contains("BZSTQWXL"));
        assertThat(List.of(
                        "BZSTQWX1",
                        "BZSTQWXI",
                        "0ZSTQWXL",
                        "AZSTQWXL",
                        "6ZSTQWXL",
                        "BZ\u017FTQWXL",
                        "\u212AZSTQWXL",
                        "BZSTQWX"))
                .allSatisfy(typed -> assertThat(letters.read(typed)).isEmpty());
    }

    @Test
    void aLongCodeIsNeverReadByAShortGenerator() {
        assertThat(letters.read("BZSTQWXLBZSTQWX")).isEmpty();
        assertThat(OtpGenerator.letters(15).read("BZSTQWXL")).isEmpty();
        assertThat(digits.read("BZSTQW")).isEmpty();
    }

    @Test
    @DisplayName("T10: no character of Unicode turns one code into another")
    void everyCharacterIsTheSymbolItStandsForOrNone() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String typed = Character.toString(c);
            String plain = Normalizer.normalize(typed, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
            String digit = Character.isDigit(c) ? namedDigit(c) : plain;
            digits.read("49302" + typed).ifPresent(code -> assertThat(code).isEqualTo("49302" + digit));
            String letter = digit.replace('2', 'Z').replace('5', 'S').replace('8', 'B');
            letters.read("BBBBBBB" + typed).ifPresent(code -> assertThat(code).isEqualTo("BBBBBBB" + letter));
        }
    }

    /** By the name in Unicode's own table, such as THAI DIGIT FOUR. */
    private static String namedDigit(int c) {
        String name = Character.getName(c);
        String word = name.substring(name.lastIndexOf(' ') + 1);
        return Integer.toString(List.of("ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE")
                .indexOf(word));
    }
}

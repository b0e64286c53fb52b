package dev.otpkit.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OtpGeneratorTest {

    @Test
    void lengthsOutOfRangeAreRefusedWithValueAndBound() {
        for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 5, 11, Integer.MAX_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OtpGenerator.digits(length))
                    .withMessage("length must be 6..10: " + length);
        }
        for (int length : new int[] {0, 5, 17}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OtpGenerator.letters(length))
                    .withMessage("length must be 6..16: " + length);
        }
    }

    @Test
    void everyLengthIsKept() {
        for (int length = 6; length <= 10; length++) {
            assertThat(OtpGenerator.digits(length).generate()).matches("[0-9]{" + length + "}");
            assertThat(OtpGenerator.digits(length).format())
                    .isEqualTo(new CodeFormat(length, CodeFormat.Alphabet.DIGITS));
        }
        for (int length = 6; length <= 16; length++) {
            assertThat(OtpGenerator.letters(length).generate()).matches("[B-DF-HJ-NP-TV-XZ]{" + length + "}");
            assertThat(OtpGenerator.letters(length).format())
                    .isEqualTo(new CodeFormat(length, CodeFormat.Alphabet.LETTERS));
        }
    }

    @Test
    void sixDigitsHaveTwentyBitsAndFifteenLettersAtLeastSixtyFour() {
        assertThat(OtpGenerator.digits(6).bits()).isCloseTo(19.93, within(0.01));
        assertThat(OtpGenerator.digits(10).bits()).isCloseTo(33.22, within(0.01));
        assertThat(OtpGenerator.letters(6).bits()).isGreaterThan(19.93);
        assertThat(OtpGenerator.letters(15).bits()).isGreaterThan(64).isCloseTo(64.83, within(0.01));
    }

    @Test
    void aPageLearnsItsKeyboardAndNothingOfTheCode() {
        assertThat(OtpGenerator.digits(6).format().inputMode()).isEqualTo("numeric");
        assertThat(OtpGenerator.letters(15).format().inputMode()).isEqualTo("text");
        assertThat(OtpGenerator.digits(6)).hasToString("CodeFormat[length=6, alphabet=DIGITS]");
    }

    @Test
    void aFormatOfAbsurdLengthIsRefused() {
        for (int length : new int[] {-1, 0, 65}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new CodeFormat(length, CodeFormat.Alphabet.DIGITS))
                    .withMessage("length must be 1..64: " + length);
        }
        assertThat(new CodeFormat(1, CodeFormat.Alphabet.DIGITS).length()).isEqualTo(1);
        assertThat(new CodeFormat(64, CodeFormat.Alphabet.LETTERS).length()).isEqualTo(64);
    }

    @Test
    @DisplayName("T11: under locales with other digits and cases a code is ASCII and reads back")
    void codesAreAsciiUnderEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : new String[] {"ar-EG", "tr-TR", "hi-IN-u-nu-deva", "th-TH-u-nu-thai", "fa-IR"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                OtpGenerator digits = OtpGenerator.digits(6);
                OtpGenerator letters = OtpGenerator.letters(16);
                for (int i = 0; i < 200; i++) {
                    String code = digits.generate();
                    assertThat(code).as(tag).matches("[0-9]{6}");
                    assertThat(digits.read(code)).as(tag).contains(code);
                    String word = letters.generate();
                    assertThat(word).as(tag).matches("[A-Z]{16}");
                    assertThat(letters.read(word.toLowerCase(Locale.ROOT)))
                            .as(tag)
                            .contains(word);
                }
                assertThat(digits.read("٤٩٣٠٢١")).as(tag).contains("493021");
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void whateverIsTypedIsReadWithoutAnExceptionAndOnlyAsACodeOfTheRightForm() {
        SplittableRandom random = new SplittableRandom(1);
        OtpGenerator digits = OtpGenerator.digits(6);
        OtpGenerator letters = OtpGenerator.letters(8);
        for (int i = 0; i < 200_000; i++) {
            StringBuilder typed = new StringBuilder();
            for (int n = random.nextInt(80); n > 0; n--) {
                int c = random.nextInt(4) == 0
                        ? random.nextInt(0x10000)
                        : " -0123456789BCDF٣३３ｂ\u200B".charAt(random.nextInt(20));
                typed.append((char) c);
            }
            digits.read(typed.toString()).ifPresent(code -> assertThat(code).matches("[0-9]{6}"));
            letters.read(typed.toString()).ifPresent(code -> assertThat(code).matches("[B-DF-HJ-NP-TV-XZ]{8}"));
        }
    }
}

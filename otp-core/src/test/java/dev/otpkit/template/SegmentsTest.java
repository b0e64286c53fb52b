package dev.otpkit.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentsTest {
    private static final String DEFAULT = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String EXTENSION = "\f^{}\\[~]|€";

    @ParameterizedTest
    @CsvSource({
        "a, 0, 1",
        "a, 1, 1",
        "a, 160, 1",
        "a, 161, 2",
        "a, 306, 2",
        "a, 307, 3",
        "a, 459, 3",
        "a, 460, 4",
        "я, 1, 1",
        "я, 70, 1",
        "я, 71, 2",
        "я, 134, 2",
        "я, 135, 3",
        "я, 201, 3",
        "я, 202, 4",
    })
    void theBoundsOfEachAlphabet(String character, int times, int count) {
        Segments segments = Segments.of(character.repeat(times));
        assertThat(segments.count()).isEqualTo(count);
        assertThat(segments.units()).isEqualTo(times);
    }

    @Test
    void everyCharacterOfTheDefaultAlphabetIsOneSeptetAndOfTheExtensionTwo() {
        assertThat(DEFAULT).hasSize(127); // and the escape, which is no character
        DEFAULT.chars().forEach(c -> {
            Segments one = Segments.of(Character.toString(c));
            assertThat(one.isGsm7()).as("%x", c).isTrue();
            assertThat(one.units()).as("%x", c).isEqualTo(1);
        });
        EXTENSION.chars().forEach(c -> {
            Segments two = Segments.of(Character.toString(c));
            assertThat(two.isGsm7()).as("%x", c).isTrue();
            assertThat(two.units()).as("%x", c).isEqualTo(2);
        });
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (DEFAULT.indexOf(c) < 0
                    && EXTENSION.indexOf(c) < 0
                    && Segments.of(Character.toString(c)).isGsm7()) {
                throw new AssertionError(Integer.toHexString(c) + " is not of the alphabet");
            }
        }
    }

    @Test
    void aCharacterOfTheExtensionIsNotSplitOverTwoSegments() {
        assertThat(Segments.of("€".repeat(80)).count()).isEqualTo(1);
        // 153 septets hold 76 of them, and the odd one is left empty.
        assertThat(Segments.of("€".repeat(152)).count()).isEqualTo(2);
        assertThat(Segments.of("€".repeat(153))).hasToString("3 segments: 306 septets of GSM-7");
        assertThat(Segments.of("a".repeat(152) + "€" + "a".repeat(151)).count()).isEqualTo(2);
        assertThat(Segments.of("a".repeat(152) + "€" + "a".repeat(152)).count()).isEqualTo(3);
    }

    @Test
    void aSurrogatePairIsNotSplitOverTwoSegments() {
        String smile = "\uD83D\uDE00";
        assertThat(Segments.of(smile.repeat(35)).count()).isEqualTo(1);
        assertThat(Segments.of(smile.repeat(66)).count()).isEqualTo(2);
        assertThat(Segments.of(smile.repeat(67)).count()).isEqualTo(3);
        assertThat(Segments.of(smile.repeat(67)).units()).isEqualTo(134);
        assertThat(Segments.of("\uD83D".repeat(71)).count()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "Su código ó ñ, ó U+00F3",
        "ç is not Ç, ç U+00E7",
        "a\u200Bb, \u200B U+200B",
        "Hi 😀 é, 😀 U+1F600",
        "don’t, ’ U+2019"
    })
    void theFirstCharacterThatForcesTheDearAlphabetIsNamed(String text, String named) {
        Segments segments = Segments.of(text);
        assertThat(segments.forcedBy()).contains(named);
        assertThat(segments.isGsm7()).isFalse();
        assertThat(segments).hasToString("1 segment: " + text.length() + " units of UCS-2, forced by " + named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ihr Code: 493021. Gültig für 5 Minuten.", "è à ü ñ ß Ω"})
    void nothingForcesACheapText(String text) {
        assertThat(Segments.of(text).forcedBy()).isEmpty();
    }
}

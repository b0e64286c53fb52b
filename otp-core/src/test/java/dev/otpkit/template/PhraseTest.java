package dev.otpkit.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PhraseTest {
    @Test
    void eachGapIsFilledAndNothingElse() {
        Phrase phrase = new Phrase("{{a}}{{b}} is {{a}}.");
        assertThat(phrase.say(Map.of("a", "{{b}}", "b", "two"))).isEqualTo("{{b}}two is {{b}}.");
        assertThat(new Phrase("no gap").say(Map.of())).isEqualTo("no gap");
    }

    @Test
    void aGapWithoutAWordAndAGapLeftOpenAreNeverSaid() {
        assertThatThrownBy(() -> new Phrase("{{a}}").say(Map.of("b", "")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a");
        assertThatThrownBy(() -> new Phrase("good until {{a}")).isInstanceOf(IllegalStateException.class);
    }
}

package dev.otpkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private final Settings settings = Settings.of(Map.of("HOST", "mail.example.com", "BLANK", " \t", "PORT", " 25 "));

    @Test
    void aValueIsGivenAsItIs() {
        assertThat(settings.required("PORT")).isEqualTo(" 25 ");
        assertThat(settings.optional("HOST")).contains("mail.example.com");
    }

    @Test
    void aBlankValueIsMissing() {
        assertThat(settings.optional("BLANK")).isEmpty();
        assertThatThrownBy(() -> settings.required("BLANK"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("missing settings: BLANK");
    }

    @Test
    void everyMissingNameIsToldAtOnce() {
        assertThatThrownBy(() -> settings.require("USER", "HOST", "BLANK", "PASSWORD"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("missing settings: USER, BLANK, PASSWORD");
        assertThat(settings.require("HOST", "PORT")).isSameAs(settings);
    }

    @Test
    void aNumberIsReadAndAMissingOneIsTheFallback() {
        assertThat(settings.number("PORT", 587, 1, 65_535)).isEqualTo(25);
        assertThat(settings.number("BLANK", 587, 1, 65_535)).isEqualTo(587);
        assertThat(settings.number("NONE", 587, 1, 65_535)).isEqualTo(587);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "0", "65536", "-1", "+25", "25.0", "\u0662\u0665", "99999999999"})
    void aNumberOutOfRangeIsRefusedWithoutTheValue(String value) {
        assertThatThrownBy(() -> Settings.of(Map.of("PORT", value)).number("PORT", 587, 1, 65_535))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("PORT must be a number 1..65535")
                .hasNoCause();
    }

    @Test
    void theFirstThatHasAValueIsAsked() {
        Properties defaults = new Properties();
        defaults.setProperty("USER", "ada");
        Properties properties = new Properties(defaults);
        properties.setProperty("BLANK", "filled");
        Settings both = settings.orElse(Settings.of(properties)).orElse(Settings.of(Map.of("LAST", "one")));

        assertThat(both.required("BLANK")).isEqualTo("filled");
        assertThat(both.required("USER")).isEqualTo("ada");
        assertThat(both.required("LAST")).isEqualTo("one");
        assertThat(Settings.of(Map.of("HOST", "other")).orElse(both).required("HOST"))
                .isEqualTo("other");
    }

    @Test
    void theEnvironmentIsRead() {
        assertThat(Settings.environment().required("PATH")).isEqualTo(System.getenv("PATH"));
    }

    @Test
    void whatChangesLaterChangesNothing() {
        Map<String, String> map = new HashMap<>(Map.of("A", "1"));
        Settings taken = Settings.of(map);
        map.put("A", "2");
        assertThat(taken.required("A")).isEqualTo("1");
    }

    @Test
    void onlyNamesAreShown() {
        assertThat(settings.orElse(Settings.of(Map.of("BLANK", "secret")))).hasToString("Settings[BLANK, HOST, PORT]");
        assertThat(settings).hasToString("Settings[HOST, PORT]");
    }
}

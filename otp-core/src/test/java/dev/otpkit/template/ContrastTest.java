package dev.otpkit.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.otpkit.delivery.Recipient;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WCAG 2's 4.5 to 1, computed on what is rendered. */
class ContrastTest {
    private static final Pattern LIGHT = Pattern.compile("class=\"(\\w+)\"[^>]*style=\"([^\"]*)\"");
    private static final Pattern DARK = Pattern.compile("\\.(\\w+)\\{([^}]*)}");

    private static String html(String colour) {
        return MessageTemplate.builder()
                .brand("ACME")
                .colour(colour)
                .build()
                .render(Sample.to(Recipient.email("ada@example.com"))
                        .variable("where", "Berlin")
                        .build())
                .html()
                .orElseThrow();
    }

    private static double luminance(String hex) {
        double sum = 0;
        double[] weights = {0.2126, 0.7152, 0.0722};
        for (int i = 0; i < 3; i++) {
            double c = Integer.parseInt(hex.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weights[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    private static double contrast(String one, String other) {
        double a = luminance(one) + 0.05;
        double b = luminance(other) + 0.05;
        return Math.max(a, b) / Math.min(a, b);
    }

    private static String property(String name, String style) {
        Matcher matcher = Pattern.compile("(?:^|;)" + name + ":(#[0-9a-f]{6})").matcher(style);
        assertThat(matcher.find()).as("%s in %s", name, style).isTrue();
        return matcher.group(1);
    }

    @Test
    void everyTextCanBeReadInBothSchemes() {
        String html = html("#0b5fff");
        for (Pattern scheme : new Pattern[] {LIGHT, DARK}) {
            Map<String, String> styles = new TreeMap<>();
            Matcher matcher = scheme.matcher(html);
            while (matcher.find()) {
                styles.merge(matcher.group(1), matcher.group(2), (a, b) -> a.length() < b.length() ? a : b);
            }
            assertThat(styles).containsOnlyKeys("page", "mail", "code", "less");
            String paper = property("background", styles.get("mail"));
            assertThat(contrast(property("color", styles.get("mail")), paper)).isGreaterThanOrEqualTo(4.5);
            assertThat(contrast(property("color", styles.get("less")), paper)).isGreaterThanOrEqualTo(4.5);
            assertThat(contrast(property("color", styles.get("code")), property("background", styles.get("code"))))
                    .isGreaterThanOrEqualTo(4.5);
        }
    }

    @Test
    void aBrandCanBeReadOnAnyColour() {
        for (int red = 0; red < 256; red += 15) {
            for (int green = 0; green < 256; green += 5) {
                for (int blue = 0; blue < 256; blue += 15) {
                    String hex = "#" + two(red) + two(green) + two(blue);
                    assertThat(contrast(hex, new Colour(hex).ink())).as(hex).isGreaterThanOrEqualTo(4.5);
                }
            }
        }
        assertThat(html("#ffd400")).contains("background:#ffd400;color:#000000\"");
        assertThat(html("#0B5FFF")).contains("background:#0B5FFF;color:#ffffff\"");
    }

    private static String two(int value) {
        return (value < 16 ? "0" : "") + Integer.toHexString(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "red", "#fff", "#12345g", "0b5fff", "#0b5fff;", "#0b5fff\n", "#٠١٢٣٤٥"})
    void aColourIsSixHexadecimalDigits(String colour) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageTemplate.builder().colour(colour))
                .withMessage("colour must be #rrggbb: " + colour);
    }
}

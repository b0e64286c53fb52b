package dev.otpkit.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What the README shows is what is compiled here. */
class ReadmeTest {
    static void shown(String password, Supplier<String> tokens) {
        // README
        SmtpChannel mail = SmtpChannel.builder()
                .host("smtp.example.com")
                .password("otp", password)
                .from("no-reply@example.com", "ACME")
                .build();
        SmtpChannel office = SmtpChannel.office365("otp@example.com", tokens).build();
        SmtpChannel set = SmtpChannel.of(Settings.environment()).build();
        mail.send("ada@example.com", "Welcome", "<p>Hello</p>", "Hello");
        // end
    }

    @Test
    void theReadmeShowsWhatCompiles() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String source = Files.readString(
                Path.of("src", "test", "java", "dev", "otpkit", "delivery", "smtp", "ReadmeTest.java"));

        assertThat(lines(between(readme, "```java\n", "```")))
                .hasSizeGreaterThan(5)
                .isEqualTo(lines(between(source, "// README\n", "// end")));
    }

    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }

    private static List<String> lines(String code) {
        return Arrays.stream(code.split("\n"))
                .map(line -> line.replaceAll(" // .*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }
}

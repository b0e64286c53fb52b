package dev.otpkit.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.Settings;
import dev.otpkit.fixtures.Readme;
import java.io.IOException;
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
        assertThat(Readme.shown()).hasSizeGreaterThan(5).isEqualTo(Readme.compiled(ReadmeTest.class));
    }
}

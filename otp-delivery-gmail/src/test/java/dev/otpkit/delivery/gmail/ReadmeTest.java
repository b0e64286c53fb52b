package dev.otpkit.delivery.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.auth.oauth2.GoogleCredentials;
import dev.otpkit.delivery.Settings;
import dev.otpkit.fixtures.Readme;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the README shows is what is compiled here. */
class ReadmeTest {
    static List<GmailChannel> shown(
            String clientId,
            String clientSecret,
            String refreshToken,
            String keyJson,
            GoogleCredentials googleCredentials) {
        // README
        GmailChannel gmail = GmailChannel.builder()
                .refreshToken(clientId, clientSecret, refreshToken)
                .from("otp@example.com", "ACME")
                .build();
        GmailChannel set = GmailChannel.of(Settings.environment()).build();
        GmailChannel domain = GmailChannel.builder()
                .serviceAccount(keyJson, "otp@example.com")
                .from("otp@example.com", "ACME")
                .build();
        GmailChannel own = GmailChannel.builder()
                .credentials(googleCredentials)
                .from("otp@example.com")
                .build();
        gmail.send("ada@example.com", "Welcome", "<p>Hello</p>", "Hello");
        // end
        return List.of(set, domain, own);
    }

    @Test
    void theReadmeShowsWhatCompiles() throws IOException {
        assertThat(Readme.shown()).hasSizeGreaterThan(5).isEqualTo(Readme.compiled(ReadmeTest.class));
    }
}

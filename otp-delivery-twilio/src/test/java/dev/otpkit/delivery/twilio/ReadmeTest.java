package dev.otpkit.delivery.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.OtpService;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.delivery.Settings;
import dev.otpkit.fixtures.Readme;
import dev.otpkit.template.MessageTemplate;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the README shows is what is compiled here. */
class ReadmeTest {
    static Optional<String> shown(
            OtpService otp,
            String accountSid,
            String authToken,
            String contentSid,
            String contentType,
            String query,
            byte[] body,
            String signature) {
        // README
        VoiceCallback calls = VoiceCallback.of(URI.create("https://app.example.com/otp/voice"), authToken);
        TwilioChannel twilio = TwilioChannel.builder()
                .account(accountSid, authToken)
                .countries("GB", "IE", "US")
                .sms("+447400123456")
                .whatsApp("+447400123456")
                .whatsAppTemplate(contentSid, Duration.ofMinutes(5))
                .voice("+447400123456", calls)
                .statusCallback(URI.create("https://app.example.com/otp/status"))
                .build();
        TwilioChannel set = TwilioChannel.of(Settings.environment()).build();
        MessageTemplate template =
                MessageTemplate.builder().brand("ACME").webOtp("example.com").build();

        Optional<Recipient> typed = PhoneNumbers.read(Recipient.SMS, "07400 123456", "GB");
        twilio.send(Recipient.sms("+447400123456"), "Your parcel is at the door.");

        Optional<String> xml = calls.answer(body, query, signature);
        StatusCallback reports = StatusCallback.of(URI.create("https://app.example.com/otp/status"), authToken);
        StatusCallback.Reading reading = reports.read(contentType, body, query, signature);
        reading.report().ifPresent(otp::report);
        // end
        assertThat(List.of(set, template, typed)).isNotEmpty();
        return xml;
    }

    @Test
    void theReadmeShowsWhatCompiles() throws IOException {
        assertThat(Readme.shown()).hasSizeGreaterThan(5).isEqualTo(Readme.compiled(ReadmeTest.class));
    }
}

package together;

import dev.otpkit.OtpKey;
import dev.otpkit.OtpService;
import dev.otpkit.VerifyResult;
import dev.otpkit.delivery.ConsoleChannel;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.delivery.gmail.GmailChannel;
import dev.otpkit.delivery.smtp.SmtpChannel;
import dev.otpkit.delivery.twilio.PhoneNumbers;
import dev.otpkit.delivery.twilio.TwilioChannel;
import dev.otpkit.delivery.twilio.VoiceCallback;
import dev.otpkit.store.memory.MemoryBackend;
import java.net.URI;
import java.time.Duration;

/** Prints each module of ours and how it got its name, then asks for a code and mistakes it. */
public final class Together {
    private Together() {}

    public static void main(String[] args) {
        ModuleLayer.boot().modules().stream()
                .filter(module -> module.getName().startsWith("dev.otpkit"))
                .map(module -> module.getName() + (module.getDescriptor().isAutomatic() ? " automatic" : " named"))
                .sorted()
                .forEach(System.out::println);

        try (OtpService otp = OtpService.builder()
                .backend(new MemoryBackend())
                .channel(new ConsoleChannel())
                .purpose("login")
                .development()
                .build()) {
            OtpKey key = OtpKey.of("login", "user-42");
            System.out.println(otp.request(key, Recipient.email("ada@example.com")).outcome());
            VerifyResult result = otp.verify(key, "not a code");
            System.out.println(result.outcome());
        }

        // Nobody listens there; but a mail has been composed, and a connection tried.
        try (SmtpChannel mail = SmtpChannel.mailpit().port(1).build()) {
            System.out.println(mail.send("ada@example.com", "Hello", "<p>Hello</p>", "Hello"));
        }

        // The same, after a token was asked for.
        try (GmailChannel gmail = GmailChannel.builder()
                .refreshToken("1.apps.googleusercontent.com", "secret", "token")
                .from("otp@example.com")
                .api(URI.create("http://127.0.0.1:1"))
                .build()) {
            System.out.println("gmail " + gmail.send("ada@example.com", "Hello", "<p>Hello</p>", "Hello"));
        }

        // The same, after numbering plans were read, a call was written and a form was filled.
        String token = "0123456789abcdef0123456789abcdef";
        VoiceCallback calls = VoiceCallback.of(URI.create("https://app.example.com/otp/voice"), token);
        try (TwilioChannel twilio = TwilioChannel.builder()
                .account("AC" + token, token)
                .api(URI.create("http://127.0.0.1:1"))
                .countries("GB")
                .voice("+447400123456", calls)
                .build()) {
            Recipient ada = PhoneNumbers.read(Recipient.VOICE, "020 7946 0018", "GB").orElseThrow();
            System.out.println("twilio " + twilio.route(ada).country().orElseThrow());
            System.out.println("twilio " + twilio.deliver(Message.to(ada)
                    .text("493021")
                    .code("493021", Duration.ofMinutes(5))
                    .build()));
        }
    }
}

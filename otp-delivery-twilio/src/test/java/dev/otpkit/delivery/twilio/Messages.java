package dev.otpkit.delivery.twilio;

import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Messages and numbers for the tests. */
final class Messages {
    static final String CODE = "493021";
    static final URI ENDPOINT = URI.create("https://app.example.com/otp/voice");
    static final String TEMPLATE = "HX00000000000000000000000000000001";

    private Messages() {}

    static Message code(Recipient to) {
        return Message.to(to)
                .text(CODE + " is your ACME code.")
                .code(CODE, Duration.ofMinutes(5))
                .build();
    }

    static Message sms() {
        return code(Recipient.sms("+447400100001"));
    }

    static TwilioChannel.Builder allKinds(Sink sink) {
        return sink.sms()
                .whatsApp("+14155238886")
                .whatsAppTemplate(TEMPLATE, Duration.ofMinutes(5))
                .voice("+447400123456", VoiceCallback.of(ENDPOINT, Sink.TOKEN));
    }

    /** A new number in use each time. */
    static String number(AtomicInteger counter) {
        String digits = Integer.toString(100_000 + counter.incrementAndGet());
        return "+447400" + digits;
    }
}

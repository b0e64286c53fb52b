package dev.otpkit.delivery.smtp;

import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import java.time.Duration;

/** Messages and channels as most tests want them. */
final class Mails {
    static final String CODE = "493021";

    private Mails() {}

    static SmtpChannel.Builder quick(SmtpChannel.Builder builder) {
        return builder.from("no-reply@acme.test", "ACME")
                .connectTimeout(Duration.ofSeconds(2))
                .readTimeout(Duration.ofMillis(400))
                .writeTimeout(Duration.ofSeconds(2))
                .deadline(Duration.ofSeconds(5));
    }

    /** A channel that asks a connection before each use whether it is still there. */
    static SmtpChannel.Builder restless(ScriptedServer server) {
        SmtpChannel.Builder builder = server.channel();
        builder.parts.trusted = Duration.ZERO;
        return builder;
    }

    static Message to(String address) {
        return Message.to(Recipient.email(address))
                .subject("Your code")
                .text("Your code is " + CODE + ".")
                .html("<p>Your code is <b>" + CODE + "</b>.</p>")
                .code(CODE, Duration.ofMinutes(5))
                .build();
    }

    static Message mail() {
        return to("ada@example.com");
    }
}

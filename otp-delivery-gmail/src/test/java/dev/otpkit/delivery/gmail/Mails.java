package dev.otpkit.delivery.gmail;

import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import java.time.Duration;

/** Messages for the tests. */
final class Mails {
    static final String CODE = "493021";

    private Mails() {}

    static Message to(String address) {
        return Message.to(Recipient.email(address))
                .subject("Your code")
                .text("Your code is " + CODE + ".")
                .html("<p>Your code is <b>" + CODE + "</b>.</p>")
                .code(CODE, Duration.ofMinutes(5))
                .build();
    }

    static Message one() {
        return to("ada@example.com");
    }
}

package dev.otpkit.delivery.twilio;

import dev.otpkit.delivery.Recipient;
import java.time.Duration;

/** What every channel must do, for WhatsApp messages. */
class WhatsAppContractTest extends ContractTests {

    WhatsAppContractTest() {
        super(Recipient.WHATSAPP);
    }

    @Override
    TwilioChannel.Builder ready(TwilioChannel.Builder builder) {
        return builder.whatsApp("+14155238886").whatsAppTemplate(Messages.TEMPLATE, Duration.ofMinutes(5));
    }

    @Override
    String said(Sink.Post post) {
        return post.one("ContentVariables");
    }
}

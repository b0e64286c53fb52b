package dev.otpkit.delivery.twilio;

import dev.otpkit.delivery.Recipient;

/** What every channel must do, for text messages. */
class SmsContractTest extends ContractTests {

    SmsContractTest() {
        super(Recipient.SMS);
    }

    @Override
    TwilioChannel.Builder ready(TwilioChannel.Builder builder) {
        return builder.sms("+447400123456");
    }

    @Override
    String said(Sink.Post post) {
        return post.one("Body");
    }
}

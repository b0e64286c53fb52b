package dev.otpkit.delivery.twilio;

import dev.otpkit.delivery.Recipient;

/** What every channel must do, for calls: their messages are what is said once a key was pressed. */
class VoiceContractTest extends ContractTests {
    private final VoiceCallback words = VoiceCallback.of(Messages.ENDPOINT, Sink.TOKEN);

    VoiceContractTest() {
        super(Recipient.VOICE);
    }

    @Override
    TwilioChannel.Builder ready(TwilioChannel.Builder builder) {
        return builder.voice("+447400123456", words);
    }

    @Override
    String said(Sink.Post post) {
        return Endpoint.press(words, post, "1").replace(", ", "");
    }
}

package dev.otpkit.delivery.twilio;

import com.twilio.http.HttpMethod;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.CallCreator;
import com.twilio.type.PhoneNumber;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.http.Undelivered;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls that say a code after a key was pressed, and cost two minutes at most. */
final class Calls implements Form {
    private static final int SECONDS_OF_RINGING = 30;
    private static final int SECONDS_IN_ALL = 120;
    private static final List<String> EVENTS = List.of("initiated", "ringing", "answered", "completed");

    private final String caller;
    private final VoiceCallback words;
    private final @Nullable URI statusCallback;

    Calls(String caller, VoiceCallback words, @Nullable URI statusCallback) {
        this.caller = caller;
        this.words = words;
        this.statusCallback = statusCallback;
    }

    @Override
    public Function<TwilioRestClient, @Nullable String> fill(Message message, String number) {
        Message.Code code = message.code()
                .orElseThrow(() -> new Undelivered(
                        DeliveryResult.permanent("no code to say").blaming(Fault.OURS)));
        Voice voice = Voice.of(message.locale());
        URI second = words.address(
                        new Seal.Speech(voice.language(), Twiml.spelled(message.text(), code.digits())),
                        number,
                        Instant.now().plus(Texts.left(message).orElseThrow()))
                .orElseThrow(() -> new Undelivered(DeliveryResult.permanent("text too long")));
        CallCreator call = new CallCreator(
                        new PhoneNumber(number),
                        new PhoneNumber(caller),
                        new com.twilio.type.Twiml(Twiml.ask(voice, second)))
                .setTimeout(SECONDS_OF_RINGING)
                .setTimeLimit(SECONDS_IN_ALL);
        if (statusCallback != null) {
            call.setStatusCallback(statusCallback)
                    .setStatusCallbackMethod(HttpMethod.POST)
                    .setStatusCallbackEvent(EVENTS);
        }
        return client -> call.create(client).getSid();
    }
}

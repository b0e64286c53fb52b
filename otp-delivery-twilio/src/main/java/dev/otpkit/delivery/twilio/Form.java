package dev.otpkit.delivery.twilio;

import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.MessageCreator;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.http.Undelivered;
import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How messages of one kind are written for Twilio. */
interface Form {

    /**
     * The message to this number, as something that a client makes and answers with its name.
     *
     * @throws Undelivered with a result, where it must not be sent like that
     */
    Function<TwilioRestClient, @Nullable String> fill(Message message, String number);

    static Function<TwilioRestClient, @Nullable String> sent(MessageCreator message, @Nullable URI statusCallback) {
        if (statusCallback != null) {
            message.setStatusCallback(statusCallback);
        }
        return client -> message.create(client).getSid();
    }
}

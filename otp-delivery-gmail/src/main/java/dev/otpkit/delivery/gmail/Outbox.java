package dev.otpkit.delivery.gmail;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.Message;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.http.Answer;
import dev.otpkit.delivery.http.Undelivered;
import dev.otpkit.delivery.http.Wire;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hands a mail over once: a token, a request, and once more both where the token was refused. */
final class Outbox {
    static final URI API = URI.create("https://gmail.googleapis.com/");

    private final Wire wire;
    private final Tokens tokens;
    private final URI api;

    Outbox(Wire wire, Tokens tokens, URI api) {
        this.wire = wire;
        this.tokens = tokens;
        this.api = api;
    }

    /** @throws Undelivered with a result, where there is no answer */
    DeliveryResult send(byte[] mail) {
        long end = System.nanoTime() + wire.deadline().toNanos();
        Message message = new Message().encodeRaw(mail);
        Tokens.Token token = tokens.get(null, left(end));
        Answer answer = post(message, token, left(end));
        if (Verdict.isTokenRefused(answer)) { // by Google, before it looks at a mail
            answer = post(message, tokens.get(token, left(end)), left(end));
        }
        return Verdict.of(answer);
    }

    /** The client writes the request; it neither sends it nor reads the answer, of which it would print what is no JSON. */
    private Answer post(Message message, Tokens.Token token, Duration longest) {
        WireTransport transport = new WireTransport(wire, token.headers(), longest);
        try {
            new Gmail.Builder(transport, GsonFactory.getDefaultInstance(), Outbox::inSilence)
                    .setRootUrl(api.toString())
                    .setApplicationName("otpkit")
                    .build()
                    .users()
                    .messages()
                    .send("me", message)
                    .setDisableGZipContent(true) // a mail with a code is a kilobyte or two
                    .executeUnparsed();
        } catch (WireTransport.Lost lost) {
            throw lost.known;
        } catch (IOException | RuntimeException e) {
            return answer(transport.answer()); // the answer is read here, whatever the client thinks of it
        }
        return answer(transport.answer());
    }

    private static Answer answer(@Nullable Answer came) {
        if (came == null) {
            throw new Undelivered(DeliveryResult.permanent("request not built").blaming(Fault.OURS));
        }
        return came;
    }

    private static void inSilence(HttpRequest request) {
        request.setLoggingEnabled(false)
                .setCurlLoggingEnabled(false)
                .setFollowRedirects(false)
                .setNumberOfRetries(0)
                .setThrowExceptionOnExecuteError(false);
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    }
}

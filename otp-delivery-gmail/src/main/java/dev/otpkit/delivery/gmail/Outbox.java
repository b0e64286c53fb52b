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
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hands a mail over once: a token, a request, and once more both where the token was refused. */
final class Outbox {
    static final URI API = URI.create("https://gmail.googleapis.com/");

    private static final int TOKEN_REFUSED = 401;

    private final Wire wire;
    private final Tokens tokens;
    private final URI api;
    private final Duration deadline;

    Outbox(Wire wire, Tokens tokens, URI api, Duration deadline) {
        this.wire = wire;
        this.tokens = tokens;
        this.api = api;
        this.deadline = deadline;
    }

    /** @throws Undelivered with a result, where there is no answer */
    DeliveryResult send(MimeMessage mail) {
        long end = System.nanoTime() + deadline.toNanos();
        Message message = new Message().encodeRaw(bytes(mail));
        Tokens.Token token = tokens.get(null, left(end));
        Answer answer = post(message, token, left(end));
        if (answer.status() == TOKEN_REFUSED) { // before the mail was looked at
            answer = post(message, tokens.get(token, left(end)), left(end));
        }
        return Verdict.of(answer);
    }

    private static byte[] bytes(MimeMessage mail) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try {
            mail.writeTo(bytes);
        } catch (IOException | MessagingException e) {
            // Without the cause, which may quote the mail. It is bytes already, and nothing else is written to.
            throw new IllegalStateException(
                    "a mail could not be read: " + e.getClass().getName());
        }
        return bytes.toByteArray();
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
        } catch (IOException e) {
            return answer(transport.answer());
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

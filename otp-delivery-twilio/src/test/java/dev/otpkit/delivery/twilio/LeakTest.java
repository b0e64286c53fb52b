package dev.otpkit.delivery.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.fixtures.Overheard;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** T22: with every logger at its loudest nothing is told but to the server, whatever it answers. */
class LeakTest {
    private static final String CODE = "7301859264";
    private static final String NUMBER = "447400981257";
    private static final String CANARY_TOKEN = "CanaryTokenCanaryTokenCanaryToke";
    private static final String CANARY_SID = "ACcafecafecafecafecafecafecafecafe";
    // As they are, as they are spoken or spelled, in a header, and in the provider's own text.
    private static final List<String> CANARIES = List.of(
            CODE,
            "7 3 0 1 8 5",
            "7, 3, 0",
            NUMBER,
            "7400981257",
            CANARY_TOKEN,
            CANARY_SID,
            "Server-Canary",
            "QUNjYWZlY2FmZ");

    private final Sink sink = new Sink();
    private final Overheard heard = new Overheard();

    @AfterEach
    void restore() {
        heard.close();
        sink.close();
    }

    private static List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (String kind : List.of(Recipient.SMS, Recipient.WHATSAPP, Recipient.VOICE)) {
            Message.Builder message =
                    Message.to(Recipient.of(kind, "+" + NUMBER)).text("Your code is " + CODE + ".");
            messages.add(message.build());
            messages.add(message.code(CODE, Duration.ofMinutes(5)).build());
            messages.add(message.text(CODE + " ó".repeat(100)).build());
        }
        return messages;
    }

    private void deliver(TwilioChannel.Builder builder) {
        try (TwilioChannel channel = builder.build()) {
            for (Message message : messages()) {
                try {
                    DeliveryResult result = channel.deliver(message);
                    heard.tell(result + "\n" + result.reason() + result.reference() + channel + channel.name()
                            + channel.route(message.recipient()));
                } catch (RuntimeException e) {
                    heard.tell(e);
                }
            }
        }
        heard.tell(builder.toString());
    }

    private TwilioChannel.Builder channel() {
        return TwilioChannel.builder()
                .account(CANARY_SID, CANARY_TOKEN)
                .api(sink.address())
                .allCountries()
                .deadline(Duration.ofMillis(150))
                .sms("+447400123456")
                .whatsApp("+14155238886")
                .whatsAppTemplate(Messages.TEMPLATE, Duration.ofMinutes(5))
                .voice("+447400123456", VoiceCallback.of(Messages.ENDPOINT, CANARY_TOKEN));
    }

    @Test
    void nothingIsToldAcrossEveryFault() {
        String text = "Server-Canary " + CODE + " +" + NUMBER;
        List<Sink.Act> acts = new ArrayList<>(List.of(
                sink::take,
                Sink.error(400, 21211, "X-Canary: " + text),
                Sink.error(401, 20003, "WWW-Authenticate: " + text),
                Sink.error(429, 20429, "Retry-After: " + text),
                Sink.error(500, 20500),
                Sink.html(503),
                Sink.answer(200, "{\"sid\":\"" + text),
                Sink.answer(200, "{\"sid\":\"" + text + "\"}"),
                Sink.answer(200, "{\"sid\":{\"" + text + "\":1}}"),
                Sink.answer(200, "{\"date_created\":\"" + text + "\"}"),
                Sink.answer(400, "{\"code\":\"" + text + "\"}"),
                Sink.answer(307, text, "Location: http://127.0.0.1:1/" + NUMBER),
                Sink.raw("HTTP/1.1 " + text + "\r\n\r\n"),
                Sink.raw(text),
                Sink.raw("HTTP/1.1 200 X\r\nContent-Length: 500\r\n\r\n" + text),
                Sink.hangUp(),
                sink.stall(),
                sink.drip(201)));
        for (Sink.Act act : acts) {
            sink.act(act);
            deliver(channel());
        }
        assertThat(sink.posts).hasSizeGreaterThan(acts.size() * 2);
        sink.close();
        deliver(channel());
        deliver(channel().api(URI.create("https://nowhere.invalid")));
        heard.hasNoneOf(CANARIES);
    }

    @Test
    void numbersThatAreTypedAndCallbacksThatAreForgedAreNotToldEither() {
        VoiceCallback words = VoiceCallback.of(Messages.ENDPOINT, CANARY_TOKEN);
        for (String typed : List.of(
                "+" + NUMBER,
                "00" + NUMBER,
                "+999" + NUMBER,
                NUMBER + NUMBER,
                "(" + NUMBER,
                NUMBER + " ext 1",
                "+0" + NUMBER)) {
            for (String region : List.of("GB", "US", "JM", "AC")) {
                heard.tell(PhoneNumbers.read(Recipient.SMS, typed, region) + "");
            }
            heard.tell(words.answer(("To=" + typed + "&Digits=1").getBytes(UTF_8), "code=" + typed, typed)
                    + words.toString());
        }
        Map<String, String> form = Endpoint.form("+" + NUMBER, "2");
        heard.tell(
                words.answer(Signed.lists(form), "code=x", Signed.by(CANARY_TOKEN, Messages.ENDPOINT + "?code=x", form))
                        + "");
        heard.hasNoneOf(CANARIES);
    }

    @Test
    void aLoggingConfigurationThatIsReadAgainTellsNothingEither() throws IOException {
        Logger chatter = Logger.getLogger("jdk.internal.httpclient.debug");
        try (TwilioChannel channel = channel().build()) {
            LogManager.getLogManager().updateConfiguration(key -> (old, fresh) -> fresh);
            heard.listen();
            chatter.setLevel(Level.ALL);
            messages().forEach(message -> heard.tell(channel.deliver(message).toString()));
        } finally {
            chatter.setLevel(null);
        }
        assertThat(sink.posts).isNotEmpty();
        heard.hasNoneOf(CANARIES);
    }

    @Test
    void theEarHearsWhatTheSdkWouldSay() {
        LoggerFactory.getLogger("com.twilio.http.TwilioRestClient").trace("Server-Canary");
        assertThat(heard.text()).contains("Server-Canary");
    }
}

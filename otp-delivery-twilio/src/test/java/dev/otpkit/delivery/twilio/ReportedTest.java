package dev.otpkit.delivery.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.Courier;
import dev.otpkit.delivery.Delivery;
import dev.otpkit.delivery.DeliveryReport;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.delivery.Recipient;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole way: out by the channel, and back by the callback to the handle of the very message. */
class ReportedTest {
    private static final URI STATUS = URI.create("https://app.example.com/otp/status?tenant=1#rc=3&rp=5xx,ct,rt");
    private final Sink sink = new Sink();
    private final StatusCallback callback = StatusCallback.of(STATUS, Sink.TOKEN);
    private final Courier courier = Courier.builder()
            .channel(Messages.allKinds(sink).statusCallback(STATUS).build())
            .build();

    @AfterEach
    void stop() {
        courier.close();
        sink.close();
    }

    private Delivery sent(Recipient to) {
        Delivery delivery = courier.deliver(Messages.code(to));
        assertThat(delivery.result())
                .hasValueSatisfying(result -> assertThat(result.outcome()).isEqualTo(Outcome.SENT));
        assertThat(delivery.report()).isEmpty();
        return delivery;
    }

    /** Twilio's POST about the message that it was given in this one. */
    private StatusCallback.Reading callBack(Sink.Post of, String token, String... parameters) {
        URI address = URI.create(of.one("StatusCallback"));
        Map<String, String> form = Signed.parameters(parameters);
        form.put("To", of.one("To"));
        String spelt = address.getScheme() + "://" + address.getHost() + address.getPath() + "?" + address.getQuery();
        return callback.read(
                Signed.FORM, Signed.form(form).getBytes(UTF_8), address.getRawQuery(), Signed.by(token, spelt, form));
    }

    private static String sid(Delivery delivery) {
        return delivery.result().orElseThrow().reference().orElseThrow();
    }

    @Test
    void whatTwilioSaysOfAMessageIsJoinedToItsHandleAndStands() {
        for (Recipient to : List.of(
                Recipient.sms("+447400100001"),
                Recipient.whatsapp("+447400100002"),
                Recipient.voice("+447400100003"))) {
            Delivery other = sent(to);
            Delivery handle = sent(to);
            Sink.Post post = sink.posts.get(sink.posts.size() - 1);
            boolean call = to.kind().equals(Recipient.VOICE);
            String name = call ? "Call" : "Message";
            String[] good = {name + "Sid", sid(handle), name + "Status", call ? "completed" : "delivered"};
            String[] bad = {name + "Sid", sid(handle), name + "Status", "failed"};

            assertThat(callBack(post, "f".repeat(32), good).report()).isEmpty();
            DeliveryReport report = callBack(post, Sink.TOKEN, good).report().orElseThrow();
            assertThat(courier.report(report)).containsSame(handle);
            assertThat(handle.report()).contains(DeliveryReport.delivered(to.kind(), sid(handle)));

            Optional<DeliveryReport> later = callBack(post, Sink.TOKEN, bad).report();
            assertThat(later).isPresent();
            courier.report(later.orElseThrow());
            courier.report(report);
            assertThat(handle.report()).containsSame(report);
            assertThat(other.report()).isEmpty();
        }
    }
}

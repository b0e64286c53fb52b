package dev.otpkit.delivery.twilio;

import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.testkit.DeliveryChannelContract;
import dev.otpkit.testkit.ProviderTrouble;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/** What every channel must do, for each kind of message. */
abstract class ContractTests implements DeliveryChannelContract {
    final Sink sink = new Sink();
    private final AtomicInteger numbers = new AtomicInteger();
    private final String kind;

    ContractTests(String kind) {
        this.kind = kind;
    }

    @AfterEach
    void stop() {
        sink.close();
    }

    abstract TwilioChannel.Builder ready(TwilioChannel.Builder builder);

    abstract String said(Sink.Post post);

    @Override
    public DeliveryChannel channel() {
        return ready(sink.channel().deadline(Duration.ofSeconds(2))).build();
    }

    @Override
    public Recipient recipient() {
        return Recipient.of(kind, Messages.number(numbers));
    }

    @Override
    public List<String> taken() {
        return sink.taken.stream().map(this::said).toList();
    }

    @Override
    public int handed() {
        return sink.posts.size();
    }

    @Override
    public List<ProviderTrouble> troubles() {
        return List.of(
                ProviderTrouble.unavailable("429", () -> sink.act(Sink.error(429, 20429, "Retry-After: 1"))),
                ProviderTrouble.refusingTheRecipient("21211", () -> sink.act(Sink.error(400, 21211))),
                ProviderTrouble.refusingTheRecipient("21408", () -> sink.act(Sink.error(403, 21408))),
                ProviderTrouble.refusingUs("20003", () -> sink.act(Sink.error(401, 20003))),
                ProviderTrouble.inDoubt("an HTML 503", () -> sink.act(Sink.html(503))),
                ProviderTrouble.inDoubt(
                        "a redirection", () -> sink.act(Sink.answer(307, "", "Location: " + sink.address() + "/x"))),
                ProviderTrouble.inDoubt("nonsense", () -> sink.act(Sink.answer(200, "{\"message\":\"x"))),
                ProviderTrouble.inDoubt("hanging up", () -> sink.act(Sink.hangUp())),
                ProviderTrouble.inDoubt("silence", () -> sink.act(sink.stall())),
                ProviderTrouble.unavailable("a server that has gone", sink::close));
    }
}

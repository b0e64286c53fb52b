package dev.otpkit;

import dev.otpkit.delivery.Courier;
import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Destination;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** A channel that remembers what it was handed, and answers what a test says. */
final class TestChannel implements DeliveryChannel {
    /** Everything that was handed over, whatever was answered. */
    final List<Message> messages = Collections.synchronizedList(new ArrayList<>());

    volatile Function<Message, DeliveryResult> answer = message -> DeliveryResult.sent();
    volatile Function<Recipient, Destination> destination = recipient -> Destination.open();
    volatile boolean closed;

    private final String name;
    private final Predicate<Recipient> serves;

    TestChannel() {
        this("test", recipient -> true);
    }

    TestChannel(String name, Predicate<Recipient> serves) {
        this.name = name;
        this.serves = serves;
    }

    /** A courier that asks this channel once, and never leaves it alone. */
    Courier courier() {
        return Courier.builder()
                .channel(this)
                .tries(1)
                .breaker(1_000, Duration.ofMillis(1))
                .build();
    }

    /** The code of the newest message. */
    String code() {
        return messages.get(messages.size() - 1).code().orElseThrow().digits();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean serves(Recipient recipient) {
        return serves.test(recipient);
    }

    @Override
    public Destination route(Recipient recipient) {
        return destination.apply(recipient);
    }

    @Override
    public DeliveryResult deliver(Message message) {
        messages.add(message);
        return answer.apply(message);
    }

    @Override
    public void close() {
        closed = true;
    }
}

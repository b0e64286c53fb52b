package dev.otpkit.delivery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** A channel that does what it is told and remembers what it was handed. */
final class ScriptedChannel implements DeliveryChannel {
    final List<Message> handed = Collections.synchronizedList(new ArrayList<>());
    int closed;
    String kind = Recipient.EMAIL;
    Function<Recipient, Destination> route = recipient -> Destination.open();
    Runnable onClose = () -> {};

    private final String name;
    private final Function<Message, DeliveryResult> answer;

    ScriptedChannel(String name, Function<Message, DeliveryResult> answer) {
        this.name = name;
        this.answer = answer;
    }

    static ScriptedChannel answering(String name, DeliveryResult result) {
        return new ScriptedChannel(name, message -> result);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean serves(Recipient recipient) {
        return recipient.kind().equals(kind);
    }

    @Override
    public Destination route(Recipient recipient) {
        return route.apply(recipient);
    }

    @Override
    public DeliveryResult deliver(Message message) {
        handed.add(message);
        return answer.apply(message);
    }

    @Override
    public void close() {
        closed++;
        onClose.run();
    }
}

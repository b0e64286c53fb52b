package dev.otpkit.testkit;

import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.Destination;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/** A channel for mailboxes to a provider in memory, with one thing wrong: or nothing. */
final class FlawedChannel implements DeliveryChannel {
    /** What the provider does with the next messages. */
    enum Mood {
        TAKES,
        IS_DOWN,
        KNOWS_NO_SUCH_MAILBOX,
        KNOWS_US_NOT,
        TAKES_AND_HANGS_UP
    }

    /** The provider. */
    static final class Provider {
        final List<String> taken = new CopyOnWriteArrayList<>();
        final AtomicInteger handed = new AtomicInteger();
        volatile Mood mood = Mood.TAKES;

        Mood hand(String text) {
            handed.incrementAndGet();
            if (mood == Mood.TAKES || mood == Mood.TAKES_AND_HANGS_UP) {
                taken.add(text);
            }
            return mood;
        }
    }

    private final ChannelFlaw flaw;
    private final Provider provider;
    private final Set<String> seen = new HashSet<>();
    private volatile String buffer = "";
    private volatile boolean closed;

    FlawedChannel(ChannelFlaw flaw, Provider provider) {
        this.flaw = flaw;
        this.provider = provider;
    }

    private boolean is(ChannelFlaw other) {
        return flaw == other;
    }

    @Override
    public String name() {
        return is(ChannelFlaw.NAME_CHANGES) ? "flawed-" + System.nanoTime() : "flawed";
    }

    @Override
    public boolean serves(Recipient recipient) {
        return recipient.kind().equals(Recipient.EMAIL);
    }

    @Override
    public Destination route(Recipient recipient) {
        if (is(ChannelFlaw.ASKS_THE_PROVIDER_FOR_THE_ROUTE)) {
            provider.hand("where to?");
        }
        return Destination.open();
    }

    @Override
    public DeliveryResult deliver(Message message) {
        if (closed) {
            return is(ChannelFlaw.SENT_AFTER_CLOSE) ? DeliveryResult.sent() : DeliveryResult.temporary();
        }
        if (!serves(message.recipient()) && !is(ChannelFlaw.SENDS_WHAT_IT_DOES_NOT_SERVE)) {
            return DeliveryResult.permanent("not served");
        }
        if (is(ChannelFlaw.INTERRUPT_SWALLOWED)) {
            Thread.interrupted();
        }
        buffer = message.text();
        if (is(ChannelFlaw.CODE_IN_THE_LOG)) {
            LoggerFactory.getLogger("flawed").trace(message.text());
        }
        if (is(ChannelFlaw.DROPS) || is(ChannelFlaw.DROPS_EQUAL_MESSAGES) && !seen.add(message.text())) {
            return DeliveryResult.sent();
        }
        if (is(ChannelFlaw.SHARED_BUFFER)) {
            Thread.yield();
        }
        String text = is(ChannelFlaw.SHARED_BUFFER) ? buffer : message.text();
        Mood mood = provider.hand(text);
        if (is(ChannelFlaw.RETRIES) && mood == Mood.IS_DOWN) {
            mood = provider.hand(text);
        }
        return answer(mood, message);
    }

    private DeliveryResult answer(Mood mood, Message message) {
        if (is(ChannelFlaw.THROWS) && mood == Mood.IS_DOWN) {
            throw new IllegalStateException("down");
        }
        if (is(ChannelFlaw.ADDRESS_IN_THE_EXCEPTION) && mood == Mood.TAKES_AND_HANGS_UP) {
            throw new IllegalStateException(
                    "hung up",
                    new IllegalStateException("RCPT " + message.recipient().address()));
        }
        return switch (mood) {
            case TAKES ->
                is(ChannelFlaw.ADDRESS_IN_THE_REFERENCE)
                        ? DeliveryResult.sent(message.recipient().address())
                        : DeliveryResult.sent();
            case IS_DOWN -> DeliveryResult.temporary();
            case KNOWS_NO_SUCH_MAILBOX -> {
                DeliveryResult refused = DeliveryResult.permanent("no such mailbox");
                yield is(ChannelFlaw.REFUSAL_IS_THE_PROVIDERS_FAULT) ? refused.blaming(Fault.PROVIDER) : refused;
            }
            case KNOWS_US_NOT -> DeliveryResult.misconfigured("password refused");
            case TAKES_AND_HANGS_UP ->
                is(ChannelFlaw.DOUBT_IS_TEMPORARY) ? DeliveryResult.temporary() : DeliveryResult.unknown();
        };
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return "flawed" + (is(ChannelFlaw.CODE_IN_TO_STRING) ? " last sent " + buffer : "");
    }
}

package dev.otpkit.delivery;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A handle on one message that a {@link Courier} took.
 *
 * <p>What {@link Courier#deliver} returns is {@link State#DONE}. Thread-safe; {@code toString} shows no address.
 */
public final class Delivery {
    /** How far the courier has come. */
    public enum State {
        /** Waiting for its turn. */
        QUEUED,
        /** With a channel. */
        SENDING,
        /** Certainly not sent so far, and to be tried again. */
        RETRYING,
        /** Finished: {@link Delivery#result()} is there and will not change. */
        DONE
    }

    private final String id;
    private final Recipient recipient;
    private final @Nullable String channel;
    private final int tries;
    private final DeliveryResult result;

    Delivery(String id, Recipient recipient, @Nullable String channel, int tries, DeliveryResult result) {
        this.id = id;
        this.recipient = recipient;
        this.channel = channel;
        this.tries = tries;
        this.result = result;
    }

    /** 32 hexadecimal digits that nobody can guess, so that a page may show them to the person who asked. */
    public String id() {
        return id;
    }

    /** How far the courier has come. */
    public State state() {
        return State.DONE;
    }

    /** Whom the message is for. */
    public Recipient recipient() {
        return recipient;
    }

    /** The name of the channel that answered last; empty when none was asked. */
    public Optional<String> channel() {
        return Optional.ofNullable(channel);
    }

    /** How many times a channel was asked. */
    public int tries() {
        return tries;
    }

    /** What became of the message; there once the state is {@link State#DONE}. */
    public Optional<DeliveryResult> result() {
        return Optional.of(result);
    }

    /** The result, as soon as it is there. Never completes with an exception. */
    public CompletionStage<DeliveryResult> done() {
        return CompletableFuture.completedStage(result);
    }

    /** Id, state, channel and outcome. */
    @Override
    public String toString() {
        return "Delivery[" + id + ", " + state() + (channel == null ? "" : ", " + channel) + ", " + result + "]";
    }
}

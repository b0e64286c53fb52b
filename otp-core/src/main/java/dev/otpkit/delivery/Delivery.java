package dev.otpkit.delivery;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A handle on one message that a {@link Courier} took, in the JVM that took it.
 *
 * <p>What {@link Courier#deliver} returns is {@link State#DONE}. Thread-safe; {@code toString} shows no address.
 */
public final class Delivery {
    /** How far the courier has come. */
    public enum State {
        /** Waiting for its turn. */
        QUEUED,
        /** Its turn: being made, or with a channel. */
        SENDING,
        /** Certainly not sent so far, and to be tried again, or waiting for a breaker. */
        RETRYING,
        /** Finished: {@link Delivery#result()} is there and will not change. */
        DONE
    }

    /** What becomes of a message that was {@linkplain #withdraw withdrawn}. */
    public static final DeliveryResult WITHDRAWN =
            DeliveryResult.permanent("withdrawn").blaming(DeliveryResult.Fault.OURS);

    /** What becomes of a message that finds no place in the queue. */
    public static final DeliveryResult REFUSED =
            DeliveryResult.temporary().because("queue is full").blaming(DeliveryResult.Fault.OURS);

    private final String id;
    private final Reports reports;
    private final Object lock = new Object();
    private final CompletableFuture<DeliveryResult> done = new CompletableFuture<>();
    private volatile State state = State.QUEUED;
    private volatile Recipient recipient;
    private volatile @Nullable String channel;
    private volatile @Nullable DeliveryResult result;
    private volatile @Nullable DeliveryReport report;
    private volatile int tries;
    private boolean withdrawn;
    private Runnable afterWithdrawal = () -> {};

    Delivery(String id, Recipient recipient, Reports reports) {
        this.id = id;
        this.recipient = recipient;
        this.reports = reports;
    }

    /** 32 hexadecimal digits that nobody can guess, so that a page may show them to the person who asked. */
    public String id() {
        return id;
    }

    /** How far the courier has come. */
    public State state() {
        return state;
    }

    /** Whom the message is for; of a {@link Route}, whose turn it is. */
    public Recipient recipient() {
        return recipient;
    }

    /** The name of the channel that was asked last; empty when none was. */
    public Optional<String> channel() {
        return Optional.ofNullable(channel);
    }

    /** How many times a channel was asked, over all channels and recipients. */
    public int tries() {
        return tries;
    }

    /** What became of the message; there once the state is {@link State#DONE}. */
    public Optional<DeliveryResult> result() {
        return Optional.ofNullable(result);
    }

    /**
     * What the provider said later, once the courier {@linkplain Courier#report was told}; the first word stands. The result
     * is SENT then, and stays so.
     */
    public Optional<DeliveryReport> report() {
        return Optional.ofNullable(report);
    }

    /**
     * The result, as soon as it is there. Never completes with an exception. What follows runs on the thread that is done
     * with the message, often one of the courier's workers, and holds it up.
     */
    public CompletionStage<DeliveryResult> done() {
        return done.minimalCompletionStage();
    }

    /**
     * Drops the message, unless it is with a channel or done: then it is done, as {@link #WITHDRAWN}, and nobody gets it.
     * Of what is with a channel only that one try goes on; where it certainly does not send it, nothing is tried after.
     *
     * @return whether it was dropped at once
     */
    public boolean withdraw() {
        synchronized (lock) {
            withdrawn = true;
        }
        boolean dropped = finishUnlessSending(WITHDRAWN);
        if (dropped) {
            afterWithdrawal.run();
        }
        return dropped;
    }

    void afterWithdrawal(Runnable task) {
        afterWithdrawal = task;
    }

    /** Ends what was withdrawn, or closed, while a channel had it; answers whether it is over. */
    boolean isStopped() {
        synchronized (lock) {
            if (state != State.DONE && !withdrawn) {
                return false;
            }
        }
        finish(WITHDRAWN);
        return true;
    }

    /** Whether it is the courier's to send now: nobody has withdrawn it. */
    boolean begin() {
        synchronized (lock) {
            if (state == State.DONE) {
                return false;
            }
            state = State.SENDING;
            return true;
        }
    }

    void turnsTo(Recipient next) {
        recipient = next;
    }

    /** Whether this channel may still be asked: what was finished meanwhile, by a courier that closed, is not sent. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // within the lock
    boolean asks(String name) {
        synchronized (lock) {
            if (state == State.DONE || withdrawn) {
                return false;
            }
            channel = name;
            tries++;
            return true;
        }
    }

    void rest() {
        synchronized (lock) {
            if (state == State.SENDING) {
                state = State.RETRYING;
            }
        }
    }

    boolean finishUnlessSending(DeliveryResult last) {
        return finishUnless(State.SENDING, last);
    }

    void finish(DeliveryResult last) {
        finishUnless(State.DONE, last);
    }

    private boolean finishUnless(State spared, DeliveryResult last) {
        synchronized (lock) {
            if (state == spared || state == State.DONE) {
                return false;
            }
            result = last;
            state = State.DONE;
        }
        last.reference().ifPresent(reference -> reports.sent(this, reference)); // before anybody is told of it
        done.complete(last); // outside: whoever waits for it may call anything
        return true;
    }

    void hear(DeliveryReport said) {
        synchronized (lock) {
            report = report == null ? said : report;
        }
    }

    /** Id, state, channel, outcome and report. */
    @Override
    public String toString() {
        return "Delivery[" + id + ", " + state + (channel == null ? "" : ", " + channel)
                + (result == null ? "" : ", " + result)
                + (report == null ? "" : ", " + report) + "]";
    }
}

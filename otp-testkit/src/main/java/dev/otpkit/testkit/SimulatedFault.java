package dev.otpkit.testkit;

import static java.util.Objects.requireNonNull;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.store.StoreException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong in a call to a {@link FaultyBackend} or {@link FaultyChannel}.
 *
 * <pre>{@code
 * backend.next(1, SimulatedFault.lostReply(StoreException.Kind.TIMEOUT));   // done, but the caller cannot know
 * channel.always(SimulatedFault.answering(DeliveryResult.temporary()));     // certainly not sent
 * }</pre>
 *
 * <p>Immutable, and good for any number of calls.
 */
public final class SimulatedFault {
    private final @Nullable CountDownLatch until;
    private final boolean effect;
    private final @Nullable Supplier<? extends RuntimeException> thrown;
    private final @Nullable DeliveryResult answered;

    private SimulatedFault(
            @Nullable CountDownLatch until,
            boolean effect,
            @Nullable Supplier<? extends RuntimeException> thrown,
            @Nullable DeliveryResult answered) {
        this.until = until;
        this.effect = effect;
        this.thrown = thrown;
        this.answered = answered;
    }

    /** The store does nothing and says so. */
    public static SimulatedFault refusing(StoreException.Kind kind) {
        return new SimulatedFault(null, false, () -> new StoreException(kind), null);
    }

    /** The store does what it was asked, and its reply is lost. */
    public static SimulatedFault lostReply(StoreException.Kind kind) {
        return new SimulatedFault(null, true, () -> new StoreException(kind), null);
    }

    /** Nothing is done, and this is thrown: one exception a call. */
    public static SimulatedFault throwing(Supplier<? extends RuntimeException> exception) {
        return new SimulatedFault(null, false, exception, null);
    }

    /** What was asked is done, and this is thrown all the same. */
    public static SimulatedFault throwingAfterwards(Supplier<? extends RuntimeException> exception) {
        return new SimulatedFault(null, true, exception, null);
    }

    /** The channel does not deliver, and answers so; for channels only. */
    public static SimulatedFault answering(DeliveryResult result) {
        return new SimulatedFault(null, false, null, result);
    }

    /** The channel delivers, and answers so; {@code unknown()} for one. For channels only. */
    public static SimulatedFault answeringAfterwards(DeliveryResult result) {
        return new SimulatedFault(null, true, null, result);
    }

    /** Nothing goes wrong, but the call waits before it does anything, until the latch is open. */
    public static SimulatedFault waiting(CountDownLatch until) {
        return new SimulatedFault(until, true, null, null);
    }

    /** This fault, after the call has waited until the latch is open. */
    public SimulatedFault after(CountDownLatch until) {
        return new SimulatedFault(until, effect, thrown, answered);
    }

    /** A store's call with this fault. */
    <T> T store(Supplier<T> call) {
        if (answered != null) {
            throw new IllegalStateException("answering(...) is for channels");
        }
        if (until != null && !isOpen(until)) {
            throw new StoreException(StoreException.Kind.INTERRUPTED);
        }
        if (!effect) {
            throw requireNonNull(thrown).get(); // what has no effect throws, or answers as a channel
        }
        T answer = call.get();
        if (thrown != null) {
            throw thrown.get();
        }
        return answer;
    }

    /** A channel's call with this fault. */
    DeliveryResult channel(Supplier<DeliveryResult> call) {
        if (until != null && !isOpen(until)) {
            return DeliveryResult.temporary().because("interrupted");
        }
        DeliveryResult delivered = effect ? call.get() : DeliveryResult.temporary();
        if (thrown != null) {
            throw thrown.get();
        }
        return answered == null ? delivered : answered;
    }

    private static boolean isOpen(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

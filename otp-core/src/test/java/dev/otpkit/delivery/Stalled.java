package dev.otpkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A gate in a channel: whoever comes waits until it is opened. */
final class Stalled {
    private final CountDownLatch came;
    private final CountDownLatch open = new CountDownLatch(1);

    Stalled(int messages) {
        this.came = new CountDownLatch(messages);
    }

    DeliveryResult here() {
        came.countDown();
        await(open);
        return DeliveryResult.sent();
    }

    /** Until so many have come. */
    void awaitAll() {
        await(came);
    }

    void open() {
        open.countDown();
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).as("never happened").isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static DeliveryResult result(Delivery delivery) {
        return delivery.done()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}

package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A listener that waits until all queued messages of its service are done. */
final class Settled implements OtpListener {
    private final AtomicInteger underWay = new AtomicInteger();

    @Override
    public void on(OtpEvent event) {
        if (event.kind() == OtpEvent.Kind.DELIVERED) {
            underWay.decrementAndGet();
        } else if (event.details().containsKey("queued")) {
            underWay.incrementAndGet();
        }
    }

    void await() {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (underWay.get() != 0) {
            assertThat(System.nanoTime()).as("a queued message is never done").isLessThan(until);
            Thread.onSpinWait();
        }
    }
}

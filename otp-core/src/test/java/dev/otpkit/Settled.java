package dev.otpkit;

import java.time.Duration;
import org.assertj.core.api.Assertions;

/** A listener that waits until all queued messages of its service are done. */
final class Settled implements OtpListener {
    private static final long PATIENCE = Duration.ofSeconds(20).toMillis();

    private int underWay;

    @Override
    public synchronized void on(OtpEvent event) {
        if (event.kind() == OtpEvent.Kind.DELIVERED) {
            underWay--;
        } else if (event.details().containsKey("queued")) {
            underWay++;
        }
        notifyAll();
    }

    synchronized void await() {
        long until = System.currentTimeMillis() + PATIENCE;
        try {
            while (underWay != 0) {
                long left = until - System.currentTimeMillis();
                if (left <= 0) {
                    Assertions.fail("a queued message is never done");
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Assertions.fail("interrupted", e);
        }
    }
}

package dev.otpkit.delivery.twilio;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request's body that can be had once, whatever the client's own ideas of repeating are. As long as nobody has had it, it
 * can be called back, and then surely was not sent.
 */
final class OneShot implements BodyPublisher {
    private final BodyPublisher form;
    private final AtomicBoolean gone = new AtomicBoolean();

    OneShot(String form) {
        this.form = BodyPublishers.ofString(form);
    }

    /** True if it was not sent and never will be. */
    boolean isCalledBack() {
        return gone.compareAndSet(false, true);
    }

    @Override
    public long contentLength() {
        return form.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> wire) {
        if (gone.compareAndSet(false, true)) {
            form.subscribe(wire);
            return;
        }
        wire.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        });
        wire.onError(new IOException("a message is sent once"));
    }
}

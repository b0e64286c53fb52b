package dev.otpkit.delivery.http;

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
    private final BodyPublisher body;
    private final AtomicBoolean gone = new AtomicBoolean();

    OneShot(byte[] bytes) {
        this.body = BodyPublishers.ofByteArray(bytes);
    }

    /** True if it was not sent and never will be. */
    boolean isCalledBack() {
        return gone.compareAndSet(false, true);
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> wire) {
        if (gone.compareAndSet(false, true)) {
            body.subscribe(wire);
            return;
        }
        wire.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        });
        wire.onError(new IOException("a request is sent once"));
    }
}

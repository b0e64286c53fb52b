package dev.otpkit.delivery.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The answer while it comes in. No more than 64 KiB of it are kept, and the status is known although the rest may be cut,
 * endless or slow: a refusal is a refusal by its first line.
 */
final class Reply implements BodyHandler<Answer>, BodySubscriber<Answer> {
    private static final int LONGEST = 64 * 1024;

    private final CompletableFuture<Answer> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile @Nullable ResponseInfo head;
    private Flow.@Nullable Subscription subscription;

    /** What is known of it without its body, once there is a status. */
    Optional<Answer> headOnly() {
        return Optional.ofNullable(head).map(known -> answer(known, ""));
    }

    @Override
    public BodySubscriber<Answer> apply(ResponseInfo info) {
        head = info;
        return this;
    }

    @Override
    public CompletionStage<Answer> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (bytes.size() + buffer.remaining() > LONGEST) {
                stop();
                return;
            }
            byte[] part = new byte[buffer.remaining()];
            buffer.get(part);
            bytes.writeBytes(part);
        }
    }

    private void stop() {
        if (subscription != null) {
            subscription.cancel();
        }
        headOnly().ifPresent(whole::complete);
    }

    @Override
    public void onError(Throwable thrown) {
        headOnly().ifPresent(whole::complete);
    }

    @Override
    public void onComplete() {
        if (head != null) {
            whole.complete(answer(head, bytes.toString(StandardCharsets.UTF_8)));
        }
    }

    private static Answer answer(ResponseInfo head, String body) {
        return new Answer(
                head.statusCode(),
                head.headers().firstValue("Retry-After").flatMap(asked -> RetryAfter.read(asked, Instant.now())),
                body);
    }
}

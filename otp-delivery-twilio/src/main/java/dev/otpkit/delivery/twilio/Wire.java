package dev.otpkit.delivery.twilio;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One POST for each call, whatever comes back: nothing is repeated, redirected or waited for beyond the deadline.
 *
 * <p>HTTP/1.1, on which a body is written once or not at all; with HTTP/2 the JDK decides on its own what a stream that was
 * refused means.
 */
final class Wire {
    private static final DeliveryResult CLOSED =
            DeliveryResult.temporary().blaming(Fault.OURS).because("channel closed");
    private static final int ALL = Integer.MAX_VALUE;

    // It prints the account's SID with each request, and an answer that is no HTTP. Held here, or the collector would
    // take
    // the filter along with it.
    private static final Logger CHATTER = Logger.getLogger("jdk.internal.httpclient.debug");

    private final Duration requestTimeout;
    private final Duration deadline;
    private final Semaphore underWay = new Semaphore(ALL);
    private volatile @Nullable HttpClient client;

    Wire(
            @Nullable SSLContext trust,
            boolean plainText,
            Duration connectTimeout,
            Duration requestTimeout,
            Duration deadline) {
        this.requestTimeout = requestTimeout;
        this.deadline = deadline;
        CHATTER.setFilter(record -> false); // a level would not survive a configuration that is read again
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout);
        if (trust != null) {
            builder.sslContext(trust);
        }
        if (plainText) {
            // A proxy of the JVM's would read what is for this machine alone.
            builder.proxy(HttpClient.Builder.NO_PROXY);
        }
        this.client = builder.build();
    }

    /** @throws Undelivered with a result, where there is no answer */
    Answer post(URI uri, String authorization, String form) {
        if (!underWay.tryAcquire()) {
            throw new Undelivered(CLOSED);
        }
        try {
            HttpClient http = client; // looked at inside, so that whoever closes waits for it or it is refused
            if (http == null) {
                throw new Undelivered(CLOSED);
            }
            OneShot body = new OneShot(form);
            Reply reply = new Reply();
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .header("Authorization", authorization)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Accept", "application/json")
                    .header("User-Agent", "otpkit")
                    .timeout(requestTimeout)
                    .POST(body)
                    .build();
            return await(http.sendAsync(request, reply), body, reply);
        } finally {
            underWay.release();
        }
    }

    private Answer await(CompletableFuture<HttpResponse<Answer>> coming, OneShot body, Reply reply) {
        try {
            Answer answer = coming.get(deadline.toNanos(), TimeUnit.NANOSECONDS).body();
            if (body.isCalledBack()) {
                throw new Undelivered(DeliveryResult.misconfigured("proxy refused")); // nobody else answers unasked
            }
            return answer;
        } catch (TimeoutException e) {
            coming.cancel(true);
            if (body.isCalledBack()) {
                throw new Undelivered(DeliveryResult.temporary().because("no connection"));
            }
            return reply.headOnly().orElseThrow(() -> unknown("no answer in time"));
        } catch (ExecutionException e) {
            if (body.isCalledBack()) {
                throw new Undelivered(Verdict.ofConnection(e));
            }
            boolean late = e.getCause() instanceof HttpTimeoutException;
            return reply.headOnly().orElseThrow(() -> unknown(late ? "no answer in time" : "connection lost"));
        } catch (InterruptedException e) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
            throw body.isCalledBack()
                    ? new Undelivered(
                            DeliveryResult.temporary().blaming(Fault.OURS).because("interrupted"))
                    : unknown("interrupted");
        }
    }

    private static Undelivered unknown(String reason) {
        return new Undelivered(DeliveryResult.unknown().because(reason));
    }

    /**
     * Refuses what comes, and waits for what is under way, which ends by its deadline. The client has no end of its own on
     * Java 17: its thread stops when the collector finds that nobody holds it.
     */
    void close() {
        if (client == null) {
            return;
        }
        client = null;
        try {
            underWay.tryAcquire(ALL, deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

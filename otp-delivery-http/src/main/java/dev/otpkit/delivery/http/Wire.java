package dev.otpkit.delivery.http;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The way to a provider: one POST for each call, whatever comes back. Nothing is repeated, redirected or waited for beyond
 * the time that the call is given, and no more than 64 KiB of an answer are read.
 *
 * <p>A call has an answer, or an {@link Undelivered} that says what is known: that the request was certainly not sent, or
 * that it may have been. A request whose body nobody has had yet is called back, so "certainly not sent" is a fact.
 *
 * <p>HTTP/1.1, on which a body is written once or not at all; with HTTP/2 the JDK decides on its own what a stream that was
 * refused means. Connections are kept. Plain text, which is for this machine alone, takes no proxy of the JVM's.
 *
 * <p><strong>Security.</strong> Nothing of a request or an answer gets into a log or an exception: the JDK's logger
 * {@code jdk.internal.httpclient.debug} is silenced for the whole JVM, and {@link Builder#build} refuses a JVM that is
 * told to print what is sent. A {@code System.LoggerFinder} that is not of java.util.logging has to silence that logger itself.
 *
 * <p>Thread-safe; the interrupt flag is kept.
 */
public final class Wire implements AutoCloseable {
    private static final DeliveryResult CLOSED =
            DeliveryResult.temporary().blaming(Fault.OURS).because("channel closed");
    private static final int ALL = Integer.MAX_VALUE;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Supplier<HttpClient> clients;
    private final Duration requestTimeout;
    private final Duration deadline;
    private final Semaphore underWay = new Semaphore(ALL);
    private final AtomicReference<@Nullable HttpClient> client;

    Wire(Supplier<HttpClient> clients, Duration requestTimeout, Duration deadline) {
        this.clients = clients;
        this.requestTimeout = requestTimeout;
        this.deadline = deadline;
        Chatter.silence();
        this.client = new AtomicReference<>(clients.get());
    }

    /** The longest that a call may take in all. */
    public Duration deadline() {
        return deadline;
    }

    /** Begins a wire, with timeouts that do. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Sends the body there, once.
     *
     * @throws Undelivered with a result, where there is no answer by the deadline
     * @throws IllegalArgumentException if the address is not {@linkplain Addresses fit} for secrets, or a header is none
     */
    public Answer post(URI address, Map<String, String> headers, byte[] body) {
        return post(address, headers, body, deadline);
    }

    /** The same, within this time, where it is shorter than the deadline. */
    public Answer post(URI address, Map<String, String> headers, byte[] body, Duration longest) {
        Addresses.fit("address", address);
        Duration most = longest.compareTo(deadline) < 0 ? longest : deadline;
        if (!underWay.tryAcquire()) {
            throw new Undelivered(CLOSED);
        }
        try {
            HttpClient http = client.get(); // looked at inside, so that whoever closes waits for it or it is refused
            if (http == null) {
                throw new Undelivered(CLOSED);
            }
            OneShot once = new OneShot(body);
            Reply reply = new Reply();
            HttpRequest.Builder request = HttpRequest.newBuilder(address)
                    .header("User-Agent", "otpkit")
                    .timeout(requestTimeout)
                    .POST(once);
            header(request, headers);
            return await(sent(http, request.build(), reply), once, reply, most);
        } finally {
            underWay.release();
        }
    }

    private static void header(HttpRequest.Builder request, Map<String, String> headers) {
        try {
            headers.forEach(request::header);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "a header's name or value is none"); // without the cause, which quotes it
        }
    }

    private CompletableFuture<HttpResponse<Answer>> sent(HttpClient http, HttpRequest request, Reply reply) {
        try {
            return http.sendAsync(request, reply);
        } catch (RejectedExecutionException e) {
            // It ends for good when there was no thread for it once. Others may have found that out already.
            client.compareAndSet(http, clients.get());
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Answer await(
            CompletableFuture<HttpResponse<Answer>> coming, OneShot body, Reply reply, Duration longest) {
        try {
            Answer answer = coming.get(longest.toNanos(), TimeUnit.NANOSECONDS).body();
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
                throw new Undelivered(NoConnection.because(e));
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
     * Refuses what comes, as TEMPORARY and our own fault, and waits for what is under way, which ends by its deadline. The
     * client has no end of its own on Java 17: its thread stops when the collector finds that nobody holds it.
     */
    @Override
    public void close() {
        if (client.getAndSet(null) == null) {
            return;
        }
        try {
            underWay.tryAcquire(ALL, deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The time, if a wait may be so long.
     *
     * @throws IllegalArgumentException unless it is 1 ms..5 min
     */
    public static Duration bounded(String what, Duration time) {
        if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(what + " must be 1 ms.." + LONGEST.toMinutes() + " min: " + time);
        }
        return time;
    }

    /** How long to wait, and whom to trust. A part given twice is the later one. */
    public static final class Builder {
        Duration connectTimeout = Duration.ofSeconds(5);
        Duration requestTimeout = Duration.ofSeconds(10);
        Duration deadline = Duration.ofSeconds(20);

        private @Nullable SSLContext trust;

        private Builder() {}

        /** Who is trusted to certify the server, instead of whom the JVM trusts. */
        public Builder trust(SSLContext context) {
            trust = context;
            return this;
        }

        /** The longest wait for a connection, up to 5 minutes; 5 seconds if not given. */
        public Builder connectTimeout(Duration longest) {
            connectTimeout = bounded("connectTimeout", longest);
            return this;
        }

        /** The longest wait from the beginning of a request until its answer begins, up to 5 minutes; 10 seconds if not given. */
        public Builder requestTimeout(Duration longest) {
            requestTimeout = bounded("requestTimeout", longest);
            return this;
        }

        /** The longest that a call may take in all, up to 5 minutes; 20 seconds if not given. */
        public Builder deadline(Duration longest) {
            deadline = bounded("deadline", longest);
            return this;
        }

        /**
         * The wire; it connects when there is something to send.
         *
         * @throws IllegalStateException where the JVM is told to print what is sent: by {@code jdk.httpclient.HttpClient.log} with
         *     headers, as a system property or in its {@code net.properties}, by {@code jdk.internal.httpclient.debug}, or by
         *     {@code javax.net.debug} with plain text
         */
        public Wire build() {
            Chatter.refuse(Path.of(System.getProperty("java.home", "")));
            return new Wire(this::client, requestTimeout, deadline);
        }

        private HttpClient client() {
            SSLParameters named = new SSLParameters();
            named.setEndpointIdentificationAlgorithm("HTTPS"); // even where a system property would have it left out
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(new EncryptedOnly())
                    .sslParameters(named)
                    .connectTimeout(connectTimeout);
            if (trust != null) {
                builder.sslContext(trust);
            }
            return builder.build();
        }
    }
}

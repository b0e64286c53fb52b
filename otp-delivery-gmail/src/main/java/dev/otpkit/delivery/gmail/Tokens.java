package dev.otpkit.delivery.gmail;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.http.Undelivered;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The access token that all threads share. It is fetched on a thread of its own, once for all who wait for it, and each of
 * them waits no longer than its own time: credentials that hang hold up nobody.
 */
final class Tokens {
    private static final Pattern VALUE = Pattern.compile("[ -~]{0,16383}[!-~]");

    /** How long before its end a token is not used any more. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /** How long before its end the next one is fetched, while it is still used. */
    private static final Duration EARLY = Duration.ofMinutes(5);

    /** How long after a failure the next one is left alone, while there is one that is good. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** What a request says to be let through, and until when it is good; without an end, for ever. */
    record Token(Map<String, String> headers, Instant end) {
        boolean isGoodFor(Duration time) {
            return Instant.now().plus(time).isBefore(end);
        }

        @Override
        public String toString() {
            return "Token[redacted]";
        }
    }

    private final Consumer<Runnable> threads;
    private final Grant grant;
    private final Duration longest;
    private final GrantDiary diary;
    private @Nullable Token held;
    private CompletableFuture<Token> coming = CompletableFuture.failedFuture(new Undelivered(TokenFault.NO_TOKEN));
    private Instant notBefore = Instant.MIN;
    private boolean unusable;

    Tokens(Grant grant, Duration longest) {
        this(grant, longest, Tokens::start);
    }

    Tokens(Grant grant, Duration longest, Consumer<Runnable> threads) {
        this.threads = threads;
        this.grant = grant;
        this.longest = longest;
        this.diary = new GrantDiary(grant);
    }

    /**
     * A token that is not the refused one.
     *
     * @throws Undelivered where there is none within this time
     */
    Token get(@Nullable Token refused, Duration patience) {
        CompletableFuture<Token> next;
        synchronized (this) {
            Token now = held;
            if (now != null && now.isGoodFor(MARGIN) && !now.equals(refused)) {
                if (!now.isGoodFor(EARLY) && Instant.now().isAfter(notBefore)) {
                    begin();
                }
                return now;
            }
            begin();
            next = coming;
        }
        return await(next, patience.compareTo(longest) < 0 ? patience : longest);
    }

    private static Token await(CompletableFuture<Token> next, Duration patience) {
        try {
            return next.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new Undelivered(DeliveryResult.temporary().because("no access token in time"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Undelivered(DeliveryResult.temporary().blaming(Fault.OURS).because("interrupted"));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Undelivered known ? known : new IllegalStateException(e);
        }
    }

    /** Unless one is coming already. */
    private void begin() {
        if (!coming.isDone()) {
            return;
        }
        CompletableFuture<Token> future = new CompletableFuture<>();
        coming = future;
        boolean again = held != null || unusable;
        try {
            threads.accept(() -> fetch(again, future));
        } catch (OutOfMemoryError e) {
            future.completeExceptionally(new Undelivered(
                    DeliveryResult.temporary().blaming(Fault.OURS).because("no thread")));
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "otpkit-gmail-token");
        thread.setDaemon(true);
        thread.start();
    }

    private void fetch(boolean again, CompletableFuture<Token> future) {
        try {
            Token token = fetched(again);
            synchronized (this) {
                held = token;
                unusable = false;
            }
            future.complete(token);
        } catch (Throwable thrown) { // an Error too: who waits must hear of it
            DeliveryResult result =
                    thrown instanceof Undelivered known ? known.result() : TokenFault.of(thrown, grant.gone(), again);
            synchronized (this) {
                notBefore = Instant.now().plus(PAUSE);
            }
            future.completeExceptionally(new Undelivered(result));
            diary.failed(thrown, result);
            return;
        }
        diary.fetched(grant.credentials().getAccessToken());
    }

    /** Credentials fetch one when they have none; one that was refused, cannot be used or is about to end, they would keep. */
    private Token fetched(boolean again) throws IOException {
        GoogleCredentials credentials = grant.credentials();
        Map<String, List<String>> metadata =
                again ? refreshed(credentials) : credentials.getRequestMetadata(Outbox.API);
        @Nullable AccessToken token = credentials.getAccessToken();
        Map<String, String> headers = new HashMap<>();
        metadata.forEach((name, values) -> headers.put(name, fit(name, String.join(", ", values))));
        return new Token(
                Map.copyOf(headers),
                token == null || token.getExpirationTime() == null
                        ? Instant.MAX
                        : token.getExpirationTime().toInstant());
    }

    /** Of the token that has just come. Credentials that are asked would look at its end, and might fetch one more. */
    private static Map<String, List<String>> refreshed(GoogleCredentials credentials) throws IOException {
        credentials.refresh();
        @Nullable AccessToken token = credentials.getAccessToken();
        if (token == null) {
            return credentials.getRequestMetadata(Outbox.API);
        }
        Map<String, List<String>> metadata = new HashMap<>();
        metadata.put("Authorization", List.of("Bearer " + token.getTokenValue()));
        if (credentials.getQuotaProjectId() != null) {
            metadata.put("x-goog-user-project", List.of(credentials.getQuotaProjectId()));
        }
        return metadata;
    }

    /** The value, where both can be a header: what refuses them later would quote them, and too late. */
    private String fit(String name, String value) {
        try {
            HttpRequest.newBuilder(Outbox.API).header(name, "x");
        } catch (IllegalArgumentException e) {
            throw new Undelivered(DeliveryResult.misconfigured("credentials unusable"));
        }
        if (!VALUE.matcher(value).matches()) {
            synchronized (this) {
                unusable = true;
            }
            throw new Undelivered(
                    name.equalsIgnoreCase("authorization")
                            ? TokenFault.NO_TOKEN
                            : DeliveryResult.misconfigured("credentials unusable"));
        }
        return value;
    }
}

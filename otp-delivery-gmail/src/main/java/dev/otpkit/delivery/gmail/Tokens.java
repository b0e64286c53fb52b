package dev.otpkit.delivery.gmail;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.http.Undelivered;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access token that all threads share. It is fetched on a thread of its own, once for all who wait for it, and each of
 * them waits no longer than its own time: credentials that hang hold up nobody.
 */
final class Tokens {
    private static final Logger LOG = LoggerFactory.getLogger(GmailChannel.class);

    private static final Pattern VALUE = Pattern.compile("[ -~]{1,16384}");

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

    private final Grant grant;
    private final Duration longest;
    private @Nullable Token held;
    private @Nullable CompletableFuture<Token> coming;
    private Instant notBefore = Instant.MIN;
    private boolean told;

    Tokens(Grant grant, Duration longest) {
        this.grant = grant;
        this.longest = longest;
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
                if (!now.isGoodFor(EARLY) && coming == null && Instant.now().isAfter(notBefore)) {
                    begin();
                }
                return now;
            }
            next = coming == null ? begin() : coming;
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

    private CompletableFuture<Token> begin() {
        CompletableFuture<Token> future = new CompletableFuture<>();
        boolean again = held != null;
        Thread thread = new Thread(() -> fetch(again, future), "otpkit-gmail-token");
        thread.setDaemon(true);
        thread.start(); // or there is none to be had, and nothing is coming
        coming = future;
        return future;
    }

    private void fetch(boolean again, CompletableFuture<Token> future) {
        try {
            Token token = fetched(again);
            synchronized (this) {
                held = token;
                coming = null;
                told = false;
            }
            future.complete(token);
        } catch (Throwable thrown) { // an Error too: who waits must hear of it
            DeliveryResult result = TokenFault.of(thrown, grant.gone());
            synchronized (this) {
                coming = null;
                notBefore = Instant.now().plus(PAUSE);
                if (result.reason().filter(grant.gone()::equals).isPresent() && !told) {
                    told = true;
                    LOG.warn("Gmail: {}", grant.atLength());
                }
            }
            future.completeExceptionally(new Undelivered(result));
        }
    }

    /** Credentials fetch one when they have none; one that was refused, or is about to end, they would keep. */
    private Token fetched(boolean again) throws IOException {
        GoogleCredentials credentials = grant.credentials();
        if (again) {
            credentials.refresh();
        }
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, List<String>> header :
                credentials.getRequestMetadata(Outbox.API).entrySet()) {
            String value = String.join(", ", header.getValue());
            if (!VALUE.matcher(value).matches()) {
                throw new IOException("no token"); // what refuses it later would quote it
            }
            headers.put(header.getKey(), value);
        }
        AccessToken token = credentials.getAccessToken();
        return new Token(
                Map.copyOf(headers),
                token == null || token.getExpirationTime() == null
                        ? Instant.MAX
                        : token.getExpirationTime().toInstant());
    }
}

package dev.otpkit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.annotations.SerializedName;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a code becomes a token: one POST, one answer of a bounded length, within a deadline. */
final class TokenEndpoint {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int LONGEST = 65_536;
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,2048}"); // it becomes a line of somebody's file

    private record Reply(
            @Nullable String error,
            @SerializedName("refresh_token") @Nullable String token,
            @Nullable String scope) {}

    private final URI uri;
    private final Duration deadline;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();

    TokenEndpoint(URI uri, Duration deadline) {
        this.uri = uri;
        this.deadline = deadline;
    }

    /** A refresh token that is good for this scope. */
    String refreshToken(Map<String, String> form, String scope) throws NoConsent, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(WebForm.of(form)))
                .build();
        int status = await(client.sendAsync(
                request,
                HttpResponse.BodyHandlers.ofByteArrayConsumer(
                        part -> part.filter(bytes -> body.size() <= LONGEST).ifPresent(body::writeBytes))));
        return read(status, body.size() > LONGEST ? "" : body.toString(UTF_8), scope);
    }

    private int await(CompletableFuture<HttpResponse<Void>> coming) throws NoConsent, InterruptedException {
        try {
            return coming.get(deadline.toNanos(), TimeUnit.NANOSECONDS).statusCode();
        } catch (TimeoutException e) {
            throw new NoConsent("Google gave no token in " + deadline.toSeconds() + " seconds. Run this again.");
        } catch (ExecutionException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw new NoConsent("Google was not reached for the token, or hung up: "
                    + why.getClass().getSimpleName() + ". Run this again.");
        } finally {
            coming.cancel(true);
        }
    }

    private static String read(int status, String body, String scope) throws NoConsent {
        Reply reply = reply(body);
        if (reply != null && reply.error() != null && NoConsent.isNamed(reply.error())) {
            throw NoConsent.named(reply.error());
        }
        if (status != 200 || reply == null) {
            throw new NoConsent("Google answered " + status + " to the code, and nothing that can be read.");
        }
        if (reply.scope() == null || !List.of(reply.scope().split(" ")).contains(scope)) {
            throw new NoConsent("Sending mail was not allowed: its box was not ticked. Run this again, and tick it.");
        }
        if (reply.token() == null || !TOKEN.matcher(reply.token()).matches()) {
            throw new NoConsent("Google's answer has no refresh token. Remove the app from the account's third-party"
                    + " access, and run this again.");
        }
        return reply.token();
    }

    private static @Nullable Reply reply(String body) {
        try {
            return new Gson().fromJson(body, Reply.class);
        } catch (JsonParseException e) {
            return null; // and the exception, which quotes it, goes nowhere
        }
    }
}

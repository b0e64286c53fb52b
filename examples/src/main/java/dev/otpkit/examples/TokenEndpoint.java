package dev.otpkit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.annotations.SerializedName;
import dev.otpkit.delivery.http.Answer;
import dev.otpkit.delivery.http.Undelivered;
import dev.otpkit.delivery.http.Wire;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a code becomes a token: one POST, one answer of a bounded length, within a deadline. */
final class TokenEndpoint {
    private static final Map<String, String> HEADERS =
            Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json");
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,2048}"); // it becomes a line of somebody's file

    private record Reply(
            @Nullable String error,
            @SerializedName("refresh_token") @Nullable String token,
            @Nullable String scope) {}

    private final URI uri;
    private final Duration deadline;

    TokenEndpoint(URI uri, Duration deadline) {
        this.uri = uri;
        this.deadline = deadline;
    }

    /** A refresh token that is good for this scope. */
    String refreshToken(Map<String, String> form, String scope) throws NoConsent {
        Wire wire = Wire.builder().requestTimeout(deadline).deadline(deadline).build();
        try {
            return read(wire.post(uri, HEADERS, WebForm.of(form).getBytes(UTF_8)), scope);
        } catch (Undelivered known) {
            throw new NoConsent(
                    "Google gave no token: " + known.result().reason().orElse("no answer") + ". Run this again.");
        } finally {
            wire.close();
        }
    }

    private static String read(Answer answer, String scope) throws NoConsent {
        Reply reply = reply(answer.body());
        if (reply != null && reply.error() != null && NoConsent.isNamed(reply.error())) {
            throw NoConsent.named(reply.error());
        }
        if (answer.status() != 200 || reply == null) {
            throw new NoConsent("Google answered " + answer.status() + " to the code, and nothing that can be read.");
        }
        if (reply.scope() == null || !List.of(reply.scope().split(" ", -1)).contains(scope)) {
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

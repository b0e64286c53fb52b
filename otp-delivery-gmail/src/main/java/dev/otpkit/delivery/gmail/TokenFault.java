package dev.otpkit.delivery.gmail;

import com.google.api.client.http.HttpResponseException;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.http.Undelivered;
import org.jspecify.annotations.Nullable;

/** What it means for a message that no access token could be had. Certainly that it was not sent. No text of theirs gets through. */
final class TokenFault {
    static final DeliveryResult NO_TOKEN = DeliveryResult.temporary().because("no access token");
    private static final int DEEPEST = 16;

    private TokenFault() {}

    /** @param again whether there had been a token */
    static DeliveryResult of(Throwable thrown, String gone, boolean again) {
        if (again && thrown instanceof IllegalStateException) {
            return DeliveryResult.misconfigured("no new access token"); // a token was given, and no way to another
        }
        if (thrown instanceof LinkageError) {
            return DeliveryResult.misconfigured("a class is missing");
        }
        @Nullable Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
            if (cause instanceof WireTransport.Lost lost) {
                return of(lost.known);
            }
            if (cause instanceof HttpResponseException refused) {
                return of(refused.getStatusCode(), refused.getContent(), gone);
            }
        }
        return NO_TOKEN;
    }

    private static DeliveryResult of(Undelivered known) {
        // Whether the endpoint has heard the question is unknown; that the message was not sent is not.
        return known.result().surelyNotSent() ? known.result() : NO_TOKEN;
    }

    private static DeliveryResult of(int status, @Nullable String body, String gone) {
        if (status == 408 || status == 429 || status >= 500 || status < 400) {
            return DeliveryResult.temporary().because("token endpoint unavailable");
        }
        String error = body == null ? "" : Json.of(body).text("error");
        return DeliveryResult.misconfigured(
                switch (error) {
                    case "invalid_grant" -> gone;
                    case "invalid_client", "deleted_client" -> "client id or secret refused";
                    case "unauthorized_client" -> "no delegation of gmail-send to this client";
                    case "invalid_scope", "access_denied" -> "scope gmail-send refused";
                    default -> "access token refused";
                });
    }
}

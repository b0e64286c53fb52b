package dev.otpkit.delivery.gmail;

import com.google.api.services.gmail.GmailScopes;
import com.google.auth.Credentials;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.auth.oauth2.UserCredentials;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.delivery.Settings;
import dev.otpkit.delivery.http.Addresses;
import dev.otpkit.delivery.http.Wire;
import dev.otpkit.delivery.mime.MailComposer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a builder has been told so far, each part checked, and the defaults of the rest. */
final class GmailParts {
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9_-]{1,200}\\.apps\\.googleusercontent\\.com");
    private static final Pattern SECRET = Pattern.compile("[!-~]{1,2048}");
    private static final URI TOKENS = URI.create("https://oauth2.googleapis.com/token");

    /** Of credentials that send through this wire. */
    private @Nullable Function<HttpTransportFactory, Grant> grant;

    private @Nullable URI api;
    String name = "gmail";
    final Wire.Builder wire = Wire.builder();
    Duration tokenTimeout = Duration.ofSeconds(10);

    @Nullable
    MailComposer composer;

    @Nullable
    String replyTo;

    static GmailChannel.Builder of(Settings settings) {
        settings.require("EMAIL_CLIENT_ID", "EMAIL_CLIENT_SECRET", "EMAIL_REFRESH_TOKEN", "FROM_EMAIL");
        GmailChannel.Builder builder = GmailChannel.builder();
        settings.required("FROM_EMAIL", address -> builder.from(address.strip()));
        return builder.refreshToken(
                settings.required("EMAIL_CLIENT_ID", text -> clientId("client id", text.strip())),
                settings.required("EMAIL_CLIENT_SECRET", text -> secret("client secret", text.strip())),
                settings.required("EMAIL_REFRESH_TOKEN", text -> secret("refresh token", text.strip())));
    }

    void refreshToken(String id, String clientSecret, String token) {
        UserCredentials.Builder credentials = UserCredentials.newBuilder()
                .setClientId(clientId("clientId", id))
                .setClientSecret(secret("clientSecret", clientSecret))
                .setRefreshToken(secret("refreshToken", token));
        granted(factory -> Grant.ofAPerson(credentials
                .setHttpTransportFactory(factory)
                .setTokenServerUri(tokens())
                .build()));
    }

    void serviceAccount(String json, String user) {
        Recipient.email(user); // refused without being repeated
        ServiceAccountCredentials read = key(json);
        granted(factory -> Grant.ofADomain(read.toBuilder()
                .setHttpTransportFactory(factory)
                .setTokenServerUri(tokens())
                .setServiceAccountUser(user)
                .setDefaultRetriesEnabled(false)
                .build()
                .createScoped(GmailScopes.GMAIL_SEND)));
    }

    private static ServiceAccountCredentials key(String json) {
        try {
            ServiceAccountCredentials key = ServiceAccountCredentials.fromStream(
                    new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
            if (!key.getUniverseDomain().equals(Credentials.GOOGLE_DEFAULT_UNIVERSE)) {
                throw new IOException("elsewhere there is no delegation");
            }
            return key;
        } catch (IOException | RuntimeException e) {
            // Without the cause, which quotes the key.
            throw new IllegalArgumentException(
                    "json must be the key of a service account: " + json.length() + " characters given");
        }
    }

    void credentials(GoogleCredentials given) {
        granted(factory ->
                Grant.ofOnesOwn(given.createScopedRequired() ? given.createScoped(GmailScopes.GMAIL_SEND) : given));
    }

    private void granted(Function<HttpTransportFactory, Grant> given) {
        if (grant != null) {
            throw new IllegalStateException(
                    "refreshToken(...), serviceAccount(...) and credentials(...) exclude each other, and are said once");
        }
        grant = given;
    }

    void api(URI server) {
        api = Addresses.server("api", server);
    }

    MailComposer composer() {
        if (composer == null) {
            throw new IllegalStateException("from(...) is missing");
        }
        return replyTo == null ? composer : composer.replyTo(replyTo);
    }

    Outbox outbox(Wire sent) {
        if (grant == null) {
            throw new IllegalStateException("refreshToken(...), serviceAccount(...) or credentials(...) is missing");
        }
        Tokens tokens = new Tokens(grant.apply(() -> new WireTransport(sent, tokenTimeout)), tokenTimeout);
        return new Outbox(sent, tokens, api == null ? Outbox.API : api.resolve("/"));
    }

    private URI tokens() {
        return api == null ? TOKENS : api.resolve("/token");
    }

    private static String clientId(String what, String text) {
        if (!CLIENT_ID.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    what + " must end in .apps.googleusercontent.com: " + text.length() + " characters given");
        }
        return text;
    }

    private static String secret(String what, String text) {
        if (!SECRET.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    what + " must be 1..2048 visible ASCII characters: " + text.length() + " characters given");
        }
        return text;
    }
}

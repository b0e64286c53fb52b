package dev.otpkit.delivery.gmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service account that sends in the name of a user of its domain. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServiceAccountTest {
    private static final String EMAIL = "otp@acme-project.iam.gserviceaccount.com";
    private static final KeyPair KEYS = keys();

    private final Google google = new Google();

    @AfterEach
    void stop() {
        google.close();
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the console gives it out, with a token endpoint of somebody else's. */
    static String json() {
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(KEYS.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        JsonObject json = new JsonObject();
        json.addProperty("type", "service_account");
        json.addProperty("project_id", "acme-project");
        json.addProperty("private_key_id", "abc123");
        json.addProperty("private_key", pem);
        json.addProperty("client_email", EMAIL);
        json.addProperty("client_id", "1234567890");
        json.addProperty("token_uri", "http://elsewhere.invalid/token");
        return json.toString();
    }

    private GmailChannel.Builder channel() {
        return GmailChannel.builder()
                .serviceAccount(json(), "otp@acme.test")
                .from("otp@acme.test")
                .api(google.address())
                .deadline(Duration.ofSeconds(10));
    }

    private static JsonObject part(String jwt, int index) {
        byte[] bytes = Base64.getUrlDecoder().decode(jwt.split("\\.")[index]);
        return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)).getAsJsonObject();
    }

    @Test
    void itSignsForOneScopeAndOneUserAndSends() throws Exception {
        try (GmailChannel channel = channel().build()) {
            assertThat(channel.deliver(Mails.one()).outcome()).isEqualTo(Outcome.SENT);
        }
        assertThat(google.asked()).hasSize(1);
        assertThat(google.asked().get(0).form()).containsOnlyKeys("grant_type", "assertion");
        assertThat(google.asked().get(0).one("grant_type")).isEqualTo("urn:ietf:params:oauth:grant-type:jwt-bearer");
        String jwt = google.asked().get(0).one("assertion");
        JsonObject claims = part(jwt, 1);
        assertThat(claims.get("iss").getAsString()).isEqualTo(EMAIL);
        assertThat(claims.get("sub").getAsString()).isEqualTo("otp@acme.test");
        assertThat(claims.get("scope").getAsString()).isEqualTo("https://www.googleapis.com/auth/gmail.send");
        assertThat(claims.get("exp").getAsLong() - claims.get("iat").getAsLong())
                .isLessThanOrEqualTo(3600);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(KEYS.getPublic());
        signature.update(jwt.substring(0, jwt.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(jwt.split("\\.")[2])))
                .isTrue();
    }

    @Test
    void aTokenThatIsRefusedIsAskedForOnceMore() {
        try (GmailChannel channel = channel().build()) {
            channel.deliver(Mails.one());
            google.forgetTokens();
            assertThat(channel.deliver(Mails.one()).outcome()).isEqualTo(Outcome.SENT);
        }
        assertThat(google.asked()).hasSize(2);
        assertThat(google.handed.get()).isEqualTo(2);
    }

    @Test
    void whatItsGrantIsRefusedForIsToldInItsOwnWords() {
        google.onToken(Google.refusal(400, "invalid_grant"));
        try (GmailChannel channel = channel().build()) {
            assertThat(channel.deliver(Mails.one()))
                    .isEqualTo(
                            DeliveryResult.misconfigured("grant refused - no such user or key deleted or wrong clock"));
        }
    }

    /** The library would ask four times, and wait between. */
    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429, 408})
    void aTokenEndpointInTroubleIsAskedOnce(int status) {
        google.onToken(Google.html(status));
        try (GmailChannel channel = channel().build()) {
            assertThat(channel.deliver(Mails.one()).outcome()).isEqualTo(Outcome.TEMPORARY);
        }
        assertThat(google.posts).hasSize(1);
    }

    @Test
    void whatIsNoKeyIsRefusedAndNotRepeated() {
        for (String json : List.of(
                "",
                "{}",
                "null",
                "[]",
                "canary",
                json().replace("BEGIN", "canary"),
                json().replace("service_account", "canary"),
                json().replace("\"type\"", "\"universe_domain\":\"evil.test\",\"type\""))) {
            assertThatThrownBy(() -> GmailChannel.builder().serviceAccount(json, "otp@acme.test"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("json must be the key of a service account: " + json.length() + " characters given")
                    .hasNoCause();
        }
    }

    @Test
    void whoIsNoUserIsRefused() {
        assertThatThrownBy(() -> GmailChannel.builder().serviceAccount(json(), "canary"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("canary");
    }
}

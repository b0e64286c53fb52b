package dev.otpkit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.delivery.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The web demo as browsers and Twilio go through it, over HTTP. */
class WebDemoTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String SID = "SM" + "0a1b2c3d".repeat(4);
    private static final Map<String, String> SETTINGS =
            Map.of("TWILIO_AUTH_TOKEN", TOKEN, "PUBLIC_URL", "https://demo.example");

    private final Phone phone = new Phone();
    private final WebDemo demo;
    private final HttpClient client = HttpClient.newHttpClient();

    WebDemoTest() throws IOException {
        this.demo = new WebDemo(Settings.of(SETTINGS), phone);
    }

    @AfterEach
    void close() {
        demo.close();
    }

    /** Everybody's mailbox and phone; its provider names every message the same. */
    private static final class Phone implements DeliveryChannel {
        private final List<Message> messages = new CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return "phone";
        }

        @Override
        public boolean serves(Recipient recipient) {
            return true;
        }

        @Override
        public DeliveryResult deliver(Message message) {
            messages.add(message);
            return DeliveryResult.sent(SID);
        }

        private String code() {
            return messages.get(messages.size() - 1).code().orElseThrow().digits();
        }
    }

    /** One browser: keeps the cookie that it was given last. */
    private final class Browser {
        private String cookie = "";

        private HttpResponse<String> get(String path) throws Exception {
            return go(at(path).GET());
        }

        private HttpResponse<String> post(String path, String name, String typed) throws Exception {
            return go(at(path).header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(name + "=" + URLEncoder.encode(typed, UTF_8))));
        }

        private HttpResponse<String> go(HttpRequest.Builder request) throws Exception {
            if (!cookie.isEmpty()) {
                request.header("Cookie", "theme=dark; " + cookie);
            }
            HttpResponse<String> answer = send(request);
            answer.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.substring(0, set.indexOf(';')));
            return answer;
        }

        /** Up to the page that asks for the code. */
        private void ask(String address) throws Exception {
            get("/");
            assertThat(post("/code", "to", address).statusCode()).isEqualTo(303);
        }
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(demo.uri().resolve(path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** As Twilio calls, by way of a proxy that nobody need believe. */
    private int twilio(String token, String url, String status) throws Exception {
        Map<String, String> parameters = new TreeMap<>(
                Map.of("MessageSid", SID, "MessageStatus", status, "To", "+14155550100", "ErrorCode", "30003"));
        StringBuilder text = new StringBuilder(url);
        parameters.forEach((name, value) -> text.append(name).append(value));
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(token.getBytes(UTF_8), "HmacSHA1"));
        String form = parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return send(at("/twilio/status")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(
                                "X-Twilio-Signature",
                                Base64.getEncoder()
                                        .encodeToString(
                                                mac.doFinal(text.toString().getBytes(UTF_8))))
                        .header("X-Forwarded-Host", "evil.example")
                        .header("X-Forwarded-Proto", "http")
                        .POST(HttpRequest.BodyPublishers.ofString(form)))
                .statusCode();
    }

    @Test
    void anAddressIsConfirmedInTheBrowserThatAsked() throws Exception {
        Browser ada = new Browser();
        HttpResponse<String> start = ada.get("/");
        assertThat(start.headers().firstValue("Set-Cookie").orElseThrow())
                .matches("flow=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Strict; Secure");
        assertThat(start.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'");
        HttpResponse<String> asked = ada.post("/code", "to", "ada@example.com");
        assertThat(asked.headers().firstValue("Location")).contains("/code");
        assertThat(ada.get("/code").body())
                .contains("autocomplete=\"one-time-code\" inputmode=\"numeric\"", "The 6 characters", "a***@e***.com")
                .contains("It is on its way.")
                .doesNotContain("ada@example.com", phone.code(), "<script");

        assertThat(ada.post("/verify", "code", "what?").body()).contains("That is no code.");
        assertThat(ada.post("/verify", "code", phone.code().equals("111111") ? "222222" : "111111")
                        .body())
                .contains("That is not the code.");
        assertThat(ada.post("/verify", "code", phone.code()).body()).contains("Confirmed", "a***@e***.com");
        assertThat(ada.post("/verify", "code", phone.code()).body()).contains("This code is over.");
    }

    /** T8, T18: another browser that names the same address gets nowhere with this one's code. */
    @Test
    void theCodeIsGoodInNoOtherBrowser() throws Exception {
        Browser ada = new Browser();
        ada.ask("ada@example.com");
        String code = phone.code();
        Browser eve = new Browser();
        eve.get("/");
        assertThat(eve.post("/verify", "code", code).statusCode())
                .as("she has not asked")
                .isEqualTo(403);
        assertThat(eve.post("/code", "to", "ada@example.com").body()).contains("No code was sent. Please wait");
        eve.ask("eve@example.com");
        assertThat(eve.post("/verify", "code", code).body()).doesNotContain("Confirmed");
        assertThat(ada.post("/verify", "code", code).body()).contains("Confirmed");
    }

    /** What another site's page lets a browser send comes without the cookie, which is SameSite=Strict. */
    @Test
    void nothingIsSentWithoutAVisitOfOurOwn() throws Exception {
        Browser visitor = new Browser();
        assertThat(visitor.post("/code", "to", "ada@example.com").statusCode()).isEqualTo(403);
        visitor.cookie = "flow=" + "0".repeat(32);
        assertThat(visitor.post("/code", "to", "ada@example.com").statusCode()).isEqualTo(403);
        assertThat(phone.messages).isEmpty();
    }

    @Test
    void twiliosWordIsSeenOnThePageOnceAndForAll() throws Exception {
        Browser ada = new Browser();
        ada.ask("+1 415 555 0100");
        String url = "https://demo.example/twilio/status";
        assertThat(twilio(TOKEN, url, "sent")).isEqualTo(204);
        assertThat(ada.get("/code").body()).contains("It is on its way.");
        assertThat(twilio(TOKEN, url, "undelivered")).isEqualTo(204);
        assertThat(ada.get("/code").body()).contains("It did not arrive: unreachable handset 30003.");
        assertThat(twilio(TOKEN, url, "undelivered")).as("a replay").isEqualTo(204);
        assertThat(twilio(TOKEN, url, "delivered")).as("its opposite").isEqualTo(204);
        assertThat(ada.get("/code").body()).contains("It did not arrive: unreachable handset 30003.");
    }

    @Test
    void whoIsNotTwilioIsRefusedAndChangesNothing() throws Exception {
        Browser ada = new Browser();
        ada.ask("+14155550100");
        String url = "https://demo.example/twilio/status";
        assertThat(twilio("f".repeat(32), url, "delivered")).isEqualTo(403);
        assertThat(twilio(TOKEN, "http://demo.example/twilio/status", "delivered"))
                .isEqualTo(403);
        assertThat(twilio(TOKEN, "http://evil.example/twilio/status", "delivered"))
                .isEqualTo(403);
        assertThat(twilio(TOKEN, demo.uri().resolve("/twilio/status").toString(), "delivered"))
                .isEqualTo(403);
        assertThat(send(at("/twilio/status").POST(HttpRequest.BodyPublishers.ofString("x".repeat(200_000))))
                        .statusCode())
                .isEqualTo(403);
        assertThat(ada.get("/code").body()).contains("It is on its way.");
        assertThat(twilio(TOKEN, url, "delivered")).isEqualTo(204);
        assertThat(ada.get("/code").body()).contains("It has arrived.");
    }

    /** T20: what was typed comes back as text. */
    @Test
    void markupIsEscaped() throws Exception {
        Browser eve = new Browser();
        eve.get("/");
        HttpResponse<String> shown = eve.post("/code", "to", "\"><img src=//e onerror='x'>&amp;{{code}}%s");
        assertThat(shown.statusCode()).isEqualTo(400);
        assertThat(shown.body())
                .contains("value=\"&quot;&gt;&lt;img src=//e onerror=&#39;x&#39;&gt;&amp;amp;{{code}}%s\"")
                .doesNotContain("<img");
    }

    @Test
    void withoutSettingsItRunsAndTakesNobodysCallbacks() throws Exception {
        try (WebDemo plain = new WebDemo(Settings.of(Map.of()), phone)) {
            assertThat(plain.uri().getHost()).isEqualTo("localhost");
            HttpResponse<String> start = send(HttpRequest.newBuilder(plain.uri()));
            assertThat(start.headers().firstValue("Set-Cookie").orElseThrow()).endsWith("SameSite=Strict");
            URI status = plain.uri().resolve("/twilio/status");
            assertThat(send(HttpRequest.newBuilder(status).POST(HttpRequest.BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(send(HttpRequest.newBuilder(plain.uri().resolve("/other")))
                            .statusCode())
                    .isEqualTo(404);
        }
    }
}

package dev.otpkit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** Google's consent page and token endpoint on the wire. Everybody agrees at once; a request that is not exact is refused. */
final class FakeGoogle implements AutoCloseable {
    static final String ID = "1234-abcd.apps.googleusercontent.com";
    static final String SECRET = "GOCSPX-s3cr3tOfTheClient+/=&";
    static final String CODE = "4/0AbCdEfTheCode+=&";
    static final String ACCESS = "ya29.theAccessToken";
    static final String REFRESH = "1//0gTheRefreshToken-_";
    static final String SCOPE = "https://www.googleapis.com/auth/gmail.send";
    static final String GIVEN = """
            {"access_token": "%s", "expires_in": 3599, "refresh_token": "%s", "scope": "%s", "token_type": "Bearer"}""".formatted(ACCESS, REFRESH, SCOPE);

    private static final String NONCE = "[A-Za-z0-9_-]{43}";

    final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
    final List<Map<String, String>> exchanged = new CopyOnWriteArrayList<>();
    final List<String> mails = new CopyOnWriteArrayList<>();

    private final AtomicBoolean used = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile String decision = "code=" + URLEncoder.encode(CODE, UTF_8);
    private volatile HttpHandler token = this::exchange;

    FakeGoogle() throws IOException {
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/auth", this::consent);
        server.createContext("/token", http -> {
            try (http) {
                token.handle(http);
            }
        });
        server.createContext("/gmail/v1/users/me/messages/send", http -> {
            try (http) {
                mails.add(new String(http.getRequestBody().readAllBytes(), UTF_8));
                answer(http, 200, "{\"id\": \"18c0000000000001\"}");
            }
        });
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    /** The person declines. */
    void declined() {
        decision = "error=access_denied";
    }

    /** The token endpoint is elsewhere, and says so. */
    void moved() {
        server.createContext("/moved", this::exchange);
        token = http -> {
            http.getResponseHeaders().set("Location", "/moved");
            answer(http, 307, "");
        };
    }

    /** The token endpoint says this to whatever comes. */
    void says(int status, String body) {
        token = http -> answer(http, status, body);
    }

    /** The token endpoint begins an answer with this, and never goes on. */
    void hangsAfter(String begin) {
        token = http -> {
            if (!begin.isEmpty()) {
                http.sendResponseHeaders(200, 0);
                http.getResponseBody().write(begin.getBytes(UTF_8));
                http.getResponseBody().flush();
            }
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdown();
    }

    private void consent(HttpExchange http) throws IOException {
        try (http) {
            Map<String, String> query = form(http.getRequestURI().getRawQuery());
            asked.add(query);
            String redirect = query.getOrDefault("redirect_uri", "");
            String state = query.getOrDefault("state", "");
            String challenge = query.getOrDefault("code_challenge", "");
            boolean guessable = !state.matches(NONCE) || !challenge.matches(NONCE) || state.equals(challenge);
            boolean exact = query.equals(Map.of(
                    "response_type", "code",
                    "client_id", ID,
                    "redirect_uri", redirect,
                    "scope", SCOPE,
                    "access_type", "offline",
                    "prompt", "consent",
                    "state", state,
                    "code_challenge", challenge,
                    "code_challenge_method", "S256"));
            if (guessable || !exact || !redirect.matches("http://127\\.0\\.0\\.1:[0-9]{4,5}/[a-z]*")) {
                answer(http, 400, "Error 400: invalid_request " + query);
                return;
            }
            String answer = "?state=" + state + "&" + decision + "&scope=" + SCOPE + "&authuser=0";
            http.getResponseHeaders().set("Location", redirect + answer);
            http.sendResponseHeaders(302, -1);
        }
    }

    private void exchange(HttpExchange http) throws IOException {
        Map<String, String> form = form(new String(http.getRequestBody().readAllBytes(), UTF_8));
        Map<String, String> asking = asked.get(asked.size() - 1);
        exchanged.add(form);
        String type = http.getRequestHeaders().getFirst("Content-Type");
        String verifier = form.getOrDefault("code_verifier", "");
        Map<String, String> exact = Map.of(
                "grant_type", "authorization_code",
                "code", CODE,
                "client_id", ID,
                "client_secret", SECRET,
                "redirect_uri", asking.get("redirect_uri"),
                "code_verifier", verifier);
        if (!http.getRequestMethod().equals("POST")
                || !"application/x-www-form-urlencoded".equals(type)
                || !form.keySet().equals(exact.keySet())) {
            answer(http, 400, refusal("invalid_request"));
        } else if (!form.get("client_secret").equals(SECRET)) {
            answer(http, 401, refusal("invalid_client"));
        } else if (!form.equals(exact)
                || used.getAndSet(true)
                || !verifier.matches(NONCE)
                || !sha256(verifier).equals(asking.get("code_challenge"))) {
            answer(http, 400, refusal("invalid_grant"));
        } else {
            answer(http, 200, GIVEN);
        }
    }

    /** As Google words it; its description is for nobody's eyes, since here it repeats the code. */
    static String refusal(String error) {
        return """
                {"error": "%s", "error_description": "Malformed auth code. %s"}""".formatted(error, CODE);
    }

    private static void answer(HttpExchange http, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        http.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        http.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        http.getResponseBody().write(bytes);
    }

    static Map<String, String> form(String text) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            String[] parts = pair.split("=", 2);
            form.merge(parts[0], URLDecoder.decode(parts[1], UTF_8), (one, other) -> one + " and " + other);
        }
        return form;
    }

    /** Not the command's own: it could be wrong in both. */
    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.otpkit.delivery.gmail;

import dev.otpkit.fixtures.HttpSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** Gmail's API and Google's token endpoint as a channel sees them, in their wire format. */
final class Google extends HttpSink {
    static final String CLIENT = "1234567890-abc.apps.googleusercontent.com";
    static final String SECRET = "GOCSPX-abcdefghijklmnop";
    static final String REFRESH = "1//0abcdefghijklmnop";
    static final String SEND = "POST /gmail/v1/users/me/messages/send";
    private static final Pattern RAW = Pattern.compile("\"raw\":\"([A-Za-z0-9_-]+=*)\"");

    /** The mails that were taken, as bytes. */
    final List<byte[]> taken = new CopyOnWriteArrayList<>();

    /** The requests to send that came with a token which was good, whether they were then taken or not. */
    final AtomicInteger handed = new AtomicInteger();

    private final Set<String> good = ConcurrentHashMap.newKeySet();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger tokens = new AtomicInteger();
    private volatile Act onSend = this::accept;
    private volatile Act onToken = this::issue;
    volatile int tokenLife = 3599;
    volatile String scope = "https://www.googleapis.com/auth/gmail.send";

    Google() {
        this(null);
    }

    Google(SSLContext shown) {
        super(shown);
    }

    GmailChannel.Builder channel() {
        return GmailChannel.builder()
                .refreshToken(CLIENT, SECRET, REFRESH)
                .from("otp@acme.test", "ACME")
                .api(address())
                .connectTimeout(Duration.ofSeconds(2))
                .deadline(Duration.ofSeconds(5));
    }

    /** What the API does with a message whose token is good. */
    void onSend(Act next) {
        onSend = next;
    }

    void onToken(Act next) {
        onToken = next;
    }

    /** All tokens that were ever given are good no longer. */
    void forgetTokens() {
        good.clear();
    }

    List<Post> sends() {
        return posts.stream().filter(post -> post.path().equals(SEND)).toList();
    }

    List<Post> asked() {
        return posts.stream().filter(post -> post.path().equals("POST /token")).toList();
    }

    @Override
    public void take(OutputStream out, Post post) throws IOException {
        if (post.path().equals("POST /token")) {
            onToken.on(out, post);
        } else if (!post.path().equals(SEND)) {
            error(404, "notFound", "NOT_FOUND").on(out, post);
        } else if (!good.contains(post.headers().getOrDefault("authorization", ""))) {
            error(401, "authError", "UNAUTHENTICATED").on(out, post);
        } else {
            handed.incrementAndGet();
            onSend.on(out, post);
        }
    }

    void accept(OutputStream out, Post post) throws IOException {
        Matcher raw = RAW.matcher(post.body());
        if (!raw.find()) {
            error(400, "invalidArgument", "INVALID_ARGUMENT").on(out, post);
            return;
        }
        taken.add(Base64.getUrlDecoder().decode(raw.group(1)));
        String id = String.format("%016x", 0x18c0000000000000L + ids.incrementAndGet());
        write(
                out,
                200,
                "application/json; charset=UTF-8",
                "{\n  \"id\": \"" + id + "\",\n  \"threadId\": \"" + id
                        + "\",\n  \"labelIds\": [\n    \"SENT\"\n  ]\n}\n",
                "Cache-Control: private");
    }

    void issue(OutputStream out, Post post) throws IOException {
        String token = "ya29.token-" + tokens.incrementAndGet();
        good.add("Bearer " + token);
        write(
                out,
                200,
                "application/json; charset=utf-8",
                "{\"access_token\":\"" + token + "\",\"expires_in\":" + tokenLife + ",\"scope\":\"" + scope
                        + "\",\"token_type\":\"Bearer\"}");
    }

    /** An error of the API's, in both of its forms at once, as it is today. It repeats what it was sent. */
    static Act error(int status, String reason, String name, String... headers) {
        return error(status, reason, name, "It was " + reason, headers);
    }

    static Act error(int status, String reason, String name, String message, String[] headers) {
        return (out, post) -> write(
                out,
                status,
                "application/json; charset=UTF-8",
                "{\n  \"error\": {\n    \"code\": " + status + ",\n    \"message\": \"" + message
                        + "\",\n    \"errors\": [\n      {\n        \"message\": \"" + message
                        + "\",\n        \"domain\": \"usageLimits\",\n        \"reason\": \"" + reason
                        + "\"\n      }\n    ],\n    \"status\": \"" + name
                        + "\",\n    \"details\": [ {\"@type\": \"type.googleapis.com/google.rpc.ErrorInfo\","
                        + " \"reason\": \"" + reason + "\", \"domain\": \"googleapis.com\"} ]\n  }\n}\n",
                headers);
    }

    /** An error of the token endpoint's. */
    static Act refusal(int status, String error) {
        return answer(
                status, "{\"error\":\"" + error + "\",\"error_description\":\"Token has been expired or revoked.\"}");
    }

    static String text(byte[] mail) {
        return new String(mail, StandardCharsets.UTF_8);
    }
}

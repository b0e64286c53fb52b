package dev.otpkit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Optional;

/** What a browser gets: a page, or the way to one. It is kept nowhere, runs no script, and tells no site of another. */
record WebAnswer(int status, String body, Optional<String> location) {

    static WebAnswer page(int status, String html) {
        return new WebAnswer(status, html, Optional.empty());
    }

    static WebAnswer see(String path) {
        return new WebAnswer(303, "", Optional.of(path));
    }

    void send(HttpExchange http) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        Headers headers = http.getResponseHeaders();
        location.ifPresent(path -> headers.set("Location", path));
        headers.set("Content-Type", "text/html; charset=utf-8");
        headers.set("Cache-Control", "no-store");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
        boolean bare = bytes.length == 0 || http.getRequestMethod().equals("HEAD");
        http.sendResponseHeaders(status, bare ? -1 : bytes.length);
        if (!bare) {
            http.getResponseBody().write(bytes);
        }
    }
}

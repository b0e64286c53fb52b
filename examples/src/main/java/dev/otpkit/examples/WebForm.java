package dev.otpkit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a browser sends; missing and broken values are empty. Of a name that comes twice the first counts. */
final class WebForm {
    private static final int LONGEST = 4_096;

    private WebForm() {}

    static String field(HttpExchange http, String name) throws IOException {
        return value(new String(http.getRequestBody().readNBytes(LONGEST), UTF_8), name);
    }

    static String query(HttpExchange http, String name) {
        return value(Optional.ofNullable(http.getRequestURI().getRawQuery()).orElse(""), name);
    }

    static String cookie(HttpExchange http, String name) {
        String all =
                Optional.ofNullable(http.getRequestHeaders().getFirst("Cookie")).orElse("");
        return value(all.replace("; ", "&"), name);
    }

    /** The connection's own: what a header says of it is anybody's. */
    static String ip(HttpExchange http) {
        return http.getRemoteAddress().getAddress().getHostAddress();
    }

    /** These, as a browser would send them. */
    static String of(Map<String, String> values) {
        return values.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String value(String form, String name) {
        for (String pair : form.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return decoded(pair.substring(name.length() + 1));
            }
        }
        return "";
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            return ""; // a broken escape is nothing that a person typed
        }
    }
}

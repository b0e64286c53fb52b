package dev.otpkit.delivery.gmail;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import dev.otpkit.delivery.http.Answer;
import dev.otpkit.delivery.http.Undelivered;
import dev.otpkit.delivery.http.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What Google's clients send through: one POST for each request, within this time. They get to see a status and a body; a
 * header could make them follow a redirection. Their own headers are left out, since they ask for compressed answers.
 */
final class WireTransport extends HttpTransport {
    /** An {@link Undelivered} on its way through clients that expect an {@link IOException}. */
    static final class Lost extends IOException {
        private static final long serialVersionUID = 1;

        final transient Undelivered known;

        Lost(Undelivered known) {
            this.known = known;
        }
    }

    private final Wire wire;
    private final Map<String, String> headers;
    private final Duration longest;
    private @Nullable Answer answer;

    WireTransport(Wire wire, Duration longest) {
        this(wire, Map.of(), longest);
    }

    WireTransport(Wire wire, Map<String, String> headers, Duration longest) {
        this.wire = wire;
        this.headers = headers;
        this.longest = longest;
    }

    /** What came back, if anything was sent. */
    @Nullable
    Answer answer() {
        return answer;
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
        if (!method.equals("POST")) {
            throw new IOException("only POST: " + method);
        }
        return new LowLevelHttpRequest() {
            @Override
            public void addHeader(String name, String value) {}

            @Override
            public LowLevelHttpResponse execute() throws IOException {
                if (getContentEncoding() != null) {
                    throw new IOException("only plain content: " + getContentEncoding());
                }
                Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                all.putAll(headers);
                all.put("Content-Type", getContentType());
                all.put("Accept", "application/json");
                ByteArrayOutputStream body = new ByteArrayOutputStream();
                getStreamingContent().writeTo(body);
                try {
                    Answer came = wire.post(URI.create(url), all, body.toByteArray(), longest);
                    answer = came;
                    return new WireResponse(came);
                } catch (Undelivered known) {
                    throw new Lost(known);
                }
            }
        };
    }
}

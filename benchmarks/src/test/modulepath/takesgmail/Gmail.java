package takesgmail;

import com.sun.net.httpserver.HttpServer;
import dev.otpkit.delivery.gmail.GmailChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Sends a mail to a Google that gives tokens and takes everything, and prints what became of it. */
public final class Gmail {
    private Gmail() {}

    public static void main(String[] args) throws Exception {
        HttpServer google = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        google.createContext("/", http -> {
            http.getRequestBody().readAllBytes();
            byte[] answer = "{\"access_token\":\"x\",\"expires_in\":3599,\"id\":\"18c\"}".getBytes(StandardCharsets.UTF_8);
            http.sendResponseHeaders(200, answer.length);
            http.getResponseBody().write(answer);
            http.close();
        });
        google.start();
        try (GmailChannel gmail = GmailChannel.builder()
                .refreshToken("1.apps.googleusercontent.com", "secret", "token")
                .from("otp@example.com")
                .api(URI.create("http://127.0.0.1:" + google.getAddress().getPort()))
                .build()) {
            System.out.println(gmail.send("ada@example.com", "Hello", "<p>Hello</p>", "Hello"));
        }
        google.stop(0);
    }
}

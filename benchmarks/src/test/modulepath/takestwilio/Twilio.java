package takestwilio;

import com.sun.net.httpserver.HttpServer;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.delivery.twilio.TwilioChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Sends a text message to a Twilio that takes everything, and prints what became of it. */
public final class Twilio {
    private Twilio() {}

    public static void main(String[] args) throws Exception {
        String token = "0123456789abcdef0123456789abcdef";
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", http -> {
            http.getRequestBody().readAllBytes();
            byte[] answer = ("{\"sid\":\"SM" + token + "\",\"date_created\":\"Thu, 24 Aug 2023 05:01:45 +0000\"}")
                    .getBytes(StandardCharsets.UTF_8);
            http.sendResponseHeaders(201, answer.length);
            http.getResponseBody().write(answer);
            http.close();
        });
        server.start();
        try (TwilioChannel twilio = TwilioChannel.builder()
                .account("AC" + token, token)
                .api(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .countries("GB")
                .sms("ACME")
                .build()) {
            System.out.println(twilio.send(Recipient.sms("+447400123456"), "Hello"));
        }
        server.stop(0);
    }
}

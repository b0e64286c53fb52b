package dev.otpkit.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.otpkit.OtpKey;
import dev.otpkit.OtpRequest;
import dev.otpkit.OtpService;
import dev.otpkit.RequestResult;
import dev.otpkit.VerifyResult;
import dev.otpkit.delivery.ConsoleChannel;
import dev.otpkit.delivery.Delivery;
import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.DeliveryReport;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.delivery.Settings;
import dev.otpkit.delivery.twilio.StatusCallback;
import dev.otpkit.delivery.twilio.TwilioChannel;
import dev.otpkit.store.StoreException;
import dev.otpkit.store.memory.MemoryBackend;
import dev.otpkit.template.MessageTemplate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Confirms an address in a browser, on the JDK's own server: a page asks for it, a code goes there, and whoever types it in the
 * same browser reads that mailbox or phone. It logs nobody in: the address comes from somebody unknown, so the code is for the
 * address itself and says nothing about any account.
 *
 * <p>With {@code PUBLIC_URL} and {@code TWILIO_AUTH_TOKEN} set it takes Twilio's status callbacks at {@code /twilio/status}, and
 * with Twilio's other settings besides its codes for phones go there.
 */
public final class WebDemo implements AutoCloseable {
    private static final String PURPOSE = "confirm-address";
    private static final int LONGEST_CALLBACK = 65_536;
    private static final int MOST_FLOWS = 10_000;

    /** One browser's way through the pages; it may type a code where it has asked for one. */
    private record Flow(Optional<Recipient> to, Optional<RequestResult> asked) {
        private static final Flow NEW = new Flow(Optional.empty(), Optional.empty());
    }

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Flow> flows = new LinkedHashMap<>(16, 0.75f, true); // guarded by itself; the oldest go
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final OtpService otp;
    private final Optional<StatusCallback> callback;
    private final String cookie;
    private final HttpServer server;

    WebDemo(Settings settings, DeliveryChannel... channels) throws IOException {
        OtpService.Builder service = OtpService.builder()
                .backend(new MemoryBackend())
                .template(MessageTemplate.standard("otpkit demo"))
                .purpose(PURPOSE)
                .development();
        List.of(channels).forEach(service::channel);
        this.otp = service.build();
        Optional<String> url = settings.optional("PUBLIC_URL");
        this.callback = settings.optional("TWILIO_AUTH_TOKEN")
                .flatMap(token -> url.map(own -> StatusCallback.of(statusUrl(own), token)));
        this.cookie = "; Path=/; HttpOnly; SameSite=Strict" + (url.isPresent() ? "; Secure" : "");
        InetAddress here = InetAddress.getLoopbackAddress();
        this.server = HttpServer.create(new InetSocketAddress(here, settings.number("PORT", 0, 0, 65_535)), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Serves until it is stopped, and prints where, and the codes. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Settings settings = Settings.environment();
        try (WebDemo demo = new WebDemo(settings, channels(settings))) {
            System.out.println("Open " + demo.uri() + " and read the code here. Ctrl-C ends it.");
            Thread.currentThread().join();
        }
    }

    /** Twilio's, where there is an account, and for all that it does not serve this console. */
    private static DeliveryChannel[] channels(Settings settings) {
        DeliveryChannel console = new ConsoleChannel();
        if (settings.optional("TWILIO_ACCOUNT_SID").isEmpty()) {
            return new DeliveryChannel[] {console};
        }
        TwilioChannel.Builder twilio = TwilioChannel.of(settings);
        settings.optional("PUBLIC_URL").map(WebDemo::statusUrl).ifPresent(twilio::statusCallback);
        return new DeliveryChannel[] {twilio.build(), console};
    }

    private static URI statusUrl(String publicUrl) {
        return URI.create(publicUrl).resolve("/twilio/status");
    }

    URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
        otp.close();
    }

    private void handle(HttpExchange http) throws IOException {
        try (http) {
            WebAnswer answer;
            try {
                answer = answer(http);
            } catch (StoreException e) {
                answer = WebAnswer.page(500, WebPage.words("Something is wrong here. Please try again."));
            }
            answer.send(http);
        }
    }

    private WebAnswer answer(HttpExchange http) throws IOException {
        return switch (http.getRequestMethod() + " " + http.getRequestURI().getPath()) {
            case "GET /" -> start(http);
            case "POST /code" -> request(http);
            case "GET /code" -> WebAnswer.page(200, codePage(http, ""));
            case "POST /verify" -> verify(http);
            case "POST /twilio/status" -> status(http);
            default -> WebAnswer.page(404, WebPage.words("There is no such page."));
        };
    }

    /** Each visit is a flow of its own, whose name nobody can guess. */
    private WebAnswer start(HttpExchange http) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        remember(id, Flow.NEW);
        http.getResponseHeaders().set("Set-Cookie", "flow=" + id + cookie);
        return WebAnswer.page(200, WebPage.address("", ""));
    }

    /** Another site's page cannot ask in a visitor's name: his browser does not send it the cookie. */
    private WebAnswer request(HttpExchange http) throws IOException {
        String flow = WebForm.cookie(http, "flow");
        if (flow(flow).isEmpty()) {
            return WebAnswer.page(403, WebPage.words("Your visit is over, or your browser keeps no cookies."));
        }
        String typed = WebForm.field(http, "to");
        Optional<Recipient> to = Recipient.read(Recipient.EMAIL, typed).or(() -> Recipient.read(Recipient.SMS, typed));
        if (to.isEmpty()) {
            return WebAnswer.page(
                    400, WebPage.address(typed, "That is no address, and no number with its country: +44, +1 ..."));
        }
        RequestResult asked =
                otp.request(OtpRequest.of(key(to.get(), flow), to.get()).clientIp(WebForm.ip(http)));
        if (!asked.sent()) {
            String wait = asked.retryAfter()
                    .map(time -> " Please wait " + time.toSeconds() + " seconds.")
                    .orElse("");
            return WebAnswer.page(429, WebPage.address(typed, "No code was sent." + wait));
        }
        remember(flow, new Flow(to, Optional.of(asked)));
        return WebAnswer.see("/code");
    }

    private WebAnswer verify(HttpExchange http) throws IOException {
        String flow = WebForm.cookie(http, "flow");
        Optional<Recipient> to = flow(flow).flatMap(Flow::to);
        if (to.isEmpty()) {
            return WebAnswer.page(403, WebPage.words("Ask for a code first."));
        }
        VerifyResult result = otp.verify(key(to.get(), flow), WebForm.field(http, "code"), WebForm.ip(http));
        return switch (result.outcome()) {
            case ACCEPTED -> WebAnswer.page(200, WebPage.confirmed(to.get().masked()));
            case MALFORMED -> WebAnswer.page(400, codePage(http, "That is no code."));
            case REJECTED -> WebAnswer.page(400, codePage(http, "That is not the code."));
            case LOCKED -> WebAnswer.page(429, codePage(http, "Too many guesses. Please wait."));
            case EXHAUSTED, EXPIRED, USED, ABSENT ->
                WebAnswer.page(400, codePage(http, "This code is over. Start again."));
        };
    }

    /** What Twilio says: 403 to whoever is not Twilio, and 500, by the StoreException, where it shall ask again. */
    private WebAnswer status(HttpExchange http) throws IOException {
        if (callback.isEmpty()) {
            return WebAnswer.page(404, "");
        }
        List<String> signatures = http.getRequestHeaders().getOrDefault("X-twilio-signature", List.of());
        StatusCallback.Reading reading = callback.get()
                .read(
                        http.getRequestHeaders().getFirst("Content-Type"),
                        http.getRequestBody().readNBytes(LONGEST_CALLBACK + 1),
                        http.getRequestURI().getRawQuery(),
                        signatures.size() == 1 ? signatures.get(0) : null);
        reading.report().ifPresent(otp::report);
        return WebAnswer.page(reading.outcome() == StatusCallback.Outcome.FORGED ? 403 : 204, "");
    }

    private String codePage(HttpExchange http, String said) {
        Flow flow = flow(WebForm.cookie(http, "flow")).orElse(Flow.NEW);
        return flow.asked()
                .map(asked -> WebPage.code(
                        asked.format(), flow.to().map(Recipient::masked).orElse(""), state(asked), said))
                .orElseGet(() -> WebPage.words("Ask for a code first."));
    }

    private static String state(RequestResult asked) {
        Optional<DeliveryReport> report = asked.delivery().flatMap(Delivery::report);
        if (report.isPresent()) {
            return report.get()
                    .reason()
                    .map(why -> "It did not arrive: " + why + ".")
                    .orElse("It has arrived.");
        }
        boolean unsure = asked.delivery()
                .flatMap(Delivery::result)
                .filter(DeliveryResult.unknown()::equals)
                .isPresent();
        return unsure ? "It may be on its way." : "It is on its way.";
    }

    /** The code is good in this flow only: who asks for the same address elsewhere has another one. */
    private static OtpKey key(Recipient to, String flow) {
        return OtpKey.of(PURPOSE, to).boundTo("flow", flow);
    }

    private Optional<Flow> flow(String id) {
        synchronized (flows) {
            return Optional.ofNullable(flows.get(id));
        }
    }

    private void remember(String id, Flow flow) {
        synchronized (flows) {
            flows.put(id, flow);
            if (flows.size() > MOST_FLOWS) {
                flows.remove(flows.keySet().iterator().next());
            }
        }
    }
}

package dev.otpkit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Where the consent page sends the browser back to: takes the first answer that knows the state. Whatever else comes there,
 * as any page in the same browser can make it come, is refused and ends nothing.
 */
final class ConsentDoor implements AutoCloseable {
    // It would print each request, and the code is in one. Held, or the collector takes its level along.
    private static final Logger LOGGER = Logger.getLogger("com.sun.net.httpserver");

    private static final String TITLE = "otpkit and Gmail";
    private static final String DONE = "/done";
    private static final Duration LAST_PAGE = Duration.ofSeconds(5);

    /** A code, or an error, or neither where nobody came. */
    private record Redirect(String code, String error) {
        private static final Redirect NONE = new Redirect("", "");
    }

    private final CompletableFuture<Redirect> first = new CompletableFuture<>();
    private final CountDownLatch shown = new CountDownLatch(1);
    // Without a bound: whoever connects and says nothing holds one, and must not keep the answer out.
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final byte[] state;
    private final HttpServer server;

    ConsentDoor(String state) throws IOException {
        LOGGER.setLevel(Level.OFF);
        this.state = state.getBytes(UTF_8);
        // Literally: a machine's "localhost" can be another's, and its loopback address one that Google does not take.
        InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        this.server = HttpServer.create(new InetSocketAddress(here, 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI uri() {
        InetSocketAddress here = server.getAddress();
        return URI.create("http://" + here.getAddress().getHostAddress() + ":" + here.getPort() + "/consent");
    }

    /** The code, once it comes. */
    String code(Duration patience) throws NoConsent {
        Redirect redirect = first.completeOnTimeout(Redirect.NONE, patience.toNanos(), TimeUnit.NANOSECONDS)
                .join();
        if (redirect.equals(Redirect.NONE)) {
            throw new NoConsent("No answer came in " + patience.toMinutes() + " minutes. If Google's page says"
                    + " redirect_uri_mismatch, the client is not of type \"Desktop app\"; if it says access_denied, the"
                    + " account is not one of the test users.");
        }
        if (redirect.code().isEmpty()) {
            throw NoConsent.named(redirect.error());
        }
        return redirect.code();
    }

    /** Not before the browser has its last page, or had the time to fetch it. */
    @Override
    public void close() {
        try {
            if (!first.getNow(Redirect.NONE).equals(Redirect.NONE)) {
                shown.await(LAST_PAGE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(0);
        threads.shutdown();
    }

    private void handle(HttpExchange http) throws IOException {
        try (http) {
            answer(http).send(http);
        }
        if (DONE.equals(http.getRequestURI().getPath()) && first.isDone()) {
            shown.countDown();
        }
    }

    private WebAnswer answer(HttpExchange http) {
        // A page elsewhere whose name leads here is not where we sent the browser.
        if (!uri().getAuthority().equals(http.getRequestHeaders().getFirst("Host"))) {
            return page(404, "There is no such page.");
        }
        return switch (http.getRequestMethod() + " " + http.getRequestURI().getPath()) {
            case "GET /consent" -> take(http);
            case "GET " + DONE -> page(200, "You may close this page. Your terminal says what became of it.");
            default -> page(404, "There is no such page.");
        };
    }

    /** Whoever answers is sent on, so that the code stays neither in the address bar nor in the history. */
    private WebAnswer take(HttpExchange http) {
        if (!MessageDigest.isEqual(state, WebForm.query(http, "state").getBytes(UTF_8))) {
            return page(400, "This is not an answer to what was asked.");
        }
        Redirect redirect = new Redirect(WebForm.query(http, "code"), WebForm.query(http, "error"));
        if (redirect.code().isEmpty() == redirect.error().isEmpty()) {
            return page(400, "This answer says neither yes nor no.");
        }
        return first.complete(redirect) ? WebAnswer.see(DONE) : page(400, "There was an answer already.");
    }

    private static WebAnswer page(int status, String said) {
        return WebAnswer.page(status, WebPage.last(TITLE, said));
    }
}

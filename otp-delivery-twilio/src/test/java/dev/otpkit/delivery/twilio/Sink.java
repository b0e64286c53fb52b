package dev.otpkit.delivery.twilio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/**
 * Twilio as a channel sees it, down to the bytes: it reads a request wholly, and then answers, cuts, drips, redirects or hangs
 * up as it was told. Counts every request whose body has come.
 */
final class Sink implements AutoCloseable {
    static final String SID = "AC00000000000000000000000000000001";
    static final String TOKEN = "0123456789abcdef0123456789abcdef";

    /** What it does once it has the request. */
    interface Act {
        void on(OutputStream out, Post post) throws IOException;
    }

    /** A request as it came. */
    record Post(String path, Map<String, String> headers, Map<String, List<String>> form) {
        String one(String name) {
            List<String> values = form.getOrDefault(name, List.of());
            if (values.size() != 1) {
                throw new IllegalStateException(name + " was given " + values.size() + " times");
            }
            return values.get(0);
        }
    }

    final List<Post> posts = new CopyOnWriteArrayList<>();
    final List<Post> taken = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ServerSocket door;
    private final boolean tls;
    private final AtomicInteger names = new AtomicInteger();
    private volatile Act act = this::take;
    private volatile boolean closed;

    Sink() {
        this(null);
    }

    Sink(SSLContext shown) {
        tls = shown != null;
        try {
            ServerSocketFactory factory = tls ? shown.getServerSocketFactory() : ServerSocketFactory.getDefault();
            door = factory.createServerSocket(0, 300, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::welcome);
    }

    URI address() {
        return URI.create((tls ? "https://localhost:" : "http://127.0.0.1:") + door.getLocalPort());
    }

    /** A channel of all three kinds that is quick to give up. */
    TwilioChannel.Builder channel() {
        return TwilioChannel.builder()
                .account(SID, TOKEN)
                .api(address())
                .countries("GB", "US")
                .connectTimeout(Duration.ofSeconds(2))
                .deadline(Duration.ofSeconds(5));
    }

    TwilioChannel.Builder sms() {
        return channel().sms("+447400123456");
    }

    void act(Act next) {
        act = next;
    }

    /** As Twilio does when all is well. */
    void take(OutputStream out, Post post) throws IOException {
        taken.add(post);
        boolean call = post.path().endsWith("/Calls.json");
        String sid = (call ? "CA" : "SM") + hex(names.incrementAndGet());
        write(out, 201, "application/json", Bodies.created(sid, post.form(), call));
    }

    private static String hex(int number) {
        String digits = Integer.toHexString(number);
        return "0".repeat(32 - digits.length()) + digits;
    }

    /** Twilio's own error. */
    static Act error(int status, int code, String... headers) {
        return (out, post) -> write(out, status, "application/json", Bodies.error(status, code, post.form()), headers);
    }

    static Act html(int status, String... headers) {
        return (out, post) ->
                write(out, status, "text/html", "<html><body><h1>" + status + " upstream</h1></body></html>", headers);
    }

    static Act answer(int status, String body, String... headers) {
        return (out, post) -> write(out, status, "application/json", body, headers);
    }

    /** These bytes, and the end of the connection. */
    static Act raw(String bytes) {
        return (out, post) -> {
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            throw new IOException("hanging up");
        };
    }

    static Act hangUp() {
        return raw("");
    }

    /** Nothing, for as long as the other side waits. */
    Act stall() {
        return (out, post) -> {
            while (!closed) {
                LockSupport.parkNanos(1_000_000);
            }
        };
    }

    /** The head at once, and a byte of the body now and then, without end. */
    Act drip(int status) {
        return (out, post) -> {
            out.write(("HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            while (!closed) {
                out.write(' ');
                out.flush();
                LockSupport.parkNanos(5_000_000);
            }
        };
    }

    /** A body that has no end. */
    Act flood(int status) {
        return (out, post) -> {
            out.write(("HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\n\r\n{\"sid\":\"")
                    .getBytes(StandardCharsets.ISO_8859_1));
            byte[] much = "x".repeat(8192).getBytes(StandardCharsets.ISO_8859_1);
            while (!closed) {
                out.write(much);
            }
        };
    }

    static void write(OutputStream out, int status, String type, String body, String... headers) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\nContent-Type: " + type + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(bytes);
        out.flush();
    }

    private void welcome() {
        while (!closed) {
            try {
                Socket socket = door.accept();
                socket.setTcpNoDelay(true);
                connections.incrementAndGet();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException | RejectedExecutionException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            for (Post post = read(in); post != null; post = read(in)) {
                posts.add(post);
                act.on(out, post);
            }
        } catch (IOException e) {
            return; // it is gone, or was to go
        } finally {
            open.remove(socket);
        }
    }

    private static Post read(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        String length = headers.get("content-length");
        if (length == null) {
            throw new IOException("a body without a length");
        }
        byte[] body = in.readNBytes(Integer.parseInt(length));
        if (body.length < Integer.parseInt(length)) {
            throw new IOException("half a body");
        }
        return new Post(
                first.substring(0, first.lastIndexOf(" ")), headers, form(new String(body, StandardCharsets.US_ASCII)));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return line.toString();
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return null;
    }

    static Map<String, List<String>> form(String body) {
        Map<String, List<String>> form = new TreeMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            form.computeIfAbsent(decoded(pair.substring(0, equals)), name -> new ArrayList<>())
                    .add(decoded(pair.substring(equals + 1)));
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Hangs up on whoever is connected and idle, as servers do at night. */
    void dropAll() {
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        dropAll();
        threads.shutdownNow();
    }
}

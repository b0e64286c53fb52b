package dev.otpkit.delivery.smtp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A server that behaves, but for what a test tells it to do at a step: answer otherwise, fall silent, drip, hang up. */
final class ScriptedServer implements AutoCloseable {
    /** What happens at a step; false ends the conversation. */
    interface Act {
        boolean at(Visit visit) throws IOException;
    }

    final List<String> commands = new CopyOnWriteArrayList<>();
    final List<String> contents = new CopyOnWriteArrayList<>();
    final List<String> visits = new CopyOnWriteArrayList<>();

    private final ServerSocket door;
    private final Map<String, Act> always = new ConcurrentHashMap<>();
    private final Map<String, Deque<Act>> next = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final @Nullable SSLContext tls;
    private final boolean implicit;
    private volatile String offers = "250-test\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN XOAUTH2";

    ScriptedServer() {
        this(null, false);
    }

    ScriptedServer(@Nullable SSLContext tls, boolean implicit) {
        this.tls = tls;
        this.implicit = implicit;
        try {
            door = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(() -> {
            while (true) {
                Socket socket = door.accept();
                start(() -> serve(socket));
            }
        });
    }

    static Act reply(String line) {
        return visit -> visit.say(line);
    }

    /** Says nothing more, and reads until the client has gone. */
    static Act stall() {
        return visit -> {
            while (visit.in.read() >= 0) {
                continue;
            }
            return false;
        };
    }

    /** A byte now and then, each within any read timeout, and never an end. */
    static Act drip() {
        return visit -> {
            for (int i = 0; ; i++) {
                visit.out.write("250-drop\r\n".charAt(i % 10));
                visit.out.flush();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        };
    }

    /** The same again and again, far beyond what anybody should keep; whether the client took it all is left in the flag. */
    static Act flood(String beginning, String more, AtomicBoolean taken) {
        return visit -> {
            visit.out.write(beginning.getBytes(StandardCharsets.UTF_8));
            byte[] bytes = more.repeat((1 << 20) / more.length()).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 64; i++) {
                visit.out.write(bytes);
            }
            visit.out.flush();
            taken.set(true);
            return false;
        };
    }

    static Act hangUp() {
        return visit -> false;
    }

    /** At a step ("connect", a command's first word, "content" for the message's first line, ".", "login" for what follows AUTH). */
    ScriptedServer at(String step, Act act) {
        always.put(step, act);
        return this;
    }

    /** The next time only. */
    ScriptedServer once(String step, Act act) {
        next.computeIfAbsent(step, s -> new ArrayDeque<>()).add(act);
        return this;
    }

    /** What the answer to EHLO offers. */
    ScriptedServer offering(String... extensions) {
        StringBuilder answer = new StringBuilder("250-test\r\n");
        for (String extension : extensions) {
            answer.append("250-").append(extension).append("\r\n");
        }
        offers = answer + "250 HELP";
        return this;
    }

    int port() {
        return door.getLocalPort();
    }

    long count(String command) {
        return commands.stream().filter(line -> line.startsWith(command)).count();
    }

    /** Cuts every connection, as a server does that restarts. */
    void restart() {
        open.forEach(ScriptedServer::shut);
        open.clear();
    }

    SmtpChannel.Builder channel() {
        SmtpChannel.Builder builder = SmtpChannel.builder().host("127.0.0.1").port(port());
        return Mails.quick(tls == null ? builder.plainText() : implicit ? builder.implicitTls() : builder);
    }

    /** A channel to this server that wants STARTTLS, whatever the server offers. */
    SmtpChannel.Builder startTls() {
        return Mails.quick(SmtpChannel.builder().host("127.0.0.1").port(port()).startTls());
    }

    /** A channel to this server that wants TLS at once, whatever the server speaks. */
    SmtpChannel.Builder implicitTls() {
        return Mails.quick(SmtpChannel.builder().host("127.0.0.1").port(port()).implicitTls());
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        restart();
    }

    private void serve(Socket accepted) throws IOException {
        open.add(accepted);
        visits.add("visit");
        try (accepted) {
            Visit visit = new Visit(accepted);
            if (implicit) {
                visit.encrypt();
            }
            if (!act("connect", visit, reply("220 test"))) {
                return;
            }
            for (String line = visit.line(); line != null; line = visit.line()) {
                commands.add(line);
                visit.command = line;
                if (!answer(line, visit)) {
                    return;
                }
            }
        } finally {
            open.remove(accepted);
        }
    }

    private boolean answer(String line, Visit visit) throws IOException {
        String word = line.split(" ", 2)[0];
        switch (word) {
            case "EHLO":
                return act(word, visit, reply(offers));
            case "STARTTLS":
                if (!act(word, visit, reply("220 go"))) {
                    return false;
                }
                if (visit.said.startsWith("220")) {
                    visit.encrypt();
                }
                return true;
            case "AUTH":
                return act(word, visit, reply("235 welcome"));
            case "DATA":
                return act(word, visit, reply("354 go")) && (!visit.said.startsWith("354") || content(visit));
            case "QUIT":
                act(word, visit, reply("221 bye"));
                return false;
            default:
                return act(word, visit, reply("250 fine"));
        }
    }

    private boolean content(Visit visit) throws IOException {
        StringBuilder content = new StringBuilder();
        boolean first = true;
        for (String line = visit.line(); line != null; line = visit.line()) {
            if (first && !act("content", visit, v -> true)) {
                return false;
            }
            first = false;
            if (line.equals(".")) {
                contents.add(content.toString());
                return act(".", visit, reply("250 taken"));
            }
            content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return false;
    }

    private boolean act(String step, Visit visit, Act usual) throws IOException {
        Deque<Act> queued = next.get(step);
        Act act = queued == null ? null : queued.poll();
        return (act != null ? act : always.getOrDefault(step, usual)).at(visit);
    }

    final class Visit {
        private Socket socket;
        private InputStream in;
        private OutputStream out;
        private String said = "";
        String command = "";

        Visit(Socket socket) throws IOException {
            use(socket);
        }

        private void use(Socket used) throws IOException {
            socket = used;
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        private void encrypt() throws IOException {
            SSLSocket encrypted = (SSLSocket) java.util.Objects.requireNonNull(tls)
                    .getSocketFactory()
                    .createSocket(socket, "client", socket.getPort(), true);
            encrypted.setUseClientMode(false);
            encrypted.startHandshake();
            use(encrypted);
        }

        boolean say(String line) throws IOException {
            said = line;
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            return true;
        }

        @Nullable
        String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n') {
                    String text = line.toString(StandardCharsets.UTF_8);
                    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
                }
                line.write(b);
            }
            return null;
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                return; // the client has gone
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

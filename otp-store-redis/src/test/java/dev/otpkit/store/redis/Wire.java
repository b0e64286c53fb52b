package dev.otpkit.store.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import javax.net.ServerSocketFactory;

/** What lies between a client and a server: it passes bytes, stalls, cuts, slows, or loses the reply of a script. */
final class Wire implements AutoCloseable {
    /** What becomes of bytes, in both directions. */
    enum Mood {
        PASSES,
        STALLS,
        CUTS,
        SLOWS
    }

    private static final long SLOWNESS = 100_000_000;

    private final ServerSocket door;
    private final int server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Runnable> loss = new AtomicReference<>();
    private final AtomicInteger until = new AtomicInteger();
    private final AtomicInteger trips = new AtomicInteger();
    private volatile Mood mood = Mood.PASSES;

    Wire(int server) {
        this(server, ServerSocketFactory.getDefault());
    }

    /** Whose near end may be of TLS, where the far one is plain. */
    Wire(int server, ServerSocketFactory doors) {
        this.server = server;
        try {
            this.door = doors.createServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    void becomes(Mood other) {
        mood = other;
    }

    /** Of the next script the reply is lost: when the server has given it, this happens, and then the connection is cut. */
    void losesNextReply(Runnable meanwhile) {
        losesReply(1, meanwhile);
    }

    /** As of the next script, of the one that comes so much later. */
    void losesReply(int which, Runnable meanwhile) {
        until.set(which);
        loss.set(meanwhile);
    }

    boolean hasLost() {
        return loss.get() == null;
    }

    /** How often anybody sent something and waited for an answer. */
    int trips() {
        return trips.get();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = door.accept();
            sockets.add(client);
            start(() -> {
                try (client;
                        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
                    client.setTcpNoDelay(true);
                    upstream.setTcpNoDelay(true);
                    sockets.add(upstream);
                    AtomicBoolean asked = new AtomicBoolean();
                    AtomicBoolean script = new AtomicBoolean();
                    start(() -> answers(upstream, client, asked, script));
                    requests(client, upstream, asked, script);
                }
            });
        }
    }

    private void requests(Socket client, Socket upstream, AtomicBoolean asked, AtomicBoolean script)
            throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int n; (n = client.getInputStream().read(buffer)) > 0; ) {
            if (suffers()) {
                return;
            }
            if (!asked.getAndSet(true)) {
                trips.incrementAndGet();
                script.set(new String(buffer, 0, n, ISO_8859_1).contains("EVAL"));
            }
            upstream.getOutputStream().write(buffer, 0, n);
        }
    }

    private void answers(Socket upstream, Socket client, AtomicBoolean asked, AtomicBoolean script) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (client;
                InputStream in = upstream.getInputStream()) {
            for (int n; (n = in.read(buffer)) > 0; ) {
                asked.set(false);
                Runnable meanwhile = script.get() && until.decrementAndGet() == 0 ? loss.getAndSet(null) : null;
                if (meanwhile != null) {
                    meanwhile.run();
                    return;
                }
                if (suffers()) {
                    return;
                }
                client.getOutputStream().write(buffer, 0, n);
            }
        }
    }

    /** Whether the connection ends here. */
    private boolean suffers() {
        if (mood == Mood.SLOWS) {
            LockSupport.parkNanos(SLOWNESS);
        }
        while (mood == Mood.STALLS && !door.isClosed()) {
            LockSupport.parkNanos(1_000_000);
        }
        return mood == Mood.CUTS;
    }

    @Override
    public void close() {
        try {
            door.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // One of both ends has gone, which is what wires are about.
                        return;
                    }
                },
                "wire");
        thread.setDaemon(true);
        thread.start();
    }
}

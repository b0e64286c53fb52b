package dev.otpkit.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way to a server, which can stall, so that nothing gets through, or lead to another server from now on. */
final class Link implements AutoCloseable {
    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile boolean stalled;

    Link(int target) {
        this.target = target;
        try {
            this.door = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(() -> {
            while (true) {
                Socket near = door.accept();
                sockets.add(near);
                Socket far = new Socket(InetAddress.getLoopbackAddress(), this.target);
                sockets.add(far);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                run(() -> pass(near, far));
                run(() -> pass(far, near));
            }
        });
    }

    int port() {
        return door.getLocalPort();
    }

    /** What is sent is kept on the way, until it {@link #flows} again, or is lost when the link {@link #leadTo leads elsewhere}. */
    void stall() {
        stalled = true;
    }

    void flows() {
        stalled = false;
    }

    /** Cuts all connections; new ones go there. */
    void leadTo(int other) {
        target = other;
        cut();
        stalled = false;
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    private void cut() {
        sockets.forEach(Link::closeQuietly);
        sockets.clear();
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[8192];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                while (stalled && !to.isClosed()) {
                    Raw.pause(Duration.ofMillis(1));
                }
                out.write(bytes, 0, read);
            }
        } catch (IOException e) {
            closeQuietly(to); // cut
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void run(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                return; // closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

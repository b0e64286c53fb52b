package dev.otpkit.store.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/**
 * A real {@code redis-server} on loopback, on a free port, with a folder of its own that goes with it. The binary is the
 * one that embedded-redis carries, or the one that the system property {@code redis.server} names.
 */
final class RedisProcess implements AutoCloseable {
    private static final Path EXECUTABLE = executable();

    // Each JVM goes on from a place of its own, so that none takes the port of another's server that is down.
    private static final AtomicInteger NEXT = new AtomicInteger(new SecureRandom().nextInt(12_000));

    private final Path folder;
    private final int port;
    private final List<String> arguments;
    private Process process;

    private RedisProcess(Path folder, int port, List<String> arguments) {
        this.folder = folder;
        this.port = port;
        this.arguments = arguments;
        this.process = launch();
    }

    /** Started with these settings, each as on the command line: {@code "--maxmemory", "10mb"}. */
    static RedisProcess start(String... settings) {
        int port = freePort();
        List<String> arguments = new ArrayList<>(List.of(
                EXECUTABLE.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--daemonize",
                "no"));
        arguments.addAll(List.of(settings));
        return new RedisProcess(newFolder(), port, arguments);
    }

    /** A sentinel with these lines of configuration, to which it adds its own. */
    static RedisProcess sentinel(String... lines) {
        int port = freePort();
        Path folder = newFolder();
        Path file = folder.resolve("sentinel.conf");
        try {
            Files.writeString(file, "port " + port + "\nbind 127.0.0.1\n" + String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RedisProcess(folder, port, List.of(EXECUTABLE.toString(), file.toString(), "--sentinel"));
    }

    int port() {
        return port;
    }

    Path folder() {
        return folder;
    }

    /** SIGKILL: nothing is flushed, nobody is told. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** Starts again on the same port, with an empty memory unless it was told to persist. */
    void restart() {
        kill();
        process = launch();
    }

    /** SIGSTOP, or SIGCONT again: the server accepts connections and answers nobody. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        signal("CONT");
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Nobody listens there, nor where a cluster's bus would be, 10,000 above. Both are below the ports that the system gives
     * to outgoing connections: one of those would keep a server from starting, or from coming back after it was killed.
     */
    static int freePort() {
        while (true) {
            int port = 10_000 + NEXT.getAndIncrement() % 12_000;
            if (isFree(port) && isFree(port + 10_000)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("redis");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() {
        try {
            Process launched = new ProcessBuilder(arguments)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(launched::destroyForcibly));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!accepts()) {
                if (!launched.isAlive() || System.nanoTime() > end) {
                    throw new IllegalStateException(
                            "redis-server did not start:\n" + Files.readString(folder.resolve("log")));
                }
                Thread.onSpinWait();
            }
            return launched;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("PING\r\n".getBytes());
            return socket.getInputStream().read() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void await() {
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("redis-server does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path executable() {
        String named = System.getProperty("redis.server", "");
        try {
            return named.isEmpty()
                    ? ExecutableProvider.newJarResourceProvider().get().toPath()
                    : Path.of(named);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

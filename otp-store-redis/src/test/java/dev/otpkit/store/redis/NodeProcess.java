package dev.otpkit.store.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The parent's hand on a {@link NodeMain}: tells it what to do, and reads what came of it. */
final class NodeProcess implements AutoCloseable {
    private final Process process;
    private final PrintStream tasks;
    private final BufferedReader results;
    private boolean killed;

    private NodeProcess(Process process) {
        this.process = process;
        this.tasks = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.results = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static NodeProcess start(RedisProcess server, int threads) {
        return start(server, threads, Map.of());
    }

    /** With these variables in its environment. */
    static NodeProcess start(RedisProcess server, int threads, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // up sooner
                "-cp",
                System.getProperty("java.class.path"),
                NodeMain.class.getName(),
                Integer.toString(server.port()),
                Integer.toString(threads));
        builder.environment().putAll(environment);
        try {
            Process process =
                    builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new NodeProcess(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Four of them, and all are up. */
    static List<NodeProcess> startFour(RedisProcess server, int threads) {
        List<NodeProcess> four =
                Stream.generate(() -> start(server, threads)).limit(4).toList();
        all(four, "clock");
        return four;
    }

    /** The same task to all at the same moment; what each of them said. */
    static List<List<String>> all(List<NodeProcess> nodes, String task) {
        nodes.forEach(node -> node.tell(task));
        return nodes.stream().map(NodeProcess::answer).toList();
    }

    void tell(String task) {
        tasks.println(task);
    }

    /** What it said until it was done, or was killed; a node that ends by itself fails the test. */
    List<String> answer() {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.equals("done"); line = line()) {
            if (line.isEmpty()) {
                if (killed) {
                    return lines;
                }
                throw new AssertionError("a node ended by itself; its last words: " + lines);
            }
            lines.add(line);
        }
        return lines;
    }

    /** One result; empty when there will be no more. What a killed node had not finished saying is not said. */
    String line() {
        try {
            String line = results.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }

    /** SIGKILL, wherever it is. */
    void kill() {
        killed = true;
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a node does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

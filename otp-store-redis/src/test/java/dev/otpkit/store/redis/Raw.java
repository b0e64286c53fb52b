package dev.otpkit.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.UnifiedJedis;

/** Any command to any server, as redis-cli would send it, and waiting for what it brings about. */
@SuppressWarnings("deprecation") // in 8; 6 has no other
final class Raw {
    private Raw() {}

    /** The answer: text, a number, or a list of these. */
    static Object ask(int port, String... words) {
        try (Connection connection = new Connection(new HostAndPort("127.0.0.1", port))) {
            connection.sendCommand(() -> words[0].getBytes(UTF_8), Arrays.copyOfRange(words, 1, words.length));
            return readable(connection.getOne());
        }
    }

    static String text(int port, String... words) {
        return (String) ask(port, words);
    }

    static List<?> list(int port, String... words) {
        return (List<?>) ask(port, words);
    }

    /** A field of INFO; empty where there is none. */
    static String info(int port, String section, String field) {
        return field(text(port, "INFO", section), field);
    }

    /** The same over a connection that stays, so that asking costs one read of the server each time. */
    static String info(UnifiedJedis client, String section, String field) {
        return field((String) readable(client.sendCommand(Protocol.Command.INFO, section.getBytes(UTF_8))), field);
    }

    private static String field(String info, String field) {
        for (String line : info.split("\r\n")) {
            if (line.startsWith(field + ":")) {
                return line.substring(field.length() + 1);
            }
        }
        return "";
    }

    /** Asks again and again; one that never comes true fails the test loudly. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("after 30 s still not so: " + what);
            }
            pause(Duration.ofMillis(10));
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object readable(Object answer) {
        if (answer instanceof byte[] bytes) {
            return new String(bytes, UTF_8);
        }
        return answer instanceof List<?> parts
                ? parts.stream().map(Raw::readable).toList()
                : answer;
    }
}

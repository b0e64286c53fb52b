package dev.otpkit.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpkit.benchmarks.RedisTraffic.Calls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.providers.PooledConnectionProvider;
import redis.clients.jedis.resps.ScanResult;
import redis.clients.jedis.util.JedisClusterCRC16;
import redis.embedded.RedisServer;

/** Everything on one Redis, through one pool, by the same threads, round by round; printed as one table. */
final class RedisRatios {
    private static final int THREADS = 8;
    private static final int CALLS = 20_000;
    private static final int ALONE = 2_000;
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 9;
    private static final int SLOTS = 16_384;
    private static final int SUBJECTS = 100_000;
    private static final Pattern SERVER_TIME = Pattern.compile("cmdstat_evalsha:.*usec_per_call=([0-9.]+)");

    /** One contestant: calls a second, and microseconds of the server's own time for each. */
    private static final class Score {
        final List<Double> perSecond = new ArrayList<>();
        final List<Double> micros = new ArrayList<>();
    }

    private final Map<String, Score> scores = new HashMap<>();
    private final UnifiedJedis redis;
    private final RedisTraffic traffic;
    private final Sides sides;

    private RedisRatios(UnifiedJedis redis, RedisTraffic traffic, Sides sides) {
        this.redis = redis;
        this.traffic = traffic;
        this.sides = sides;
    }

    @SuppressWarnings("deprecation") // of one provider, which is all that two clients can share
    static void run() throws Exception {
        int port = freePort();
        RedisServer server = RedisServer.newRedisServer()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        server.start();
        GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(THREADS);
        pool.setMaxIdle(THREADS);
        PooledConnectionProvider provider = new PooledConnectionProvider(
                new HostAndPort("127.0.0.1", port),
                DefaultJedisClientConfig.builder().timeoutMillis(10_000).build(),
                pool);
        try (Calls calls = new Calls(provider, SUBJECTS);
                UnifiedJedis redis = new UnifiedJedis(provider, 1, Duration.ofSeconds(5));
                Sides sides = new Sides(THREADS)) {
            new RedisRatios(redis, new RedisTraffic(redis, calls), sides).table();
        } finally {
            server.stop();
        }
    }

    private void table() throws InterruptedException, ExecutionException {
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            System.err.println("round " + (round + 1) + " of " + (WARM_UP + ROUNDS));
            redis.flushAll();
            boolean counts = round >= WARM_UP;
            int r = round;
            traffic.useUp();
            measure(false, "request", i -> traffic.request(r, i));
            measure(counts, "verify", i -> traffic.verify(r, i));
            measure(counts, "return 1", traffic::returnOne);
            measure(counts, "ours fresh", i -> traffic.ours(r, i));
            measure(counts, "theirs fresh", i -> traffic.theirs(r, i));
            for (int twice = 0; twice < 2; twice++) { // short, and so the most disturbed
                measure(counts, "ours refused", traffic::oursRefused);
                measure(counts, "theirs refused", i -> traffic.theirsRefused());
                measure(counts, "bare refused", traffic::bareRefusal);
            }
            redis.flushAll();
            for (int i = 0; i < 2 * ALONE; i++) {
                traffic.request(r, i);
            }
            time(counts, "verify", i -> traffic.verify(r, i));
            time(counts, "return 1", traffic::returnOne);
            for (int i = 0; i < ALONE; i++) {
                traffic.takeBack(i);
            }
            time(counts, "same calls", traffic::sameCalls);
            time(counts, "wrong", i -> traffic.guessWrong(r, ALONE + i));
            traffic.useUp();
            time(counts, "refused", traffic::oursRefused);
        }
        long first = bytes(10_000, i -> traffic.request(0, i));
        long full = bytes(2_000, i -> traffic.requestAll(0, i));
        redis.flushAll();
        sides.perSecond(SUBJECTS, i -> traffic.request(0, i));
        double deviation = deviation();

        System.out.printf(
                Locale.ROOT,
                "%n%s, Redis %s, JDK %s (%s), %d processors, %d threads and connections%n%n",
                LocalDate.now(ZoneOffset.UTC),
                property("redis_version"),
                System.getProperty("java.version"),
                System.getProperty("java.vendor"),
                Runtime.getRuntime().availableProcessors(),
                THREADS);
        Ratios.row("what", "a second", "beside", "aim", "");
        Ratios.row("---", "---", "---", "---", "---");
        speedRow("`EVALSHA` of `return 1`, with verify's keys and arguments", "return 1");
        speedRow("`OtpService.verify`, accepted", "verify", "return 1", 0.6);
        speedRow("bucket4j, three windows, a fresh key", "theirs fresh");
        speedRow("ours, three windows, a fresh key", "ours fresh", "theirs fresh", 2);
        speedRow("bucket4j, three windows, a key that is refused", "theirs refused");
        speedRow("a script of the two calls that a refusal takes, and nothing else", "bare refused");
        speedRow("ours, three windows, a key that is refused", "ours refused", "theirs refused", 0.85);
        System.out.println();
        Ratios.row("the server's own time", "µs a call", "beside", "aim", "");
        Ratios.row("---", "---", "---", "---", "---");
        microsRow("`return 1`, with verify's keys and arguments", "return 1");
        microsRow("verify's calls of Redis, and nothing around them", "same calls");
        double verify = Sides.median(score("verify").micros);
        double bare = Sides.ratio(score("verify").micros, score("same calls").micros);
        double one = Sides.ratio(score("verify").micros, score("return 1").micros);
        Ratios.row(
                "verify, accepted",
                number(verify),
                String.format(Locale.ROOT, "%.2f of the calls alone, %.2f of `return 1`", bare, one),
                "≤ 1.5, ≤ 4",
                Ratios.verdict(bare <= 1.5 && one <= 4));
        microsRow("verify, a wrong guess: two writes", "wrong");
        microsRow("three windows, a key that is refused", "refused");
        System.out.println();
        Ratios.row("the server's memory", "measured", "", "aim", "");
        Ratios.row("---", "---", "---", "---", "---");
        Ratios.row(
                "a live code, after its first send", first + " bytes", "", "≤ 480 bytes", Ratios.verdict(first <= 480));
        Ratios.row(
                "a live code, with a full history of sends",
                full + " bytes",
                "",
                "≤ 850 bytes",
                Ratios.verdict(full <= 850));
        Ratios.row(
                "the spread of 100,000 subjects over a cluster's 16,384 slots",
                String.format(Locale.ROOT, "%.2f standard deviations from chance (chi-square)", deviation),
                "",
                "within 3",
                Ratios.verdict(Math.abs(deviation) <= 3));
    }

    private void measure(boolean counts, String name, IntConsumer call)
            throws InterruptedException, ExecutionException {
        double perSecond = sides.perSecond(CALLS, call);
        if (counts) {
            score(name).perSecond.add(perSecond);
        }
    }

    /** By one caller alone: where all processors are busy, what takes the server longer is also interrupted more. */
    private void time(boolean counts, String name, IntConsumer call) {
        redis.executeCommand(new CommandArguments(Protocol.Command.CONFIG).add("RESETSTAT"));
        for (int i = 0; i < ALONE; i++) {
            call.accept(i);
        }
        Matcher micros = SERVER_TIME.matcher(redis.info("commandstats"));
        if (!micros.find()) {
            throw new IllegalStateException("no script was run: " + name);
        }
        if (counts) {
            score(name).micros.add(Double.valueOf(micros.group(1)));
        }
    }

    private Score score(String name) {
        return scores.computeIfAbsent(name, missing -> new Score());
    }

    /** What all keys take on the server, for each of so many people. */
    private long bytes(int people, IntConsumer fill) throws InterruptedException, ExecutionException {
        redis.flushAll();
        sides.perSecond(people, fill);
        long bytes = 0;
        for (String key : keys()) {
            bytes += redis.memoryUsage(key);
        }
        return bytes / people;
    }

    private Set<String> keys() {
        Set<String> keys = new HashSet<>();
        ScanResult<String> page;
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            page = redis.scan(cursor, new ScanParams().count(1_000));
            keys.addAll(page.getResult());
            cursor = page.getCursor();
        } while (!page.isCompleteIteration());
        return keys;
    }

    /** How unlike chance the codes' slots are: chi-square less what chance gives, in its standard deviations. */
    private double deviation() {
        int[] slots = new int[SLOTS];
        int codes = 0;
        for (String key : keys()) {
            if (key.contains(":c:")) {
                slots[JedisClusterCRC16.getSlot(key.getBytes(UTF_8))]++;
                codes++;
            }
        }
        if (codes != SUBJECTS) {
            throw new IllegalStateException("each subject was to have a code: " + codes);
        }
        double expected = (double) codes / SLOTS;
        double chiSquare = 0;
        for (int slot : slots) {
            chiSquare += (slot - expected) * (slot - expected) / expected;
        }
        int freedom = SLOTS - 1;
        return (chiSquare - freedom) / Math.sqrt(2.0 * freedom);
    }

    private void speedRow(String what, String name) {
        Ratios.row(what, String.format(Locale.ROOT, "%,.0f", Sides.median(score(name).perSecond)), "", "", "");
    }

    private void speedRow(String what, String name, String peer, double least) {
        double ratio = Sides.ratio(score(name).perSecond, score(peer).perSecond);
        Ratios.row(
                what,
                String.format(Locale.ROOT, "%,.0f", Sides.median(score(name).perSecond)),
                String.format(Locale.ROOT, "%.2f of it", ratio),
                "≥ " + least,
                Ratios.verdict(ratio >= least));
    }

    private void microsRow(String what, String name) {
        Ratios.row(what, number(Sides.median(score(name).micros)), "", "", "");
    }

    private String property(String name) {
        return redis.info("server")
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .findFirst()
                .map(line -> line.substring(name.length() + 1))
                .orElse("?");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}

package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.store.SlotStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/**
 * One of four processes is killed in the middle of its calls. What it was told it may not have told us, so one acceptance,
 * three comparisons and five permits are the most that we may hear of; and no key is left without an end.
 */
class KilledNodeTest {
    private static final int CYCLES = Form.of(3, 20, 200);
    private static final int THREADS = Form.of(10, 20, 50);
    private static final int PEOPLE = 60;

    /** Two rounds, as on a cluster: there is a moment between them to die in. */
    static List<Bucket> buckets(Somebody person) {
        return List.of(
                person.bucket(Bucket.Kind.RECIPIENT, Limit.of(5, Duration.ofHours(1))),
                person.bucket(Bucket.Kind.CLIENT_IP, Limit.of(100, Duration.ofHours(1))),
                person.bucket(Bucket.Kind.COUNTRY, Limit.of(1_000_000, Duration.ofHours(1))));
    }

    @Test
    void whenANodeIsKilledCodesAndLimitsHoldAndNoKeyIsLeftWithoutAnEnd() {
        SplittableRandom random = new SplittableRandom(CYCLES);
        try (RedisProcess server = RedisProcess.start();
                UnifiedJedis client = Clients.of(server)) {
            RedisBackend backend = RedisBackend.of(client);
            List<NodeProcess> nodes = new ArrayList<>(NodeProcess.startFour(server, THREADS));
            try {
                for (int cycle = 0; cycle < CYCLES; cycle++) {
                    String name = Somebody.random();
                    for (int i = 0; i < PEOPLE; i++) {
                        backend.store().open(new Somebody(name + i).open());
                    }
                    nodes.forEach(node -> node.tell("storm " + name + " " + PEOPLE));
                    Map<String, Integer> heard = new HashMap<>();
                    NodeProcess victim = nodes.remove(0);
                    for (int lines = random.nextInt(THREADS * PEOPLE); lines > 0; lines--) {
                        count(heard, victim.line());
                    }
                    victim.kill();
                    victim.answer().forEach(line -> count(heard, line));
                    nodes.forEach(node -> node.answer().forEach(line -> count(heard, line)));
                    victim.close();
                    nodes.add(NodeProcess.start(server, THREADS));
                    for (int i = 0; i < PEOPLE; i++) {
                        check(backend, new Somebody(name + i), i, heard);
                    }
                    noKeyIsWithoutEnd(server);
                }
            } finally {
                nodes.forEach(NodeProcess::close);
            }
        }
    }

    /** The people of even numbers guess right, the others wrong. */
    private static void check(RedisBackend backend, Somebody person, int which, Map<String, Integer> heard) {
        assertThat(heard.getOrDefault("ACCEPTED " + which, 0)).isLessThanOrEqualTo(1);
        assertThat(heard.getOrDefault("REJECTED " + which, 0)).isLessThanOrEqualTo(3);
        assertThat(backend.store().status(person.slot()).state())
                .isEqualTo(which % 2 == 0 ? SlotStatus.State.USED : SlotStatus.State.EXHAUSTED);
        assertThat(heard.getOrDefault("GRANTED " + which, 0)).isLessThanOrEqualTo(5);
        assertThat(backend.limiter().acquire(buckets(person), Somebody.random()).isGranted())
                .isFalse();
    }

    private static void noKeyIsWithoutEnd(RedisProcess server) {
        List<?> keys = Raw.list(server.port(), "KEYS", "*");
        assertThat(keys).isNotEmpty();
        assertThat(Raw.info(server.port(), "keyspace", "db0"))
                .startsWith("keys=" + keys.size() + ",expires=" + keys.size() + ",");
    }

    private static void count(Map<String, Integer> heard, String line) {
        heard.merge(line, 1, Integer::sum);
    }
}

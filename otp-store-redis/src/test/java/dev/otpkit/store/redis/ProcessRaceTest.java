package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.store.OtpStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** Four processes at one code at the same moment, round after round. {@code -Dform=ci}: 4 x 50 threads x 400 rounds. */
class ProcessRaceTest {
    private static final int THREADS = Form.of(25, 50, 200);
    private static final int ROUNDS = Form.of(60, 400, 10_000);

    private final RedisProcess server = RedisProcess.start();
    private final UnifiedJedis client = Clients.of(server);
    private final OtpStore store = RedisBackend.of(client).store();
    private List<NodeProcess> nodes;

    @BeforeEach
    void start() {
        nodes = NodeProcess.startFour(server, THREADS);
    }

    @AfterEach
    void stop() {
        nodes.forEach(NodeProcess::close);
        client.close();
        server.close();
    }

    /** T3. */
    @Test
    void ofWrongGuessesFromFourProcessesExactlyTheAttemptsAreCompared() {
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(race("wrong")).isEqualTo(Map.of("REJECTED", 3, "EXHAUSTED", 4 * THREADS - 3));
        }
    }

    /** T4. */
    @Test
    void ofRightGuessesFromFourProcessesExactlyOneIsAccepted() {
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(race("right")).isEqualTo(Map.of("ACCEPTED", 1, "USED", 4 * THREADS - 1));
        }
    }

    private Map<String, Integer> race(String guess) {
        Somebody person = Somebody.stranger();
        store.open(person.open());
        Map<String, Integer> outcomes = new TreeMap<>();
        for (List<String> answer : NodeProcess.all(nodes, "guess " + person.name() + " " + guess)) {
            for (String line : answer) {
                String[] words = line.split(" ");
                outcomes.merge(words[0], Integer.parseInt(words[1]), Integer::sum);
            }
        }
        return outcomes;
    }
}

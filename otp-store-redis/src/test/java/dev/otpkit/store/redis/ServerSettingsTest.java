package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.UnifiedJedis;

/** T26: a server that evicts is warned about, and refused by a strict backend. */
class ServerSettingsTest {

    @Test
    void aServerThatKeepsWhatItHasIsTakenWithoutAWord() {
        try (RedisProcess server = RedisProcess.start("--maxmemory-policy", "noeviction");
                UnifiedJedis client = Clients.of(server)) {
            assertThat(warnings(() -> RedisBackend.of(client))).isEmpty();
            assertThat(warnings(() -> RedisBackend.builder(client).strict(1).build()))
                    .isEmpty();
        }
    }

    @Test
    void aServerThatEvictsIsWarnedAboutAndRefusedWhenStrict() {
        for (String policy : List.of("allkeys-lru", "volatile-ttl")) {
            try (RedisProcess server = RedisProcess.start("--maxmemory-policy", policy);
                    UnifiedJedis client = Clients.of(server)) {
                assertThat(warnings(() -> RedisBackend.of(client)))
                        .singleElement()
                        .asString()
                        .contains("maxmemory-policy must be noeviction")
                        .contains(policy);
                assertThatThrownBy(() -> RedisBackend.builder(client).strict(1).build())
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("strict(...)")
                        .hasMessageContaining(policy);
            }
        }
    }

    @Test
    @SuppressWarnings("deprecation") // in 8; 6 has no other
    void aPolicyThatCannotBeReadIsWarnedAboutAndRefusedWhenStrict() {
        try (RedisProcess server = RedisProcess.start();
                UnifiedJedis admin = Clients.of(server)) {
            admin.sendCommand(Command.ACL, "SETUSER", "limited", "reset", "on", ">secret", "~*", "+@all", "-info");
            try (UnifiedJedis client = Clients.of(
                    server.port(),
                    4,
                    Clients.config(Duration.ofSeconds(2))
                            .user("limited")
                            .password("secret")
                            .build())) {
                assertThat(warnings(() -> RedisBackend.of(client)))
                        .singleElement()
                        .asString()
                        .contains("not known")
                        .contains("DENIED");
                assertThatThrownBy(() -> RedisBackend.builder(client).strict(1).build())
                        .isInstanceOf(IllegalStateException.class);
            }
        }
    }

    /** Its buckets lie in many slots, which no script reaches. */
    @Test
    void aClusterThatIsSaidToStandAloneIsRefused() {
        try (RedisProcess server = RedisProcess.start("--cluster-enabled", "yes")) {
            List<String> slots = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
            IntStream.range(0, 16_384).forEach(slot -> slots.add("" + slot));
            Raw.ask(server.port(), slots.toArray(String[]::new));
            Raw.await(
                    "cluster_state:ok",
                    () -> Raw.text(server.port(), "CLUSTER", "INFO").contains("cluster_state:ok"));
            try (UnifiedJedis client = Clients.of(server)) {
                assertThatThrownBy(
                                () -> RedisBackend.builder(client).standalone().build())
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("standalone(): the server is one of a cluster's");
                assertThat(warnings(() -> RedisBackend.of(client))).isEmpty();
            }
        }
    }

    @Test
    void aServerThatIsNotThereYetIsNoReasonNotToStart() {
        try (UnifiedJedis client = Clients.of(RedisProcess.freePort(), 4, Duration.ofSeconds(2))) {
            assertThatCode(() -> assertThat(warnings(() -> RedisBackend.of(client)))
                            .singleElement()
                            .asString()
                            .contains("UNREACHABLE"))
                    .doesNotThrowAnyException();
        }
    }

    private static Queue<String> warnings(Supplier<RedisBackend> build) {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        Logger logger = Logger.getLogger(RedisBackend.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                heard.add(record.getLevel() + " " + record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            Object unused = build.get();
            return heard;
        } finally {
            logger.removeHandler(handler);
        }
    }
}

package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.store.SlotStatus;
import dev.otpkit.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** T26: what a server forgets that may evict, when it is full; and one that may not. */
class EvictionTest {
    private static final int PEOPLE = 2_000;
    private static final Limit ONE = Limit.of(1, Duration.ofHours(1));

    @Test
    void aServerThatEvictsForgetsLiveCodesAndLimits() {
        int[] left = left("allkeys-lru");
        assertThat(left[0]).isLessThan(PEOPLE);
        assertThat(left[1]).isLessThan(PEOPLE);
    }

    @Test
    void aServerThatDoesNotForgetsNothing() {
        assertThat(left("noeviction")).containsExactly(PEOPLE, PEOPLE);
    }

    /** How many codes and counts are left, when the memory has been asked for twice over. */
    private static int[] left(String policy) {
        try (RedisProcess server = RedisProcess.start("--maxmemory-policy", policy);
                UnifiedJedis client = Clients.of(server)) {
            RedisBackend backend = RedisBackend.builder(client).standalone().build();
            List<Somebody> people = IntStream.range(0, PEOPLE)
                    .mapToObj(i -> Somebody.stranger())
                    .toList();
            for (Somebody person : people) {
                backend.store().open(person.open());
                backend.limiter().acquire(bucket(person), Somebody.random());
            }
            long used = Long.parseLong(Raw.info(server.port(), "memory", "used_memory"));
            Raw.ask(server.port(), "CONFIG", "SET", "maxmemory", Long.toString(used + 200_000));
            int refused = 0;
            for (int i = 0; i < 2 * PEOPLE; i++) {
                try {
                    backend.store().open(Somebody.stranger().open());
                } catch (StoreException e) {
                    refused++;
                }
            }
            assertThat(refused > 0).as("refused for lack of memory").isEqualTo(policy.equals("noeviction"));
            Raw.ask(server.port(), "CONFIG", "SET", "maxmemory", "0");
            int codes = (int) people.stream()
                    .filter(person -> backend.store().status(person.slot()).state() == SlotStatus.State.LIVE)
                    .count();
            int counts = (int) people.stream()
                    .filter(person -> !backend.limiter()
                            .acquire(bucket(person), Somebody.random())
                            .isGranted())
                    .count();
            System.out.printf(
                    "eviction, %s: of %d each, %d codes and %d counts are left; %d of %d new calls were refused%n",
                    policy, PEOPLE, codes, counts, refused, 2 * PEOPLE);
            return new int[] {codes, counts};
        }
    }

    private static List<Bucket> bucket(Somebody person) {
        return List.of(person.bucket(Bucket.Kind.RECIPIENT, ONE));
    }
}

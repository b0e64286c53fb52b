package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.OtpEvent;
import dev.otpkit.OtpKey;
import dev.otpkit.OtpPolicy;
import dev.otpkit.OtpService;
import dev.otpkit.Secrets;
import dev.otpkit.VerifyResult.Outcome;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.store.StoreException;
import dev.otpkit.store.memory.MemoryBackend;
import dev.otpkit.testkit.MutableClock;
import dev.otpkit.testkit.OtpInbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** Redis is killed under load, two nodes go on by themselves, and Redis comes back: with its memory, or with none. */
class LostStoreTest {
    private static final int NODES = 2;
    private static final int BUDGET = 10;
    private static final int SHARE = BUDGET / (2 * NODES);
    private static final int VICTIMS = 20;

    private final AtomicBoolean over = new AtomicBoolean();

    /** What was accepted, and must never be again. */
    private final Map<OtpKey, String> used = new ConcurrentHashMap<>();

    private final Set<OtpKey> twice = ConcurrentHashMap.newKeySet();

    /** Comparisons of each victim's codes, by all nodes. */
    private final Map<String, AtomicInteger> compared = new ConcurrentHashMap<>();

    /**
     * All that was answered is there again. Synced once a second, as by default, is not enough: while the disk is busy,
     * Redis answers first and writes up to two seconds later, and a killed one accepts used codes again.
     */
    @Test
    void withAnAppendOnlyFileSyncedAlwaysTheBoundOfAllNodesHoldsAndNoUsedCodeIsAcceptedAgain() {
        loseAndFind("--appendonly", "yes", "--appendfsync", "always");
        assertThat(compared.values()).allMatch(times -> times.get() <= BUDGET + NODES * SHARE);
    }

    /** Nothing is there again: what Redis itself counted is gone with it, what was counted meanwhile is told to it. */
    @Test
    void withoutPersistenceNoUsedCodeIsAcceptedAgain() {
        loseAndFind();
        // A budget before and one after, which the first node that is back may use up before the other has told its
        // share.
        assertThat(compared.values()).allMatch(times -> times.get() <= 2 * BUDGET + NODES * SHARE);
    }

    private void loseAndFind(String... persistence) {
        try (RedisProcess server = RedisProcess.start(persistence);
                Crowd crowd = new Crowd(2 * NODES)) {
            List<Node> nodes =
                    Stream.generate(() -> new Node(server)).limit(NODES).toList();
            List<Future<Integer>> load =
                    crowd.begin(i -> () -> nodes.get(i % NODES).live(i));
            try {
                awaitFlows(nodes, "on Redis");
                server.kill();
                Raw.await("both know", () -> nodes.stream().allMatch(node -> node.lost));
                awaitFlows(nodes, "by themselves");
                nodes.forEach(node -> assertThat(node.failures.values())
                        .as("a node's share of the budget")
                        .isNotEmpty()
                        .allMatch(times -> times.get() <= SHARE));
                server.restart();
                comeBack(nodes);
                awaitFlows(nodes, "on Redis again");
            } finally {
                over.set(true);
            }
            assertThat(Crowd.results(load)).allMatch(flows -> flows > 0);
            used.forEach((key, code) -> nodes.forEach(
                    node -> assertThat(node.otp.verify(key, code).accepted()).isFalse()));
            assertThat(used).hasSizeGreaterThan(100);
            assertThat(twice).isEmpty();
            guessOutNewcomers(nodes);
            nodes.forEach(Node::close);
        }
    }

    /** A node tries Redis once a minute; a try that fails, on a connection of before or while Redis loads, costs a minute. */
    private static void comeBack(List<Node> nodes) {
        for (int minute = 0; minute < 20 && nodes.stream().anyMatch(node -> node.lost); minute++) {
            nodes.forEach(node -> node.clock.advance(Duration.ofSeconds(61)));
            long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            while (nodes.stream().anyMatch(node -> node.lost) && System.nanoTime() < end) {
                Raw.pause(Duration.ofMillis(5));
            }
        }
        assertThat(nodes).noneMatch(node -> node.lost);
    }

    /** Whom nobody had guessed at before the loss: each node tells what it counted, and there is one budget for all. */
    private void guessOutNewcomers(List<Node> nodes) {
        for (int i = 0; i < VICTIMS; i++) {
            String newcomer = "newcomer-" + i;
            nodes.forEach(node -> node.otp.status(OtpKey.of("login", newcomer)));
            while (nodes.get(0).guess(newcomer)) {
                assertThat(compared.get(newcomer).get()).isLessThanOrEqualTo(BUDGET);
            }
            assertThat(compared.get(newcomer).get()).isGreaterThan(SHARE);
        }
    }

    private static void awaitFlows(List<Node> nodes, String where) {
        nodes.forEach(node -> {
            int before = node.flows.get();
            Raw.await("flows " + where, () -> node.flows.get() > before + 100);
        });
    }

    /** One node of the application. */
    private final class Node {
        final MutableClock clock = new MutableClock();
        final AtomicInteger flows = new AtomicInteger();

        /** Comparisons that this node has answered while the store was lost. */
        final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();

        volatile boolean lost;
        final UnifiedJedis client;
        final OtpInbox inbox = new OtpInbox();
        final OtpService otp;

        Node(RedisProcess server) {
            client = Clients.of(server.port(), 8, Duration.ofSeconds(2));
            otp = OtpService.builder()
                    .backend(RedisBackend.of(client))
                    .onStoreLoss(MemoryBackend.builder().clock(clock).build(), NODES)
                    .secrets(Secrets.of(secret(1), secret(2)))
                    .channel(inbox)
                    .policy(OtpPolicy.builder().lockWhenSpent().build())
                    .purpose("login")
                    .limits(SendLimits.allowUnlimited("a test"))
                    .verifyLimits(Limit.of(1_000_000, Duration.ofMinutes(1)), Limit.of(50, Duration.ofHours(1)))
                    .listener(this::hear)
                    .development()
                    .build();
        }

        private void hear(OtpEvent event) {
            switch (event.kind()) {
                case STORE_LOST -> lost = true;
                case STORE_BACK -> lost = false;
                default -> {}
            }
        }

        int live(int thread) {
            SplittableRandom random = new SplittableRandom(thread);
            int done = 0;
            for (; !over.get(); done++) {
                try {
                    logIn(OtpKey.of("login", "user-" + thread + "-" + done), random);
                    guess("victim-" + random.nextInt(VICTIMS));
                    if (lost) {
                        guess("newcomer-" + random.nextInt(VICTIMS));
                    }
                    flows.incrementAndGet();
                } catch (StoreException e) {
                    assertThat(e.isLoss()).as("kind " + e.kind()).isTrue();
                }
            }
            return done;
        }

        /** And once more with the same code, and with one that was used before. */
        private void logIn(OtpKey key, SplittableRandom random) {
            Recipient recipient = Recipient.email(key.subject() + "@example.com");
            otp.request(key, recipient);
            String code = inbox.awaitCode(recipient);
            if (otp.verify(key, code).accepted()) {
                used.put(key, code);
            }
            again(key, code);
            used.entrySet().stream()
                    .skip(random.nextInt(used.size() + 1))
                    .findFirst()
                    .ifPresent(before -> again(before.getKey(), before.getValue()));
        }

        private void again(OtpKey key, String code) {
            if (used.containsKey(key) && otp.verify(key, code).accepted()) {
                twice.add(key);
            }
        }

        /** Of a victim whom all others guess at too. */
        private boolean guess(String victim) {
            OtpKey key = OtpKey.of("login", victim);
            otp.request(key, Recipient.email(victim + "@example.com"));
            boolean during = lost;
            Outcome outcome = otp.verify(key, "000000").outcome();
            if (outcome == Outcome.REJECTED) {
                compared.computeIfAbsent(victim, first -> new AtomicInteger()).incrementAndGet();
                if (during && lost) {
                    failures.computeIfAbsent(victim, first -> new AtomicInteger())
                            .incrementAndGet();
                }
            }
            return outcome == Outcome.REJECTED;
        }

        void close() {
            otp.close();
            client.close();
        }
    }

    private static byte[] secret(int seed) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 7 + seed);
        }
        return bytes;
    }
}

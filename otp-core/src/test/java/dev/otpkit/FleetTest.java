package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Four nodes on one shared store that comes and goes: together they let no more than 1.5 times a budget through. */
class FleetTest {
    private static final int NODES = 4;
    private static final int BOUND = 15; // 10 wrong guesses in 24 hours, and half of it
    private static final Optional<StoreException.Kind> DOWN = Optional.of(StoreException.Kind.UNREACHABLE);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final OtpKey KEY = OtpKey.of("login", "user-42");
    private static final Recipient ADA = Recipient.email("ada@example.com");

    private final TestBackend shared = new TestBackend();
    private final List<Node> nodes = new ArrayList<>();

    FleetTest() {
        for (int i = 0; i < NODES; i++) {
            nodes.add(new Node(shared, NODES, Node::unlimited));
        }
    }

    @Test
    void allNodesTogetherCompareAtMostOneAndAHalfBudgets() {
        int compared = guessOut(nodes.get(0));
        assertThat(compared).isEqualTo(10);
        for (Node node : nodes) {
            node.lost = DOWN;
            compared += guessOut(node);
            compared += guessOut(node);
        }
        assertThat(compared).as("and one of each node").isEqualTo(14).isLessThanOrEqualTo(BOUND);
        for (Node node : nodes) {
            node.lost = Optional.empty();
        }
        advance(MINUTE);
        for (Node node : nodes) {
            compared += guessOut(node);
        }
        assertThat(compared).isEqualTo(14);
    }

    /** A share is one guess at least, so that many nodes together have more than half a budget; the report says so. */
    @Test
    void moreNodesThanHalfABudgetLetOneGuessEachThrough() {
        List<Node> many = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            many.add(new Node(shared, 12, Node::unlimited));
        }
        int compared = guessOut(many.get(0));
        for (Node node : many) {
            node.lost = DOWN;
            compared += guessOut(node);
        }
        assertThat(compared).isEqualTo(10 + 12);
        assertThat(many.get(0).otp.securityReport().guessPerDay() * 1_000_000).isGreaterThanOrEqualTo(compared - 1e-6);
    }

    @Test
    void noDayOfComingAndGoingHoldsMoreThanOneAndAHalfBudgets() {
        SplittableRandom random = new SplittableRandom(4);
        List<Long> compared = new ArrayList<>();
        int accepted = 0;
        for (int step = 0; step < 4000; step++) {
            Node node = nodes.get(random.nextInt(NODES));
            switch (random.nextInt(10)) {
                case 0 -> node.lost = DOWN;
                case 1 -> node.deaf = DOWN;
                case 2, 3, 4 -> {
                    node.lost = Optional.empty();
                    node.deaf = Optional.empty();
                }
                case 5 -> advance(MINUTE.multipliedBy(random.nextInt(1, 200)));
                default -> accepted += guess(node, compared, random);
            }
        }
        assertThat(accepted).isGreaterThan(100);
        assertThat(compared).hasSizeGreaterThan(60);
        for (int i = BOUND; i < compared.size(); i++) {
            assertThat(compared.get(i) - compared.get(i - BOUND))
                    .as("%d guesses in a row take a day", BOUND + 1)
                    .isGreaterThanOrEqualTo(DAY.toMillis());
        }
    }

    /** Ask, and guess wrong or right. */
    private int guess(Node node, List<Long> compared, SplittableRandom random) {
        try {
            if (!node.otp.request(KEY, ADA).sent()) {
                return 0;
            }
            String code = node.channel.code();
            if (random.nextBoolean()) {
                return node.otp.verify(KEY, code).accepted() ? 1 : 0;
            }
            for (int i = 1; i <= 3; i++) {
                VerifyResult result = node.otp.verify(KEY, Wrong.code(code, i));
                if (result.outcome() == VerifyResult.Outcome.REJECTED && code.length() == 6) {
                    compared.add(shared.clock().millis());
                }
            }
        } catch (StoreException e) {
            return 0; // the call that met the loss
        }
        return 0;
    }

    @Test
    void threadsOnAllNodesWhileTheStoreFlapsCompareNoMoreAndAcceptEachCodeOnce() throws Exception {
        AtomicInteger compared = new AtomicInteger();
        Map<String, AtomicInteger> accepted = new ConcurrentHashMap<>();
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int thread = 0; thread < 2 * NODES; thread++) {
            Node node = nodes.get(thread % NODES);
            int seed = thread;
            tasks.add(() -> rush(node, new SplittableRandom(seed), compared, accepted));
        }
        ExecutorService pool = Executors.newFixedThreadPool(tasks.size());
        try {
            for (Future<Integer> rush : pool.invokeAll(tasks)) {
                assertThat(rush.get()).as("answers").isGreaterThan(100);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(compared.get()).isBetween(5, BOUND);
        assertThat(accepted).isNotEmpty();
        assertThat(accepted.values())
                .allSatisfy(times -> assertThat(times.get()).isEqualTo(1));
    }

    /** The shared clock stands and the local ones stay within some hours: no window of a day passes. */
    private static void flap(Node node, SplittableRandom random) {
        node.lost = random.nextBoolean() ? DOWN : Optional.empty();
        node.deaf = random.nextInt(4) == 0 ? DOWN : Optional.empty();
        node.local.advance(MINUTE);
    }

    private static int rush(
            Node node, SplittableRandom random, AtomicInteger compared, Map<String, AtomicInteger> accepted) {
        int answers = 0;
        for (int i = 0; i < 250; i++) {
            if (i % 3 == 0) {
                flap(node, random);
            }
            // Locked when spent: then every guess that is rejected was one at a short code.
            OtpKey pay = OtpKey.of("pay", "user-42");
            OtpKey key = random.nextBoolean() ? pay : pay.boundTo("flow", "f" + random.nextInt(5));
            try {
                node.otp.request(key, ADA);
                // A node whose first request finds the subject locked has sent nothing yet.
                String code = node.channel.messages.isEmpty() ? "123456" : node.channel.code();
                String typed = random.nextInt(3) == 0 ? code : Wrong.code(code, random.nextInt(1, 9));
                VerifyResult.Outcome outcome = node.otp.verify(key, typed).outcome();
                answers++;
                if (outcome == VerifyResult.Outcome.REJECTED) {
                    compared.incrementAndGet();
                } else if (outcome == VerifyResult.Outcome.ACCEPTED) {
                    accepted.computeIfAbsent(key.bindings() + typed, first -> new AtomicInteger())
                            .incrementAndGet();
                }
            } catch (StoreException e) {
                node.events.clear(); // the call that met the loss
            }
        }
        return answers;
    }

    @Test
    void allNodesTogetherSendAtMostOneAndAHalfTimesTheLimit() {
        List<Node> limited = new ArrayList<>();
        SendLimits limits = SendLimits.builder()
                .recipient(Limit.of(10, DAY))
                .subject(Limit.of(20, DAY))
                .build();
        for (int i = 0; i < NODES; i++) {
            limited.add(new Node(shared, NODES, builder -> builder.limits(limits)));
        }
        int sent = 0;
        for (int round = 0; round < 4; round++) {
            for (Node node : limited) {
                while (node.otp.request(KEY, ADA).sent()) {
                    sent++;
                }
                node.lost = DOWN;
            }
        }
        assertThat(sent).as("ten, and one of each node").isEqualTo(14);
    }

    /** Wrong guesses at short codes until there is none any more. */
    private static int guessOut(Node node) {
        int compared = 0;
        try {
            node.otp.status(KEY);
        } catch (StoreException e) {
            node.events.clear(); // met the loss
        }
        for (int round = 0; round < 20 && node.otp.request(KEY, ADA).format().length() == 6; round++) {
            for (int i = 1; i <= 3; i++) {
                if (node.otp.verify(KEY, Wrong.code(node.channel.code(), i)).outcome()
                        == VerifyResult.Outcome.REJECTED) {
                    compared++;
                }
            }
        }
        return compared;
    }

    private void advance(Duration by) {
        shared.advance(by);
        nodes.forEach(node -> node.local.advance(by));
    }
}

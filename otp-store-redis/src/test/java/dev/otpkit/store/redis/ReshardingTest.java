package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.RateLimiter;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.SlotStatus;
import dev.otpkit.store.VerifyAnswer.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** Slots move to other masters, key by key, under load: MOVED, ASK and TRYAGAIN are hidden, and nothing counts twice. */
class ReshardingTest {
    private static final int CALLERS = 6;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final List<String> REDIRECTIONS = List.of("MOVED", "ASK", "TRYAGAIN");

    private final RedisCluster cluster = RedisCluster.start(3);

    /** Whom each caller is busy with: theirs are the slots that move. */
    private final AtomicReferenceArray<Somebody> busy = new AtomicReferenceArray<>(CALLERS);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void whileSlotsMoveNoCallFailsAndNoneCountsTwice() {
        try (UnifiedJedis client = Clients.of(cluster)) {
            useWhileSlotsMove(RedisBackend.of(client), Form.of(60, 500, 5_000));
        }
    }

    /** A call that was redirected has its replicas' word from where it went. */
    @Test
    void inStrictModeNeither() {
        cluster.addReplicas();
        try (UnifiedJedis client = Clients.of(cluster)) {
            RedisBackend strict = RedisBackend.builder(client)
                    .strict(1)
                    .timeout(Duration.ofSeconds(10))
                    .build();
            useWhileSlotsMove(strict, Form.of(30, 250, 2_500));
        }
    }

    private void useWhileSlotsMove(RedisBackend backend, int moves) {
        try (Crowd crowd = new Crowd(CALLERS)) {
            AtomicBoolean over = new AtomicBoolean();
            List<Future<Integer>> flows = crowd.begin(i -> () -> {
                int done = 0;
                for (; done == 0 || !over.get(); done++) {
                    busy.set(i, Somebody.stranger());
                    guessOut(backend.store(), busy.get(i));
                    useUp(backend.limiter(), busy.get(i));
                }
                return done;
            });
            try {
                moveAbout(moves, flows);
            } finally {
                over.set(true);
            }
            assertThat(Crowd.results(flows)).allMatch(done -> done > 0);
            for (String redirection : REDIRECTIONS) {
                assertThat(isMet(redirection)).as("somebody met " + redirection).isTrue();
            }
        }
    }

    private boolean isMet(String redirection) {
        return cluster.ports().stream()
                .anyMatch(port -> !Raw.info(port, "errorstats", "errorstat_" + redirection)
                        .isEmpty());
    }

    /** So often at least, and on until somebody has met each redirection, which is a matter of luck. */
    private void moveAbout(int moves, List<Future<Integer>> flows) {
        SplittableRandom random = new SplittableRandom(7);
        // All to one master, as when one is new: two that take slots at once would have to agree on epochs first.
        RedisProcess taker = cluster.masters().get(2);
        Raw.await("all callers are busy", () -> IntStream.range(0, CALLERS).allMatch(i -> busy.get(i) != null));
        for (int move = 0; move < 20 * moves && flows.stream().noneMatch(Future::isDone); ) {
            if (move >= moves && REDIRECTIONS.stream().allMatch(this::isMet)) {
                return;
            }
            Somebody person = busy.get(random.nextInt(CALLERS));
            String tag = random.nextBoolean()
                    ? person.slot().subject()
                    : person.bucket(Bucket.Kind.RECIPIENT, Limit.of(1, HOUR)).id();
            int slot = cluster.slotOf(tag);
            if (cluster.ownerOf(slot) != taker) {
                cluster.move(slot, taker);
                move++;
            }
        }
    }

    /** Nobody else knows this person, so every answer is known. */
    private static void guessOut(OtpStore store, Somebody person) {
        for (int code = 0; code < 3; code++) {
            store.open(person.open());
            for (int left = 2; left >= 0; left--) {
                assertThat(store.verify(person.wrong()).attemptsLeft()).isEqualTo(left);
            }
            assertThat(store.status(person.slot()).state()).isEqualTo(SlotStatus.State.EXHAUSTED);
        }
        store.open(person.open());
        var guess = person.right();
        assertThat(store.verify(guess).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(store.verify(person.right()).outcome()).isEqualTo(Outcome.USED);
        assertThat(store.redeem(Somebody.redeem(guess))).isTrue();
        assertThat(store.redeem(Somebody.redeem(guess))).isFalse();
        store.open(person.open());
        assertThat(store.verify(person.wrong()).outcome())
                .as("the tenth failure")
                .isEqualTo(Outcome.REJECTED);
        assertThat(store.verify(person.wrong()).outcome()).as("the budget").isEqualTo(Outcome.SPENT);
    }

    /** By each call alone up to 40; by the sums, which do not know single calls, up to 110. */
    private static void useUp(RateLimiter limiter, Somebody person) {
        Bucket recipient = person.bucket(Bucket.Kind.RECIPIENT, Limit.of(150, HOUR), Limit.of(40, HOUR));
        Bucket subject = person.bucket(Bucket.Kind.SUBJECT, Limit.of(110, HOUR));
        assertThat(granted(limiter, List.of(recipient, subject))).isEqualTo(40);
        assertThat(granted(limiter, List.of(subject))).isEqualTo(70);
    }

    private static int granted(RateLimiter limiter, List<Bucket> buckets) {
        int granted = 0;
        while (limiter.acquire(buckets, Somebody.random()).isGranted()) {
            granted++;
        }
        return granted;
    }
}

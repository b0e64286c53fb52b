package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Bucket.Kind;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.Permit;
import dev.otpkit.limit.RateLimiter;
import dev.otpkit.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** A call's buckets lie on several masters: all or none, though no script reaches them all. */
class ClusterLimitsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static RedisCluster cluster;
    private static UnifiedJedis client;
    private static RateLimiter limiter;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start(3);
        client = Clients.of(cluster);
        limiter = RedisBackend.of(client).limiter();
    }

    @AfterAll
    static void stop() {
        client.close();
        cluster.close();
    }

    /** T18: whoever comes from a network that is used up stands in nobody's way, not even while he is being refused. */
    @Test
    void strangersWhoAreRefusedLeaveNothingInAVictimsBucket() {
        Bucket network = Somebody.stranger().bucket(Kind.CLIENT_IP, Limit.of(1, HOUR));
        assertThat(acquire(network).isGranted()).isTrue();
        AtomicBoolean over = new AtomicBoolean();
        try (Crowd strangers = new Crowd(8)) {
            List<Bucket> victims = IntStream.range(0, 300)
                    .mapToObj(i -> Somebody.stranger().bucket(Kind.RECIPIENT, Limit.of(1, HOUR)))
                    .toList();
            List<Future<Long>> refused = strangers.begin(i -> () -> {
                long times = 0;
                for (int at = 0; !over.get(); at = (at + 1) % victims.size(), times++) {
                    assertThat(acquire(network, victims.get(at)).refusedBy()).hasValue(Kind.CLIENT_IP);
                }
                return times;
            });
            try {
                victims.forEach(victim -> assertThat(acquire(victim).isGranted())
                        .as("the victim's own request")
                        .isTrue());
            } finally {
                over.set(true);
            }
            assertThat(Crowd.results(refused)).allMatch(times -> times > 10);
        }
    }

    /** The first round has counted it by then, one by one and in sums. */
    @Test
    void whatTheSecondRoundRefusesIsTakenBackFromTheFirst() {
        Somebody person = Somebody.stranger();
        Bucket recipient = person.bucket(Kind.RECIPIENT, Limit.of(1, HOUR));
        Bucket network = person.bucket(Kind.CLIENT_IP, Limit.of(10, HOUR));
        Bucket all = person.bucket(Kind.GLOBAL, Limit.of(120, HOUR), Limit.of(15, HOUR));
        assertThat(acquire(recipient, network, all).isGranted()).isTrue();
        for (int i = 0; i < 150; i++) {
            assertThat(acquire(recipient, network, all).refusedBy()).hasValue(Kind.RECIPIENT);
        }
        assertThat(room(network)).isEqualTo(9);
        assertThat(room(all)).isEqualTo(14);
        assertThat(room(person.bucket(Kind.GLOBAL, Limit.of(120, HOUR))))
                .as("of the sums")
                .isEqualTo(105);
    }

    /** A person whose slot is lost must not use up what everybody shares. */
    @Test
    void whatTheSecondRoundCannotCountIsTakenBackFromTheFirst() {
        Somebody person = Somebody.stranger();
        Bucket recipient = person.bucket(Kind.RECIPIENT, Limit.of(1, HOUR));
        Bucket network = person.bucket(Kind.CLIENT_IP, Limit.of(10, HOUR));
        Bucket all = person.bucket(Kind.GLOBAL, Limit.of(120, HOUR));
        client.lpush("otp:{" + recipient.id() + "}:h", "not ours");
        for (int i = 0; i < 30; i++) {
            assertThatThrownBy(() -> acquire(recipient, network, all)).isInstanceOf(StoreException.class);
        }
        assertThat(room(network)).isEqualTo(10);
        assertThat(room(all)).isEqualTo(120);
    }

    /** Nor must a network whose slot is lost use up everybody's limit, which is counted in the same round. */
    @Test
    void whatOneBucketOfARoundCannotCountIsTakenBackFromTheOthers() {
        Somebody person = Somebody.stranger();
        Bucket network = person.bucket(Kind.CLIENT_IP, Limit.of(10, HOUR));
        Bucket all = person.bucket(Kind.GLOBAL, Limit.of(120, HOUR), Limit.of(15, HOUR));
        client.lpush("otp:{" + network.id() + "}:h", "not ours");
        for (int i = 0; i < 30; i++) {
            assertThatThrownBy(() -> acquire(network, all)).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> acquire(all, network)).isInstanceOf(StoreException.class);
        }
        assertThat(room(all)).isEqualTo(15);
        assertThat(room(person.bucket(Kind.GLOBAL, Limit.of(120, HOUR))))
                .as("of the sums")
                .isEqualTo(105);
    }

    /** A cluster's pipeline that is interrupted at once leaves its connections to whom borrows them next. */
    @Test
    void anInterruptedCallerIsAnsweredAndKeepsItsFlag() {
        List<Bucket> buckets = IntStream.range(0, 6)
                .mapToObj(i -> Somebody.stranger().bucket(Kind.SUBJECT, Limit.of(120, HOUR)))
                .toList();
        for (int i = 0; i < 50; i++) {
            Thread.currentThread().interrupt();
            Permit permit = limiter.acquire(buckets, Somebody.random());
            assertThat(Thread.interrupted()).isTrue();
            assertThat(permit.isGranted()).isTrue();
        }
        assertThat(buckets).as("each call counted once").allMatch(bucket -> room(bucket) == 70);
    }

    /** And so is what the others of the same round have counted. */
    @Test
    void whatOneBucketOfARoundRefusesIsTakenBackFromTheOthers() {
        Somebody person = Somebody.stranger();
        Bucket subject = person.bucket(Kind.SUBJECT, Limit.of(1, HOUR));
        List<Bucket> others = IntStream.range(0, 5)
                .mapToObj(i -> Somebody.stranger().bucket(Kind.RECIPIENT, Limit.of(3, HOUR)))
                .toList();
        List<Bucket> buckets = new ArrayList<>(others);
        buckets.add(2, subject);
        acquire(subject);
        for (int i = 0; i < 10; i++) {
            assertThat(limiter.acquire(buckets, Somebody.random()).refusedBy()).hasValue(Kind.SUBJECT);
        }
        assertThat(others).allMatch(other -> room(other) == 3);
    }

    /** Two that meet half way may both be refused; that is all that may happen. */
    @Test
    void aRaceOverSeveralBucketsGrantsNoneTooManyAndLeavesNothingBehind() {
        try (Crowd crowd = new Crowd(50)) {
            for (int round = 0; round < 20; round++) {
                List<Bucket> some = IntStream.range(0, 6)
                        .mapToObj(i -> Somebody.stranger().bucket(Kind.SUBJECT, Limit.of(20, HOUR)))
                        .toList();
                long granted = crowd
                        .all(i -> {
                            List<Bucket> mine = new ArrayList<>(some);
                            Collections.rotate(mine, i);
                            return () -> limiter.acquire(mine, Somebody.random());
                        })
                        .stream()
                        .filter(Permit::isGranted)
                        .count();
                assertThat(granted).isBetween(0L, 20L);
                assertThat(some).allMatch(bucket -> room(bucket) == 20 - granted);
            }
        }
    }

    private static Permit acquire(Bucket... buckets) {
        return limiter.acquire(List.of(buckets), Somebody.random());
    }

    private static int room(Bucket bucket) {
        int room = 0;
        while (acquire(bucket).isGranted()) {
            room++;
        }
        return room;
    }
}

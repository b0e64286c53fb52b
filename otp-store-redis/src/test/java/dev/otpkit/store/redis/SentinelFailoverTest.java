package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.store.OtpStore;
import dev.otpkit.store.StoreException;
import dev.otpkit.store.VerifyAnswer.Outcome;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** The master is killed under load, and sentinels name another, which has never seen our scripts. */
class SentinelFailoverTest {

    @Test
    void callsFailAsALossUntilThereIsAnotherMasterAndThenGoOnByThemselves() {
        try (RedisSentinels group = RedisSentinels.start(2);
                UnifiedJedis client = Clients.of(group);
                Crowd crowd = new Crowd(4)) {
            OtpStore store = RedisBackend.builder(client).standalone().build().store();
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger answered = new AtomicInteger();
            List<Future<Integer>> callers = crowd.begin(i -> () -> {
                int lost = 0;
                while (!over.get()) {
                    Somebody person = Somebody.stranger();
                    try {
                        store.open(person.open());
                        assertThat(store.verify(person.right()).outcome()).isIn(Outcome.ACCEPTED, Outcome.ABSENT);
                        answered.incrementAndGet();
                    } catch (StoreException e) {
                        assertThat(e.isLoss()).as("kind " + e.kind()).isTrue();
                        lost++;
                    }
                }
                return lost;
            });
            try {
                Raw.await("load", () -> answered.get() > 100);
                group.failOver();
                int before = answered.get();
                Raw.await("answers of the new master", () -> answered.get() > before + 100);
            } finally {
                over.set(true);
            }
            assertThat(Crowd.results(callers).stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .as("calls met the loss")
                    .isPositive();
        }
    }
}

package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.VerifyCall;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** How long the server keeps each kind of row: what a node forgets to say is kept for ever, or not long enough to hold. */
class RowLivesTest {
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final Duration HOUR = Duration.ofHours(1);

    private static RedisProcess server;
    private static UnifiedJedis client;
    private static RedisBackend backend;

    private final Somebody ada = Somebody.stranger();
    private final OtpStore store = backend.store();

    @BeforeAll
    static void start() {
        server = RedisProcess.start();
        client = Clients.of(server);
        backend = RedisBackend.builder(client).standalone().build();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private void lives(String key, Duration expected) {
        assertThat(client.pttl(key)).isCloseTo(expected.toMillis(), Offset.offset(5_000L));
    }

    private String code() {
        return "otp:{" + ada.slot().subject() + "}:c:" + ada.slot().key();
    }

    @Test
    void aCodeIsKeptTenMinutesPastItsLifeWhateverBecomesOfIt() {
        Duration expected = Duration.ofMinutes(3).plus(KEPT);
        store.open(ada.open(Duration.ofMinutes(3)));
        lives(code(), expected);
        store.verify(ada.wrong());
        lives(code(), expected);
        VerifyCall right = ada.right();
        store.verify(right);
        lives(code(), expected);
        store.redeem(Somebody.redeem(right));
        lives(code(), expected);
        store.open(ada.open(Duration.ofMinutes(2))); // carries the receipt on
        lives(code(), Duration.ofMinutes(2).plus(KEPT));
    }

    @Test
    void failuresAreKeptThirtyDaysAndFourHundredFromTenInARowOn() {
        String failures = "otp:{" + ada.slot().subject() + "}:f:std";
        for (int failed = 1; failed <= 10; failed++) {
            if (failed % 3 == 1) {
                store.open(ada.open());
            }
            store.verify(ada.wrong());
            lives(failures, Duration.ofDays(failed < 10 ? 30 : 400));
        }
        Somebody bob = Somebody.stranger();
        store.open(bob.open());
        store.verify(bob.wrong());
        store.verify(bob.right());
        lives("otp:{" + bob.slot().subject() + "}:f:std", Duration.ofDays(30));
        Somebody eve = Somebody.stranger();
        store.absorb(eve.slot(), 12);
        lives("otp:{" + eve.slot().subject() + "}:f:std", Duration.ofDays(400));
    }

    @Test
    void countsAreKeptForTheirLongestWindowAndSumsForOnePartMore() {
        Bucket bucket = ada.bucket(
                Bucket.Kind.SUBJECT, Limit.of(5, HOUR), Limit.of(9, Duration.ofDays(1)), Limit.of(600, HOUR));
        backend.limiter().acquire(List.of(bucket), "one");
        backend.limiter().acquire(List.of(bucket), "two");
        lives("otp:{" + bucket.id() + "}:h", Duration.ofDays(1));
        String sums = "otp:{" + bucket.id() + "}:w" + Long.toString(HOUR.toMillis(), Character.MAX_RADIX);
        assertThat(client.pttl(sums))
                .isBetween(HOUR.toMillis() - 5_000, HOUR.plusMinutes(1).toMillis());
        backend.limiter().giveBack(List.of(bucket), "two");
        lives("otp:{" + bucket.id() + "}:h", Duration.ofDays(1));
        backend.limiter().giveBack(List.of(bucket), "one");
        assertThat(client.exists("otp:{" + bucket.id() + "}:h")).isFalse();
    }
}

package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.store.OtpStore;
import dev.otpkit.store.StoreException;
import dev.otpkit.store.VerifyAnswer.Outcome;
import dev.otpkit.store.VerifyCall;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/**
 * The worst that a failover does: the link to the replica stalls while codes are used, the master is killed, the replica
 * takes over, and every code and receipt that was used is tried again. {@code -Dform=whole} runs 50 cycles.
 */
class FailoverTest {
    private static final int CYCLES = Form.of(3, 10, 50);
    private static final int CODES = 48;
    private static final int CALLERS = 4;
    private static final Duration PATIENCE = Duration.ofMillis(50);

    /** What was said yes to before the failover, what again after it, and what was not answered. */
    private record Sums(int accepted, int acceptedAgain, int redeemed, int redeemedAgain, int refused) {
        static final Sums NONE = new Sums(0, 0, 0, 0, 0);

        Sums plus(Sums other) {
            return new Sums(
                    accepted + other.accepted,
                    acceptedAgain + other.acceptedAgain,
                    redeemed + other.redeemed,
                    redeemedAgain + other.redeemedAgain,
                    refused + other.refused);
        }
    }

    /** As SECURITY.md says: what a master acknowledged and did not pass on is lost with it. */
    @Test
    void byDefaultAFailoverOverAStalledLinkAcceptsUsedCodesAgain() {
        Sums sums = cycles("default", builder -> builder);
        assertThat(sums.acceptedAgain()).isPositive();
        assertThat(sums.redeemedAgain()).isPositive();
    }

    @Test
    void inStrictModeNoFailoverAcceptsOrRedeemsAnythingAgain() {
        Sums sums = cycles("strict", builder -> builder.strict(1));
        assertThat(sums.acceptedAgain()).isZero();
        assertThat(sums.redeemedAgain()).isZero();
        assertThat(sums.accepted()).as("before the link stalled").isPositive();
        assertThat(sums.redeemed()).as("before the link stalled").isPositive();
        assertThat(sums.refused()).as("after it").isPositive();
    }

    private static Sums cycles(String mode, UnaryOperator<RedisBackend.Builder> settings) {
        SplittableRandom random = new SplittableRandom(CYCLES);
        Sums sums = Sums.NONE;
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            sums = sums.plus(cycle(settings, random.nextInt(CODES / 2)));
        }
        System.out.printf("failover, %s: %d cycles of %d codes: %s%n", mode, CYCLES, CODES, sums);
        return sums;
    }

    /** The link stalls after so many codes. */
    private static Sums cycle(UnaryOperator<RedisBackend.Builder> settings, int stallsAfter) {
        try (RedisProcess master = RedisProcess.start("--repl-diskless-sync-delay", "0");
                Link link = new Link(master.port());
                RedisProcess replica = RedisProcess.start("--replicaof", "127.0.0.1", Integer.toString(link.port()));
                UnifiedJedis client = Clients.of(master);
                UnifiedJedis clientOfReplica = Clients.of(replica);
                Crowd crowd = new Crowd(CALLERS)) {
            Raw.await(
                    "the replica is in step",
                    () -> Raw.text(master.port(), "INFO", "replication").contains("state=online"));
            RedisBackend.Builder builder =
                    RedisBackend.builder(client).standalone().timeout(PATIENCE);
            OtpStore store = settings.apply(builder).build().store();
            List<Somebody> people =
                    IntStream.range(0, CODES).mapToObj(i -> Somebody.stranger()).toList();
            OtpStore calm = RedisBackend.builder(client).standalone().build().store(); // waits for no replica
            people.forEach(person -> calm.open(person.open()));
            Map<Somebody, VerifyCall> receipts = new HashMap<>();
            people.subList(CODES / 2, CODES).forEach(person -> receipts.put(person, person.right()));
            receipts.values().forEach(calm::verify);
            Raw.await("the replica has them", () -> offset(replica).equals(offset(master)));

            Set<Somebody> accepted = ConcurrentHashMap.newKeySet();
            Set<Somebody> redeemed = ConcurrentHashMap.newKeySet();
            List<Integer> refused = crowd.all(i -> () -> {
                int unanswered = 0;
                for (int at = i; at < CODES / 2; at += CALLERS) {
                    if (at == stallsAfter) {
                        link.stall();
                    }
                    Somebody guesser = people.get(at);
                    unanswered += saysYes(
                            () -> store.verify(guesser.right()).outcome() == Outcome.ACCEPTED, accepted, guesser);
                    Somebody redeemer = people.get(CODES / 2 + at);
                    unanswered +=
                            saysYes(() -> store.redeem(Somebody.redeem(receipts.get(redeemer))), redeemed, redeemer);
                }
                return unanswered;
            });
            master.kill();
            link.leadTo(master.port()); // to nobody: what was under way is lost
            Raw.ask(replica.port(), "REPLICAOF", "NO", "ONE");
            OtpStore after =
                    RedisBackend.builder(clientOfReplica).standalone().build().store();
            return new Sums(
                    accepted.size(),
                    (int) accepted.stream()
                            .filter(person -> after.verify(person.right()).outcome() == Outcome.ACCEPTED)
                            .count(),
                    redeemed.size(),
                    (int) redeemed.stream()
                            .filter(person -> after.redeem(Somebody.redeem(receipts.get(person))))
                            .count(),
                    refused.stream().mapToInt(Integer::intValue).sum());
        }
    }

    private static String offset(RedisProcess server) {
        return Raw.info(server.port(), "replication", "master_repl_offset");
    }

    /** How many calls were not answered: one, or none. */
    private static int saysYes(BooleanSupplier call, Set<Somebody> said, Somebody person) {
        try {
            if (call.getAsBoolean()) {
                said.add(person);
            }
            return 0;
        } catch (StoreException e) {
            assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
            return 1;
        }
    }
}

package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.RateLimiter;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.RedeemCall;
import dev.otpkit.store.StoreException;
import dev.otpkit.store.VerifyAnswer.Outcome;
import dev.otpkit.store.VerifyCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisMonitor;
import redis.clients.jedis.UnifiedJedis;

/** Nothing is answered that a replica does not have. */
class StrictTest {
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final RedisProcess master = RedisProcess.start("--repl-diskless-sync-delay", "0");
    private final Link link = new Link(master.port());
    private final RedisProcess replica = RedisProcess.start("--replicaof", "127.0.0.1", Integer.toString(link.port()));
    private final UnifiedJedis client = Clients.of(master);
    private final RedisBackend strict = strict(1, PATIENCE);
    private final OtpStore store = strict.store();
    private final OtpStore patient = strict(1, Duration.ofSeconds(10)).store();
    private final UnifiedJedis other = Clients.of(master);
    private final Somebody ada = Somebody.stranger();

    private RedisBackend strict(int replicas, Duration patience) {
        return RedisBackend.builder(client)
                .standalone()
                .strict(replicas)
                .timeout(patience)
                .build();
    }

    @BeforeEach
    void theReplicaIsInStep() {
        Raw.await(
                "the replica is in step",
                () -> Raw.text(master.port(), "INFO", "replication").contains("state=online"));
        patient.open(Somebody.stranger().open()); // and has said so once
    }

    @AfterEach
    void stop() {
        client.close();
        other.close();
        replica.close();
        link.close();
        master.close();
    }

    @Test
    void whileTheReplicaLagsEveryOperationIsUnavailable() {
        patient.open(ada.open());
        VerifyCall accepted = ada.right();
        assertThat(patient.verify(accepted).outcome()).isEqualTo(Outcome.ACCEPTED);
        Somebody bob = Somebody.stranger();
        patient.open(bob.open());
        List<Bucket> one = List.of(bob.bucket(Bucket.Kind.RECIPIENT, Limit.of(5, Duration.ofHours(1))));
        List<Bucket> two = List.of(one.get(0), bob.bucket(Bucket.Kind.CLIENT_IP, Limit.of(200, Duration.ofHours(1))));
        RateLimiter limiter = strict.limiter();
        link.stall();
        unavailable(() -> store.verify(bob.wrong()));
        unavailable(() -> store.verify(bob.right()));
        unavailable(() -> store.redeem(Somebody.redeem(accepted)));
        unavailable(() -> store.open(Somebody.stranger().open()));
        unavailable(() -> store.status(ada.slot()));
        unavailable(() -> store.absorb(bob.slot(), 1));
        unavailable(() -> store.erase(bob.slot(), OtpStore.Part.FAILURES));
        unavailable(() -> limiter.acquire(one, "a"));
        unavailable(() -> limiter.acquire(two, "b"));
        unavailable(() -> limiter.giveBack(one, "a"));
    }

    /** The repeat writes nothing, and a connection of its own would have nothing to wait for. */
    @Test
    void anAnswerThatIsRepeatedWaitsForTheReplicaToo() {
        patient.open(ada.open());
        VerifyCall guess = ada.right();
        RedeemCall redeem = Somebody.redeem(guess);
        OtpStore elsewhere = otherNode();
        link.stall();
        unavailable(() -> store.verify(guess));
        for (int i = 0; i < 5; i++) {
            unavailable(() -> store.verify(guess));
            unavailable(() -> elsewhere.verify(guess));
        }
        link.flows();
        assertThat(patient.verify(guess).outcome()).isEqualTo(Outcome.ACCEPTED);
        link.stall();
        unavailable(() -> store.redeem(redeem));
        for (int i = 0; i < 5; i++) {
            unavailable(() -> store.redeem(redeem));
            unavailable(() -> elsewhere.redeem(redeem));
        }
        link.flows();
        assertThat(patient.redeem(redeem)).isTrue();
    }

    /** Of which the call does not know what other connections have seen. */
    private OtpStore otherNode() {
        return RedisBackend.builder(other)
                .standalone()
                .strict(1)
                .timeout(PATIENCE)
                .build()
                .store();
    }

    @Test
    void withFewerReplicasThanAskedForNothingIsAnswered() {
        unavailable(() -> strict(2, PATIENCE).store().open(ada.open()));
        replica.kill();
        unavailable(() -> store.open(ada.open()));
    }

    /** A server that has forgotten its scripts runs them by their text: that connection is to be waited on as well. */
    @Test
    void aScriptThatHasToBeLoadedIsWaitedForToo() {
        patient.open(ada.open());
        link.stall();
        Raw.ask(master.port(), "SCRIPT", "FLUSH");
        unavailable(() -> store.verify(ada.right()));
    }

    /** Whether it has written, repeats an answer, only reads, or had to be loaded first. */
    @Test
    void behindEveryScriptIsAWriteThatIsWaitedFor() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (Jedis monitor = new Jedis("127.0.0.1", master.port())) {
            Thread listener = new Thread(() -> monitor.monitor(new JedisMonitor() {
                @Override
                public void onCommand(String command) {
                    heard.add(command);
                }
            }));
            listener.setDaemon(true);
            listener.setUncaughtExceptionHandler((thread, closed) -> {});
            listener.start();
            Raw.await(
                    "it listens",
                    () -> Raw.text(master.port(), "CLIENT", "LIST").contains("cmd=monitor"));
            VerifyCall guess = ada.right();
            List<Runnable> calls = List.of(
                    () -> patient.open(ada.open()),
                    () -> patient.verify(guess),
                    () -> patient.verify(guess),
                    () -> patient.status(ada.slot()),
                    () -> {
                        Raw.ask(master.port(), "SCRIPT", "FLUSH");
                        patient.redeem(Somebody.redeem(guess));
                    });
            for (Runnable call : calls) {
                heard.clear();
                call.run();
                Raw.ask(master.port(), "ECHO", "over");
                List<String> commands = new ArrayList<>();
                for (String said = heard.take(); !said.contains("\"ECHO\""); said = heard.take()) {
                    if (!said.contains(" lua]")) {
                        commands.add(said.replaceAll(".*] \"(\\w+)\".*", "$1").toUpperCase(Locale.ROOT));
                    }
                }
                int script = Math.max(commands.lastIndexOf("EVALSHA"), commands.lastIndexOf("EVAL"));
                assertThat(script).isNotNegative();
                assertThat(commands.subList(script + 1, commands.size())).containsSubsequence("PSETEX", "WAIT");
            }
        }
    }

    private static void unavailable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(StoreException.class)
                .extracting(e -> ((StoreException) e).kind())
                .isEqualTo(StoreException.Kind.UNAVAILABLE);
    }
}

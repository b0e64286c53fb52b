package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.StoreException;
import dev.otpkit.store.StoreException.Kind;
import dev.otpkit.store.VerifyAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** The faults between a client and its server: every one is an answer or a {@link StoreException}, in time. */
class ConnectionFaultsTest {
    /** Long enough for a healthy server on a busy machine, and short enough to be waited for. */
    private static final Duration TIMEOUT = Duration.ofMillis(700);

    /** More than any call could be expected to try without a reason. */
    private static final int IDLE = 150;

    @AutoClose
    private final Opened opened = new Opened();

    private RedisProcess server;
    private Wire wire;

    @BeforeEach
    void start() {
        server = opened.add(RedisProcess.start());
        wire = opened.add(new Wire(server.port()));
    }

    private OtpBackend backend(UnifiedJedis client) {
        return RedisBackend.builder(opened.add(client))
                .standalone()
                .timeout(TIMEOUT)
                .build();
    }

    private OtpBackend at(int port) {
        return backend(Clients.of(port, 8, TIMEOUT));
    }

    private Person withCode(OtpBackend backend) {
        Person person = new Person();
        backend.store().open(person.opening());
        return person;
    }

    @Test
    void aServerThatIsDownAtStartIsUnreachableUntilItIsThere() {
        server.kill();
        OtpBackend backend = at(server.port());
        Answers.areFaults(backend, new Person(), Kind.UNREACHABLE);

        server.restart();
        Answers.areWhole(backend, withCode(backend));
    }

    @Test
    void aServerThatIsKilledInTheMiddleOfACallIsUnreachable() {
        OtpBackend backend = at(wire.port());
        Person person = withCode(backend);
        wire.losesNextReply(server::kill);

        assertThat(Answers.faultOf(() -> backend.store().verify(person.rightGuess())))
                .contains(Kind.UNREACHABLE);
        assertThat(wire.hasLost()).isTrue();
    }

    @Test
    void aServerThatIsStoppedIsATimeoutAndServesAgainWhenItGoesOn() {
        OtpBackend backend = at(server.port());
        Person other = withCode(backend);
        Person person = withCode(backend);
        server.signal("STOP");
        Answers.areFaults(backend, other, Kind.TIMEOUT);

        server.signal("CONT");
        Answers.areWhole(backend, person);
    }

    @Test
    void aWireThatStallsIsATimeout() {
        OtpBackend backend = at(wire.port());
        Person person = withCode(backend);
        wire.becomes(Wire.Mood.STALLS);
        Answers.areFaults(backend, person, Kind.TIMEOUT);
    }

    @Test
    void aWireThatIsCutIsUnreachable() {
        OtpBackend backend = at(wire.port());
        Person person = withCode(backend);
        wire.becomes(Wire.Mood.CUTS);
        Answers.areFaults(backend, person, Kind.UNREACHABLE);

        wire.becomes(Wire.Mood.PASSES);
        Answers.areWhole(backend, person);
    }

    @Test
    void aSlowWireIsWaitedForWithinTheTimeoutAndNotBeyond() {
        OtpBackend patient = at(wire.port());
        OtpBackend hasty = backend(Clients.of(wire.port(), 8, Duration.ofMillis(40)));
        Person other = withCode(patient);
        Person person = withCode(patient);
        wire.becomes(Wire.Mood.SLOWS);

        Answers.areFaults(hasty, other, Kind.TIMEOUT);
        assertThat(patient.store().verify(person.rightGuess()).outcome()).isEqualTo(VerifyAnswer.Outcome.ACCEPTED);
    }

    @Test
    void aRestartIsHiddenFromEveryCallHoweverManyConnectionsLieIdle() {
        UnifiedJedis client = longestIdleFirst();
        OtpBackend backend = backend(client);
        for (int which = 0; which < 4; which++) {
            fill(client);
            server.restart();
            Runnable call =
                    List.copyOf(Answers.calls(backend, new Person()).values()).get(which);
            assertThat(Answers.faultOf(call)).isEmpty();
            drain(client);
        }
        Answers.areWhole(backend, withCode(backend));
    }

    @Test
    void aRestartIsHiddenFromManyCallersAtOnce() {
        UnifiedJedis client = longestIdleFirst();
        OtpBackend backend = backend(client);
        fill(client);
        server.restart();
        ExecutorService callers = Executors.newFixedThreadPool(32);
        try {
            List<CompletableFuture<Optional<Kind>>> faults = IntStream.range(0, 32)
                    .mapToObj(
                            i -> CompletableFuture.supplyAsync(() -> Answers.faultOf(() -> withCode(backend)), callers))
                    .toList();
            assertThat(faults.stream().map(CompletableFuture::join)).containsOnly(Optional.empty());
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void aRestartIsHiddenFromAPipelineToo() {
        UnifiedJedis client = longestIdleFirst();
        OtpBackend backend = RedisBackend.of(opened.add(client));
        fill(client);
        server.restart();
        Person person = new Person();
        assertThat(backend.limiter().acquire(person.buckets(), Person.callId()).isGranted())
                .isTrue();
    }

    /** The order in which a pool lends that shows its dead connections to one caller after the other. */
    private UnifiedJedis longestIdleFirst() {
        GenericObjectPoolConfig<Connection> pool = Clients.pool(IDLE);
        pool.setLifo(false);
        HostAndPort at = new HostAndPort("127.0.0.1", server.port());
        return Clients.of(at, pool, Clients.config(Duration.ofSeconds(5)).build());
    }

    /** So many connections at once, which then lie in the pool. */
    private static void fill(UnifiedJedis client) {
        List<AbstractPipeline> lent =
                Stream.generate(() -> Pipelines.of(client)).limit(IDLE).toList();
        lent.forEach(pipeline -> {
            pipeline.exists("x");
            pipeline.sync();
        });
        lent.forEach(AbstractPipeline::close);
    }

    /** No dead connection is left in the pool. */
    private static void drain(UnifiedJedis client) {
        for (int i = 0; i < IDLE; i++) {
            try {
                client.exists("x");
            } catch (JedisException e) {
                assertThat(Faults.isDeadConnection(e)).isTrue();
            }
        }
    }

    @Test
    void aPoolWithoutAFreeConnectionIsWaitedForWithinItsTimeAndNotBeyond() {
        UnifiedJedis client = Clients.of(server.port(), 1, TIMEOUT);
        OtpBackend backend = backend(client);
        Person person = withCode(backend);
        try (AbstractPipeline lent = Pipelines.of(client)) {
            assertThat(lent).isNotNull();
            assertThat(Answers.faultOf(() -> backend.store().verify(person.rightGuess())))
                    .contains(Kind.TIMEOUT);
        }
        Answers.areWhole(backend, person);
    }

    @Test
    void anInterruptedThreadIsToldAndKeepsItsFlag() throws Exception {
        UnifiedJedis client = Clients.of(server.port(), 1, TIMEOUT);
        OtpBackend backend = backend(client);
        Person person = withCode(backend);
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        CompletableFuture<Optional<Kind>> fault = new CompletableFuture<>();
        try (AbstractPipeline lent = Pipelines.of(client)) {
            assertThat(lent).isNotNull();
            Thread caller = new Thread(() -> {
                try {
                    backend.store().verify(person.rightGuess());
                    fault.complete(Optional.empty());
                } catch (StoreException e) {
                    fault.complete(Optional.of(e.kind()));
                } finally {
                    flag.complete(Thread.currentThread().isInterrupted());
                }
            });
            caller.start();
            caller.interrupt(); // before or while it waits: the same
            caller.join();
        }
        assertThat(fault.get()).contains(Kind.INTERRUPTED);
        assertThat(flag.get()).isTrue();
        Answers.areWhole(backend, person);
    }

    @Test
    void anInterruptedThreadThatNeedNotWaitKeepsItsFlag() {
        OtpBackend backend = at(server.port());
        Person person = withCode(backend);
        Thread.currentThread().interrupt();
        VerifyAnswer answer = backend.store().verify(person.rightGuess());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(answer.outcome()).isEqualTo(VerifyAnswer.Outcome.ACCEPTED);
    }
}

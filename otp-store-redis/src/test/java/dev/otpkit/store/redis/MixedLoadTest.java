package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.StoreException;
import dev.otpkit.store.VerifyAnswer.Outcome;
import dev.otpkit.store.VerifyCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** All calls, mixed and raced, while the server is made to forget its scripts; and what is found in it afterwards. */
class MixedLoadTest {
    /** {@code -Dload.seconds=60} is the long form. */
    private static final int SECONDS = Integer.getInteger("load.seconds", 2);

    private static final int THREADS = 4;

    private RedisProcess server;
    private UnifiedJedis client;

    @BeforeEach
    void start() {
        server = RedisProcess.start();
        client = Clients.of(server);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void noCallFailsWhileScriptsAreForgottenFiftyTimesASecond() throws Exception {
        OtpBackend standalone = RedisBackend.builder(client).standalone().build();
        OtpBackend spread = RedisBackend.of(client);
        AtomicInteger flushes = new AtomicInteger();
        ScheduledExecutorService forgetting = Executors.newSingleThreadScheduledExecutor();
        try {
            forgetting.scheduleAtFixedRate(
                    () -> {
                        client.scriptFlush();
                        flushes.incrementAndGet();
                    },
                    0,
                    20,
                    TimeUnit.MILLISECONDS);
            int rounds = load(List.of(standalone, spread), () -> flushes.get() < SECONDS * 50);
            assertThat(rounds).isGreaterThan(100);
        } finally {
            forgetting.shutdownNow();
            forgetting.awaitTermination(20, TimeUnit.SECONDS);
        }
        areSound(keys());
    }

    /** T24, and that nothing is kept for ever. */
    private void areSound(Set<String> keys) {
        assertThat(keys).hasSizeGreaterThan(100);
        assertThat(keys).allMatch(key -> key.matches("otp:\\{[0-9a-f]{32}\\}(:[0-9a-z]+)*"));
        assertThat(keys.stream().filter(key -> client.pttl(key) == -1)).isEmpty();
        for (String kind : List.of("c:", "f:", "h", "w")) {
            assertThat(keys).as("no such key, so that nothing is shown").anyMatch(key -> key.contains("}:" + kind));
        }
    }

    private Set<String> keys() {
        Set<String> keys = new HashSet<>();
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> scanned = client.scan(cursor, new ScanParams().count(1000));
            keys.addAll(scanned.getResult());
            cursor = scanned.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        return keys;
    }

    /** How many rounds of calls were made; the first that failed is thrown. */
    private static int load(List<OtpBackend> backends, BooleanSupplier goOn) {
        AtomicInteger rounds = new AtomicInteger();
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            OtpBackend backend = backends.get(thread % backends.size());
            threads.add(CompletableFuture.runAsync(
                    () -> {
                        while (goOn.getAsBoolean()) {
                            round(backend, rounds.incrementAndGet());
                        }
                    },
                    task -> new Thread(task, "load").start()));
        }
        threads.forEach(CompletableFuture::join);
        return rounds.get();
    }

    /** What becomes of one person; every third redeems, and some are forgotten, taken back or absorbed. */
    private static void round(OtpBackend backend, int number) throws StoreException {
        Person person = new Person();
        OtpStore store = backend.store();
        List<Bucket> buckets =
                Stream.concat(person.buckets().stream(), Stream.of(coarse())).toList();
        String callId = Person.callId();
        assertThat(backend.limiter().acquire(buckets, callId).isGranted()).isTrue();
        if (number % 5 == 0) {
            backend.limiter().giveBack(buckets, callId);
        }
        if (number % 6 < 2) { // until one is refused, and taken back
            while (backend.limiter().acquire(buckets, Person.callId()).isGranted()) {
                assertThat(buckets).hasSize(3);
            }
        }
        store.open(person.opening());
        assertThat(store.verify(person.wrongGuess()).outcome()).isEqualTo(Outcome.REJECTED);
        VerifyCall guess = person.rightGuess();
        assertThat(store.verify(guess).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(store.verify(person.rightGuess()).outcome()).isEqualTo(Outcome.USED);
        if (number % 3 == 0) {
            assertThat(store.redeem(person.redeeming(guess))).isTrue();
        }
        assertThat(store.status(person.slot()).attemptsLeft()).isZero();
        if (number % 4 == 0) {
            store.absorb(person.slot(), 2);
        }
        if (number % 7 == 0) {
            store.erase(person.slot(), OtpStore.Part.CODE);
            store.erase(person.slot(), OtpStore.Part.FAILURES);
        }
    }

    private static Bucket coarse() {
        List<Limit> limits = List.of(Limit.of(1_000, Duration.ofHours(1)), Limit.of(90, Duration.ofMinutes(1)));
        return new Bucket(Bucket.Kind.GLOBAL, Person.callId(), limits);
    }
}

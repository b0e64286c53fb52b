package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.OtpKey;
import dev.otpkit.OtpService;
import dev.otpkit.Receipt;
import dev.otpkit.VerifyResult;
import dev.otpkit.VerifyResult.Outcome;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.store.OtpBackend;
import dev.otpkit.testkit.OtpInbox;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** T32: secrets rotated under races (T3, T4), between two nodes that are one step apart. */
class SecretsRotationTest {
    /** {@code -Drotations=100} is the long form. */
    private static final int ROTATIONS = Integer.getInteger("rotations", 4);

    private static final int THREADS = 16;
    private static final Recipient ADA = Recipient.email("ada@example.com");

    private final OtpInbox inbox = new OtpInbox();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final List<UnifiedJedis> clients = new ArrayList<>();
    private RedisProcess server;
    private List<OtpBackend> backends;
    private int users;

    /** A live code, from the step before. */
    private record Live(OtpKey key, String code) {}

    @BeforeEach
    void start() {
        server = RedisProcess.start();
        clients.addAll(List.of(Clients.of(server), Clients.of(server)));
        backends = List.of(RedisBackend.builder(clients.get(0)).standalone().build(), RedisBackend.of(clients.get(1)));
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        clients.forEach(UnifiedJedis::close);
        server.close();
    }

    private OtpService node(int which, int active, int... accepted) {
        return Services.unsecret(backends.get(which), inbox)
                .secrets(Services.secrets(active, accepted))
                .purpose("login")
                .limits(Services.unlimited())
                .build();
    }

    /** The pairs of nodes that one meets, as each of them goes a step at a time. */
    private List<List<OtpService>> rotation(int from) {
        int to = from + 1;
        return List.of(
                List.of(node(0, from, to), node(1, from)),
                List.of(node(0, from, to), node(1, from, to)),
                List.of(node(0, to, from), node(1, from, to)),
                List.of(node(0, to, from), node(1, to, from)),
                List.of(node(0, to), node(1, to, from)),
                List.of(node(0, to), node(1, to)));
    }

    @Test
    void noRightCodeIsRefusedAndNoCountIsLost() throws Exception {
        List<Live> lives = new ArrayList<>();
        int raced = 0;
        for (int secret = 1; secret <= ROTATIONS; secret++) {
            for (List<OtpService> nodes : rotation(secret)) {
                for (int i = 0; i < lives.size(); i++) {
                    Live live = lives.get(i);
                    if (i % 2 == 0) {
                        aRightCodeIsAcceptedOnce(nodes, live);
                    } else {
                        wrongCodesAreComparedThreeTimes(nodes, live);
                    }
                    raced++;
                }
                lives.clear();
                for (int i = 0; i < 10; i++) {
                    OtpKey key = OtpKey.of("login", "user-" + users++);
                    nodes.get(i / 2 % 2).request(key, ADA);
                    lives.add(new Live(key, inbox.awaitCode(ADA)));
                }
            }
        }
        assertThat(raced).isEqualTo(ROTATIONS * 60 - 10);
    }

    private void aRightCodeIsAcceptedOnce(List<OtpService> nodes, Live live) throws Exception {
        List<VerifyResult> results = race(nodes, live.key(), thread -> live.code());
        List<Receipt> receipts = results.stream()
                .map(VerifyResult::receipt)
                .flatMap(Optional::stream)
                .toList();
        assertThat(receipts).hasSize(1);
        assertThat(nodes.get(users % 2).redeem("login", receipts.get(0))).contains(live.key());
        assertThat(nodes.get(1 - users % 2).redeem("login", receipts.get(0))).isEmpty();
    }

    private void wrongCodesAreComparedThreeTimes(List<OtpService> nodes, Live live) throws Exception {
        int right = Integer.parseInt(live.code());
        List<Outcome> outcomes = race(
                        nodes,
                        live.key(),
                        thread -> String.format(Locale.ROOT, "%06d", (right + thread + 1) % 1_000_000))
                .stream()
                .map(VerifyResult::outcome)
                .toList();
        assertThat(Collections.frequency(outcomes, Outcome.REJECTED)).isEqualTo(3);
        assertThat(Collections.frequency(outcomes, Outcome.EXHAUSTED)).isEqualTo(THREADS - 3);
    }

    private interface Typed {
        String by(int thread);
    }

    private List<VerifyResult> race(List<OtpService> nodes, OtpKey key, Typed typed) throws Exception {
        List<Callable<VerifyResult>> guesses = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            guesses.add(() -> nodes.get(thread % 2).verify(key, typed.by(thread)));
        }
        List<VerifyResult> results = new ArrayList<>();
        for (Future<VerifyResult> result : threads.invokeAll(guesses)) {
            results.add(result.get());
        }
        return results;
    }

    @Test
    void theBudgetIsOneOverAllSecrets() {
        int compared = 0;
        int flow = 0;
        for (int secret = 1; secret <= 2; secret++) {
            for (List<OtpService> nodes : rotation(secret)) {
                OtpKey key = OtpKey.of("login", "user-42").boundTo("flow", "f" + flow++);
                nodes.get(flow % 2).request(key, ADA);
                String code = inbox.awaitCode(ADA);
                for (int i = 0; i < 3; i++) {
                    String wrong = (char)
                                    (code.charAt(0) == 'B' || code.charAt(0) == '0'
                                            ? code.charAt(0) + 1
                                            : code.charAt(0) - 1)
                            + code.substring(1);
                    Outcome outcome = nodes.get(i % 2).verify(key, wrong).outcome();
                    compared += code.length() == 6 && outcome == Outcome.REJECTED ? 1 : 0;
                }
                assertThat(code).hasSize(flow < 5 ? 6 : 15);
            }
        }
        assertThat(compared).isEqualTo(10);
    }
}

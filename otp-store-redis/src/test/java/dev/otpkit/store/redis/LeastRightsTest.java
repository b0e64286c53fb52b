package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.OtpKey;
import dev.otpkit.OtpRequest;
import dev.otpkit.OtpService;
import dev.otpkit.Receipt;
import dev.otpkit.VerifyResult.Outcome;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.StoreException.Kind;
import dev.otpkit.store.VerifyCall;
import dev.otpkit.testkit.OtpInbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.UnifiedJedis;

/** {@code acl.example}: all flows run with these rights, and not without any one of them. */
class LeastRightsTest {
    private static final Path EXAMPLE = Path.of("acl.example");

    private RedisProcess server;
    private UnifiedJedis admin;
    private List<String> rights;

    @BeforeEach
    void start() throws IOException {
        server = RedisProcess.start("--aclfile", EXAMPLE.toAbsolutePath().toString());
        admin = Clients.of(server);
        rights = Files.readAllLines(EXAMPLE).stream()
                .filter(line -> line.startsWith("user otpkit "))
                .flatMap(line -> Arrays.stream(line.split(" ")).skip(2))
                .toList();
    }

    @AfterEach
    void stop() {
        admin.close();
        server.close();
    }

    private UnifiedJedis client() {
        return Clients.of(
                server.port(),
                4,
                Clients.config(Duration.ofSeconds(2))
                        .user("otpkit")
                        .password("choose-a-password")
                        .build());
    }

    @Test
    void allFlowsRunWithTheRightsOfTheExample() {
        OtpInbox inbox = new OtpInbox();
        Recipient ada = Recipient.email("ada@example.com");
        OtpKey key = OtpKey.of("login", "user-42");
        try (UnifiedJedis client = client();
                OtpService otp = Services.on(RedisBackend.of(client), inbox)
                        .purpose("login")
                        .limits(Services.unlimited())
                        .build()) {
            otp.request(OtpRequest.of(key, ada).clientIp("203.0.113.7"));
            String code = inbox.awaitCode(ada);
            assertThat(otp.verify(key, code.equals("000000") ? "000001" : "000000", "203.0.113.7")
                            .outcome())
                    .isEqualTo(Outcome.REJECTED);
            assertThat(otp.status(key).attemptsLeft()).isEqualTo(2);
            Receipt receipt = otp.verify(key, code).receipt().orElseThrow();
            assertThat(otp.redeem("login", receipt)).contains(key);
            otp.cancel(key);
            otp.unlock(key);
            assertThatThrownBy(() -> client.get("another:key")).hasMessageContaining("NOPERM");
            assertThatThrownBy(client::flushAll).hasMessageContaining("NOPERM");
        }
        assertThat(withRights(rights)).isEmpty();
    }

    @Test
    void noRightOfTheExampleCanBeLeftOut() {
        for (String right : rights) {
            if (right.startsWith("+")) {
                List<String> fewer = new ArrayList<>(rights);
                fewer.remove(right);
                assertThat(withRights(fewer)).as("without " + right).contains(Kind.DENIED);
            }
        }
    }

    /** What goes wrong, in all that a backend does, strict or not. */
    @SuppressWarnings("deprecation") // in 8; 6 has no other
    private Optional<Kind> withRights(List<String> given) {
        List<String> user = new ArrayList<>(List.of("SETUSER", "otpkit", "reset"));
        user.addAll(given);
        admin.sendCommand(Command.ACL, user.toArray(String[]::new));
        admin.scriptFlush();
        try (UnifiedJedis client = client()) {
            OtpBackend backend = RedisBackend.of(client);
            Person person = new Person();
            VerifyCall guess = person.rightGuess();
            List<Runnable> calls = List.of(
                    () -> backend.limiter().acquire(person.buckets(), "x"),
                    () -> backend.limiter().giveBack(person.buckets(), "x"),
                    () -> backend.store().open(person.opening()),
                    () -> backend.store().verify(person.wrongGuess()),
                    () -> backend.store().verify(guess),
                    () -> backend.store().redeem(person.redeeming(guess)),
                    () -> backend.store().absorb(person.slot(), 1),
                    () -> backend.store().erase(person.slot(), OtpStore.Part.CODE),
                    () -> new Server(client, 0, 1)
                            .run(new Call(Script.SETTINGS, List.of(new Keys("otp").probe(1)), List.of())),
                    () -> waits(client));
            return calls.stream()
                    .map(Answers::faultOf)
                    .flatMap(Optional::stream)
                    .findFirst();
        }
    }

    /** There is no replica to be waited for: that it is said so is what is allowed. */
    private static void waits(UnifiedJedis client) {
        Optional<Kind> fault = Answers.faultOf(() ->
                new Server(client, 1, 1).run(new Call(Script.ERASE, List.of(new Keys("otp").probe(1)), List.of())));
        if (!fault.equals(Optional.of(Kind.UNAVAILABLE))) {
            throw new dev.otpkit.store.StoreException(fault.orElseThrow());
        }
    }
}

package dev.otpkit.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A server that answers and refuses: every call is a {@code StoreException} of its kind, verify too, since what cannot be
 * counted must not be compared; and afterwards everything is as if it had not been asked.
 */
class ServerFaultsTest {
    @AutoClose
    private final Opened opened = new Opened();

    private RedisProcess server(String... settings) {
        return opened.add(RedisProcess.start(settings));
    }

    private UnifiedJedis client(RedisProcess server) {
        return opened.add(Clients.of(server));
    }

    private UnifiedJedis client(RedisProcess server, String user, String password) {
        return opened.add(Clients.of(
                server.port(),
                8,
                Clients.config(Duration.ofSeconds(2))
                        .user(user)
                        .password(password)
                        .build()));
    }

    private static OtpBackend backend(UnifiedJedis client) {
        return RedisBackend.builder(client).standalone().build();
    }

    private static Person withCode(OtpBackend backend) {
        Person person = new Person();
        backend.store().open(person.opening());
        return person;
    }

    @SuppressWarnings("deprecation") // in 8; 6 has no other
    private static Object ask(UnifiedJedis admin, Command command, String... words) {
        return admin.sendCommand(command, words);
    }

    private static void config(UnifiedJedis admin, String name, String value) {
        ask(admin, Command.CONFIG, "SET", name, value);
    }

    private static void await(UnifiedJedis admin, String section, Predicate<String> said) {
        Raw.await(section, () -> said.test(new String((byte[]) ask(admin, Command.INFO, section), UTF_8)));
    }

    @Test
    void aFullServerIsUnavailable() {
        UnifiedJedis admin = client(server());
        OtpBackend backend = backend(admin);
        Person person = withCode(backend);
        config(admin, "maxmemory", "1");
        Answers.areFaults(backend, person, Kind.UNAVAILABLE);
        backend.store().erase(new Person().slot(), OtpStore.Part.CODE); // forgetting needs no room

        config(admin, "maxmemory", "0");
        Answers.areWhole(backend, person);
    }

    @Test
    void aReplicaIsUnavailable() {
        RedisProcess master = server();
        UnifiedJedis admin = client(server());
        OtpBackend backend = backend(admin);
        ask(admin, Command.REPLICAOF, "127.0.0.1", Integer.toString(master.port()));
        await(admin, "replication", said -> said.contains("master_link_status:up"));
        Person person = withCode(backend(client(master)));
        String code = "otp:{" + person.slot().subject() + "}:c:" + person.slot().key();
        Raw.await("the replica has the code", () -> admin.exists(code));
        Answers.areFaults(backend, person, Kind.UNAVAILABLE);

        ask(admin, Command.REPLICAOF, "NO", "ONE");
        Answers.areWhole(backend, person);
    }

    @Test
    void aServerWithTooFewReplicasIsUnavailable() {
        UnifiedJedis admin = client(server());
        OtpBackend backend = backend(admin);
        Person person = withCode(backend);
        config(admin, "min-replicas-to-write", "1");
        Answers.areFaults(backend, person, Kind.UNAVAILABLE);

        config(admin, "min-replicas-to-write", "0");
        Answers.areWhole(backend, person);
    }

    @Test
    void aServerThatCannotSaveIsUnavailable() throws IOException {
        RedisProcess server = server();
        UnifiedJedis admin = client(server);
        config(admin, "save", "1000 1000");
        OtpBackend backend = backend(admin);
        Person person = withCode(backend);
        Files.createDirectory(server.folder().resolve("dump.rdb")); // where no file can be put
        ask(admin, Command.BGSAVE);
        await(admin, "persistence", said -> said.contains("rdb_last_bgsave_status:err"));
        Answers.areFaults(backend, person, Kind.UNAVAILABLE);

        config(admin, "stop-writes-on-bgsave-error", "no");
        Answers.areWhole(backend, person);
    }

    @Test
    void aServerThatIsBusyWithAScriptIsUnavailable() {
        RedisProcess server = server("--lua-time-limit", "1");
        UnifiedJedis admin = client(server);
        OtpBackend backend = backend(admin);
        Person person = withCode(backend);
        Thread busy = new Thread(() -> {
            try {
                opened.add(Clients.of(server.port(), 1, Duration.ofSeconds(60))).eval("while true do end");
            } catch (JedisException e) {
                assertThat(e).hasMessageContaining("SCRIPT KILL");
            }
        });
        busy.start();
        Runnable status = () -> backend.store().status(person.slot());
        Raw.await("it is busy", () -> Answers.faultOf(status).isPresent());
        Answers.areFaults(backend, person, Kind.UNAVAILABLE);

        ask(admin, Command.SCRIPT, "KILL");
        Raw.await("it is not any more", () -> Answers.faultOf(status).isEmpty());
        Answers.areWhole(backend, person);
    }

    @Test
    void aServerThatIsLoadingIsUnavailable() {
        RedisProcess server = server("--key-load-delay", "10000", "--rdbcompression", "no");
        UnifiedJedis admin = client(server);
        OtpBackend backend = backend(admin);
        Person person = withCode(backend);
        for (int i = 0; i < 300; i++) { // it answers once in two megabytes
            admin.set("ballast" + i, "x".repeat(100_000));
        }
        ask(admin, Command.SAVE);
        server.restart();
        assertThat(Answers.faultOf(() -> backend.store().verify(person.rightGuess())))
                .contains(Kind.UNAVAILABLE);
        assertThat(Answers.faultOf(() -> backend.limiter().acquire(person.buckets(), Person.callId())))
                .contains(Kind.UNAVAILABLE);

        await(admin, "persistence", said -> said.contains("\nloading:0"));
        Answers.areWhole(backend, person);
    }

    @Test
    void aServerThatHasNoConnectionLeftIsALoss() {
        RedisProcess server = server();
        UnifiedJedis admin = client(server);
        Person person = withCode(backend(admin));
        config(admin, "maxclients", "1");
        OtpBackend backend = RedisBackend.builder(client(server))
                .standalone()
                .timeout(Duration.ofMillis(300))
                .build();
        try (AbstractPipeline lent = Pipelines.of(admin)) {
            lent.exists("x");
            lent.sync();
            // Jedis before 8 does not read why it was hung up on.
            Answers.calls(backend, person)
                    .values()
                    .forEach(call -> assertThat(Answers.faultOf(call))
                            .isIn(Optional.of(Kind.UNAVAILABLE), Optional.of(Kind.UNREACHABLE)));
        }
        config(admin, "maxclients", "100");
        Answers.areWhole(backend, person);
    }

    @Test
    void aPasswordThatIsWrongOrMissingIsDenied() {
        RedisProcess server = server("--requirepass", "right");
        OtpBackend backend = backend(client(server, "default", "right"));
        Person person = withCode(backend);
        Answers.areFaults(backend(client(server, "default", "wrong")), person, Kind.DENIED);
        Answers.areFaults(backend(client(server)), person, Kind.DENIED);
        Answers.areWhole(backend, person);
    }

    @Test
    void aUserWithoutARightIsDenied() {
        RedisProcess server = server();
        UnifiedJedis admin = client(server);
        Person person = withCode(backend(admin));
        for (String missing : List.of("-evalsha -eval", "-get", "-psetex -append", "-time", "resetkeys ~other:*")) {
            List<String> user =
                    new ArrayList<>(List.of("SETUSER", "limited", "reset", "on", ">secret", "~otp:*", "+@all"));
            user.addAll(List.of(missing.split(" ")));
            ask(admin, Command.ACL, user.toArray(String[]::new));
            UnifiedJedis limited = client(server, "limited", "secret");
            Answers.areFaults(backend(limited), person, Kind.DENIED);
        }
        Answers.areWhole(backend(admin), person);
    }

    @Test
    void aKeyOfAnotherTypeIsBroken() {
        UnifiedJedis admin = client(server());
        OtpBackend backend = backend(admin);
        Person person = withCode(backend);
        String tag = "otp:{" + person.slot().subject() + "}:";
        String bucket = "otp:{" + person.buckets().get(1).id() + "}:h";
        for (String key : List.of(tag + "f:std", tag + "c:" + person.slot().key())) {
            byte[] before = admin.dump(key);
            admin.del(key);
            admin.lpush(key, "not ours");
            assertThat(Answers.faultOf(() -> backend.store().verify(person.rightGuess())))
                    .contains(Kind.BROKEN);
            assertThat(Answers.faultOf(() -> backend.store().verify(person.wrongGuess())))
                    .contains(Kind.BROKEN);
            assertThat(Answers.faultOf(() -> backend.store().open(person.opening())))
                    .contains(Kind.BROKEN);
            admin.del(key);
            if (before != null) {
                admin.restore(key, 600_000, before);
            }
        }
        admin.lpush(bucket, "not ours");
        assertThat(Answers.faultOf(() -> backend.limiter().acquire(person.buckets(), Person.callId())))
                .contains(Kind.BROKEN);
        admin.del(bucket);
        Answers.areWhole(backend, person); // the first bucket has counted nothing
    }

    @Test
    void aRowThatSomebodyElseHasWrittenIsBroken() {
        UnifiedJedis admin = client(server());
        OtpBackend backend = backend(admin);
        Person person = withCode(backend);
        byte[] key = ("otp:{" + person.slot().subject() + "}:c:" + person.slot().key()).getBytes(US_ASCII);
        for (int length : List.of(1, 34, 35, 60, 300)) {
            byte[] row = new byte[length];
            Arrays.fill(row, (byte) 0xff);
            admin.set(key, row);
            assertThat(Answers.faultOf(() -> backend.store().verify(person.rightGuess())))
                    .as("a row of " + length)
                    .contains(Kind.BROKEN);
            assertThat(Answers.faultOf(() -> backend.store().status(person.slot())))
                    .as("a row of " + length)
                    .contains(Kind.BROKEN);
        }
    }
}

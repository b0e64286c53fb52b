package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.fixtures.Certificates;
import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.StoreException.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.UnifiedJedis;

/**
 * Clients from a URI, with TLS and without; needs Jedis 7.4. Since the embedded server knows no TLS, it is spoken in front of
 * the server, by the JDK.
 */
class RedisClientsTest {
    @TempDir
    private static Path folder;

    private static Certificates certificates;
    private static RedisProcess server;
    private static Wire tls;
    private static Wire elsewhere;

    private final List<UnifiedJedis> clients = new ArrayList<>();

    @BeforeAll
    static void start() {
        certificates = new Certificates(folder);
        server = RedisProcess.start();
        tls = new Wire(server.port(), certificates.server("localhost").getServerSocketFactory());
        elsewhere =
                new Wire(server.port(), certificates.server("elsewhere.example").getServerSocketFactory());
    }

    @AfterAll
    static void stop() {
        tls.close();
        elsewhere.close();
        server.close();
    }

    @AfterEach
    void close() {
        clients.forEach(UnifiedJedis::close);
    }

    private UnifiedJedis at(String uri) {
        return at(uri, null);
    }

    private UnifiedJedis at(String uri, SslOptions trust) {
        URI parsed = URI.create(uri);
        UnifiedJedis client = trust == null ? RedisClients.at(parsed) : RedisClients.at(parsed, trust);
        clients.add(client);
        return client;
    }

    private static SslOptions trusting() {
        return SslOptions.builder()
                .trustStoreType("PKCS12")
                .truststore(certificates.trustStore().toFile(), Certificates.PASSWORD.toCharArray())
                .build();
    }

    private static void serves(UnifiedJedis client) {
        OtpBackend backend = RedisBackend.builder(client).standalone().build();
        Person person = new Person();
        backend.store().open(person.opening());
        Answers.areWhole(backend, person);
    }

    private static void ask(UnifiedJedis client) {
        new Server(client, 0, 1_000).run(new Call(Script.SETTINGS, List.of(new Keys("otp").probe(1)), List.of()));
    }

    private static void isUnreachable(UnifiedJedis client) {
        assertThat(Answers.faultOf(() -> ask(client))).contains(Kind.UNREACHABLE);
    }

    @Test
    void aUriIsEnough() {
        serves(at("redis://localhost:" + server.port()));
        serves(at("redis://127.0.0.1:" + server.port() + "/"));
    }

    @Test
    @SuppressWarnings("deprecation")
    void aUserAPasswordAndADatabaseAreTaken() {
        UnifiedJedis admin = at("redis://localhost:" + server.port());
        admin.sendCommand(Command.ACL, "SETUSER", "ada", "on", ">p:w/d", "~*", "+@all");
        UnifiedJedis client = at("redis://ada:p%3Aw%2Fd@localhost:" + server.port() + "/3");
        serves(client);
        assertThat(client.dbSize()).isPositive();
        assertThat(new String((byte[]) client.sendCommand(Command.ACL, "WHOAMI")))
                .isEqualTo("ada");
        client.set("where", "three");
        assertThat(admin.exists("where")).isFalse();

        admin.sendCommand(Command.ACL, "SETUSER", "default", ">alone");
        serves(at("redis://:alone@localhost:" + server.port()));
        Answers.areFaults(
                RedisBackend.of(at("redis://ada:wrong@localhost:" + server.port())), new Person(), Kind.DENIED);
    }

    @Test
    void whoWaitsForAFreeConnectionWaitsSoLongAndNoLonger() {
        UnifiedJedis client = at("redis://localhost:" + server.port());
        List<AbstractPipeline> lent =
                IntStream.range(0, 64).mapToObj(i -> Pipelines.of(client)).toList();
        assertThat(Answers.faultOf(() -> ask(client))).contains(Kind.TIMEOUT);
        lent.forEach(AbstractPipeline::close);
        assertThat(Answers.faultOf(() -> ask(client))).isEmpty();
    }

    @Test
    void aServerThatIsStoppedIsATimeout() {
        OtpBackend backend = RedisBackend.builder(at("redis://localhost:" + server.port()))
                .standalone()
                .build();
        server.signal("STOP");
        try {
            assertThat(Answers.faultOf(() -> backend.store().verify(new Person().rightGuess())))
                    .contains(Kind.TIMEOUT);
        } finally {
            server.signal("CONT");
        }
    }

    @Test
    void aCertificateOfAnAuthorityThatIsTrustedIsTaken() {
        serves(at("rediss://localhost:" + tls.port(), trusting()));
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() {
        isUnreachable(at("rediss://localhost:" + elsewhere.port(), trusting()));
        isUnreachable(at("rediss://127.0.0.1:" + tls.port(), trusting()));
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsRefused() {
        isUnreachable(at("rediss://localhost:" + tls.port()));
    }

    @Test
    void anotherUriIsRefusedWithoutBeingRepeated() {
        for (String uri : List.of(
                "http://user:s3cret@localhost",
                "redis:s3cret",
                "redis://s3cret@localhost",
                "redis:///0?s3cret",
                "redis://localhost/s3cret",
                "redis://localhost/0?s3cret=1",
                "redis://localhost/0#s3cret",
                "localhost:6379")) {
            assertThatThrownBy(() -> at(uri))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("s3cret");
        }
        assertThatThrownBy(() -> at("redis://localhost", trusting()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rediss");
    }
}

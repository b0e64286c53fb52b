package dev.otpkit.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.otpkit.OtpKey;
import dev.otpkit.OtpService;
import dev.otpkit.RequestResult;
import dev.otpkit.Secrets;
import dev.otpkit.VerifyResult;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.RowStore;
import dev.otpkit.store.StoreException;
import dev.otpkit.testkit.OtpInbox;
import dev.otpkit.testkit.OtpStoreContract;
import dev.otpkit.testkit.RateLimiterContract;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Against a PostgreSQL of its own, through a pool as an application has it. */
class SqlRowsTest implements OtpStoreContract, RateLimiterContract {
    private static EmbeddedPostgres server;
    private static HikariDataSource pool;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(1))
                .start(); // on a free port; fails if no connection can be had
        HikariConfig config = new HikariConfig();
        config.setDataSource(server.getPostgresDatabase());
        config.setMaximumPoolSize(10);
        pool = new HikariDataSource(config);
        run(pool, SqlRows.TABLE);
    }

    @AfterAll
    static void stop() throws IOException {
        if (pool != null) {
            pool.close();
        }
        if (server == null) {
            return; // start() has said why
        }
        server.close();
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), server.getPort()))
                .isInstanceOf(ConnectException.class);
    }

    @Override
    public OtpBackend backend() {
        return OtpBackend.on("sql", new SqlRows(pool));
    }

    @Override
    public int rounds() {
        return 5;
    }

    @Test
    void aWholeServiceWorksOnIt() {
        OtpInbox inbox = new OtpInbox();
        Recipient ada = Recipient.email("ada@example.com");
        OtpKey key = OtpKey.of("login", "user-42");
        try (OtpService otp = OtpService.builder()
                .backend(backend())
                .secrets(Secrets.of(random(), random()))
                .channel(inbox)
                .purpose("login")
                .development()
                .build()) {
            assertThat(otp.request(key, ada).outcome()).isEqualTo(RequestResult.Outcome.SENT);
            assertThat(otp.request(key, ada).outcome()).isEqualTo(RequestResult.Outcome.LIMITED);
            String code = inbox.awaitCode(ada);
            VerifyResult accepted = otp.verify(key, code);
            assertThat(accepted.outcome()).isEqualTo(VerifyResult.Outcome.ACCEPTED);
            assertThat(otp.verify(key, code).outcome()).isEqualTo(VerifyResult.Outcome.USED);
            assertThat(otp.redeem("login", accepted.receipt().orElseThrow())).hasValue(key);
            assertThat(otp.redeem("login", accepted.receipt().orElseThrow())).isEmpty();
        }
    }

    @Test
    void aStepThatThrowsHasWrittenNothing() {
        SqlRows rows = new SqlRows(pool);
        put(rows, "thrown", Duration.ofDays(1));
        assertThatThrownBy(() -> rows.atomically(List.of("thrown", "thrown2"), in -> {
                    in.remove("thrown");
                    in.put("thrown2", new byte[1], Duration.ofDays(1));
                    throw new IllegalStateException("in the middle");
                }))
                .hasMessage("in the middle");
        assertThat(isThere(rows, "thrown")).isTrue();
        assertThat(isThere(rows, "thrown2")).isFalse();
    }

    /** Neither row is there to be locked, and neither is written by both. */
    @Test
    void ofTwoStepsThatReadWhatTheOtherWritesTheSecondSeesTheFirst() throws Exception {
        SqlRows rows = new SqlRows(pool);
        CyclicBarrier bothHaveRead = new CyclicBarrier(2);
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> seen = new ArrayList<>();
            for (String mine : List.of("skew1", "skew2")) {
                AtomicInteger tries = new AtomicInteger();
                seen.add(two.submit(() -> rows.atomically(List.of("skew1", "skew2"), in -> {
                    int there = in.get("skew1") == null && in.get("skew2") == null ? 0 : 1;
                    if (tries.incrementAndGet() == 1) {
                        await(bothHaveRead);
                    }
                    in.put(mine, new byte[1], Duration.ofDays(1));
                    return there;
                })));
            }
            assertThat(seen.get(0).get() + seen.get(1).get()).isEqualTo(1);
        } finally {
            two.shutdownNow();
        }
    }

    @Test
    void rowsWhoseLifeIsOverAreReapedAFewAtATimeAndNoOthers() throws SQLException {
        run(pool, "CREATE DATABASE reaping"); // no other test's rows expire there
        DataSource own = server.getDatabase("postgres", "reaping");
        run(own, SqlRows.TABLE);
        SqlRows rows = new SqlRows(own);
        put(rows, "alive", Duration.ofDays(1));
        for (int i = 0; i < 5; i++) {
            put(rows, "over" + i, Duration.ZERO);
        }
        put(rows, "over4", Duration.ofDays(1)); // alive again
        assertThat(isThere(rows, "over0")).isFalse();
        assertThat(rows.reap(3)).isEqualTo(3);
        assertThat(rows.reap(3)).isEqualTo(1);
        assertThat(rows.reap(3)).isZero();
        assertThat(isThere(rows, "alive")).isTrue();
        assertThat(isThere(rows, "over4")).isTrue();
    }

    @Test
    void whereNobodyAnswersTheStoreIsLost() {
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setPortNumbers(new int[] {1});
        assertThatThrownBy(() -> isThere(new SqlRows(nobody), "any"))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isLoss()).isTrue());
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the other step did not come", e);
        }
    }

    private static byte[] random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static void put(RowStore rows, String id, Duration life) {
        rows.<Boolean>atomically(List.of(id), in -> {
            in.put(id, new byte[] {1}, life);
            return true;
        });
    }

    private static boolean isThere(RowStore rows, String id) {
        return rows.<Boolean>atomically(List.of(id), in -> in.get(id) != null);
    }

    private static void run(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

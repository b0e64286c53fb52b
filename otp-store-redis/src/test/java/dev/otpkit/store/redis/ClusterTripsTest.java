package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.OtpKey;
import dev.otpkit.OtpRequest;
import dev.otpkit.OtpService;
import dev.otpkit.RequestResult;
import dev.otpkit.Secrets;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.testkit.OtpInbox;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/**
 * How often a walk goes to a cluster. Counted on the server, on a cluster of one master: there each trip is one read of a
 * socket, however many commands it carries; on more masters it is one read on each that has a part in it.
 */
class ClusterTripsTest {
    private static final Recipient ADA = Recipient.email("ada@example.com");
    private static final OtpKey KEY = OtpKey.of("login", "user-42");

    private final RedisCluster cluster = RedisCluster.start(1);
    private final UnifiedJedis client = Clients.of(cluster);
    private final UnifiedJedis asking = Clients.of(cluster.masters().get(0));
    private final OtpInbox inbox = new OtpInbox();
    private final OtpService otp = OtpService.builder()
            .backend(RedisBackend.of(client))
            .secrets(Secrets.of(secret(1), secret(2)))
            .channel(inbox)
            .purpose("login")
            .limits(SendLimits.builder()
                    .recipient(Limit.of(2, Duration.ofHours(1)))
                    .global(Limit.of(1000, Duration.ofHours(1)))
                    .build())
            .development()
            .build();

    @BeforeEach
    void theScriptsAreLoadedAndAConnectionIsOpen() {
        OtpKey other = OtpKey.of("login", "user-1");
        otp.request(OtpRequest.of(other, Recipient.email("bob@example.com")).clientIp("192.0.2.1"));
        otp.verify(other, "000000", "192.0.2.1");
        otp.status(other);
        for (int i = 0; i < 2; i++) {
            otp.request(other, Recipient.email("bob@example.com")); // refused at last: taking back is loaded too
        }
        reads();
    }

    @AfterEach
    void stop() {
        otp.close();
        client.close();
        asking.close();
        cluster.close();
    }

    @Test
    void aRequestIsThreeTripsAndARefusedOneThree() {
        OtpRequest request = OtpRequest.of(KEY, ADA).clientIp("192.0.2.2");
        assertThat(trips(() -> assertThat(otp.request(request).sent()).isTrue()))
                .isEqualTo(3);
        assertThat(trips(() -> otp.request(request))).as("a resend").isEqualTo(3);
        assertThat(trips(() -> assertThat(otp.request(request).outcome()).isEqualTo(RequestResult.Outcome.LIMITED)))
                .as("two rounds, and one that takes back, whose texts a server may read in pieces")
                .isBetween(3L, 6L);
    }

    @Test
    void aGuessIsOneTripAndOneMoreOnlyWhenItIsWrongAndTellsItsNetwork() {
        otp.request(KEY, ADA);
        String code = inbox.awaitCode(ADA);
        String wrong = code.equals("111111") ? "222222" : "111111";
        assertThat(trips(() -> otp.verify(KEY, wrong))).isEqualTo(1);
        assertThat(trips(() -> otp.verify(KEY, wrong, "192.0.2.2"))).isEqualTo(2);
        assertThat(trips(() -> assertThat(otp.verify(KEY, code, "192.0.2.2").accepted())
                        .isTrue()))
                .isEqualTo(1);
        assertThat(trips(() -> otp.status(KEY))).isEqualTo(1);
        assertThat(trips(() -> otp.verify(KEY, "x"))).as("malformed").isZero();
    }

    private long trips(Runnable walk) {
        long before = reads();
        walk.run();
        return reads() - before - 1; // the question itself
    }

    private long reads() {
        return Long.parseLong(Raw.info(asking, "stats", "total_reads_processed"));
    }

    private static byte[] secret(int seed) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 7 + seed);
        }
        return bytes;
    }
}

package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.OtpKey;
import dev.otpkit.OtpService;
import dev.otpkit.Receipt;
import dev.otpkit.VerifyResult.Outcome;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.testkit.OtpInbox;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** T31: who can copy one entry over another with redis-cli learns no code by it, and redeems nothing. */
class CopiedEntriesTest {
    private static final Recipient ADA = Recipient.email("ada@example.com");

    /** Where the seal begins in the row of a fresh code that has one recipient. */
    private static final int SEAL = 45;

    /** Others' keys, each by one thing; the same mailbox reads the codes of all. */
    private static final List<OtpKey> KEYS = List.of(
            OtpKey.of("login", "ada"),
            OtpKey.of("login", "mallory"),
            OtpKey.of("reset", "ada"),
            OtpKey.of("login", "ada").boundTo("flow", "1"));

    private final OtpInbox inbox = new OtpInbox();
    private RedisProcess server;
    private UnifiedJedis client;
    private OtpService otp;

    @BeforeEach
    void start() {
        server = RedisProcess.start();
        client = Clients.of(server);
        otp = Services.on(RedisBackend.of(client), inbox)
                .purpose("login")
                .purpose("reset")
                .limits(Services.unlimited())
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    /** A live code, and where it lies. */
    private record Live(OtpKey key, String code, String row) {}

    private Live live(OtpKey key) {
        otp.cancel(key);
        Set<String> before = client.keys("*:c:*");
        otp.request(key, ADA);
        Set<String> after = client.keys("*:c:*");
        after.removeAll(before);
        return new Live(key, inbox.awaitCode(ADA), after.iterator().next());
    }

    private static String other(String code) {
        return (code.charAt(0) == '9' ? '0' : '9') + code.substring(1);
    }

    @Test
    void aLiveCodeThatIsCopiedIsNeitherShownNorAccepted() {
        for (OtpKey from : KEYS) {
            for (OtpKey to : KEYS) {
                if (!from.equals(to)) {
                    Live one = live(from);
                    Live two = live(to);
                    client.copy(one.row(), two.row(), true);

                    assertThat(otp.verify(to, one.code()).outcome()).isEqualTo(Outcome.REJECTED);
                    assertThat(otp.status(to).sentTo()).isEmpty();
                    otp.request(to, ADA); // as if it were to be sent again
                    assertThat(inbox.awaitCode(ADA)).isNotEqualTo(one.code());
                    assertThat(otp.verify(to, one.code()).accepted()).isFalse();
                }
            }
            otp.unlock(from);
        }
    }

    @Test
    void aSealThatIsCopiedIntoAnothersEntryIsNotShown() {
        for (OtpKey to : KEYS.subList(1, KEYS.size())) {
            Live one = live(KEYS.get(0));
            Live two = live(to);
            byte[] from = client.get(one.row().getBytes());
            byte[] row = client.get(two.row().getBytes());
            assertThat(row).hasSameSizeAs(from);
            assertThat(row[SEAL - 9]).as("the length of an audience of one").isEqualTo((byte) 8);
            byte[] mixed = Arrays.copyOf(row, row.length);
            System.arraycopy(from, SEAL, mixed, SEAL, row.length - SEAL);
            client.set(two.row().getBytes(), mixed);
            client.pexpire(two.row(), 600_000);

            otp.request(to, ADA);
            assertThat(inbox.awaitCode(ADA)).isNotEqualTo(one.code());
        }
    }

    @Test
    void aUsedEntryThatIsCopiedOverAnothersAcceptsAndRedeemsNothing() {
        for (OtpKey from : KEYS) {
            for (OtpKey to : KEYS) {
                if (!from.equals(to)) {
                    Live one = live(from);
                    Receipt receipt = otp.verify(from, one.code()).receipt().orElseThrow();
                    Live two = live(to);
                    Receipt own = otp.verify(to, two.code()).receipt().orElseThrow();
                    client.copy(one.row(), two.row(), true);

                    assertThat(otp.verify(to, one.code()).outcome()).isEqualTo(Outcome.USED);
                    assertThat(otp.verify(to, two.code()).outcome()).isEqualTo(Outcome.USED);
                    assertThat(otp.redeem(to.purpose(), own)).isEmpty();
                    // The receipt that was copied is still its owner's, once, and nobody else's.
                    assertThat(otp.redeem(from.purpose(), receipt)).contains(from);
                    assertThat(otp.redeem(from.purpose(), receipt)).isEmpty();
                    if (!from.purpose().equals(to.purpose())) {
                        assertThat(otp.redeem(to.purpose(), receipt)).isEmpty();
                    }
                }
            }
        }
    }

    @Test
    void anEntryThatIsMovedTakesNothingAlong() {
        Live one = live(KEYS.get(0));
        Live two = live(KEYS.get(1));
        client.rename(one.row(), two.row());
        assertThat(otp.verify(one.key(), one.code()).outcome()).isEqualTo(Outcome.ABSENT);
        assertThat(otp.verify(two.key(), one.code()).outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(otp.verify(two.key(), other(two.code())).outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(otp.verify(two.key(), two.code()).outcome()).isEqualTo(Outcome.REJECTED);
    }
}

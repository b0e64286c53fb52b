package dev.otpkit.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.OtpKey;
import dev.otpkit.OtpPolicy;
import dev.otpkit.OtpRequest;
import dev.otpkit.OtpService;
import dev.otpkit.Receipt;
import dev.otpkit.RequestResult;
import dev.otpkit.VerifyResult.Outcome;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.testkit.OtpInbox;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.UnifiedJedis;

/** How often a walk goes to the server, counted on the wire, and how many scripts it runs, counted on the server. */
class TripsTest {
    private static final Pattern SCRIPTS = Pattern.compile("cmdstat_eval(?:sha)?:calls=(\\d+)");
    private static final Recipient ADA = Recipient.email("ada@example.com");
    private static final String IP = "203.0.113.7";

    private static RedisProcess server;
    private static Wire wire;
    private static UnifiedJedis client;
    private static UnifiedJedis admin;

    private final OtpInbox inbox = new OtpInbox();
    private final OtpKey key = OtpKey.of("login", "user-" + System.nanoTime());
    private OtpService otp;
    private int trips;
    private int scripts;

    @BeforeAll
    static void startServer() {
        server = RedisProcess.start();
        wire = new Wire(server.port());
        client = Clients.of(wire.port(), 1, Duration.ofSeconds(5));
        admin = Clients.of(server);
    }

    @AfterAll
    static void stopServer() {
        client.close();
        admin.close();
        wire.close();
        server.close();
    }

    @BeforeEach
    void start() {
        Limit many = Limit.of(1_000, Duration.ofHours(1));
        otp = Services.on(RedisBackend.builder(client).standalone().build(), inbox)
                .policy(OtpPolicy.builder().attempts(10).build())
                .purpose("login")
                .limits(SendLimits.builder()
                        .recipient(many)
                        .subject(many)
                        .clientIp(many)
                        .global(many)
                        .build())
                .build();
        OtpKey warm = OtpKey.of("login", "warm"); // the server knows the scripts, and there is a connection
        request(warm);
        otp.verify(warm, wrong(inbox.awaitCode(ADA)), IP);
        request(warm);
        otp.redeem("login", otp.verify(warm, inbox.awaitCode(ADA)).receipt().orElseThrow());
        otp.cancel(warm);
        otp.status(warm);
        mark();
    }

    private RequestResult request(OtpKey asked) {
        return otp.request(OtpRequest.of(asked, ADA).clientIp(IP));
    }

    private static String wrong(String code) {
        return (code.charAt(0) == '9' ? '0' : '9') + code.substring(1);
    }

    private void mark() {
        trips = wire.trips();
        scripts = scripts();
    }

    @SuppressWarnings("deprecation") // in 8; 6 has no other
    private static int scripts() {
        String said = new String((byte[]) admin.sendCommand(Command.INFO, "commandstats"), UTF_8);
        Matcher matcher = SCRIPTS.matcher(said);
        int calls = 0;
        while (matcher.find()) {
            calls += Integer.parseInt(matcher.group(1));
        }
        return calls;
    }

    private void took(int expected) {
        assertThat(wire.trips() - trips).as("trips").isEqualTo(expected);
        assertThat(scripts() - scripts).as("scripts").isEqualTo(expected);
        mark();
    }

    @Test
    void aRequestIsTwoTripsAndSoIsAResend() {
        assertThat(request(key).sent()).isTrue();
        took(2);
        assertThat(request(key).sent()).isTrue();
        took(2);
    }

    @Test
    void aVerifyIsOneTripAndSoIsARedeem() {
        otp.verify(key, "493021");
        took(1);
        request(key);
        String code = inbox.awaitCode(ADA);
        mark();
        assertThat(otp.verify(key, wrong(code)).outcome()).isEqualTo(Outcome.REJECTED);
        took(1);
        Receipt receipt = otp.verify(key, code, IP).receipt().orElseThrow();
        took(1);
        assertThat(otp.verify(key, code, IP).outcome()).isEqualTo(Outcome.USED);
        took(1);
        assertThat(otp.redeem("login", receipt)).isPresent();
        took(1);
    }

    @Test
    void onlyARejectedVerifyWithAClientIpIsTwoTrips() {
        request(key);
        String code = inbox.awaitCode(ADA);
        mark();
        assertThat(otp.verify(key, wrong(code), IP).outcome()).isEqualTo(Outcome.REJECTED);
        took(2);
    }

    @Test
    void aRequestIsOneTripMoreOnceTheBudgetIsSpent() {
        request(key);
        String code = inbox.awaitCode(ADA);
        for (int i = 0; i < 10; i++) {
            otp.verify(key, wrong(code));
        }
        mark();
        assertThat(request(key).format().length()).isEqualTo(15);
        took(3);
        otp.verify(key, inbox.awaitCode(ADA));
        took(1);
    }

    @Test
    void whatIsMalformedMakesNoTrip() {
        otp.verify(key, "what?");
        otp.verify(key, null);
        took(0);
    }

    @Test
    void statusCancelAndUnlockAreOneTripEach() {
        otp.status(key);
        took(1);
        otp.cancel(key);
        took(1);
        otp.unlock(key);
        took(1);
    }
}

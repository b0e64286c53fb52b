package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.otpkit.VerifyResult.Outcome;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T13: another network for each call, and addresses that a client made up. */
class ManyNetworksTest {
    private static final Recipient ADA = Recipient.email("ada@example.com");
    private static final OtpKey KEY = OtpKey.of("login", "user-42");
    private static final Limit MANY = Limit.of(100_000, Duration.ofMinutes(1));

    private final SecureRandom random = new SecureRandom();
    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();

    @Test
    void aThousandNetworksGuessNoMoreThanTheBudget() {
        OtpService otp = backend.service(channel)
                .purpose("login")
                .limits(SendLimits.allowUnlimited("the budget alone is to hold"))
                .verifyLimits(MANY, Limit.of(50, Duration.ofHours(1)))
                .build();
        Set<String> networks = new HashSet<>();
        int compared = 0;
        int accepted = 0;
        while (networks.size() < 1_000) {
            String ip = ip();
            networks.add(ip);
            otp.request(OtpRequest.of(KEY, ADA).clientIp(ip));
            VerifyResult result = otp.verify(KEY, Wrong.code(channel.code(), networks.size()), ip);
            compared += channel.code().length() == 6 && result.outcome() == Outcome.REJECTED ? 1 : 0;
            accepted += result.accepted() ? 1 : 0;
        }

        assertThat(compared).isEqualTo(10);
        assertThat(accepted).isZero();
    }

    @Test
    void aThousandNetworksSendNoMoreThanTheMailboxsLimit() {
        OtpService otp = backend.service(channel).purpose("login").build();
        for (int i = 0; i < 1_000; i++) {
            otp.request(OtpRequest.of(OtpKey.of("login", "user-" + i), ADA).clientIp(ip()));
            backend.advance(Duration.ofSeconds(3));
        }
        assertThat(channel.messages).hasSize(5);
    }

    @Test
    void aWholeIpv6NetworkIsOneClient() {
        OtpService otp = backend.service(channel)
                .purpose("login")
                .limits(SendLimits.builder()
                        .clientIp(Limit.of(3, Duration.ofHours(1)))
                        .build())
                .build();
        for (int i = 0; i < 20; i++) {
            Recipient other = Recipient.email("user" + i + "@example.com");
            String ip = "2001:db8:1:2:" + Integer.toHexString(i) + "::" + i;
            RequestResult result = otp.request(
                    OtpRequest.of(OtpKey.of("login", "user-" + i), other).clientIp(ip));
            assertThat(result.sent()).isEqualTo(i < 3);
        }
        OtpRequest neighbour = OtpRequest.of(KEY, ADA).clientIp("2001:db8:1:3::1");
        assertThat(otp.request(neighbour).sent()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "203.0.113.7, 10.0.0.1",
                "for=203.0.113.7",
                "203.0.113.7:443",
                "[2001:db8::1]",
                "[2001:db8::1]:443",
                "203.0.113.256",
                "203.0.113.07",
                "203.0.113",
                "3405803783",
                "0xCB007107",
                "localhost",
                "attacker.example.com",
                "2001:db8::1%eth0",
                ":",
                "::1::",
                "face:b00c",
                " 203.0.113.7",
                "203.0.113.7\n",
                "00000:0000:0000:0000:0000:ffff:203.100.113.107",
                "\u0661.1.1.1"
            })
    void whatIsNoLiteralIsRefusedAndNeverLookedUp(String ip) {
        OtpService otp = backend.service(channel).purpose("login").build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OtpRequest.of(KEY, ADA).clientIp(ip))
                .withMessage("clientIp must be an IPv4 or IPv6 literal");
        assertThatIllegalArgumentException().isThrownBy(() -> otp.verify(KEY, "000000", ip));
    }

    @Test
    void anIpv4AddressInItsLongestClothesIsTheSameClient() {
        assertThat(ClientNetwork.of("0000:0000:0000:0000:0000:ffff:203.100.113.107"))
                .isEqualTo(ClientNetwork.of("203.100.113.107"));
    }

    private String ip() {
        byte[] bytes = new byte[6];
        random.nextBytes(bytes);
        return bytes[0] < 0
                ? "10." + (bytes[1] & 255) + "." + (bytes[2] & 255) + "." + (bytes[3] & 255)
                : String.format(
                        "2001:%02x%02x:%02x%02x:%02x%02x::1",
                        bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5]);
    }
}

package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Bucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** T16: flooding one phone or mailbox. */
class FloodTest {
    private static final Recipient VICTIM = Recipient.email("victim@example.com");

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private final OtpService otp =
            backend.service(channel).purpose("login").purpose("sign-up").build();

    private List<Duration> flood(Duration during, Duration every) {
        List<Duration> sent = new ArrayList<>();
        Duration at = Duration.ZERO;
        for (int i = 0; at.compareTo(during) < 0; i++) {
            OtpKey key = OtpKey.of(i % 2 == 0 ? "login" : "sign-up", "user-" + i % 100);
            RequestResult result = otp.request(key, VICTIM);
            if (result.sent()) {
                sent.add(at);
            } else {
                assertThat(result.limitedBy()).contains(Bucket.Kind.RECIPIENT);
                assertThat(result.retryAfter().orElseThrow()).isPositive();
            }
            backend.advance(every);
            at = at.plus(every);
        }
        assertThat(channel.messages).hasSameSizeAs(sent);
        return sent;
    }

    @Test
    void fiveHundredRequestsInAnHourByAHundredSubjectsSendFive() {
        assertThat(flood(Duration.ofHours(1), Duration.ofMillis(7_200))).hasSize(5);
    }

    @Test
    void aDayOfThemSendsTen() {
        assertThat(flood(Duration.ofDays(1), Duration.ofSeconds(36))).hasSize(10);
    }

    @Test
    void noWindowOfThreeDaysHoldsMore() {
        List<Duration> sent = flood(Duration.ofDays(3), Duration.ofMillis(29_500));

        assertThat(sent).hasSizeBetween(29, 30);
        assertSpread(sent, 1, Duration.ofSeconds(60));
        assertSpread(sent, 5, Duration.ofHours(1));
        assertSpread(sent, 10, Duration.ofDays(1));
    }

    @Test
    void theNextIsSentTheMomentTheWindowHasPassed() {
        OtpKey key = OtpKey.of("login", "user-42");
        assertThat(otp.request(key, VICTIM).sent()).isTrue();
        backend.advance(Duration.ofMillis(59_999));
        RequestResult early = otp.request(key, VICTIM);
        assertThat(early.sent()).isFalse();
        assertThat(early.retryAfter()).contains(Duration.ofSeconds(1));
        backend.advance(Duration.ofMillis(1));
        assertThat(otp.request(key, VICTIM).sent()).isTrue();
    }

    private static void assertSpread(List<Duration> sent, int permits, Duration window) {
        for (int i = permits; i < sent.size(); i++) {
            assertThat(sent.get(i).minus(sent.get(i - permits))).isGreaterThanOrEqualTo(window);
        }
    }
}

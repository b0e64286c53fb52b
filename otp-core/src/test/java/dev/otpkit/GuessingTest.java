package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.VerifyResult.Outcome;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** T1: guessing one code. */
class GuessingTest {
    private static final Limit MANY = Limit.of(1_000_000, Duration.ofMinutes(1));

    private final TestChannel channel = new TestChannel();
    private final OtpService otp = new TestBackend()
            .service(channel)
            .purpose("login")
            .verifyLimits(MANY, MANY)
            .build();

    @Test
    void aCodeIsComparedWithThreeWrongGuessesAndThenNotEvenWithTheRightOne() {
        OtpKey key = OtpKey.of("login", "user-42");
        otp.request(key, Recipient.email("ada@example.com"));

        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            outcomes.add(otp.verify(key, Wrong.code(channel.code(), i)).outcome());
        }

        assertThat(outcomes.subList(0, 3)).containsOnly(Outcome.REJECTED);
        assertThat(outcomes.subList(3, 50)).containsOnly(Outcome.EXHAUSTED);
        assertThat(otp.verify(key, channel.code()).outcome()).isEqualTo(Outcome.EXHAUSTED);
    }

    @Test
    void aThousandCodesBearThreeGuessesEach() {
        int compared = 0;
        int accepted = 0;
        for (int user = 0; user < 1_000; user++) {
            OtpKey key = OtpKey.of("login", "user-" + user);
            otp.request(key, Recipient.email("user" + user + "@example.com"));
            for (int i = 1; i <= 5; i++) {
                // The last one is right.
                VerifyResult result = otp.verify(key, i == 5 ? channel.code() : Wrong.code(channel.code(), i));
                compared += result.outcome() == Outcome.REJECTED ? 1 : 0;
                accepted += result.accepted() ? 1 : 0;
            }
        }

        assertThat(accepted).isZero();
        assertThat(compared).isEqualTo(3_000);
    }

    @Test
    void theAttemptsLeftAreToldAndARightGuessAtTheLastOneIsAccepted() {
        OtpKey key = OtpKey.of("login", "user-42");
        otp.request(key, Recipient.email("ada@example.com"));

        List<Integer> left = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            left.add(otp.verify(key, Wrong.code(channel.code(), i))
                    .attemptsLeft()
                    .orElseThrow());
        }

        assertThat(left).containsExactly(2, 1);
        assertThat(otp.status(key).attemptsLeft()).isEqualTo(1);
        assertThat(otp.verify(key, channel.code()).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(otp.verify(key, channel.code()).outcome()).isEqualTo(Outcome.USED);
    }
}

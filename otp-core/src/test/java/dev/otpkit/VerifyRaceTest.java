package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.VerifyResult.Outcome;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** T3, T4, T5: wrong guesses, right ones and the last attempt, all at the same moment. */
class VerifyRaceTest {
    private static final int THREADS = 24;
    private static final int ROUNDS = 150;
    private static final Limit MANY = Limit.of(1_000_000, Duration.ofMinutes(1));

    private final TestChannel channel = new TestChannel();
    private final OtpService otp = new TestBackend()
            .service(channel)
            .purpose("login")
            .verifyLimits(MANY, MANY)
            .build();
    private final Race race = new Race(THREADS);

    @AfterEach
    void stop() {
        race.close();
    }

    @Test
    void manyWrongGuessesAtOnceAreComparedAsOftenAsThereAreAttempts() {
        for (int round = 0; round < ROUNDS; round++) {
            OtpKey key = asked(round);
            String code = channel.code();

            List<Outcome> outcomes = race.run(
                    thread -> otp.verify(key, Wrong.code(code, thread + 1)).outcome());

            assertThat(Collections.frequency(outcomes, Outcome.REJECTED)).isEqualTo(3);
            assertThat(Collections.frequency(outcomes, Outcome.EXHAUSTED)).isEqualTo(THREADS - 3);
        }
    }

    @Test
    void theRightCodeManyTimesAtOnceIsAcceptedOnce() {
        for (int round = 0; round < ROUNDS; round++) {
            OtpKey key = asked(round);
            String code = channel.code();

            List<Outcome> outcomes = race.run(thread -> otp.verify(key, code).outcome());

            assertThat(Collections.frequency(outcomes, Outcome.ACCEPTED)).isEqualTo(1);
            assertThat(Collections.frequency(outcomes, Outcome.USED)).isEqualTo(THREADS - 1);
        }
    }

    @Test
    void theLastAttemptIsOneComparisonMoreRightOrWrong() {
        int right = 0;
        for (int round = 0; round < 3 * ROUNDS; round++) {
            OtpKey key = asked(round);
            String code = channel.code();
            otp.verify(key, Wrong.code(code, 100));
            otp.verify(key, Wrong.code(code, 101));

            int holder = round % THREADS;
            List<Outcome> outcomes =
                    race.run(thread -> otp.verify(key, thread == holder ? code : Wrong.code(code, thread + 1))
                            .outcome());

            int accepted = Collections.frequency(outcomes, Outcome.ACCEPTED);
            int rejected = Collections.frequency(outcomes, Outcome.REJECTED);
            assertThat(accepted + rejected).isEqualTo(1);
            right += accepted;
        }
        assertThat(right).as("rounds that the right guess has won").isPositive();
    }

    @Test
    void manyRequestsAtOnceSendOneMessageToARecipient() {
        for (int round = 0; round < 3 * ROUNDS; round++) {
            int user = round;
            channel.messages.clear();

            List<Boolean> sent = race.run(thread -> otp.request(
                            OtpKey.of("login", "user-" + user + "-" + thread),
                            Recipient.email("user" + user + "@example.com"))
                    .sent());

            assertThat(Collections.frequency(sent, true)).isEqualTo(1);
            assertThat(channel.messages).hasSize(1);
        }
    }

    private OtpKey asked(int round) {
        OtpKey key = OtpKey.of("login", "user-" + round);
        otp.request(key, Recipient.email("user" + round + "@example.com"));
        return key;
    }
}

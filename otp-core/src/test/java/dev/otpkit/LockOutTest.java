package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.VerifyResult.Outcome;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** T18: locking a victim out, or killing his code, where each browser's flow is bound. */
class LockOutTest {
    private static final Recipient MAILBOX = Recipient.email("victim@example.com");
    private static final OtpKey VICTIM = OtpKey.of("login", "victim").boundTo("flow", "his-own");
    private static final Limit MANY = Limit.of(100_000, Duration.ofMinutes(1));

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private int flows;

    /** The attacker asks for a code in a flow of his own, which goes to the victim's mailbox, and guesses. */
    private void attack(OtpService otp, int guesses) {
        OtpKey key = OtpKey.of("login", "victim").boundTo("flow", "attackers-" + flows++);
        RequestResult asked = otp.request(key, MAILBOX);
        for (int i = 1; i <= guesses; i++) {
            otp.verify(key, asked.sent() ? Wrong.code(channel.code(), i) : "000000");
        }
    }

    @Test
    void theVictimsLiveCodeVerifiesWhileTheBudgetLastsAndALongOneAfterwards() {
        OtpService otp = backend.service(channel)
                .purpose("login")
                .limits(SendLimits.allowUnlimited("the budget alone matters"))
                .verifyLimits(MANY, MANY)
                .build();
        otp.request(VICTIM, MAILBOX);
        String live = channel.code();
        for (int i = 0; i < 3; i++) {
            attack(otp, 3);
        }
        assertThat(otp.verify(VICTIM, live).accepted()).as("9 failures").isTrue();

        otp.request(VICTIM, MAILBOX);
        String shortOne = channel.code();
        for (int i = 0; i < 97; i++) {
            attack(otp, 1 + i % 3);
        }
        assertThat(otp.verify(VICTIM, shortOne).outcome()).isEqualTo(Outcome.EXHAUSTED);
        RequestResult again = otp.request(VICTIM, MAILBOX);
        assertThat(again.format().length()).isEqualTo(15);
        String longOne = channel.code();
        for (int i = 0; i < 100; i++) {
            attack(otp, 3);
        }
        assertThat(otp.verify(VICTIM, longOne).accepted()).isTrue();
    }

    @Test
    void inSixtyDaysOfBothAttacksOnlyTheMailboxsDailyLimitStopsTheVictim() {
        OtpService otp = backend.service(channel).purpose("login").build();
        int completed = 0;
        int stopped = 0;
        int longCodes = 0;
        for (int day = 0; day < 60; day++) {
            int loginAt = day * 7 % 24;
            for (int hour = 0; hour < 24; hour++) {
                // By turns: four requests and all their guesses, a flood, both.
                if (day % 3 != 1 && hour % 6 == 0) {
                    attack(otp, 3);
                }
                backend.advance(Duration.ofMinutes(2));
                if (hour == loginAt) {
                    boolean in = login(otp, day % 3 != 1);
                    completed += in ? 1 : 0;
                    stopped += in ? 0 : 1;
                    longCodes += in && channel.code().length() == 15 ? 1 : 0;
                }
                for (int i = 0; day % 3 != 0 && i < 3; i++) {
                    backend.advance(Duration.ofMinutes(2));
                    attack(otp, 0);
                }
                backend.advance(Duration.ofMinutes(50));
            }
        }

        assertThat(completed + stopped).isEqualTo(60);
        assertThat(completed).isGreaterThanOrEqualTo(20);
        assertThat(longCodes).as("the budget was spent now and then").isPositive();
        assertThat(stopped).as("the flood got through now and then").isPositive();
    }

    /** Whether the victim gets in; not if the mailbox's daily limit is the reason. */
    private boolean login(OtpService otp, boolean disturbed) {
        for (int tries = 0; tries < 20; tries++) {
            RequestResult asked = otp.request(VICTIM, MAILBOX);
            if (asked.sent()) {
                String code = channel.code();
                if (disturbed) {
                    backend.advance(Duration.ofSeconds(61)); // between the code's arrival and its typing
                    attack(otp, 3);
                }
                VerifyResult result = otp.verify(VICTIM, code);
                if (result.accepted()) {
                    return true;
                }
                assertThat(result.outcome()).as("of %s", asked.format()).isEqualTo(Outcome.EXHAUSTED);
                assertThat(code).as("only a short code dies").hasSize(6);
                backend.advance(Duration.ofMinutes(1));
            } else {
                assertThat(asked.limitedBy()).contains(Bucket.Kind.RECIPIENT);
                Duration wait = asked.retryAfter().orElseThrow();
                if (wait.compareTo(Duration.ofHours(1)) > 0) {
                    return false;
                }
                backend.advance(wait);
            }
        }
        throw new AssertionError("neither in nor refused by the mailbox's daily limit");
    }
}

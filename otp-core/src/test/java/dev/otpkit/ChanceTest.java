package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.store.Budget;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChanceTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void theDefaultsAreOneInAHundredThousandADay() {
        Chance chance = chance(OtpPolicy.standard(), Limit.of(10, DAY), Limit.of(60, Duration.ofDays(30)));
        assertThat(chance.perDay()).isCloseTo(1e-5, within(1e-10));
        assertThat(chance.perYear()).isCloseTo(7.8e-4, within(1e-8));
    }

    @Test
    void theBudgetBindsShortCodesAndAFastServerTheLongOnes() {
        Chance chance = chance(OtpPolicy.standard(), Limit.of(10, DAY));
        double longOnes = 3 * 86_400_000.0 / Math.pow(20, 15);
        assertThat(chance.perDay()).isCloseTo(1e-5 + longOnes, within(1e-15));
        OtpPolicy locks = OtpPolicy.builder().lockWhenSpent().build();
        assertThat(chance(locks, Limit.of(10, DAY)).perDay()).isCloseTo(1e-5, within(1e-15));
    }

    @Test
    void nothingIsLikelierThanCertain() {
        OtpPolicy.Builder policy = OtpPolicy.builder().longCode(dev.otpkit.code.OtpGenerator.digits(6));
        Chance chance = chance(policy.build(), Limit.of(100, MINUTE));
        assertThat(chance.perDay()).isEqualTo(1);
        assertThat(chance.perYear()).isEqualTo(1);
    }

    @Test
    void aWindowLongerThanTheSpanCountsWhole() {
        assertThat(Chance.most(List.of(Limit.of(60, Duration.ofDays(30))), DAY)).isEqualTo(60);
        assertThat(Chance.most(List.of(Limit.of(5, Duration.ofHours(1)), Limit.of(200, DAY)), DAY))
                .isEqualTo(120);
        assertThat(Chance.most(List.of(), DAY)).isInfinite();
    }

    /** One subject may have several recipients, each with limits of its own. */
    @Test
    void aDayOfGuessingComparesNoMoreThanTheReportSays() {
        TestBackend backend = new TestBackend();
        TestChannel channel = new TestChannel();
        SendLimits limits = SendLimits.builder()
                .recipient(Limit.of(5, DAY))
                .subject(Limit.of(20, DAY))
                .build();
        OtpService otp = backend.service(channel)
                .limits(limits)
                .purpose(
                        "login",
                        OtpPolicy.builder().budget("wide").freshCodeOnResend().build())
                .budget("wide", Limit.of(100, DAY))
                .build();
        OtpKey key = OtpKey.of("login", "user-42");
        int compared = 0;
        for (int mailbox = 0; mailbox < 8; mailbox++) {
            while (otp.request(key, Recipient.email("a" + mailbox + "@example.com"))
                    .sent()) {
                while (otp.verify(key, Wrong.code(channel.code(), 1)).outcome() == VerifyResult.Outcome.REJECTED) {
                    compared++;
                }
                backend.advance(MINUTE);
            }
        }
        assertThat(compared).isEqualTo(60);
        assertThat(otp.securityReport().guessPerDay() * 1_000_000).isGreaterThanOrEqualTo(compared - 1e-6);
    }

    @Test
    void budgetsAddUpAndOfThoseWhoShareOneTheWeakestCounts() {
        OtpPolicy.Builder own = OtpPolicy.builder().budget("own");
        SecurityReport report = new TestBackend()
                .service(new TestChannel())
                .budget("own", Limit.of(20, DAY))
                .purpose("login")
                .purpose("reset")
                .purpose("payment", own.build())
                .purpose(
                        "door",
                        own.generator(dev.otpkit.code.OtpGenerator.digits(8)).build())
                .build()
                .securityReport();
        assertThat(report.guessPerDay()).isCloseTo(1e-5 + 2e-5, within(1e-9));
        assertThatThrownBy(() -> new TestBackend()
                        .service(new TestChannel())
                        .budget("own", Limit.of(100, DAY))
                        .purpose("login")
                        .purpose("payment", OtpPolicy.builder().budget("own").build())
                        .build())
                .hasMessageEndingWith("1.10e-04 for purpose login, payment");
    }

    @Test
    void aLossOfTheStoreAddsWhatTheNodesLetThroughAlone() {
        SecurityReport report = new TestBackend()
                .service(new TestChannel())
                .purpose("login")
                .onStoreLoss(new TestBackend("local", false), 2)
                .build()
                .securityReport();
        assertThat(report.guessPerDay()).isCloseTo(1e-5 + 2 * 2e-6, within(1e-9));
        assertThat(report.messagesPerDay()).hasValue(10 + 2 * 2);
    }

    /** What was surely not sent is given back, and its code can be guessed all the same. */
    @Test
    void anOutageOfTheProviderBuysNoGuessThatTheReportDoesNotKnow() {
        TestBackend backend = new TestBackend();
        TestChannel channel = new TestChannel();
        channel.answer = message -> DeliveryResult.temporary();
        OtpService otp = backend.serviceThatTriesOnce(channel)
                .limits(SendLimits.builder().subject(Limit.of(1, DAY)).build())
                .purpose("login", OtpPolicy.builder().freshCodeOnResend().build())
                .build();
        OtpKey key = OtpKey.of("login", "user-42");
        int compared = 0;
        for (int round = 0; round < 100; round++) {
            otp.request(key, Recipient.email("ada@example.com"));
            String code = channel.code();
            if (code.length() > 6) {
                break;
            }
            while (otp.verify(key, Wrong.code(code, 1)).outcome() == VerifyResult.Outcome.REJECTED) {
                compared++;
            }
            backend.advance(MINUTE);
        }
        assertThat(compared).isEqualTo(10);
        assertThat(otp.securityReport().guessPerDay() * 1_000_000).isGreaterThanOrEqualTo(compared - 1e-6);
    }

    private static Chance chance(OtpPolicy policy, Limit... budget) {
        return Chance.of(new Purpose("login", policy, new Budget("b", List.of(budget), 100)), new Share(0));
    }
}

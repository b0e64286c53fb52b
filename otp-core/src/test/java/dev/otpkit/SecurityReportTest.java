package dev.otpkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.otpkit.SecurityReport.Bound;
import dev.otpkit.code.OtpGenerator;
import dev.otpkit.delivery.ConsoleChannel;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SecurityReportTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();

    @Test
    void theDefaultsReadLikeThis() {
        SecurityReport report =
                backend.service(channel).purpose("login").build().securityReport();
        assertThat(report).hasToString(golden("defaults"));
        assertThat(report.guessPerDay()).isCloseTo(1e-5, within(1e-10));
        assertThat(report.guessPerYear()).isCloseTo(7.8e-4, within(1e-8));
        assertThat(report.messagesPerDay()).hasValue(10);
        assertThat(report.unmet()).hasSize(1);
    }

    @Test
    void aDevelopersMachineReadsLikeThis() {
        SecurityReport report = OtpService.builder()
                .backend(new TestBackend("memory", false))
                .channel(new ConsoleChannel())
                .purpose("login")
                .development()
                .build()
                .securityReport();
        assertThat(report).hasToString(golden("development"));
    }

    @Test
    void severalPurposesReadLikeThisAndTheWeakestCounts() {
        SecurityReport report = backend.service(channel)
                .purpose("login")
                .purpose(
                        "payment",
                        OtpPolicy.builder()
                                .generator(OtpGenerator.digits(8))
                                .attempts(2)
                                .budget("payments")
                                .lockWhenSpent()
                                .build())
                .purpose(
                        "reset",
                        OtpPolicy.builder().recoveryTtl(Duration.ofHours(2)).build())
                .purpose(
                        "sign-up",
                        OtpPolicy.builder()
                                .concealed()
                                .generator(OtpGenerator.letters(6))
                                .build())
                .budget("payments", Limit.of(5, DAY))
                .build()
                .securityReport();
        assertThat(report).hasToString(golden("several-purposes"));
        assertThat(report.guessPerDay()).isCloseTo(1e-5 + 5e-8, within(1e-10));
        assertThat(report.guessPerYear()).isCloseTo(7.8e-4 + 365 * 5e-8, within(1e-8));
    }

    @Test
    void eachLooserLimitThanTheStandardOneIsListed() {
        SendLimits looser = SendLimits.builder()
                .recipient(Limit.of(1, Duration.ofSeconds(59)), Limit.of(5, Duration.ofHours(1)), Limit.of(10, DAY))
                .clientIp(Limit.of(10_000_000, Duration.ofMillis(1)))
                .build();
        assertThat(backend.service(channel)
                        .purpose("login")
                        .limits(looser)
                        .build()
                        .securityReport()
                        .unmet())
                .filteredOn(row -> row.startsWith("send limits: "))
                .containsExactly(
                        "send limits: looser than the standard ones for RECIPIENT",
                        "send limits: looser than the standard ones for CLIENT_IP");
    }

    @Test
    void whereNobodyHasAMailboxNothingIsSaidOfEmail() {
        TestChannel sms = new TestChannel("sms", recipient -> recipient.kind().equals(Recipient.SMS));
        assertThat(backend.service(sms)
                        .purpose("login")
                        .build()
                        .securityReport()
                        .unmet())
                .isEmpty();
    }

    @Test
    void aLooserGuardThanTheStandardOneIsListed() {
        OtpService.Builder looser = backend.service(channel)
                .purpose("login")
                .verifyLimits(Limit.of(31, Duration.ofMinutes(1)), Limit.of(51, Duration.ofHours(1)));
        assertThat(looser.build().securityReport().unmet())
                .filteredOn(row -> row.startsWith("verifyLimits: "))
                .hasSize(2);
        OtpService.Builder stricter = backend.service(channel)
                .purpose("login")
                .verifyLimits(Limit.of(30, Duration.ofMinutes(1)), Limit.of(49, Duration.ofHours(1)));
        assertThat(stricter.build().securityReport().unmet())
                .filteredOn(row -> row.startsWith("verifyLimits: "))
                .isEmpty();
    }

    @Test
    void whatWasAllowedByNameIsListedWithItsReason() {
        SecurityReport report = backend.service(channel)
                .limits(SendLimits.allowUnlimited("a trusted network"))
                .purpose(
                        "door",
                        OtpPolicy.builder()
                                .generator(new FourDigits())
                                .attempts(10)
                                .longCode(OtpGenerator.letters(10))
                                .allowUnsafe(Rule.GUESSES_PER_DAY, "a guard looks on")
                                .allowUnsafe(Rule.LONG_CODE, "a small keypad")
                                .build())
                .build()
                .securityReport();
        assertThat(report).hasToString(golden("unsafe"));
        assertThat(report.messagesPerDay()).isEmpty();
        assertThat(report.unmet()).hasSize(5);
    }

    /** The settings of the five systems that this library was made after. */
    @Test
    void theOriginalsOwnSettingsAreMeasuredToo() {
        SecurityReport first = SecurityReport.of(1e6, Bound.of(3), Bound.of(10));
        assertThat(first).hasToString("chance of a guess: 3.0e-05 a day, 1.1e-02 a year\n");
        assertThat(first.guessPerDay()).isCloseTo(3e-5, within(1e-12));
        assertThat(first.guessPerYear()).isCloseTo(1.095e-2, within(1e-9));
        assertThat(first.unmet()).isEmpty();
        assertThat(first.messagesPerDay()).hasValue(10);

        SecurityReport second = SecurityReport.of(1e6, Bound.of(3), Bound.of(24 * 60));
        assertThat(second).hasToString("chance of a guess: 4.3e-03 a day, 1.0e+00 a year: refused\n");
        assertThat(second.guessPerDay()).isCloseTo(4.3e-3, within(5e-5));
        assertThat(second.unmet()).containsExactly("the chance of a guess is at most 1.0E-4 a day");

        for (SecurityReport unbounded : new SecurityReport[] {
            SecurityReport.of(1e6, Bound.none(), Bound.of(10)),
            SecurityReport.of(1e6, Bound.of(3), Bound.none()),
            SecurityReport.of(1e6, Bound.none(), Bound.none())
        }) {
            assertThat(unbounded).hasToString("chance of a guess: unbounded: refused\n");
            assertThat(unbounded.guessPerDay()).isEqualTo(1);
            assertThat(unbounded.unmet()).containsExactly("guessing is unbounded");
        }
        assertThat(SecurityReport.of(1e6, Bound.of(3), Bound.none()).messagesPerDay())
                .isEmpty();
    }

    @Test
    void whatNobodySaysIsUnspecified() {
        for (SecurityReport third : new SecurityReport[] {
            SecurityReport.of(1e6, Bound.unspecified(), Bound.of(10)),
            SecurityReport.of(1e6, Bound.of(3), Bound.unspecified()),
            SecurityReport.of(1e6, Bound.none(), Bound.unspecified()),
            SecurityReport.of(1e6, Bound.unspecified(), Bound.none())
        }) {
            assertThat(third).hasToString("chance of a guess: unspecified\n");
            assertThat(third.unmet()).containsExactly("attempts and sends must be said before anything can be");
            assertThat(third.guessPerDay()).isNaN();
        }
        assertThat(SecurityReport.of(1e6, Bound.of(3), Bound.unspecified()).messagesPerDay())
                .isEmpty();
    }

    @Test
    void theBoundOfARefusalIsTheOneThatBuildHas() {
        assertThat(SecurityReport.of(1e6, Bound.of(10), Bound.of(10)).unmet()).isEmpty();
        assertThat(SecurityReport.of(1e6, Bound.of(10), Bound.of(11)).unmet()).hasSize(1);
        assertThat(SecurityReport.of(10, Bound.of(10), Bound.of(10)).guessPerDay())
                .isEqualTo(1);
    }

    @Test
    void numbersOfASystemStartAtOne() {
        SecurityReport smallest = SecurityReport.of(1, Bound.of(1), Bound.of(1));
        assertThat(smallest.guessPerDay()).isEqualTo(1);
        assertThat(smallest.messagesPerDay()).hasValue(1);
        assertThat(SecurityReport.of(1e6, Bound.of(1), Bound.of(Long.MAX_VALUE)).messagesPerDay())
                .hasValue(Long.MAX_VALUE);
        for (double codes : new double[] {0.999, 0, -1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SecurityReport.of(codes, Bound.of(1), Bound.of(1)))
                    .withMessage("codes must be at least 1: " + codes);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Bound.of(0)).withMessage("a bound must be at least 1: 0");
    }

    @Test
    void falseAcceptsGrowWithTheAccounts() {
        SecurityReport report =
                backend.service(channel).purpose("login").build().securityReport();
        assertThat(report.falseAcceptsPerDay(0)).isZero();
        assertThat(report.falseAcceptsPerDay(100_000)).isCloseTo(1, within(1e-6));
    }

    private static String golden(String name) {
        try (InputStream in = SecurityReportTest.class.getResourceAsStream("report/" + name + ".txt")) {
            return new String(java.util.Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class FourDigits implements OtpGenerator {
        private final OtpGenerator six = OtpGenerator.digits(6);

        @Override
        public String generate() {
            return six.generate().substring(2);
        }

        @Override
        public java.util.Optional<String> read(String typed) {
            return six.read("00" + typed).map(code -> code.substring(2));
        }

        @Override
        public double bits() {
            return Math.log(10_000) / Math.log(2);
        }

        @Override
        public dev.otpkit.code.CodeFormat format() {
            return new dev.otpkit.code.CodeFormat(4, dev.otpkit.code.CodeFormat.Alphabet.DIGITS);
        }
    }
}

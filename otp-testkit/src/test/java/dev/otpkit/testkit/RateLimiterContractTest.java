package dev.otpkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.store.OtpBackend;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The contract bites: a broken limiter fails it on the rule that it breaks. */
class RateLimiterContractTest {
    private record Tried(MutableClock time, OtpBackend backend) implements RateLimiterContract.Clocked {
        @Override
        public Optional<MutableClock> clock() {
            return Optional.of(time);
        }

        @Override
        public int rounds() {
            return 15;
        }
    }

    private static Set<String> failedRules(LimiterFlaw flaw) {
        return ContractRun.failures(RateLimiterContract.Clocked.class, () -> {
                    MutableClock clock = new MutableClock();
                    FlawedLimiter limiter = new FlawedLimiter(flaw, clock);
                    return new Tried(
                            clock,
                            OtpBackend.of("flawed", PlainRows.backend(clock).store(), limiter));
                })
                .keySet();
    }

    @Test
    void aLimiterWrittenASecondTimePassesEveryRule() {
        assertThat(failedRules(LimiterFlaw.NONE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void aBrokenLimiterFailsTheRuleThatItBreaks(LimiterFlaw flaw) {
        Set<String> failed = new TreeSet<>(failedRules(flaw));
        for (int again = 0; again < 5 && !failed.containsAll(flaw.rules); again++) {
            failed.addAll(failedRules(flaw)); // a race is not lost each time
        }
        assertThat(failed).containsAll(flaw.rules);
    }

    @Test
    void everyRuleOfTheFlawsIsATestOfTheContract() {
        Set<String> tests = Arrays.stream(RateLimiterContract.Clocked.class.getMethods())
                .map(method -> method.getName())
                .collect(Collectors.toSet());
        assertThat(Arrays.stream(LimiterFlaw.values()).flatMap(flaw -> flaw.rules.stream()))
                .isSubsetOf(tests);
    }
}

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

/** The contract bites: a broken store fails it on the rule that it breaks. */
class OtpStoreContractTest {
    private static final Set<StoreFlaw> SEVEN = Set.of(
            StoreFlaw.GET_THEN_DEL,
            StoreFlaw.COUNTED_AFTER_COMPARING,
            StoreFlaw.RESEND_REFILLS_ATTEMPTS,
            StoreFlaw.SUCCESS_DOES_NOT_REMOVE,
            StoreFlaw.BUDGET_BY_FULL_KEY,
            StoreFlaw.BUDGET_CLEARED_BY_SUCCESS,
            StoreFlaw.RESEND_TO_ANOTHER_AUDIENCE);

    private record Tried(MutableClock time, OtpBackend backend) implements OtpStoreContract.Clocked {
        @Override
        public Optional<MutableClock> clock() {
            return Optional.of(time);
        }

        @Override
        public int rounds() {
            return 15;
        }
    }

    private static Set<String> failedRules(StoreFlaw flaw) {
        return ContractRun.failures(OtpStoreContract.Clocked.class, () -> {
                    MutableClock clock = new MutableClock();
                    FlawedStore store = new FlawedStore(flaw, clock);
                    return new Tried(
                            clock,
                            OtpBackend.of(
                                    "flawed", store, PlainRows.backend(clock).limiter()));
                })
                .keySet();
    }

    @Test
    void aStoreWrittenASecondTimePassesEveryRule() {
        assertThat(failedRules(StoreFlaw.NONE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void aBrokenStoreFailsTheRuleThatItBreaks(StoreFlaw flaw) {
        Set<String> failed = new TreeSet<>(failedRules(flaw));
        for (int again = 0; again < 5 && !failed.containsAll(flaw.rules); again++) {
            failed.addAll(failedRules(flaw)); // a race is not lost each time
        }
        assertThat(failed).containsAll(flaw.rules);
        if (SEVEN.contains(flaw)) {
            Set<String> othersRules = SEVEN.stream()
                    .flatMap(other -> other.rules.stream())
                    .filter(rule -> !flaw.rules.contains(rule))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(failed)
                    .as("the rules that the others of the seven break")
                    .doesNotContainAnyElementsOf(othersRules);
        }
    }

    @Test
    void everyRuleOfTheFlawsIsATestOfTheContract() {
        Set<String> tests = Arrays.stream(OtpStoreContract.Clocked.class.getMethods())
                .map(method -> method.getName())
                .collect(Collectors.toSet());
        assertThat(Arrays.stream(StoreFlaw.values()).flatMap(flaw -> flaw.rules.stream()))
                .isSubsetOf(tests);
    }
}

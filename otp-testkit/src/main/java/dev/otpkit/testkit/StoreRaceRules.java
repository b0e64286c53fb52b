package dev.otpkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.store.OtpStore;
import dev.otpkit.store.RedeemCall;
import dev.otpkit.store.VerifyAnswer.Outcome;
import dev.otpkit.store.VerifyCall;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Fifty callers at the same moment, round after round: T3, T4, T5, T30, and the budget over many keys. */
interface StoreRaceRules extends BackendContract {

    /** T3. */
    @Test
    default void ofManyWrongGuessesAtOnceExactlyTheAttemptsAreCompared() {
        try (Race race = new Race(50)) {
            for (int round = 0; round < rounds(); round++) {
                Subject subject = Subject.of(backend().store());
                subject.open(Subject.KEY);
                List<Outcome> outcomes = race.run(i -> () -> subject.verify(Subject.KEY, "wrong"));
                assertThat(Collections.frequency(outcomes, Outcome.REJECTED)).isEqualTo(3);
                assertThat(Collections.frequency(outcomes, Outcome.EXHAUSTED)).isEqualTo(47);
            }
        }
    }

    /** T4. */
    @Test
    default void ofManyRightGuessesAtOnceExactlyOneIsAccepted() {
        try (Race race = new Race(50)) {
            for (int round = 0; round < rounds(); round++) {
                Subject subject = Subject.of(backend().store());
                subject.open(Subject.KEY);
                List<Outcome> outcomes = race.run(i -> () -> subject.verify(Subject.KEY, "right"));
                assertThat(Collections.frequency(outcomes, Outcome.ACCEPTED)).isEqualTo(1);
                assertThat(Collections.frequency(outcomes, Outcome.USED)).isEqualTo(49);
            }
        }
    }

    /** T5. */
    @Test
    default void theLastAttemptIsComparedOnceThoughManyRaceForIt() {
        try (Race race = new Race(50)) {
            for (int round = 0; round < rounds() * 2; round++) {
                Subject subject = Subject.of(backend().store());
                subject.opening(Subject.KEY).attempts(1).open();
                int right = round % 50;
                List<Outcome> outcomes =
                        race.run(i -> () -> subject.verify(Subject.KEY, i == right ? "right" : "wrong"));
                long compared = outcomes.stream()
                        .filter(outcome -> outcome == Outcome.ACCEPTED || outcome == Outcome.REJECTED)
                        .count();
                assertThat(compared).as("comparisons of the last attempt").isEqualTo(1);
            }
        }
    }

    /** T2 and T3 together: a code for each guess does not help. */
    @Test
    default void theBudgetHoldsThoughManyKeysOfASubjectAreGuessedAtAtOnce() {
        try (Race race = new Race(50)) {
            for (int round = 0; round < rounds(); round++) {
                Subject subject = Subject.of(backend().store());
                IntStream.range(0, 50).forEach(i -> subject.open("key" + i));
                List<Outcome> outcomes = race.run(i -> () -> subject.verify("key" + i, "wrong"));
                assertThat(Collections.frequency(outcomes, Outcome.REJECTED)).isEqualTo(10);
                assertThat(Collections.frequency(outcomes, Outcome.SPENT)).isEqualTo(40);
            }
        }
    }

    /** T25: a client that repeats a call before its first reply is lost. */
    @Test
    default void theSameGuessManyTimesAtOnceCountsOnce() {
        try (Race race = new Race(50)) {
            for (int round = 0; round < rounds(); round++) {
                OtpStore store = backend().store();
                Subject subject = Subject.of(store);
                subject.open(Subject.KEY);
                VerifyCall same = subject.guess(Subject.KEY, "wrong").call();
                List<Outcome> outcomes = race.run(i -> () -> store.verify(same).outcome());
                assertThat(outcomes).containsOnly(Outcome.REJECTED);
                assertThat(subject.status(Subject.KEY).attemptsLeft()).isEqualTo(2);
            }
        }
    }

    /** T30. */
    @Test
    default void aReceiptRedeemedFiftyTimesAtOnceIsRedeemedOnce() {
        try (Race race = new Race(50)) {
            for (int round = 0; round < rounds(); round++) {
                OtpStore store = backend().store();
                VerifyCall accepted = Subject.of(store).accepted(Subject.KEY);
                List<Boolean> redeemed = race.run(i -> {
                    RedeemCall call = Subject.redeemCall(accepted);
                    return () -> store.redeem(call);
                });
                assertThat(Collections.frequency(redeemed, true)).isEqualTo(1);
            }
        }
    }
}

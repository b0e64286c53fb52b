package dev.otpkit.store;

import static dev.otpkit.store.Calls.RIGHT;
import static dev.otpkit.store.Calls.TTL;
import static dev.otpkit.store.Calls.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.limit.Limit;
import dev.otpkit.store.VerifyAnswer.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowOtpStoreVerifyTest {
    private final MapRows rows = new MapRows();
    private final OtpStore store = new RowOtpStore(rows);
    private final Slot slot = Calls.slot(1, 1);
    private int calls;

    @Test
    void aRightGuessIsAcceptedUntilTheLastMillisecondOfItsLife() {
        store.open(Calls.open(slot, "a"));
        rows.now += TTL.toMillis() - 1;
        VerifyAnswer answer = guess(RIGHT);
        assertThat(answer.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(answer.attemptsLeft()).isZero();
        assertThat(answer.entry().orElseThrow().code().tag()).isEqualTo(RIGHT);
    }

    @Test
    void aRightGuessIsRefusedFromTheEndOfItsLifeOn() {
        store.open(Calls.open(slot, "a"));
        rows.now += TTL.toMillis();
        assertThat(guess(RIGHT).outcome()).isEqualTo(Outcome.EXPIRED);
        rows.now += Duration.ofMinutes(10).toMillis() - 1;
        assertThat(guess(RIGHT).outcome()).isEqualTo(Outcome.EXPIRED);
        rows.now += 1;
        assertThat(guess(RIGHT).outcome()).as("kept for ten minutes").isEqualTo(Outcome.ABSENT);
    }

    @Test
    void aGuessThatCountsDoesNotProlongTheRow() {
        store.open(Calls.open(slot, "a"));
        rows.now += TTL.toMillis() - 1;
        guess(WRONG);
        rows.now += 1 + Duration.ofMinutes(10).toMillis() - 1;
        assertThat(guess(RIGHT).outcome()).isEqualTo(Outcome.EXPIRED);
        rows.now += 1;
        assertThat(guess(RIGHT).outcome()).isEqualTo(Outcome.ABSENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void aCodeIsComparedAsOftenAsItHasAttempts(int attempts) {
        store.open(Calls.open(slot, "a", Calls.candidate(true), attempts));
        for (int i = 1; i <= attempts; i++) {
            VerifyAnswer answer = guess(WRONG);
            assertThat(answer.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(answer.attemptsLeft()).isEqualTo(attempts - i);
        }
        VerifyAnswer answer = guess(RIGHT);
        assertThat(answer.outcome()).isEqualTo(Outcome.EXHAUSTED);
        assertThat(answer.attemptsLeft()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void aRightGuessOnTheLastAttemptIsAccepted(int attempts) {
        store.open(Calls.open(slot, "a", Calls.candidate(false), attempts));
        for (int i = 1; i < attempts; i++) {
            guess(WRONG);
        }
        assertThat(guess(RIGHT).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void whatWasAcceptedIsUsedForEverybodyElse() {
        store.open(Calls.open(slot, "a"));
        assertThat(guess(RIGHT).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(guess(RIGHT).outcome()).isEqualTo(Outcome.USED);
        assertThat(guess(WRONG).outcome()).isEqualTo(Outcome.USED);
        rows.now += TTL.toMillis();
        assertThat(guess(RIGHT).outcome()).isEqualTo(Outcome.USED);
    }

    @Test
    void aRepeatedCallGetsItsAnswerAgainAndSpendsNothing() {
        store.open(Calls.open(slot, "a"));
        for (int i = 0; i < 5; i++) {
            VerifyAnswer answer = store.verify(Calls.guess(slot, WRONG, 77));
            assertThat(answer.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(answer.attemptsLeft()).isEqualTo(2);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(store.verify(Calls.guess(slot, RIGHT, 78)).outcome()).isEqualTo(Outcome.ACCEPTED);
        }
        rows.now += TTL.toMillis();
        assertThat(store.verify(Calls.guess(slot, WRONG, 78)).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void aCodeUnderAnotherSecretIsNeitherComparedNorCounted() {
        store.open(Calls.open(slot, "a"));
        VerifyAnswer answer = store.verify(new VerifyCall(
                slot, Map.of("ffffffff", RIGHT), "ffffffff", Calls.receipt(1), Duration.ofMinutes(1), false));
        assertThat(answer.outcome()).isEqualTo(Outcome.UNREADABLE);
        assertThat(answer.attemptsLeft()).isEqualTo(3);
        assertThat(rows.alive()).as("no failure is kept").isEqualTo(1);
    }

    @Test
    void aWaryGuessIsTakenOnlyWhereNobodyHasFailed() {
        store.open(Calls.open(slot, "a"));
        assertThat(store.verify(Calls.wary(slot, WRONG, ++calls)).outcome()).isEqualTo(Outcome.REJECTED);
        VerifyAnswer refused = store.verify(Calls.wary(slot, RIGHT, ++calls));
        assertThat(refused.outcome()).isEqualTo(Outcome.WARY);
        assertThat(refused.attemptsLeft()).as("not counted").isEqualTo(2);
        assertThat(guess(RIGHT).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void nothingIsKnownOfAKeyThatHasNoCode() {
        VerifyAnswer answer = guess(RIGHT);
        assertThat(answer.outcome()).isEqualTo(Outcome.ABSENT);
        assertThat(answer.attemptsLeft()).isZero();
        assertThat(answer.entry()).isEmpty();
        assertThat(rows.alive()).isZero();
    }

    @Test
    void theLastFailureOfTheBudgetKillsTheCodeAndTheOthersOfTheSubject() {
        Slot one = Calls.slot(1, 1, Calls.budget(2));
        Slot two = Calls.slot(1, 2, Calls.budget(2));
        store.open(Calls.open(one, "a"));
        store.open(Calls.open(two, "b"));
        assertThat(store.verify(Calls.guess(one, WRONG, 1)).attemptsLeft()).isEqualTo(2);
        VerifyAnswer last = store.verify(Calls.guess(two, WRONG, 2));
        assertThat(last.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(last.attemptsLeft()).as("its code is dead").isZero();

        VerifyAnswer spent = store.verify(Calls.guess(one, RIGHT, 3));
        assertThat(spent.outcome()).isEqualTo(Outcome.SPENT);
        assertThat(spent.attemptsLeft()).isZero();
        assertThat(spent.retryAfter()).contains(Duration.ofHours(24));
        assertThat(spent.entry()).isPresent();
    }

    @Test
    void aCodeThatTheBudgetKilledStaysDeadWhenTheBudgetHasRoomAgain() {
        Slot short1 = Calls.slot(1, 1, new Budget("b", List.of(Limit.of(1, Duration.ofMinutes(1))), 100));
        store.open(Calls.open(short1, "a"));
        store.verify(Calls.guess(short1, WRONG, 1));
        rows.now += Duration.ofMinutes(1).toMillis() - 1;
        assertThat(store.verify(Calls.guess(short1, RIGHT, 2)).outcome()).isEqualTo(Outcome.SPENT);
        rows.now += 1;
        assertThat(store.verify(Calls.guess(short1, RIGHT, 3)).outcome()).isEqualTo(Outcome.EXHAUSTED);
    }

    @Test
    void aStrongCodeIsComparedWhenTheBudgetIsSpentAndItsFailuresAreNotCountedThere() {
        Slot one = Calls.slot(1, 1, Calls.budget(1));
        store.open(Calls.open(one, "a"));
        store.verify(Calls.guess(one, WRONG, 1));
        store.open(Calls.open(one, "b", Calls.candidate(true), 3));
        assertThat(store.verify(Calls.guess(one, WRONG, 2)).attemptsLeft()).isEqualTo(2);
        assertThat(store.verify(Calls.guess(one, RIGHT, 3)).outcome()).isEqualTo(Outcome.ACCEPTED);
        rows.now += Duration.ofHours(24).toMillis();
        assertThat(store.status(one).spent()).as("one failure, a day ago").isFalse();
    }

    @Test
    void aSuccessEndsTheConsecutiveRowOnly() {
        Slot two = Calls.slot(1, 1, new Budget("b", List.of(Limit.of(50, Duration.ofDays(30))), 2));
        store.open(Calls.open(two, "a"));
        store.verify(Calls.guess(two, WRONG, 1));
        store.verify(Calls.guess(two, RIGHT, 2));
        store.open(Calls.open(two, "b"));
        assertThat(store.verify(Calls.guess(two, WRONG, 3)).attemptsLeft()).isEqualTo(2);
        assertThat(store.verify(Calls.guess(two, WRONG, 4)).attemptsLeft())
                .as("two in a row are the end")
                .isZero();
        rows.now += Duration.ofMinutes(1).toMillis();
        assertThat(store.verify(Calls.guess(two, RIGHT, 5)).outcome()).isEqualTo(Outcome.SPENT);
    }

    private VerifyAnswer guess(byte[] tag) {
        return store.verify(Calls.guess(slot, tag, ++calls));
    }
}

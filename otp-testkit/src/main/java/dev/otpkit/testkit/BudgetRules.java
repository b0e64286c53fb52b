package dev.otpkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.limit.Limit;
import dev.otpkit.store.Budget;
import dev.otpkit.store.OpenAnswer;
import dev.otpkit.store.OtpStore.Part;
import dev.otpkit.store.SlotStatus;
import dev.otpkit.store.VerifyAnswer;
import dev.otpkit.store.VerifyAnswer.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many wrong guesses a subject is good for: T2. */
interface BudgetRules extends BackendContract {

    /** T2. */
    @Test
    default void failuresAddUpOverAllKeysOfASubject() {
        Subject subject = Subject.of(backend().store());
        for (int i = 0; i < 10; i++) {
            subject.open("key" + i);
            assertThat(subject.verify("key" + i, "wrong")).isEqualTo(Outcome.REJECTED);
        }
        assertThat(subject.status("another").spent()).isTrue();
        assertThat(subject.open("another").outcome()).isEqualTo(OpenAnswer.Outcome.SPENT);
        assertThat(subject.verify("key0", "right")).isEqualTo(Outcome.SPENT);
    }

    /** T2. */
    @Test
    default void fortyRoundsOfThreeGuessesAreComparedTenTimes() {
        Subject subject = Subject.of(backend().store());
        int compared = 0;
        for (int i = 0; i < 40; i++) {
            subject.opening("key" + i % 3).fresh().open();
            for (int j = 0; j < 3; j++) {
                compared += subject.verify("key" + i % 3, "wrong") == Outcome.REJECTED ? 1 : 0;
            }
        }
        assertThat(compared).isEqualTo(10);
    }

    /** T2. */
    @Test
    default void aSuccessRefillsNoWindow() {
        Subject subject = Subject.of(backend().store());
        for (int i = 0; i < 10; i++) {
            subject.opening(Subject.KEY).fresh().open();
            assertThat(subject.verify(Subject.KEY, "wrong")).isEqualTo(Outcome.REJECTED);
            if (i < 9) {
                assertThat(subject.verify(Subject.KEY, "right")).isEqualTo(Outcome.ACCEPTED);
            }
        }
        assertThat(subject.open(Subject.KEY).outcome()).isEqualTo(OpenAnswer.Outcome.SPENT);
    }

    /** And only the row: the window of 100 goes on. */
    @Test
    default void aSuccessEndsTheConsecutiveRow() {
        Budget three = new Budget("std", List.of(Limit.of(100, Duration.ofDays(1))), 3);
        Subject subject = Subject.of(backend().store()).with(three);
        subject.fail(2);
        subject.accepted(Subject.KEY);
        subject.fail(2);
        assertThat(subject.status(Subject.KEY).spent()).isFalse();
        subject.fail(1);
        assertThat(subject.status(Subject.KEY).spent()).isTrue();
    }

    /** No window ends it. */
    @Test
    default void aSpentConsecutiveRowSaysThatWaitingDoesNotHelp() {
        Budget three = new Budget("std", List.of(Limit.of(3, Duration.ofDays(1))), 3);
        Subject subject = Subject.of(backend().store()).with(three);
        subject.fail(3);
        assertThat(subject.status(Subject.KEY).retryAfter()).isEmpty();
        OpenAnswer answer = subject.open(Subject.KEY);
        assertThat(answer.outcome()).isEqualTo(OpenAnswer.Outcome.SPENT);
        assertThat(answer.retryAfter()).isEmpty();
    }

    /** NIST: a new secret shall not reset the count. */
    @Test
    default void aFreshCodeRefillsNothing() {
        Subject subject = Subject.of(backend().store());
        for (int i = 0; i < 7; i++) {
            subject.opening(Subject.KEY).fresh().open();
            subject.verify(Subject.KEY, "wrong");
        }
        assertThat(subject.room()).isEqualTo(3);
    }

    /** Its own right code does not save a subject whose budget is spent. */
    @Test
    default void aSpentBudgetKillsTheLiveShortCodes() {
        Subject subject = Subject.of(backend().store());
        subject.open(Subject.KEY);
        subject.fail(10);
        assertThat(subject.status(Subject.KEY).state()).isEqualTo(SlotStatus.State.EXHAUSTED);
        assertThat(subject.verify(Subject.KEY, "right")).isEqualTo(Outcome.SPENT);
    }

    /** "When it is spent": long codes instead of a lock-out. */
    @Test
    default void aLongCodeIsOpenedAndAcceptedUnderASpentBudget() {
        Subject subject = Subject.of(backend().store());
        subject.fail(10);
        assertThat(subject.open(Subject.KEY).outcome()).isEqualTo(OpenAnswer.Outcome.SPENT);
        assertThat(subject.opening(Subject.KEY).strong().open().outcome()).isEqualTo(OpenAnswer.Outcome.OPENED);
        assertThat(subject.verify(Subject.KEY, "wrong")).isEqualTo(Outcome.REJECTED);
        assertThat(subject.verify(Subject.KEY, "right")).isEqualTo(Outcome.ACCEPTED);
        assertThat(subject.status(Subject.KEY).spent()).isTrue();
    }

    /** They have attempts, but no budget. */
    @Test
    default void wrongGuessesAtALongCodeAreNotCountedInTheBudget() {
        Subject subject = Subject.of(backend().store());
        subject.opening(Subject.KEY).strong().attempts(10).open();
        for (int i = 0; i < 10; i++) {
            assertThat(subject.verify(Subject.KEY, "wrong")).isEqualTo(Outcome.REJECTED);
        }
        assertThat(subject.verify(Subject.KEY, "right")).isEqualTo(Outcome.EXHAUSTED);
        assertThat(subject.room()).isEqualTo(10);
    }

    /** A purpose may ask for a budget of its own by name. */
    @Test
    default void budgetsOfOtherNamesAndOfOtherSubjectsAreUntouched() {
        Subject subject = Subject.of(backend().store());
        Subject neighbour = Subject.of(backend().store());
        subject.fail(10);
        Budget other = new Budget("pay", Subject.STANDARD.limits(), 100);
        assertThat(subject.with(other).room()).isEqualTo(10);
        assertThat(neighbour.room()).isEqualTo(10);
    }

    /** All limits hold at once. */
    @Test
    default void theNarrowestOfSeveralLimitsHolds() {
        List<Limit> limits = List.of(
                Limit.of(50, Duration.ofDays(30)), Limit.of(4, Duration.ofHours(1)), Limit.of(9, Duration.ofDays(1)));
        assertThat(Subject.of(backend().store())
                        .with(new Budget("std", limits, 100))
                        .room())
                .isEqualTo(4);
        assertThat(Subject.of(backend().store())
                        .with(new Budget("std", limits, 2))
                        .room())
                .isEqualTo(2);
    }

    /** The right one among them, seen by its neighbours. */
    @Test
    default void aBudgetThatIsSpentHasRoomAgainWhenItsWindowHasPassed() {
        Time time = new Time(clock());
        Subject subject = Subject.of(backend().store()).with(Subject.failures(3, time.life()));
        subject.open("before");
        subject.fail(3);
        VerifyAnswer refused = subject.guess("before", "right").verify();
        if (refused.outcome() == Outcome.SPENT) {
            assertThat(refused.retryAfter())
                    .hasValueSatisfying(wait -> assertThat(wait).isPositive().isLessThanOrEqualTo(time.life()));
        }
        time.pass(time.life().plusMillis(1));
        assertThat(subject.status(Subject.KEY).spent()).isFalse();
        assertThat(subject.status(Subject.KEY).retryAfter()).isEmpty();
        assertThat(subject.open(Subject.KEY).outcome()).isEqualTo(OpenAnswer.Outcome.OPENED);
        assertThat(subject.verify(Subject.KEY, "right")).isEqualTo(Outcome.ACCEPTED);
    }

    /** By name and on purpose. */
    @Test
    default void erasingTheFailuresRefillsTheBudgetAndTouchesNoOther() {
        Subject subject = Subject.of(backend().store());
        Subject other = subject.with(new Budget("pay", Subject.STANDARD.limits(), 100));
        subject.fail(10);
        other.fail(4);
        subject.erase(Subject.KEY, Part.FAILURES);
        assertThat(subject.room()).isEqualTo(10);
        assertThat(other.room()).isEqualTo(6);
    }

    /** After a store was lost and came back. */
    @Test
    default void absorbingAddsFailuresAndErasesThatCodeAlone() {
        Subject subject = Subject.of(backend().store());
        subject.open("here");
        subject.open("there");
        subject.absorb("here", 4);
        assertThat(subject.verify("here", "right")).isEqualTo(Outcome.ABSENT);
        assertThat(subject.verify("there", "right")).isEqualTo(Outcome.ACCEPTED);
        assertThat(subject.room()).isEqualTo(6);
    }
}

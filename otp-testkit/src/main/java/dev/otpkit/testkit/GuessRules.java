package dev.otpkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.store.VerifyAnswer.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a code is good for: T1, T5, T6, T7, T25. */
interface GuessRules extends BackendContract {

    /** T1. */
    @Test
    default void fiftyWrongGuessesAreComparedThreeTimesAndTheRightOneAfterThemIsRefused() {
        for (int code = 0; code < rounds(); code++) {
            Subject subject = Subject.of(backend().store());
            subject.open(Subject.KEY);
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                outcomes.add(subject.verify(Subject.KEY, "wrong"));
            }
            outcomes.add(subject.verify(Subject.KEY, "right"));
            assertThat(outcomes.subList(0, 3)).containsOnly(Outcome.REJECTED);
            assertThat(outcomes.subList(3, 51)).containsOnly(Outcome.EXHAUSTED);
        }
    }

    /** T5. */
    @Test
    default void aRightGuessOnTheLastAttemptIsAccepted() {
        for (int attempts = 1; attempts <= 10; attempts++) {
            Subject subject = Subject.of(backend().store());
            subject.opening(Subject.KEY).attempts(attempts).open();
            for (int i = 1; i < attempts; i++) {
                assertThat(subject.guess(Subject.KEY, "wrong").verify().attemptsLeft())
                        .isEqualTo(attempts - i);
            }
            assertThat(subject.verify(Subject.KEY, "right")).isEqualTo(Outcome.ACCEPTED);
        }
    }

    /** Whoever asks next is told that it is used. */
    @Test
    default void aCodeIsAcceptedOnce() {
        Subject subject = Subject.of(backend().store());
        subject.accepted(Subject.KEY);
        assertThat(subject.verify(Subject.KEY, "right")).isEqualTo(Outcome.USED);
        assertThat(subject.verify(Subject.KEY, "right")).isEqualTo(Outcome.USED);
    }

    /** T7. */
    @Test
    default void aCodeIsGoodForItsOwnKeyOfItsOwnSubjectOnly() {
        Subject subject = Subject.of(backend().store());
        Subject stranger = Subject.of(backend().store());
        subject.open("login");
        assertThat(subject.verify("payment", "right")).isEqualTo(Outcome.ABSENT);
        assertThat(stranger.verify("login", "right")).isEqualTo(Outcome.ABSENT);
        subject.opening("payment").code("other").open();
        assertThat(subject.verify("payment", "right")).isEqualTo(Outcome.REJECTED);
        assertThat(subject.verify("login", "right")).isEqualTo(Outcome.ACCEPTED);
        assertThat(subject.verify("payment", "other")).isEqualTo(Outcome.ACCEPTED);
    }

    /** The entry's own secret picks the tag, whatever other tags the guess carries. */
    @Test
    default void aCodeOfAnOlderSecretIsAcceptedWhileItsTagIsSent() {
        Subject subject = Subject.of(backend().store());
        subject.opening(Subject.KEY).secret(Subject.OTHER_SECRET).open();
        assertThat(subject.guess(Subject.KEY, "right")
                        .under(Subject.SECRET)
                        .verify()
                        .outcome())
                .isEqualTo(Outcome.UNREADABLE);
        assertThat(subject.status(Subject.KEY).attemptsLeft()).isEqualTo(3);
        assertThat(subject.verify(Subject.KEY, "right")).isEqualTo(Outcome.ACCEPTED);
    }

    /** T6, late. */
    @Test
    default void aCodeIsRefusedWhenItsLifeIsOver() {
        Time time = new Time(clock());
        Subject subject = Subject.of(backend().store());
        subject.opening(Subject.KEY).ttl(time.life()).open();
        time.pass(time.life().plusMillis(1));
        assertThat(subject.verify(Subject.KEY, "right")).isEqualTo(Outcome.EXPIRED);
    }

    /** T25: with 20 other verifies between the lost reply and the repeat. */
    @Test
    default void aRepeatedWrongGuessCountsOnce() {
        Subject subject = Subject.of(backend().store());
        subject.opening(Subject.KEY).attempts(10).open();
        List<Guess> guesses = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            guesses.add(subject.guess(Subject.KEY, "wrong"));
            assertThat(guesses.get(i).verify().attemptsLeft()).isEqualTo(9 - i);
        }
        for (int i = 0; i < 20; i++) {
            subject.verify("other" + i, "wrong");
        }
        Collections.reverse(guesses);
        for (Guess guess : guesses) {
            assertThat(guess.verify().outcome()).isEqualTo(Outcome.REJECTED);
        }
        assertThat(subject.status(Subject.KEY).attemptsLeft()).isEqualTo(1);
        assertThat(subject.room()).isEqualTo(1);
    }

    /** T25. */
    @Test
    default void theOneAcceptedReachesItsCallerThoughTwentyOthersAskBetween() {
        Subject subject = Subject.of(backend().store());
        subject.open(Subject.KEY);
        Guess lost = subject.guess(Subject.KEY, "right");
        lost.verify();
        for (int i = 0; i < 20; i++) {
            assertThat(subject.verify(Subject.KEY, i % 2 == 0 ? "right" : "wrong"))
                    .isEqualTo(Outcome.USED);
        }
        assertThat(lost.verify().outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    /** Not even a budget for the subject. */
    @Test
    default void aGuessWhereNoCodeIsChangesNothing() {
        Subject subject = Subject.of(backend().store());
        for (int i = 0; i < 100; i++) {
            assertThat(subject.verify(Subject.KEY, "wrong")).isEqualTo(Outcome.ABSENT);
        }
        assertThat(subject.status(Subject.KEY).entry()).isEmpty();
        assertThat(subject.room()).isEqualTo(10);
    }
}

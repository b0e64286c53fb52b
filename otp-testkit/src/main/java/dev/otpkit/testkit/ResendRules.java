package dev.otpkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.store.Entry;
import dev.otpkit.store.OpenAnswer;
import dev.otpkit.store.OpenAnswer.Outcome;
import dev.otpkit.store.SlotStatus;
import dev.otpkit.store.VerifyAnswer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a live code is repeated, and what that leaves alone: T8. */
interface ResendRules extends BackendContract {

    /** The first candidate's seal comes back, with the audience that it is bound to. */
    @Test
    default void aResendAnswersWithTheWholeEntry() {
        Subject subject = Subject.of(backend().store());
        subject.opening(Subject.KEY).to("ada", "bob", "carl").open();
        OpenAnswer again =
                subject.opening(Subject.KEY).code("new").to("carl", "ada").open();
        assertThat(again.outcome()).isEqualTo(Outcome.RESENT);
        Entry live = again.live().orElseThrow();
        assertThat(live.code().secretId()).isEqualTo(Subject.SECRET);
        assertThat(live.code().sealed()).isEqualTo(Opening.sealed(subject.slot(Subject.KEY), Subject.SECRET, "right"));
        assertThat(live.decoy()).isFalse();
        assertThat(live.audience())
                .usingElementComparator((a, b) -> Names.hex(a).compareTo(Names.hex(b)))
                .containsExactlyInAnyOrder(Opening.audience("ada"), Opening.audience("bob"), Opening.audience("carl"));
    }

    /** Neither attempts nor life. */
    @Test
    default void aResendRefillsNothing() {
        Time time = new Time(clock());
        Subject subject = Subject.of(backend().store());
        subject.open(Subject.KEY);
        subject.verify(Subject.KEY, "wrong");
        subject.verify(Subject.KEY, "wrong");
        Duration before = subject.status(Subject.KEY).expiresIn();
        time.pass(Duration.ofMillis(5));
        OpenAnswer again = subject.opening(Subject.KEY)
                .attempts(10)
                .ttl(Duration.ofHours(1))
                .open();
        assertThat(again.outcome()).isEqualTo(Outcome.RESENT);
        assertThat(again.expiresIn()).isLessThanOrEqualTo(before.minusMillis(5));
        SlotStatus after = subject.status(Subject.KEY);
        assertThat(after.attemptsLeft()).isEqualTo(1);
        assertThat(after.expiresIn()).isLessThanOrEqualTo(before.minusMillis(5));
        assertThat(subject.verify(Subject.KEY, "wrong")).isEqualTo(VerifyAnswer.Outcome.REJECTED);
        assertThat(subject.verify(Subject.KEY, "right")).isEqualTo(VerifyAnswer.Outcome.EXHAUSTED);
    }

    /** T8: the attacker's own mailbox first, the victim's then. */
    @Test
    default void anotherAudienceGetsAFreshCodeAndTheFirstIsDead() {
        for (List<String> other : List.of(List.of("victim"), List.of("mine", "victim"), List.of("victim", "mine"))) {
            Subject subject = Subject.of(backend().store());
            subject.opening(Subject.KEY).code("first").to("mine").open();
            OpenAnswer answer = subject.opening(Subject.KEY)
                    .code("second")
                    .to(other.toArray(String[]::new))
                    .open();
            assertThat(answer.outcome()).isEqualTo(Outcome.OPENED);
            assertThat(answer.live()).isEmpty();
            assertThat(subject.verify(Subject.KEY, "first")).isEqualTo(VerifyAnswer.Outcome.REJECTED);
            assertThat(subject.verify(Subject.KEY, "second")).isEqualTo(VerifyAnswer.Outcome.ACCEPTED);
        }
    }

    /** A decoy's code is random: nobody could type it. */
    @Test
    default void aRealRequestOverADecoyIsFreshAndTheOtherWayRound() {
        Subject subject = Subject.of(backend().store());
        subject.opening(Subject.KEY).decoy().open();
        assertThat(subject.opening(Subject.KEY).decoy().open().outcome()).isEqualTo(Outcome.RESENT);
        assertThat(subject.status(Subject.KEY).entry())
                .hasValueSatisfying(entry -> assertThat(entry.decoy()).isTrue());
        assertThat(subject.open(Subject.KEY).outcome()).isEqualTo(Outcome.OPENED);
        assertThat(subject.opening(Subject.KEY).decoy().open().outcome()).isEqualTo(Outcome.OPENED);
    }

    /** A rotated secret must not hold a dead code. */
    @Test
    default void aCodeUnderASecretThatIsNotAcceptedIsReplaced() {
        Subject subject = Subject.of(backend().store());
        subject.opening(Subject.KEY).secret(Subject.OTHER_SECRET).code("old").open();
        OpenAnswer answer =
                subject.opening(Subject.KEY).accepting(Subject.SECRET).open();
        assertThat(answer.outcome()).isEqualTo(Outcome.OPENED);
        assertThat(subject.verify(Subject.KEY, "right")).isEqualTo(VerifyAnswer.Outcome.ACCEPTED);
    }

    /** Late mail must not hold a dead code. */
    @Test
    default void aCodeWithLessLifeThanAskedForIsReplaced() {
        Time time = new Time(clock());
        Subject subject = Subject.of(backend().store());
        subject.open(Subject.KEY);
        time.pass(Duration.ofMillis(5));
        Duration most = Subject.TTL.minusMillis(5);
        assertThat(subject.opening(Subject.KEY)
                        .resendWhile(most.minusMinutes(1))
                        .open()
                        .outcome())
                .isEqualTo(Outcome.RESENT);
        OpenAnswer answer =
                subject.opening(Subject.KEY).resendWhile(most.plusMillis(1)).open();
        assertThat(answer.outcome()).isEqualTo(Outcome.OPENED);
        assertThat(answer.expiresIn()).isEqualTo(Subject.TTL);
    }

    /** T25: and it is the first candidate that stays, without a second life. */
    @Test
    default void aRepeatedOpenIsOpenedOnce() {
        Subject subject = Subject.of(backend().store());
        Opening lost = subject.opening(Subject.KEY).fresh();
        assertThat(lost.open().outcome()).isEqualTo(Outcome.OPENED);
        subject.verify(Subject.KEY, "wrong");
        assertThat(lost.open().outcome()).isEqualTo(Outcome.OPENED);
        assertThat(subject.status(Subject.KEY).attemptsLeft()).isEqualTo(2);
        assertThat(subject.verify(Subject.KEY, "right")).isEqualTo(VerifyAnswer.Outcome.ACCEPTED);
        assertThat(lost.open().outcome()).isEqualTo(Outcome.OPENED);
        assertThat(subject.status(Subject.KEY).state()).isEqualTo(SlotStatus.State.USED);
    }
}

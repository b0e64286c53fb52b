package dev.otpkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.store.OtpStore;
import dev.otpkit.store.OtpStore.Part;
import dev.otpkit.store.RedeemCall;
import dev.otpkit.store.SlotStatus;
import dev.otpkit.store.VerifyAnswer;
import dev.otpkit.store.VerifyCall;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an accepted guess leaves behind, redeemable once: T30. */
interface ReceiptRules extends BackendContract {

    /** T30; and T25 for the caller whose reply was lost. */
    @Test
    default void aReceiptIsRedeemedByOneCallHoweverOftenThatIsRepeated() {
        OtpStore store = backend().store();
        Subject subject = Subject.of(store);
        VerifyCall accepted = subject.accepted(Subject.KEY);
        RedeemCall first = Subject.redeemCall(accepted);
        assertThat(store.redeem(first)).isTrue();
        assertThat(subject.redeem(accepted)).isFalse();
        assertThat(store.redeem(first)).isTrue();
        assertThat(subject.redeem(accepted)).isFalse();
    }

    /** T30: another purpose is another key. */
    @Test
    default void aReceiptIsGoodAtItsOwnKeyUnderItsOwnSecretOnly() {
        OtpStore store = backend().store();
        Subject subject = Subject.of(store);
        VerifyCall accepted = subject.accepted("reset");
        VerifyCall other = subject.accepted("login");
        assertThat(store.redeem(new RedeemCall(subject.slot("login"), "1", Subject.SECRET, accepted.receiptTag())))
                .isFalse();
        assertThat(store.redeem(
                        new RedeemCall(Subject.of(store).slot("reset"), "2", Subject.SECRET, accepted.receiptTag())))
                .isFalse();
        assertThat(store.redeem(
                        new RedeemCall(subject.slot("reset"), "3", Subject.OTHER_SECRET, accepted.receiptTag())))
                .isFalse();
        assertThat(store.redeem(new RedeemCall(subject.slot("reset"), "4", Subject.SECRET, Names.random())))
                .isFalse();
        assertThat(subject.redeem(accepted)).isTrue();
        assertThat(subject.redeem(other)).isTrue();
    }

    /** Neither a wrong guess nor a late one. */
    @Test
    default void onlyTheAcceptedGuessLeavesAReceipt() {
        Subject subject = Subject.of(backend().store());
        subject.open(Subject.KEY);
        Guess wrong = subject.guess(Subject.KEY, "wrong");
        wrong.verify();
        Guess right = subject.guess(Subject.KEY, "right");
        right.verify();
        Guess late = subject.guess(Subject.KEY, "right");
        late.verify();
        assertThat(subject.redeem(wrong.call())).isFalse();
        assertThat(subject.redeem(late.call())).isFalse();
        assertThat(subject.redeem(right.call())).isTrue();
    }

    /** T30: verify, request again, redeem. */
    @Test
    default void aLaterOpenLeavesTheReceiptAlone() {
        Subject subject = Subject.of(backend().store());
        VerifyCall accepted = subject.accepted(Subject.KEY);
        subject.open(Subject.KEY);
        subject.verify(Subject.KEY, "wrong");
        assertThat(subject.redeem(accepted)).isTrue();
    }

    /** Whatever becomes of later codes: they die, are replaced, are strong. */
    @Test
    default void laterCodesLeaveTheReceiptAndWhoRedeemedItAlone() {
        OtpStore store = backend().store();
        Subject subject = Subject.of(store);
        VerifyCall accepted = subject.accepted(Subject.KEY);
        subject.opening(Subject.KEY).attempts(1).open();
        subject.verify(Subject.KEY, "wrong");
        subject.opening(Subject.KEY).to("another").strong().open();
        subject.verify(Subject.KEY, "wrong");
        RedeemCall redeem = Subject.redeemCall(accepted);
        assertThat(store.redeem(redeem)).isTrue();
        subject.opening(Subject.KEY).to("somebody else").open();
        assertThat(subject.redeem(accepted)).as("another call").isFalse();
        assertThat(store.redeem(redeem)).as("the same one").isTrue();
    }

    /** Of a code that is used, and of one before the live one: nothing is left but the receipt, and that is whole. */
    @Test
    default void absorbingLeavesTheReceiptAlone() {
        OtpStore store = backend().store();
        Subject subject = Subject.of(store);
        Guess used = subject.guess(Subject.KEY, "right");
        subject.open(Subject.KEY);
        used.verify();
        VerifyCall replaced = subject.accepted("other");
        subject.open("other");
        subject.absorb(Subject.KEY, 0);
        subject.absorb("other", 1);
        for (String key : List.of(Subject.KEY, "other")) {
            assertThat(subject.status(key).state()).isEqualTo(SlotStatus.State.NONE);
            assertThat(subject.verify(key, "right")).isEqualTo(VerifyAnswer.Outcome.ABSENT);
        }
        assertThat(used.verify().outcome()).as("the call is not known any more").isEqualTo(VerifyAnswer.Outcome.ABSENT);
        assertThat(subject.redeem(used.call())).isTrue();
        assertThat(subject.redeem(used.call())).isFalse();
        subject.open("other");
        subject.absorb("other", 1);
        assertThat(subject.redeem(replaced)).isTrue();
        assertThat(subject.redeem(replaced)).isFalse();
    }

    /** T30: verify, cancel, redeem. */
    @Test
    default void erasingTheCodeRemovesItsReceipt() {
        Subject subject = Subject.of(backend().store());
        VerifyCall accepted = subject.accepted(Subject.KEY);
        subject.erase(Subject.KEY, Part.FAILURES);
        VerifyCall other = subject.accepted("other");
        subject.erase(Subject.KEY, Part.CODE);
        assertThat(subject.redeem(accepted)).isFalse();
        assertThat(subject.redeem(other)).isTrue();
    }

    /** One receipt a key. */
    @Test
    default void ofTwoReceiptsOfAKeyTheNewerWins() {
        Subject subject = Subject.of(backend().store());
        VerifyCall older = subject.accepted(Subject.KEY);
        VerifyCall newer = subject.accepted(Subject.KEY);
        assertThat(subject.redeem(older)).isFalse();
        assertThat(subject.redeem(newer)).isTrue();
    }

    /** The repeat of the accepted guess is not a second receipt. */
    @Test
    default void repeatingTheAcceptedGuessDoesNotRefillItsReceipt() {
        OtpStore store = backend().store();
        Subject subject = Subject.of(store);
        VerifyCall accepted = subject.accepted(Subject.KEY);
        assertThat(subject.redeem(accepted)).isTrue();
        assertThat(store.verify(accepted).outcome()).isEqualTo(VerifyAnswer.Outcome.ACCEPTED);
        assertThat(subject.redeem(accepted)).isFalse();
    }

    /** T30. */
    @Test
    default void aReceiptIsNotRedeemedWhenItsLifeIsOver() {
        Time time = new Time(clock());
        Subject subject = Subject.of(backend().store());
        subject.open(Subject.KEY);
        Guess guess = subject.guess(Subject.KEY, "right").receiptTtl(time.life());
        guess.verify();
        time.pass(time.life().plusMillis(1));
        assertThat(subject.redeem(guess.call())).isFalse();
    }
}

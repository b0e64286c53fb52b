package dev.otpkit.store;

import static dev.otpkit.store.Calls.RIGHT;
import static dev.otpkit.store.Calls.SECRET;
import static dev.otpkit.store.Calls.TTL;
import static dev.otpkit.store.Calls.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.limit.Limit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Receipts, status, erasing and absorbing. */
class RowOtpStoreRestTest {
    private static final long TEN_MINUTES = Duration.ofMinutes(10).toMillis();

    private final MapRows rows = new MapRows();
    private final OtpStore store = new RowOtpStore(rows);
    private final Slot slot = Calls.slot(1, 1);

    @Test
    void aReceiptIsRedeemedByOneCallHoweverOftenThatIsRepeated() {
        accepted(1);
        assertThat(redeem("a", 1)).isTrue();
        assertThat(redeem("a", 1)).isTrue();
        assertThat(redeem("b", 1)).isFalse();
        assertThat(redeem("a", 1)).isTrue();
    }

    @Test
    void aReceiptLivesToTheMillisecond() {
        accepted(1);
        rows.now += TEN_MINUTES - 1;
        assertThat(redeem("a", 1)).isTrue();
        accepted(2);
        rows.now += TEN_MINUTES;
        assertThat(redeem("b", 2)).isFalse();
    }

    @Test
    void anotherReceiptOrAnotherSecretRedeemsNothing() {
        accepted(1);
        assertThat(redeem("a", 2)).isFalse();
        assertThat(store.redeem(new RedeemCall(slot, "a", "ffffffff", Calls.receipt(1))))
                .isFalse();
        assertThat(store.redeem(new RedeemCall(Calls.slot(1, 2), "a", SECRET, Calls.receipt(1))))
                .isFalse();
        assertThat(redeem("a", 1)).isTrue();
    }

    @Test
    void aLaterOpenLeavesAReceiptAloneTheNewerWinsAndCancellingRemovesIt() {
        accepted(1);
        store.open(Calls.open(slot, "again"));
        assertThat(redeem("a", 1)).isTrue();
        accepted(2);
        accepted(3);
        assertThat(redeem("b", 2)).isFalse();
        store.erase(slot, OtpStore.Part.CODE);
        assertThat(redeem("c", 3)).isFalse();
    }

    @Test
    void erasingTheCodeKeepsTheFailuresAndErasingFailuresKeepsTheCode() {
        Slot spent = Calls.slot(1, 1, Calls.budget(1));
        store.open(Calls.open(spent, "a"));
        store.verify(Calls.guess(spent, WRONG, 1));
        store.erase(spent, OtpStore.Part.CODE);
        SlotStatus status = store.status(spent);
        assertThat(status.state()).isEqualTo(SlotStatus.State.NONE);
        assertThat(status.spent()).isTrue();
        assertThat(status.retryAfter()).contains(Duration.ofHours(24));
        assertThat(status.entry()).isEmpty();

        store.open(Calls.open(spent, "b", Calls.candidate(true), 3));
        store.erase(spent, OtpStore.Part.FAILURES);
        assertThat(store.status(spent).spent()).isFalse();
        assertThat(store.status(spent).state()).isEqualTo(SlotStatus.State.LIVE);
    }

    @Test
    void statusTellsTheLifeAndAttemptsOfALiveCodeAndChangesNothing() {
        store.open(Calls.open(slot, "a"));
        store.verify(Calls.guess(slot, WRONG, 1));
        rows.now += TTL.toMillis() - 1;
        SlotStatus live = store.status(slot);
        assertThat(live.state()).isEqualTo(SlotStatus.State.LIVE);
        assertThat(live.expiresIn()).isEqualTo(Duration.ofMillis(1));
        assertThat(live.attemptsLeft()).isEqualTo(2);
        assertThat(live.spent()).isFalse();
        assertThat(live.retryAfter()).isEmpty();
        assertThat(live.entry().orElseThrow().code().tag()).isEqualTo(RIGHT);
        assertThat(store.status(slot)).usingRecursiveComparison().isEqualTo(live);

        rows.now += 1;
        SlotStatus over = store.status(slot);
        assertThat(over.state()).isEqualTo(SlotStatus.State.EXPIRED);
        assertThat(over.expiresIn()).isEqualTo(Duration.ZERO);
        assertThat(over.attemptsLeft()).isZero();
        assertThat(over.entry()).isPresent();
    }

    @Test
    void aSpentBudgetShowsAShortCodeAsExhaustedAndALongOneAsLive() {
        Slot one = Calls.slot(1, 1, Calls.budget(1));
        Slot two = Calls.slot(1, 2, Calls.budget(1));
        store.open(Calls.open(one, "a"));
        store.open(Calls.open(two, "b"));
        store.verify(Calls.guess(two, WRONG, 1));
        assertThat(store.status(one).state()).isEqualTo(SlotStatus.State.EXHAUSTED);
        assertThat(store.status(one).attemptsLeft()).isZero();
        assertThat(store.status(one).expiresIn()).isEqualTo(Duration.ZERO);
        store.open(Calls.open(one, "c", Calls.candidate(true), 3));
        assertThat(store.status(one).state()).isEqualTo(SlotStatus.State.LIVE);
        assertThat(store.status(one).attemptsLeft()).isEqualTo(3);
    }

    @Test
    void statusTellsUsedAndExhaustedCodes() {
        accepted(1);
        assertThat(store.status(slot).state()).isEqualTo(SlotStatus.State.USED);
        Slot other = Calls.slot(1, 2);
        store.open(Calls.open(other, "b", Calls.candidate(false), 1));
        store.verify(Calls.guess(other, WRONG, 9));
        assertThat(store.status(other).state()).isEqualTo(SlotStatus.State.EXHAUSTED);
    }

    @Test
    void absorbingErasesTheCodeAndAddsEveryFailure() {
        Slot three = Calls.slot(1, 1, new Budget("b", List.of(Limit.of(3, Duration.ofDays(1))), 100));
        store.open(Calls.open(three, "a"));
        store.absorb(three, 0);
        assertThat(store.status(three).state()).isEqualTo(SlotStatus.State.NONE);
        assertThat(rows.alive()).as("no failure, no row").isZero();
        store.open(Calls.open(three, "b"));
        store.absorb(three, 2);
        assertThat(store.status(three).state()).isEqualTo(SlotStatus.State.NONE);
        assertThat(store.status(three).spent()).isFalse();
        store.absorb(three, 1);
        assertThat(store.status(three).spent()).isTrue();
    }

    private void accepted(int call) {
        store.open(Calls.open(slot, "open" + call));
        assertThat(store.verify(Calls.guess(slot, RIGHT, call)).outcome()).isEqualTo(VerifyAnswer.Outcome.ACCEPTED);
    }

    private boolean redeem(String callId, int receipt) {
        return store.redeem(new RedeemCall(slot, callId, SECRET, Calls.receipt(receipt)));
    }
}

package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.limit.Limit;
import dev.otpkit.store.Budget;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.Slot;
import dev.otpkit.store.SlotStatus;
import dev.otpkit.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LocalDeedsTest {
    private static final int MOST = 100_000;
    private static final Budget BUDGET = new Budget("shared", List.of(Limit.of(3, Duration.ofDays(1))), 100);
    private static final Budget OTHER = new Budget("other", List.of(Limit.of(3, Duration.ofDays(1))), 100);

    private final LocalDeeds deeds = new LocalDeeds();
    private final TestBackend shared = new TestBackend();
    private final TestBackend local = new TestBackend("local", false);

    @Test
    void aHundredThousandSlotsAreRememberedAndTheNextIsRefused() {
        for (int subject = 0; subject < MOST; subject++) {
            deeds.opened(slot(subject, 0));
        }
        full(() -> deeds.opened(slot(MOST, 0)));
        full(() -> deeds.erased(slot(MOST, 0), OtpStore.Part.CODE));
        full(() -> deeds.opened(slot(7, 1)));
        deeds.failed(slot(7, 0));
        deeds.settle(slot(7, 0).subject(), shared.store(), local.store());
        deeds.opened(slot(MOST, 0));
        full(() -> deeds.opened(slot(7, 1)));
    }

    @Test
    void aThousandKeysOfOneSubjectAreRememberedAndTheNextIsRefused() {
        for (int key = 0; key < 1000; key++) {
            deeds.erased(slot(1, key), OtpStore.Part.CODE);
        }
        full(() -> deeds.erased(slot(1, 1000), OtpStore.Part.CODE));
        deeds.erased(slot(2, 0), OtpStore.Part.CODE);
        deeds.settle(slot(1, 0).subject(), shared.store(), local.store());
        deeds.erased(slot(1, 1000), OtpStore.Part.CODE);
    }

    @Test
    void whoeverWaitsIsFoundUntilHeWasToldOf() {
        assertThat(deeds.next()).isEmpty();
        deeds.opened(slot(1, 0));
        deeds.settle(deeds.next().orElseThrow(), shared.store(), local.store());
        assertThat(deeds.next()).isEmpty();
    }

    @Test
    void aSubjectThatNothingWasDoneToCostsNoTrip() {
        deeds.settle(slot(1, 0).subject(), shared.store(), local.store());
        deeds.opened(slot(2, 0));
        deeds.settle(slot(1, 0).subject(), shared.store(), local.store());
        assertThat(shared.codes.steps).hasValue(0);
        deeds.settle(slot(2, 0).subject(), shared.store(), local.store());
        assertThat(shared.codes.steps).hasValue(1);
        deeds.settle(slot(2, 0).subject(), shared.store(), local.store());
        assertThat(shared.codes.steps).as("told once").hasValue(1);
    }

    @Test
    void theFailuresOfAllKeysOfASubjectAreTold() {
        deeds.failed(slot(1, 1));
        deeds.failed(slot(1, 2));
        deeds.failed(slot(1, 2));
        deeds.failed(slot(2, 1));
        deeds.settle(slot(1, 0).subject(), shared.store(), local.store());
        assertThat(status(slot(1, 0)).spent()).isTrue();
        assertThat(status(slot(2, 0)).spent()).isFalse();
    }

    /** A local code that outlived one outage may be guessed at in the next. */
    @Test
    void aFailureThatFindsNoRoomIsRefusedToo() {
        for (int subject = 0; subject < MOST; subject++) {
            deeds.opened(slot(subject, 0));
        }
        full(() -> deeds.failed(slot(MOST, 0)));
    }

    @Test
    void unlockingForgetsTheFailuresOfItsBudgetAlone() {
        Slot counted = slot(1, 1);
        Slot elsewhere = new Slot(counted.subject(), counted.key(), OTHER);
        for (int i = 0; i < 3; i++) {
            deeds.failed(counted);
            deeds.failed(elsewhere);
        }
        deeds.erased(slot(1, 2), OtpStore.Part.FAILURES);
        deeds.failed(counted);
        deeds.settle(counted.subject(), shared.store(), local.store());
        assertThat(status(counted).spent()).isFalse();
        assertThat(status(elsewhere).spent()).isTrue();
        shared.store().absorb(counted, 2);
        assertThat(status(counted).spent())
                .as("what came after the unlocking counts")
                .isTrue();
    }

    private SlotStatus status(Slot slot) {
        return shared.store().status(slot);
    }

    private static void full(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL));
    }

    private static Slot slot(int subject, int key) {
        return new Slot(hex(subject), hex(key), BUDGET);
    }

    private static String hex(int number) {
        return "0".repeat(24) + String.format(Locale.ROOT, "%08x", number);
    }
}

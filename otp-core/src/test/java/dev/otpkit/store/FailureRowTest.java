package dev.otpkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.limit.Limit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureRowTest {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final String ID = "failures";
    private static final Budget BUDGET =
            new Budget("shared", List.of(Limit.of(10, Duration.ofHours(24)), Limit.of(60, Duration.ofDays(30))), 100);

    private final MapRows rows = new MapRows();

    @Test
    void aSubjectThatNeverFailedHasAllOfItsBudget() {
        FailureRow row = read(BUDGET);
        assertThat(row.isSpent(rows.now)).isFalse();
        assertThat(row.retryAfter(rows.now)).isEmpty();
        assertThat(row.hasConsecutive()).isFalse();
    }

    @Test
    void theTenthFailureSpendsTheDayAndADayAfterTheFirstThereIsRoom() {
        for (int i = 0; i < 10; i++) {
            assertThat(read(BUDGET).isSpent(rows.now)).isFalse();
            fail(BUDGET);
            rows.now += 1000;
        }
        assertThat(read(BUDGET).isSpent(rows.now)).isTrue();
        assertThat(read(BUDGET).retryAfter(rows.now)).contains(Duration.ofMillis(DAY - 10_000));
        rows.now += DAY - 10_001;
        assertThat(read(BUDGET).retryAfter(rows.now)).contains(Duration.ofMillis(1));
        rows.now += 1;
        assertThat(read(BUDGET).isSpent(rows.now)).isFalse();
        assertThat(read(BUDGET).retryAfter(rows.now)).isEmpty();
    }

    @Test
    void theLongestOfItsWindowsTellsWhenThereIsRoom() {
        Budget both = new Budget("b", List.of(Limit.of(2, Duration.ofDays(30)), Limit.of(1, Duration.ofHours(1))), 100);
        fail(both);
        assertThat(read(both).retryAfter(rows.now)).contains(Duration.ofHours(1));
        fail(both);
        assertThat(read(both).retryAfter(rows.now)).contains(Duration.ofDays(30));
    }

    @Test
    void sixtyFailuresInThirtyDaysAreTheMost() {
        for (int i = 0; i < 60; i++) {
            assertThat(read(BUDGET).isSpent(rows.now)).isFalse();
            fail(BUDGET);
            succeed(BUDGET);
            rows.now += DAY / 9;
        }
        assertThat(read(BUDGET).isSpent(rows.now)).isTrue();
        assertThat(read(BUDGET).retryAfter(rows.now)).contains(Duration.ofMillis(30 * DAY - 60 * (DAY / 9)));
    }

    @Test
    void theHundredthInARowIsTheEndWhateverTheWindowsSay() {
        for (int i = 0; i < 99; i++) {
            fail(BUDGET);
            rows.now += DAY;
        }
        assertThat(read(BUDGET).isSpent(rows.now)).isFalse();
        fail(BUDGET);
        rows.now += DAY;
        assertThat(read(BUDGET).isSpent(rows.now)).isTrue();
        assertThat(read(BUDGET).retryAfter(rows.now))
                .as("waiting will not help")
                .isEmpty();
    }

    @Test
    void moreFailuresThanAByteCountsStayTheMost() {
        for (int i = 0; i < 130; i++) {
            fail(BUDGET);
        }
        rows.now += 31 * DAY;
        assertThat(read(BUDGET).isSpent(rows.now)).isTrue();
    }

    @Test
    void failuresAreKeptForThirtyDaysAfterTheLast() {
        fail(BUDGET);
        assertThat(rows.life()).isEqualTo(30 * DAY);
        rows.now += 29 * DAY;
        fail(BUDGET);
        assertThat(rows.life()).isEqualTo(30 * DAY);
    }

    @Test
    void failuresAreKeptForFourHundredDaysOnceTenCameInARow() {
        for (int i = 0; i < 9; i++) {
            fail(BUDGET);
        }
        assertThat(rows.life()).isEqualTo(30 * DAY);
        fail(BUDGET);
        assertThat(rows.life()).isEqualTo(400 * DAY);
        rows.now += 400 * DAY - 1;
        assertThat(read(BUDGET).hasConsecutive()).isTrue();
        rows.now += 1;
        assertThat(read(BUDGET).hasConsecutive()).isFalse();
    }

    @Test
    void aSuccessEndsTheRowOfFailuresAndNothingElse() {
        for (int i = 0; i < 10; i++) {
            fail(BUDGET);
        }
        rows.now += 1000;
        assertThat(read(BUDGET).hasConsecutive()).isTrue();
        succeed(BUDGET);
        assertThat(read(BUDGET).hasConsecutive()).isFalse();
        assertThat(read(BUDGET).isSpent(rows.now))
                .as("the window is not refilled")
                .isTrue();
        assertThat(rows.life()).as("a success renews nothing").isEqualTo(400 * DAY - 1000);
        fail(BUDGET);
        assertThat(rows.life()).as("nor is a life cut short").isEqualTo(400 * DAY - 1000);
    }

    @Test
    void aNodeWithASmallerBudgetDoesNotShortenTheOthers() {
        Budget smaller = new Budget("shared", List.of(Limit.of(2, Duration.ofHours(1))), 100);
        for (int i = 0; i < 9; i++) {
            fail(BUDGET);
        }
        fail(smaller);
        rows.now += 2 * Duration.ofHours(1).toMillis();
        assertThat(read(smaller).isSpent(rows.now)).isFalse();
        assertThat(read(BUDGET).isSpent(rows.now)).isTrue();
    }

    private FailureRow read(Budget budget) {
        return FailureRow.read(budget, rows.get(ID));
    }

    private void fail(Budget budget) {
        FailureRow row = read(budget);
        row.add(rows.now, 1);
        row.save(rows, ID, rows.now);
    }

    private void succeed(Budget budget) {
        FailureRow row = read(budget);
        row.endRow();
        row.save(rows, ID, rows.now);
    }
}

package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.store.Budget;
import dev.otpkit.store.Slot;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTest {
    private static final String ID = "0123456789abcdef".repeat(2);

    @ParameterizedTest(name = "{1} in {2} on {0} nodes: {3} in {4}")
    @CsvSource({
        "1, 10, PT24H, 5, PT24H",
        "4, 10, PT24H, 1, PT24H",
        "5, 10, PT24H, 1, PT24H",
        "6, 10, PT24H, 1, PT28H48M",
        "4, 60, PT720H, 7, PT720H",
        "4, 1, PT60S, 1, PT8M",
        "4, 7, PT1H, 1, PT1H8M34.285714285S",
        "4, 8, PT1H, 1, PT1H",
        "4, 15, PT1H, 1, PT1H",
        "4, 16, PT1H, 2, PT1H",
        "1000, 1000000, PT1H, 500, PT1H",
    })
    void aNodeHasItsPartOfHalfALimitOrOnePermitInALongerWindow(
            int nodes, int permits, Duration window, int share, Duration inWindow) {
        assertThat(new Share(nodes).of(Limit.of(permits, window))).isEqualTo(Limit.of(share, inWindow));
    }

    @Test
    void onceIsNothingToHaveAPartOf() {
        List<Bucket> once = List.of(new Bucket(Bucket.Kind.REPORT, ID, List.of(Limit.of(1, Duration.ofDays(3)))));
        assertThat(new Share(1_000).of(once)).isEqualTo(once);
    }

    @Test
    void noWindowOverAllNodesGetsMoreThanHalfOfTheLimitInTheLongRun() {
        for (int nodes = 1; nodes <= 50; nodes++) {
            for (int permits = 1; permits <= 100; permits++) {
                Limit share = new Share(nodes).of(Limit.of(permits, Duration.ofHours(1)));
                double perHour = share.permits() * 3_600_000.0 / share.window().toMillis();
                assertThat(nodes * perHour).isLessThanOrEqualTo(permits / 2.0 + 1e-4);
            }
        }
    }

    @Test
    void bucketsAndBudgetsKeepTheirNamesAndEveryLimitIsShared() {
        Share four = new Share(4);
        Limit day = Limit.of(16, Duration.ofDays(1));
        Limit minute = Limit.of(1, Duration.ofMinutes(1));
        assertThat(four.of(List.of(new Bucket(Bucket.Kind.SUBJECT, ID, List.of(day, minute)))))
                .containsExactly(new Bucket(
                        Bucket.Kind.SUBJECT,
                        ID,
                        List.of(Limit.of(2, Duration.ofDays(1)), Limit.of(1, Duration.ofMinutes(8)))));
        Slot slot = new Slot(ID, ID, new Budget("b", List.of(day), 100));
        assertThat(four.of(slot))
                .isEqualTo(new Slot(ID, ID, new Budget("b", List.of(Limit.of(2, Duration.ofDays(1))), 12)));
        Slot short1 = new Slot(ID, ID, new Budget("b", List.of(day), 7));
        assertThat(four.of(short1).budget().consecutive()).as("at least one").isEqualTo(1);
    }
}

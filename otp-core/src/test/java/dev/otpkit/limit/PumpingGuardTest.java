package dev.otpkit.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PumpingGuardTest {
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void withoutAWordThisIsJudgedBy() {
        PumpingGuard guard = PumpingGuard.standard();
        assertThat(guard.rangeSample()).isEqualTo(10);
        assertThat(guard.countrySample()).isEqualTo(50);
        assertThat(guard.window()).isEqualTo(DAY);
        assertThat(guard.patience()).isEqualTo(Duration.ofMinutes(5));
        assertThat(guard.slowBelow()).isEqualTo(20);
        assertThat(guard.stopBelow()).isEqualTo(5);
        assertThat(guard.reserve()).isEqualTo(25);
        assertThat(guard.isReportOnly()).isFalse();
        assertThat(SendLimits.standard().pumping()).isPresent();
        assertThat(SendLimits.allowUnlimited("a test").pumping()).isEmpty();
    }

    @Test
    void whatWasBuiltDoesNotChangeWithItsBuilder() {
        PumpingGuard.Builder builder = PumpingGuard.builder()
                .sample(3, 7)
                .window(Duration.ofHours(6))
                .patience(Duration.ofMinutes(2))
                .slowBelow(30)
                .stopBelow(10)
                .reserve(40);
        PumpingGuard before = builder.build();
        PumpingGuard after = builder.sample(1, 1)
                .window(DAY)
                .patience(Duration.ofMinutes(1))
                .slowBelow(0)
                .stopBelow(0)
                .reserve(0)
                .reportOnly()
                .build();
        assertThat(before.rangeSample()).isEqualTo(3);
        assertThat(before.countrySample()).isEqualTo(7);
        assertThat(before.window()).isEqualTo(Duration.ofHours(6));
        assertThat(before.patience()).isEqualTo(Duration.ofMinutes(2));
        assertThat(before.slowBelow()).isEqualTo(30);
        assertThat(before.stopBelow()).isEqualTo(10);
        assertThat(before.reserve()).isEqualTo(40);
        assertThat(before.isReportOnly()).isFalse();
        assertThat(after.isReportOnly()).isTrue();
        assertThat(SendLimits.builder().pumping(before).build().pumping()).contains(before);
    }

    @Test
    void whatMakesNoSenseIsRefusedWithItsBound() {
        PumpingGuard.Builder builder = PumpingGuard.builder();
        refused(() -> builder.sample(0, 1), "range's sample must be 1..1000000: 0");
        refused(() -> builder.sample(1_000_001, 1), "range's sample must be 1..1000000: 1000001");
        refused(() -> builder.sample(1, 0), "country's sample must be 1..1000000: 0");
        refused(() -> builder.window(Duration.ofMinutes(59)), "window must be PT1H..PT720H: PT59M");
        refused(() -> builder.window(Duration.ofDays(31)), "window must be PT1H..PT720H: PT744H");
        refused(() -> builder.patience(Duration.ofSeconds(59)), "patience must be PT1M..PT30M: PT59S");
        refused(() -> builder.patience(Duration.ofMinutes(31)), "patience must be PT1M..PT30M: PT31M");
        refused(() -> builder.slowBelow(-1), "slowBelow must be 0..90: -1");
        refused(() -> builder.slowBelow(91), "slowBelow must be 0..90: 91");
        refused(() -> builder.stopBelow(91), "stopBelow must be 0..90: 91");
        refused(() -> builder.reserve(91), "reserve must be 0..90: 91");
        refused(() -> builder.slowBelow(10).stopBelow(11).build(), "stopBelow must be at most slowBelow: 11 and 10");
        assertThat(builder.stopBelow(10).build().stopBelow()).isEqualTo(10);
    }

    @Test
    void spendingIsCountedInPartsOfTheCapRoundedUp() {
        SendLimits limits = SendLimits.builder()
                .spending(
                        new BigDecimal("30"),
                        Map.of("GB", new BigDecimal("0.04"), "AZ", new BigDecimal("0.31"), "US", new BigDecimal("30")))
                .build();
        assertThat(limits.of(Bucket.Kind.SPENDING)).containsExactly(Limit.of(10_000_000, DAY));
        assertThat(limits.weight("GB")).isEqualTo(13_334);
        assertThat(limits.weight("AZ")).isEqualTo(103_334);
        assertThat(limits.weight("US")).isEqualTo(10_000_000);
        assertThat(limits.weight("FR")).as("as the dearest").isEqualTo(10_000_000);
        assertThat(SendLimits.standard().weight("FR")).isEqualTo(1);
        assertThat(SendLimits.standard().of(Bucket.Kind.SPENDING)).isEmpty();
    }

    @Test
    void pricesThatMakeNoSenseAreRefused() {
        SendLimits.Builder builder = SendLimits.builder();
        refused(() -> builder.spending(BigDecimal.TEN, Map.of()), "spending(cap, prices) needs a price");
        for (String price : new String[] {"0", "-1", "0.0000009", "10.01"}) {
            refused(
                    () -> builder.spending(BigDecimal.TEN, Map.of("GB", new BigDecimal(price))),
                    "price of GB must be at most 10, and at least a ten-millionth of it: " + price);
        }
        refused(
                () -> builder.spending(BigDecimal.ZERO, Map.of("GB", BigDecimal.ZERO)),
                "price of GB must be at most 0, and at least a ten-millionth of it: 0");
        assertThat(builder.spending(BigDecimal.TEN, Map.of("GB", new BigDecimal("0.000001")))
                        .build()
                        .weight("GB"))
                .isEqualTo(1);
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}

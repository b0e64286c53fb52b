package dev.otpkit.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Limit ONE = Limit.of(1, HOUR);

    @Test
    void aLimitCanBeCounted() {
        assertThat(Limit.of(5, HOUR)).isEqualTo(new Limit(5, HOUR));
        assertThatCode(() -> Limit.of(1, Duration.ofMillis(1))).doesNotThrowAnyException();
        assertThatCode(() -> Limit.of(10_000_000, Duration.ofDays(400))).doesNotThrowAnyException();
        refused(() -> Limit.of(0, HOUR), "permits must be 1..10000000: 0");
        refused(() -> Limit.of(-1, HOUR), "permits must be 1..10000000: -1");
        refused(() -> Limit.of(10_000_001, HOUR), "permits must be 1..10000000: 10000001");
        refused(() -> Limit.of(1, Duration.ofNanos(999_999)), "window must be PT0.001S..PT9600H: PT0.000999999S");
        refused(() -> Limit.of(1, Duration.ofDays(-1)), "window must be PT0.001S..PT9600H: PT-24H");
        refused(
                () -> Limit.of(1, Duration.ofDays(400).plusMillis(1)),
                "window must be PT0.001S..PT9600H: PT9600H0.001S");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ada@example.com", "0123456789abcdef0123456789abcde", "0123456789ABCDEF0123456789ABCDEF"})
    void aBucketsIdIsOpaque(String id) {
        refused(
                () -> new Bucket(Bucket.Kind.RECIPIENT, id, List.of(ONE)),
                "a bucket's id must be 32 hexadecimal digits");
    }

    @Test
    void aBucketHasALimitAndKeepsTheOnesItWasGiven() {
        String id = "0123456789abcdef".repeat(2);
        refused(() -> new Bucket(Bucket.Kind.GLOBAL, id, List.of()), "a bucket must have a limit: GLOBAL");
        List<Limit> limits = new ArrayList<>(List.of(ONE));
        Bucket bucket = new Bucket(Bucket.Kind.GLOBAL, id, limits);
        limits.clear();
        assertThat(bucket.limits()).containsExactly(ONE);
    }

    @Test
    void aPermitSaysWhoRefusedAndForHowLong() {
        assertThat(Permit.granted().isGranted()).isTrue();
        assertThat(Permit.granted().refusedBy()).isEmpty();
        assertThat(Permit.granted().retryAfter()).isEqualTo(Duration.ZERO);
        assertThat(Permit.granted()).hasToString("granted");
        Permit refused = Permit.refused(Bucket.Kind.COUNTRY, HOUR);
        assertThat(refused.isGranted()).isFalse();
        assertThat(refused.refusedBy()).contains(Bucket.Kind.COUNTRY);
        assertThat(refused.retryAfter()).isEqualTo(HOUR);
        assertThat(refused).hasToString("refused by COUNTRY for PT1H");
    }

    @Test
    void withoutAWordTheStandardLimitsHold() {
        SendLimits standard = SendLimits.standard();
        assertThat(standard.of(Bucket.Kind.RECIPIENT))
                .containsExactly(
                        Limit.of(1, Duration.ofSeconds(60)), Limit.of(5, HOUR), Limit.of(10, Duration.ofDays(1)));
        assertThat(standard.of(Bucket.Kind.SUBJECT))
                .containsExactly(Limit.of(10, HOUR), Limit.of(20, Duration.ofDays(1)));
        assertThat(standard.of(Bucket.Kind.CLIENT_IP)).containsExactly(Limit.of(50, HOUR));
        for (Bucket.Kind kind : List.of(Bucket.Kind.COUNTRY, Bucket.Kind.PREFIX, Bucket.Kind.GLOBAL)) {
            assertThat(standard.of(kind)).isEmpty();
        }
        assertThat(standard.unlimited()).isEmpty();
        assertThat(standard.toString())
                .startsWith("SendLimits{")
                .contains("CLIENT_IP=[Limit[permits=50, window=PT1H]]");
    }

    @ParameterizedTest
    @EnumSource(names = {"RECIPIENT", "SUBJECT", "CLIENT_IP", "COUNTRY", "PREFIX", "GLOBAL"})
    void eachKindIsReplacedWithoutTouchingTheOthers(Bucket.Kind kind) {
        BiFunction<SendLimits.Builder, Limit[], SendLimits.Builder> setter = setter(kind);
        SendLimits limits =
                setter.apply(SendLimits.builder(), new Limit[] {ONE}).build();
        for (Bucket.Kind other : Bucket.Kind.values()) {
            assertThat(limits.of(other))
                    .isEqualTo(
                            other == kind ? List.of(ONE) : SendLimits.standard().of(other));
        }
        refused(
                () -> setter.apply(SendLimits.builder(), new Limit[0]),
                "a limit is missing for " + kind + "; to have none at all, say SendLimits.allowUnlimited(reason)");
    }

    private static BiFunction<SendLimits.Builder, Limit[], SendLimits.Builder> setter(Bucket.Kind kind) {
        return switch (kind) {
            case RECIPIENT -> SendLimits.Builder::recipient;
            case SUBJECT -> SendLimits.Builder::subject;
            case CLIENT_IP -> SendLimits.Builder::clientIp;
            case COUNTRY -> SendLimits.Builder::country;
            case PREFIX -> SendLimits.Builder::prefix;
            default -> SendLimits.Builder::global;
        };
    }

    @Test
    void whatWasBuiltDoesNotChangeWithItsBuilder() {
        SendLimits.Builder builder = SendLimits.builder().global(ONE);
        SendLimits before = builder.build();
        builder.global(Limit.of(9, HOUR));
        assertThat(before.of(Bucket.Kind.GLOBAL)).containsExactly(ONE);
    }

    @Test
    void aWeightIsCountedInSumsOnly() {
        String id = "0".repeat(32);
        refused(
                () -> new Bucket(Bucket.Kind.SPENDING, id, List.of(Limit.of(500, HOUR)), 0),
                "weight must be 1, or more with limits over 100 permits only: 0");
        refused(
                () -> new Bucket(Bucket.Kind.SPENDING, id, List.of(Limit.of(500, HOUR), Limit.of(100, HOUR)), 2),
                "weight must be 1, or more with limits over 100 permits only: 2");
        assertThat(new Bucket(Bucket.Kind.SPENDING, id, List.of(Limit.of(101, HOUR)), 2).weight())
                .isEqualTo(2);
        assertThat(new Bucket(Bucket.Kind.GLOBAL, id, List.of(Limit.of(100, HOUR))).weight())
                .isEqualTo(1);
    }

    @Test
    void noLimitAtAllNeedsAReason() {
        SendLimits none = SendLimits.allowUnlimited("a trusted network");
        for (Bucket.Kind kind : Bucket.Kind.values()) {
            assertThat(none.of(kind)).isEmpty();
        }
        assertThat(none.unlimited()).contains("a trusted network");
        assertThat(none).hasToString("SendLimits[unlimited: a trusted network]");
        refused(() -> SendLimits.allowUnlimited(" "), "allowUnlimited(reason) must say why");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}

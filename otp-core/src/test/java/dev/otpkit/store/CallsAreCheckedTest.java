package dev.otpkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.limit.Limit;
import dev.otpkit.limit.RateLimiter;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallsAreCheckedTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration TEN = Duration.ofMinutes(10);

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a b", "a-b", "ab:", "0123456789abcdef0", "ä"})
    void aBudgetsIdIsSixteenLettersAndDigitsAtMost(String id) {
        refused(
                () -> new Budget(id, List.of(Limit.of(1, DAY)), 1),
                "a budget's id must be 1..16 lower-case letters and digits: " + id);
    }

    @Test
    void aBudgetIsCountedExactly() {
        assertThatCode(() -> new Budget("0123456789abcdef", List.of(Limit.of(100, Duration.ofDays(30))), 100))
                .doesNotThrowAnyException();
        assertThatCode(() -> new Budget("a", List.of(Limit.of(1, DAY)), 1)).doesNotThrowAnyException();
        refused(() -> new Budget("a", List.of(), 1), "a budget must have a limit: a");
        refused(
                () -> new Budget("a", List.of(Limit.of(1, DAY), Limit.of(101, DAY)), 1),
                "a budget's limit must be 1..100 failures: 101");
        refused(
                () -> new Budget("a", List.of(Limit.of(1, Duration.ofDays(30).plusMillis(1))), 1),
                "a budget's window must be at most PT720H: PT720H0.001S");
        refused(() -> new Budget("a", List.of(Limit.of(1, DAY)), 0), "consecutive failures must be 1..100: 0");
        refused(() -> new Budget("a", List.of(Limit.of(1, DAY)), 101), "consecutive failures must be 1..100: 101");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "A0000000000000000000000000000000", "g0000000000000000000000000000000"})
    void aSlotsNamesAreOpaque(String name) {
        String message = "a slot's subject and key must be 32 hexadecimal digits";
        refused(() -> new Slot(name, Calls.hex(1), Calls.BUDGET), message);
        refused(() -> new Slot(Calls.hex(1), name, Calls.BUDGET), message);
        refused(() -> new Slot(Calls.hex(1) + "0", Calls.hex(1), Calls.BUDGET), message);
    }

    @Test
    void aCandidateHasATagOfSixteenBytesAndASealThatFits() {
        assertThatCode(() -> candidate("01234567", 16, 1000)).doesNotThrowAnyException();
        refused(() -> candidate("0123456", 16, 0), "a secret's id must be 8 hexadecimal digits");
        refused(() -> candidate("012345678", 16, 0), "a secret's id must be 8 hexadecimal digits");
        refused(() -> candidate("0123456x", 16, 0), "a secret's id must be 8 hexadecimal digits");
        String message = "a candidate must have a tag of 16 bytes and at most 1000 sealed bytes: ";
        refused(() -> candidate("01234567", 15, 0), message + "15, 0");
        refused(() -> candidate("01234567", 17, 0), message + "17, 0");
        refused(() -> candidate("01234567", 16, 1001), message + "16, 1001");
    }

    private static Candidate candidate(String id, int tag, int sealed) {
        return new Candidate(id, new byte[tag], new byte[sealed], false);
    }

    @Test
    void anOpenHasAnAudienceAndAttemptsThatAStoreCanKeep() {
        assertThatCode(() -> open(1, 1)).doesNotThrowAnyException();
        assertThatCode(() -> open(16, 10)).doesNotThrowAnyException();
        refused(() -> open(0, 3), "an audience must be 1..16 recipients: 0");
        refused(() -> open(17, 3), "an audience must be 1..16 recipients: 17");
        refused(() -> open(1, 0), "attempts must be 1..10: 0");
        refused(() -> open(1, 11), "attempts must be 1..10: 11");
        refused(() -> open(Calls.TTL, new byte[7]), "an audience tag must be 8 bytes");
        assertThatCode(() -> open(Duration.ofMillis(1), Calls.ADA)).doesNotThrowAnyException();
        assertThatCode(() -> open(DAY, Calls.ADA)).doesNotThrowAnyException();
        refused(() -> open(Duration.ZERO, Calls.ADA), "ttl must be PT0.001S..PT24H: PT0S");
        refused(() -> open(DAY.plusMillis(1), Calls.ADA), "ttl must be PT0.001S..PT24H: PT24H0.001S");
    }

    private static OpenCall open(int audience, int attempts) {
        return new OpenCall(
                Calls.slot(1, 1),
                "call",
                Calls.candidate(false),
                Set.of(),
                Collections.nCopies(audience, Calls.ADA),
                false,
                Calls.TTL,
                Calls.TTL,
                attempts);
    }

    private static OpenCall open(Duration ttl, byte[] audienceTag) {
        return new OpenCall(
                Calls.slot(1, 1), "call", Calls.candidate(false), Set.of(), List.of(audienceTag), false, ttl, ttl, 3);
    }

    @Test
    void aGuessBringsAReceiptThatAStoreCanKeep() {
        assertThatCode(() -> guess("00000000", 16, Duration.ofMillis(1))).doesNotThrowAnyException();
        assertThatCode(() -> guess("00000000", 16, TEN)).doesNotThrowAnyException();
        refused(() -> guess("00000000", 15, TEN), "a receipt's tag must be 16 bytes: 15");
        refused(() -> guess("0000", 16, TEN), "a secret's id must be 8 hexadecimal digits");
        refused(
                () -> guess("00000000", 16, Duration.ofNanos(999_999)),
                "receiptTtl must be PT0.001S..PT10M: PT0.000999999S");
        refused(() -> guess("00000000", 16, TEN.plusMillis(1)), "receiptTtl must be PT0.001S..PT10M: PT10M0.001S");
    }

    private static VerifyCall guess(String secretId, int receiptTag, Duration receiptTtl) {
        return new VerifyCall(Calls.slot(1, 1), Map.of(), secretId, new byte[receiptTag], receiptTtl, false);
    }

    @Test
    void aReceiptComesBackAsItWasMade() {
        assertThatCode(() -> redeem("00000000", 16)).doesNotThrowAnyException();
        refused(() -> redeem("00000000", 17), "a receipt's tag must be 16 bytes: 17");
        refused(() -> redeem("0000000x", 16), "a secret's id must be 8 hexadecimal digits");
    }

    private static RedeemCall redeem(String secretId, int receiptTag) {
        return new RedeemCall(Calls.slot(1, 1), "call", secretId, new byte[receiptTag]);
    }

    @Test
    void callsCopyTheCollectionsTheyAreGiven() {
        List<Limit> limits = new ArrayList<>(List.of(Limit.of(1, DAY)));
        Budget budget = new Budget("a", limits, 1);
        Set<String> accepted = new HashSet<>(Set.of("a"));
        List<byte[]> audience = new ArrayList<>(List.of(Calls.ADA));
        OpenCall open =
                new OpenCall(Calls.slot(1, 1), "c", Calls.candidate(false), accepted, audience, false, DAY, DAY, 1);
        Map<String, byte[]> tags = new HashMap<>(Map.of("a", Calls.RIGHT));
        VerifyCall verify = new VerifyCall(Calls.slot(1, 1), tags, Calls.SECRET, Calls.RIGHT, TEN, false);
        limits.clear();
        accepted.clear();
        audience.clear();
        tags.clear();
        assertThat(budget.limits()).hasSize(1);
        assertThat(open.accepted()).hasSize(1);
        assertThat(open.audience()).hasSize(1);
        assertThat(verify.tags()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void onlyAStoreThatMayComeBackIsLost(StoreException.Kind kind) {
        IOException cause = new IOException("10.0.0.1");
        StoreException told = new StoreException(kind, cause);
        assertThat(told).hasMessage(kind.name()).hasCause(cause);
        assertThat(new StoreException(kind)).hasMessage(kind.name()).hasNoCause();
        assertThat(told.kind()).isEqualTo(kind);
        assertThat(told.isLoss())
                .isEqualTo(
                        switch (kind) {
                            case UNREACHABLE, TIMEOUT, UNAVAILABLE -> true;
                            case FULL, DENIED, INTERRUPTED, BROKEN -> false;
                        });
    }

    @Test
    void aBackendOfOnesOwnIsSharedAndGoesByTheSystemsClock() {
        MapRows rows = new MapRows();
        OtpBackend on = OtpBackend.on("rows", rows);
        assertThat(on.name()).isEqualTo("rows");
        assertThat(on.shared()).isTrue();
        assertThat(on.clock()).isEqualTo(Clock.systemUTC());
        OtpStore store = new RowOtpStore(rows);
        RateLimiter limiter = new RowRateLimiter(rows);
        OtpBackend of = OtpBackend.of("own", store, limiter);
        assertThat(of.name()).isEqualTo("own");
        assertThat(of.shared()).isTrue();
        assertThat(of.store()).isSameAs(store);
        assertThat(of.limiter()).isSameAs(limiter);
        assertThat(on.store().status(Calls.slot(1, 1)).state()).isEqualTo(SlotStatus.State.NONE);
        assertThat(on.limiter().acquire(List.of(), "a").isGranted()).isTrue();
    }

    @Test
    void aRowStoreHasNoEndUnlessItSaysSo() {
        RowStore.Rows rows = new RowStore.Rows() {
            @Override
            public java.time.Instant now() {
                return java.time.Instant.EPOCH;
            }

            @Override
            public byte[] get(String id) {
                return new byte[0];
            }

            @Override
            public void put(String id, byte[] row, Duration life) {}

            @Override
            public void remove(String id) {}
        };
        assertThat(rows.full()).isFalse();
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}

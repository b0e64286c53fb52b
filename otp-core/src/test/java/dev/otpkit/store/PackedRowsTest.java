package dev.otpkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PackedRowsTest {
    private static final String ID = "row";
    private static final long TEN_MINUTES = Duration.ofMinutes(10).toMillis();

    private final MapRows rows = new MapRows();
    private final SplittableRandom random = new SplittableRandom(42);

    @Test
    void aCodeComesBackAsItWasWhateverItsFields() {
        for (int round = 0; round < 500; round++) {
            OpenCall call = randomCall();
            CodeRow code = CodeRow.open(call, rows.now);
            List<Integer> counted =
                    random.ints(random.nextInt(0, call.attempts() + 1)).boxed().toList();
            counted.forEach(code::count);
            boolean dead = random.nextBoolean();
            if (dead) {
                code.kill();
            }
            byte[] usedBy = random.nextBoolean() ? bytes(Candidate.TAG) : null;
            if (usedBy != null) {
                code.use(usedBy);
            }
            code.save(rows, ID, rows.now);
            assertThat(rows.life()).isEqualTo(call.ttl().toMillis() + TEN_MINUTES);

            byte[] packed = rows.get(ID);
            CodeRow read = CodeRow.read(packed);
            assertSame(read, call);
            counted.forEach(tag -> assertThat(read.hasCounted(tag)).isTrue());
            assertThat(read.hasFailure()).isEqualTo(!counted.isEmpty());
            assertThat(read.isUsed()).isEqualTo(usedBy != null);
            assertThat(usedBy == null || read.isUsedBy(usedBy)).isTrue();
            assertThat(read.isUsedBy(bytes(Candidate.TAG))).isFalse();
            assertThat(read.attemptsLeft()).isEqualTo(dead || usedBy != null ? 0 : call.attempts() - counted.size());
            read.save(rows, ID, rows.now);
            assertThat(rows.get(ID)).isEqualTo(packed);
        }
    }

    private void assertSame(CodeRow read, OpenCall call) {
        assertThat(read.code().secretId()).isEqualTo(call.candidate().secretId());
        assertThat(read.code().tag()).isEqualTo(call.candidate().tag());
        assertThat(read.code().sealed()).isEqualTo(call.candidate().sealed());
        assertThat(read.code().strong()).isEqualTo(call.candidate().strong());
        assertThat(read.entry().code()).isSameAs(read.code());
        assertThat(read.entry().decoy()).isEqualTo(call.decoy());
        assertThat(read.entry().audience().toArray(byte[][]::new))
                .isEqualTo(call.audience().toArray(byte[][]::new));
        assertThat(read.life(rows.now)).isEqualTo(call.ttl().toMillis());
        assertThat(read.isOpenedBy(call.callId())).isTrue();
        assertThat(read.isOpenedBy(call.callId() + "x")).isFalse();
    }

    @Test
    void aCodesStateGoesByItsMarksAndToTheMillisecondByItsLife() {
        CodeRow code = CodeRow.open(Calls.open(Calls.slot(1, 1), "a"), 0);
        long end = Calls.TTL.toMillis();
        assertThat(code.state(end - 1)).isEqualTo(SlotStatus.State.LIVE);
        assertThat(code.state(end)).isEqualTo(SlotStatus.State.EXPIRED);
        code.count(1);
        code.count(2);
        assertThat(code.state(end - 1)).isEqualTo(SlotStatus.State.LIVE);
        code.count(3);
        assertThat(code.state(end - 1)).isEqualTo(SlotStatus.State.EXHAUSTED);
        assertThat(code.state(end)).isEqualTo(SlotStatus.State.EXPIRED);
        code.use(Calls.RIGHT);
        assertThat(code.state(end - 1)).isEqualTo(SlotStatus.State.USED);
        assertThat(code.state(end)).isEqualTo(SlotStatus.State.USED);
    }

    @Test
    void aReceiptComesBackAsItWas() {
        for (int round = 0; round < 200; round++) {
            byte[] tag = bytes(Candidate.TAG);
            String secretId = secretId();
            Duration life = Duration.ofMillis(random.nextLong(1, TEN_MINUTES));
            Slot slot = Calls.slot(1, 1);
            VerifyCall call = new VerifyCall(slot, Map.of(), secretId, tag, life, false);
            ReceiptRow.of(call, rows.now).save(rows, ID, rows.now);
            assertThat(rows.life()).isEqualTo(life.toMillis());

            ReceiptRow read = ReceiptRow.read(rows.get(ID));
            assertThat(read.is(new RedeemCall(slot, "a", secretId, tag))).isTrue();
            assertThat(read.is(new RedeemCall(slot, "a", secretId, bytes(Candidate.TAG))))
                    .isFalse();
            assertThat(read.is(new RedeemCall(slot, "a", secretId(), tag))).isFalse();
            assertThat(read.isRedeemed()).isFalse();
            assertThat(read.isRedeemedBy("a")).isFalse();

            read.redeem("a");
            rows.now += 1;
            if (life.toMillis() > 1) {
                read.save(rows, ID, rows.now);
                assertThat(rows.life()).as("redeeming renews nothing").isEqualTo(life.toMillis() - 1);
                ReceiptRow redeemed = ReceiptRow.read(rows.get(ID));
                assertThat(redeemed.is(new RedeemCall(slot, "b", secretId, tag)))
                        .isTrue();
                assertThat(redeemed.isRedeemed()).isTrue();
                assertThat(redeemed.isRedeemedBy("a")).isTrue();
                assertThat(redeemed.isRedeemedBy("b")).isFalse();
            }
        }
    }

    @Test
    void aReceiptThatNobodyRedeemedWasRedeemedByNobody() {
        ReceiptRow fresh = ReceiptRow.of(Calls.guess(Calls.slot(1, 1), Calls.RIGHT, 1), 0);
        assertThat("".hashCode()).as("what an empty row would hold").isZero();
        assertThat(fresh.isRedeemedBy("")).isFalse();
    }

    private OpenCall randomCall() {
        List<byte[]> audience = new ArrayList<>();
        for (int i = random.nextInt(1, 17); i > 0; i--) {
            audience.add(bytes(OpenCall.AUDIENCE_TAG));
        }
        return new OpenCall(
                Calls.slot(1, 1),
                secretId() + secretId(),
                new Candidate(secretId(), bytes(Candidate.TAG), bytes(random.nextInt(0, 1001)), random.nextBoolean()),
                Set.of(),
                audience,
                random.nextBoolean(),
                Duration.ofMillis(random.nextLong(1, 86_400_001)),
                Duration.ZERO,
                random.nextInt(1, 11));
    }

    private String secretId() {
        return java.util.HexFormat.of().toHexDigits(random.nextInt());
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}

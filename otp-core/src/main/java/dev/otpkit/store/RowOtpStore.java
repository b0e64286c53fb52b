package dev.otpkit.store;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The state machine in plain Java, over rows. */
final class RowOtpStore implements OtpStore {
    private final RowStore rowStore;

    RowOtpStore(RowStore rowStore) {
        this.rowStore = rowStore;
    }

    @Override
    public OpenAnswer open(OpenCall call) {
        String codeId = codeId(call.slot());
        String failuresId = failuresId(call.slot());
        return rowStore.atomically(List.of(codeId, failuresId), rows -> {
            long now = rows.now().toEpochMilli();
            byte[] row = rows.get(codeId);
            FailureRow failures = FailureRow.read(call.slot().budget(), rows.get(failuresId));
            if (row != null) {
                CodeRow code = CodeRow.read(row);
                if (code.isOpenedBy(call.callId())) {
                    return OpenAnswer.opened(Duration.ofMillis(Math.max(0, code.life(now))));
                }
                boolean live = code.state(now) == SlotStatus.State.LIVE
                        && call.accepted().contains(code.code().secretId())
                        && (code.code().strong() || !failures.isSpent(now));
                if (live
                        && code.isFor(call)
                        && code.life(now) >= call.resendWhile().toMillis()) {
                    return OpenAnswer.resent(code.entry(), Duration.ofMillis(code.life(now)));
                }
            } else if (rows.full()) {
                throw new StoreException(StoreException.Kind.FULL);
            }
            if (!call.candidate().strong() && failures.isSpent(now)) {
                return OpenAnswer.spent(failures.retryAfter(now));
            }
            CodeRow.open(call, now).save(rows, codeId, now);
            return OpenAnswer.opened(call.ttl());
        });
    }

    @Override
    public VerifyAnswer verify(VerifyCall call) {
        String codeId = codeId(call.slot());
        String failuresId = failuresId(call.slot());
        String receiptId = receiptId(call.slot());
        return rowStore.atomically(List.of(codeId, failuresId, receiptId), rows -> {
            long now = rows.now().toEpochMilli();
            byte[] row = rows.get(codeId);
            if (row == null) {
                return new VerifyAnswer(VerifyAnswer.Outcome.ABSENT, 0, Optional.empty(), Optional.empty());
            }
            CodeRow code = CodeRow.read(row);
            int callTag = ByteBuffer.wrap(call.receiptTag()).getInt();
            byte[] guess = call.tags().get(code.code().secretId());
            if (guess == null) {
                return answer(now, VerifyAnswer.Outcome.UNREADABLE, code);
            }
            if (code.isUsed()) {
                boolean same = code.isUsedBy(call.receiptTag());
                return answer(now, same ? VerifyAnswer.Outcome.ACCEPTED : VerifyAnswer.Outcome.USED, code);
            }
            if (code.hasCounted(callTag)) {
                return answer(now, VerifyAnswer.Outcome.REJECTED, code);
            }
            if (code.state(now) == SlotStatus.State.EXPIRED) {
                return answer(now, VerifyAnswer.Outcome.EXPIRED, code);
            }
            byte[] failureRow = rows.get(failuresId);
            FailureRow failures = FailureRow.read(call.slot().budget(), failureRow);
            if (!code.code().strong() && failures.isSpent(now)) {
                return new VerifyAnswer(
                        VerifyAnswer.Outcome.SPENT, 0, failures.retryAfter(now), Optional.of(code.entry()));
            }
            if (code.attemptsLeft() == 0) {
                return answer(now, VerifyAnswer.Outcome.EXHAUSTED, code);
            }
            if (call.wary() && code.hasFailure()) {
                return answer(now, VerifyAnswer.Outcome.WARY, code);
            }
            boolean right = MessageDigest.isEqual(guess, code.code().tag());
            // Where there is no room to count a wrong guess, a right one must be refused as well, or guessing were
            // free.
            boolean rehearsed = rows.full();
            if (!right || rehearsed) {
                VerifyAnswer rejected = reject(call, row, rows, now);
                if (!right) {
                    return rejected;
                }
            }
            code.use(call.receiptTag());
            code.save(rows, codeId, now);
            ReceiptRow.of(call, now).save(rows, receiptId, now);
            if (failures.hasConsecutive() || rehearsed && failureRow != null) {
                failures.endRow();
                failures.save(rows, failuresId, now);
            } else if (rehearsed) {
                rows.remove(failuresId);
            }
            return answer(now, VerifyAnswer.Outcome.ACCEPTED, code);
        });
    }

    private static VerifyAnswer reject(VerifyCall call, byte[] row, RowStore.Rows rows, long now) {
        String failuresId = failuresId(call.slot());
        int callTag = ByteBuffer.wrap(call.receiptTag()).getInt();
        CodeRow code = CodeRow.read(row);
        code.count(callTag);
        if (!code.code().strong()) {
            FailureRow failures = FailureRow.read(call.slot().budget(), rows.get(failuresId));
            failures.add(now, callTag);
            failures.save(rows, failuresId, now);
            if (failures.isSpent(now)) {
                code.kill();
            }
        }
        code.save(rows, codeId(call.slot()), now);
        return answer(now, VerifyAnswer.Outcome.REJECTED, code);
    }

    @Override
    public boolean redeem(RedeemCall call) {
        String receiptId = receiptId(call.slot());
        return rowStore.<Boolean>atomically(List.of(receiptId), rows -> {
            byte[] row = rows.get(receiptId);
            if (row == null) {
                return false;
            }
            ReceiptRow receipt = ReceiptRow.read(row);
            if (!receipt.is(call)) {
                return false;
            }
            if (receipt.isRedeemed()) {
                return receipt.isRedeemedBy(call.callId());
            }
            receipt.redeem(call.callId());
            receipt.save(rows, receiptId, rows.now().toEpochMilli());
            return true;
        });
    }

    @Override
    public SlotStatus status(Slot slot) {
        String codeId = codeId(slot);
        String failuresId = failuresId(slot);
        return rowStore.atomically(List.of(codeId, failuresId), rows -> {
            long now = rows.now().toEpochMilli();
            FailureRow failures = FailureRow.read(slot.budget(), rows.get(failuresId));
            boolean spent = failures.isSpent(now);
            Optional<Duration> retryAfter = failures.retryAfter(now);
            byte[] row = rows.get(codeId);
            if (row == null) {
                return new SlotStatus(SlotStatus.State.NONE, Duration.ZERO, 0, spent, retryAfter, Optional.empty());
            }
            CodeRow code = CodeRow.read(row);
            SlotStatus.State state = code.state(now);
            if (state == SlotStatus.State.LIVE && spent && !code.code().strong()) {
                state = SlotStatus.State.EXHAUSTED;
            }
            boolean live = state == SlotStatus.State.LIVE;
            return new SlotStatus(
                    state,
                    live ? Duration.ofMillis(code.life(now)) : Duration.ZERO,
                    live ? code.attemptsLeft() : 0,
                    spent,
                    retryAfter,
                    Optional.of(code.entry()));
        });
    }

    @Override
    public void erase(Slot slot, Part part) {
        List<String> ids = part == Part.CODE ? List.of(codeId(slot), receiptId(slot)) : List.of(failuresId(slot));
        rowStore.<Boolean>atomically(ids, rows -> {
            ids.forEach(rows::remove);
            return true;
        });
    }

    @Override
    public void absorb(Slot slot, int failures) {
        String codeId = codeId(slot);
        String failuresId = failuresId(slot);
        rowStore.<Boolean>atomically(List.of(codeId, failuresId), rows -> {
            long now = rows.now().toEpochMilli();
            rows.remove(codeId);
            FailureRow row = FailureRow.read(slot.budget(), rows.get(failuresId));
            for (int i = 0; i < failures; i++) {
                row.add(now, i);
            }
            if (failures > 0) {
                row.save(rows, failuresId, now);
            }
            return true;
        });
    }

    private static VerifyAnswer answer(long now, VerifyAnswer.Outcome outcome, CodeRow code) {
        int attemptsLeft = code.state(now) == SlotStatus.State.LIVE ? code.attemptsLeft() : 0;
        return new VerifyAnswer(outcome, attemptsLeft, Optional.empty(), Optional.of(code.entry()));
    }

    private static String codeId(Slot slot) {
        return slot.subject() + ":c:" + slot.key();
    }

    private static String receiptId(Slot slot) {
        return slot.subject() + ":r:" + slot.key();
    }

    /** Sorts between the two others, as {@link RowStore#atomically} wants them. */
    private static String failuresId(Slot slot) {
        return slot.subject() + ":f:" + slot.budget().id();
    }
}

package dev.otpkit.testkit;

import dev.otpkit.store.OpenAnswer;
import dev.otpkit.store.OpenCall;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.RedeemCall;
import dev.otpkit.store.Slot;
import dev.otpkit.store.SlotStatus;
import dev.otpkit.store.VerifyAnswer;
import dev.otpkit.store.VerifyAnswer.Outcome;
import dev.otpkit.store.VerifyCall;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A store written a second time, in objects instead of rows, with one thing wrong: or nothing, to check the others. */
final class FlawedStore implements OtpStore {
    private final StoreFlaw flaw;
    private final InstantSource clock;
    private final Map<String, FlawedCode> codes = new HashMap<>();
    private final Map<String, FlawedReceipt> receipts = new HashMap<>();
    private final Map<String, FlawedFailures> failures = new HashMap<>();

    FlawedStore(StoreFlaw flaw, InstantSource clock) {
        this.flaw = flaw;
        this.clock = clock;
    }

    private boolean is(StoreFlaw other) {
        return flaw == other;
    }

    @Override
    public synchronized OpenAnswer open(OpenCall call) {
        FlawedCode code = code(call.slot());
        FlawedFailures failed = failures(call.slot());
        boolean spent = failed.isSpent(call.slot().budget(), clock.millis());
        if (code != null) {
            if (code.opened.callId().equals(call.callId()) && !is(StoreFlaw.REPEATED_OPEN_IS_FRESH)) {
                return OpenAnswer.opened(Duration.ofMillis(Math.max(0, code.end - clock.millis())));
            }
            boolean live = code.state(clock.millis(), spent) == SlotStatus.State.LIVE
                    && call.accepted().contains(code.opened.candidate().secretId());
            boolean same = code.isFor(call, is(StoreFlaw.RESEND_TO_ANOTHER_AUDIENCE), is(StoreFlaw.DECOY_REPEATED));
            if (live && same && code.end - clock.millis() >= call.resendWhile().toMillis()) {
                if (is(StoreFlaw.RESEND_REFILLS_ATTEMPTS)) {
                    code.counted.clear();
                }
                return OpenAnswer.resent(code.entry(), Duration.ofMillis(code.end - clock.millis()));
            }
        }
        if (spent && (!call.candidate().strong() || is(StoreFlaw.LONG_CODES_SPENT_TOO))) {
            return OpenAnswer.spent(failed.retryAfter(call.slot().budget(), clock.millis()));
        }
        codes.put(call.slot().key(), new FlawedCode(call, clock.millis()));
        if (is(StoreFlaw.RECEIPT_REMOVED_BY_OPEN)) {
            receipts.remove(call.slot().key());
        }
        if (is(StoreFlaw.RECEIPT_REFILLED_BY_OPEN)
                && receipts.containsKey(call.slot().key())) {
            receipts.get(call.slot().key()).redeemedBy = null;
        }
        if (is(StoreFlaw.BUDGET_REFILLED_BY_A_FRESH_CODE)) {
            failed.times.clear();
        }
        return OpenAnswer.opened(call.ttl());
    }

    @Override
    public VerifyAnswer verify(VerifyCall call) {
        FlawedCode code;
        Outcome outcome;
        Runnable effect;
        synchronized (this) {
            code = code(call.slot());
            outcome = code == null ? Outcome.ABSENT : decide(call, code);
            effect = code == null ? () -> {} : effect(call, code, outcome);
            if (outcome != Outcome.ACCEPTED || !is(StoreFlaw.GET_THEN_DEL)) {
                if (outcome != Outcome.REJECTED || !is(StoreFlaw.COUNTED_AFTER_COMPARING)) {
                    effect.run();
                    return answer(outcome, call.slot(), code);
                }
            }
        }
        Thread.yield(); // the network between two trips
        synchronized (this) {
            effect.run();
            return answer(outcome, call.slot(), code);
        }
    }

    private Outcome decide(VerifyCall call, FlawedCode code) {
        byte[] guess = call.tags().get(code.opened.candidate().secretId());
        String by = Names.hex(call.receiptTag());
        boolean spent = failures(call.slot()).isSpent(call.slot().budget(), clock.millis());
        if (guess == null) {
            return Outcome.UNREADABLE;
        }
        if (code.usedBy != null) {
            boolean same = code.usedBy.equals(by) && !is(StoreFlaw.ACCEPTED_NOT_REPEATED);
            return same ? Outcome.ACCEPTED : Outcome.USED;
        }
        if (code.counted.contains(by) && !is(StoreFlaw.REPEAT_COUNTED_TWICE)) {
            return Outcome.REJECTED;
        }
        if (code.end + (is(StoreFlaw.LIVE_AT_ITS_END) ? 1 : 0) <= clock.millis()) {
            return Outcome.EXPIRED;
        }
        if (spent && (!code.opened.candidate().strong() || is(StoreFlaw.LONG_CODES_SPENT_TOO))) {
            return Outcome.SPENT;
        }
        boolean right =
                Names.hex(guess).equals(Names.hex(code.opened.candidate().tag()));
        if (code.attemptsLeft() <= (is(StoreFlaw.LAST_ATTEMPT_REFUSED) && right && !code.counted.isEmpty() ? 1 : 0)) {
            return Outcome.EXHAUSTED;
        }
        if (call.wary() && !code.counted.isEmpty() && !is(StoreFlaw.WARY_IGNORED)) {
            return Outcome.WARY;
        }
        return right ? Outcome.ACCEPTED : Outcome.REJECTED;
    }

    private Runnable effect(VerifyCall call, FlawedCode code, Outcome outcome) {
        String by = Names.hex(call.receiptTag());
        FlawedFailures failed = failures(call.slot());
        boolean repeated = code.usedBy != null || code.counted.contains(by) && !is(StoreFlaw.REPEAT_COUNTED_TWICE);
        if (outcome == Outcome.ACCEPTED && (!repeated || is(StoreFlaw.RECEIPT_REFILLED_BY_REPEAT))) {
            return () -> {
                code.usedBy = is(StoreFlaw.SUCCESS_DOES_NOT_REMOVE) ? null : by;
                receipts.put(call.slot().key(), new FlawedReceipt(call, clock.millis()));
                failed.row = is(StoreFlaw.SUCCESS_DOES_NOT_END_THE_ROW) ? failed.row : 0;
                if (is(StoreFlaw.BUDGET_CLEARED_BY_SUCCESS)) {
                    failed.times.clear();
                }
            };
        }
        if (outcome == Outcome.REJECTED && !repeated) {
            return () -> {
                code.counted.add(by);
                if (!code.opened.candidate().strong() || is(StoreFlaw.LONG_CODES_COUNTED)) {
                    failed.add(clock.millis(), is(StoreFlaw.FAILURES_FORGOTTEN_AFTER_A_MONTH));
                    code.dead |= failed.isSpent(call.slot().budget(), clock.millis());
                }
            };
        }
        return () -> {};
    }

    private VerifyAnswer answer(Outcome outcome, Slot slot, FlawedCode code) {
        if (code == null) {
            return new VerifyAnswer(outcome, 0, Optional.empty(), Optional.empty());
        }
        boolean spent = outcome == Outcome.SPENT;
        Optional<Duration> wait = spent ? failures(slot).retryAfter(slot.budget(), clock.millis()) : Optional.empty();
        boolean live = !spent && code.state(clock.millis(), false) == SlotStatus.State.LIVE;
        return new VerifyAnswer(outcome, live ? code.attemptsLeft() : 0, wait, Optional.of(code.entry()));
    }

    @Override
    public boolean redeem(RedeemCall call) {
        FlawedReceipt receipt;
        boolean mine;
        synchronized (this) {
            receipt = receipts.get(call.slot().key());
            mine = receipt != null && receipt.isGoodFor(call, clock.millis());
            if (!mine || !is(StoreFlaw.RECEIPT_READ_THEN_REDEEMED)) {
                if (mine) {
                    receipt.redeemedBy = call.callId();
                }
                return mine;
            }
        }
        Thread.yield(); // the network between two trips
        synchronized (this) {
            receipt.redeemedBy = call.callId();
        }
        return true;
    }

    @Override
    public synchronized SlotStatus status(Slot slot) {
        FlawedFailures failed = failures(slot);
        boolean spent = failed.isSpent(slot.budget(), clock.millis());
        Optional<Duration> wait = failed.retryAfter(slot.budget(), clock.millis());
        FlawedCode code = code(slot);
        if (code == null) {
            return new SlotStatus(SlotStatus.State.NONE, Duration.ZERO, 0, spent, wait, Optional.empty());
        }
        SlotStatus.State state = code.state(clock.millis(), spent);
        boolean live = state == SlotStatus.State.LIVE;
        Duration left = live ? Duration.ofMillis(code.end - clock.millis()) : Duration.ZERO;
        int attempts = live ? code.attemptsLeft() : 0;
        return new SlotStatus(state, left, attempts, spent, wait, Optional.of(code.entry()));
    }

    @Override
    public synchronized void erase(Slot slot, Part part) {
        if (part == Part.FAILURES) {
            failures.remove(name(slot));
            return;
        }
        codes.remove(slot.key());
        if (!is(StoreFlaw.RECEIPT_LEFT_BY_ERASE)) {
            receipts.remove(slot.key());
        }
    }

    @Override
    public synchronized void absorb(Slot slot, int count) {
        codes.remove(slot.key());
        if (is(StoreFlaw.RECEIPT_REMOVED_BY_ABSORB)) {
            receipts.remove(slot.key());
        }
        for (int i = 0; i < count; i++) {
            failures(slot).add(clock.millis(), is(StoreFlaw.FAILURES_FORGOTTEN_AFTER_A_MONTH));
        }
    }

    private FlawedCode code(Slot slot) {
        long kept =
                is(StoreFlaw.FORGOTTEN_AT_ITS_END) ? 0 : Duration.ofMinutes(10).toMillis();
        FlawedCode code = codes.get(slot.key());
        return code == null || code.end + kept <= clock.millis() ? null : code;
    }

    private FlawedFailures failures(Slot slot) {
        FlawedFailures failed = failures.computeIfAbsent(name(slot), name -> new FlawedFailures());
        if (failed.keptUntil <= clock.millis()) {
            failed.times.clear();
            failed.row = 0;
        }
        return failed;
    }

    private String name(Slot slot) {
        return slot.subject() + slot.budget().id() + (is(StoreFlaw.BUDGET_BY_FULL_KEY) ? slot.key() : "");
    }
}

package dev.otpkit.store.memory;

import dev.otpkit.limit.Bucket;
import dev.otpkit.store.OpenAnswer;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.RedeemCall;
import dev.otpkit.store.Slot;
import dev.otpkit.store.SlotStatus;
import dev.otpkit.store.StoreException;
import dev.otpkit.store.VerifyAnswer;
import dev.otpkit.store.VerifyCall;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongPredicate;

/** A million of everything, in a heap that has no room for it. Ends well, or with an exception. */
final class Flood {
    private static final int MILLION = 1_000_000;

    private final Calls calls = new Calls();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final MemoryBackend backend =
            MemoryBackend.builder().clock(() -> now).build();
    private final OtpStore store = backend.store();

    public static void main(String[] args) {
        new Flood().subjects();
        new Flood().bindings();
        new Flood().messages();
        new Flood().absent();
    }

    private void subjects() {
        BitSet admitted = flood("subjects", MILLION, n -> openAndFail(Calls.slot(n, 1), n));
        admitted.stream().forEach(n -> {
            Slot slot = Calls.slot(n, 1);
            must(store.status(slot).attemptsLeft() == 2, "the failure is still counted");
            must(verify(slot, -1).outcome() == VerifyAnswer.Outcome.REJECTED, "a known one may fail");
            must(store.open(calls.open(slot, n)).outcome() == OpenAnswer.Outcome.RESENT, "or have it sent again");
            VerifyCall right = calls.verify(slot, n);
            must(store.verify(right).outcome() == VerifyAnswer.Outcome.ACCEPTED, "or verify");
            must(verify(slot, n).outcome() == VerifyAnswer.Outcome.USED, "once");
            RedeemCall redeem = calls.redeem(right);
            must(store.redeem(redeem) && !store.redeem(calls.redeem(right)), "and redeem, once");
            for (int failures = 2; failures < 10; failures++) {
                if (store.status(slot).state() != SlotStatus.State.LIVE) {
                    must(store.open(calls.open(slot, n)).outcome() == OpenAnswer.Outcome.OPENED, "or ask again");
                }
                must(verify(slot, -1).outcome() == VerifyAnswer.Outcome.REJECTED, "as long as the budget lasts");
            }
            must(store.open(calls.open(slot, n)).outcome() == OpenAnswer.Outcome.SPENT, "and no longer");
        });
        must(isFull(() -> store.open(calls.open(Calls.slot(-1, 1), 1))), "a new one is still refused");
        roomAgain(Duration.ofDays(31), admitted, n -> openAndFail(Calls.slot(n, 2), n));
    }

    private void bindings() {
        BitSet admitted = flood("bindings", MILLION, n -> openAndLeave(Calls.slot(7, n), n));
        admitted.stream().forEach(n -> {
            SlotStatus status = store.status(Calls.slot(7, n));
            must(status.state() == SlotStatus.State.LIVE && status.attemptsLeft() == 3, "every live code lives");
        });
        int disturbed = 0;
        for (int n = 0; n < 1000; n++) {
            Slot other = Calls.slot(100 + n, 1);
            disturbed += isFull(() -> openAndLeave(other, 1)) ? 1 : 0;
        }
        must(disturbed < 100, "few others are disturbed: " + disturbed);
        roomAgain(Duration.ofMinutes(16), admitted, n -> openAndLeave(Calls.slot(7, ~n), n));
    }

    private void messages() {
        BitSet admitted = flood("messages", MILLION, this::acquire);
        for (int message = 2; message <= 5; message++) {
            now = now.plusSeconds(60);
            admitted.stream().forEach(n -> must(acquire(n), "a known one is served"));
        }
        now = now.plusSeconds(60);
        admitted.stream().forEach(n -> must(!acquire(n), "five an hour, not six: all were counted"));
        must(isFull(() -> acquire(-1)), "a new one is still refused");
        roomAgain(Duration.ofDays(1), admitted, n -> acquire(~n));
    }

    private void absent() {
        must(openAndFail(Calls.slot(1, 1), 1), "there is room");
        long size = backend.rows.size();
        long bytes = backend.rows.bytes();
        for (int n = 0; n < MILLION; n++) {
            must(verify(Calls.slot(n, 2), 1).outcome() == VerifyAnswer.Outcome.ABSENT, "nothing is known of it");
        }
        must(backend.rows.size() == size && backend.rows.bytes() == bytes, "and nothing was kept");
    }

    private BitSet flood(String of, int times, LongPredicate each) {
        BitSet admitted = new BitSet();
        int refused = 0;
        for (int n = 0; n < times; n++) {
            boolean[] done = new boolean[1];
            long one = n;
            if (isFull(() -> done[0] = each.test(one))) {
                refused++;
            } else {
                must(done[0], "what is admitted is served");
                admitted.set(n);
            }
        }
        System.out.println(of + ": " + admitted.cardinality() + " admitted, " + refused + " refused, "
                + backend.rows.size() + " rows, " + backend.rows.bytes() + " bytes");
        must(admitted.cardinality() > 100 && refused > 100, "some are admitted and some refused");
        return admitted;
    }

    private void roomAgain(Duration windows, BitSet before, LongPredicate each) {
        System.out.println("  at most " + backend.rows.bytes() + " bytes");
        now = now.plus(windows);
        BitSet admitted = flood("  later", 2 * before.cardinality(), each);
        must(admitted.cardinality() > 0.9 * before.cardinality(), "there is as much room as before");
    }

    private boolean openAndFail(Slot slot, long code) {
        return openAndLeave(slot, code) && verify(slot, -1).outcome() == VerifyAnswer.Outcome.REJECTED;
    }

    private boolean openAndLeave(Slot slot, long code) {
        return store.open(calls.open(slot, code)).outcome() == OpenAnswer.Outcome.OPENED;
    }

    private VerifyAnswer verify(Slot slot, long guess) {
        return store.verify(calls.verify(slot, guess));
    }

    private boolean acquire(long n) {
        List<Bucket> buckets = List.of(Calls.recipient(n), Calls.subject(n));
        return backend.limiter()
                .acquire(buckets, "acquire " + n + " at " + now.getEpochSecond())
                .isGranted();
    }

    private static boolean isFull(Runnable call) {
        try {
            call.run();
            return false;
        } catch (StoreException e) {
            must(e.kind() == StoreException.Kind.FULL, "the refusal says why: " + e.kind());
            return true;
        }
    }

    private static void must(boolean hold, String what) {
        if (!hold) {
            throw new IllegalStateException(what);
        }
    }
}

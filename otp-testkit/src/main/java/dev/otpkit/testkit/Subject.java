package dev.otpkit.testkit;

import dev.otpkit.limit.Limit;
import dev.otpkit.store.Budget;
import dev.otpkit.store.OpenAnswer;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.RedeemCall;
import dev.otpkit.store.Slot;
import dev.otpkit.store.SlotStatus;
import dev.otpkit.store.VerifyAnswer;
import dev.otpkit.store.VerifyCall;
import java.time.Duration;
import java.util.List;

/** A subject that no other test knows, and the calls that a service makes for it. */
final class Subject {
    static final String SECRET = "aaaaaaaa";
    static final String OTHER_SECRET = "bbbbbbbb";
    static final String KEY = "login";

    /** Long enough for a test never to meet its end by accident. */
    static final Duration TTL = Duration.ofMinutes(10);

    static final Budget STANDARD =
            new Budget("std", List.of(Limit.of(10, Duration.ofDays(1)), Limit.of(60, Duration.ofDays(30))), 100);

    private final OtpStore store;
    private final String name;
    private final Budget budget;

    private Subject(OtpStore store, String name, Budget budget) {
        this.store = store;
        this.name = name;
        this.budget = budget;
    }

    static Subject of(OtpStore store) {
        return new Subject(store, Names.randomOpaque(), STANDARD);
    }

    static Budget failures(int permits, Duration window) {
        return new Budget("std", List.of(Limit.of(permits, window)), 100);
    }

    /** The same subject under other terms. */
    Subject with(Budget other) {
        return new Subject(store, name, other);
    }

    /** The same subject at another store. */
    Subject at(OtpStore other) {
        return new Subject(other, name, budget);
    }

    Slot slot(String key) {
        return new Slot(name, Names.opaque(name, key), budget);
    }

    /** A call that opens the code "right" at a key, to be changed before it is made. */
    Opening opening(String key) {
        return new Opening(store, slot(key));
    }

    OpenAnswer open(String key) {
        return opening(key).open();
    }

    /** A call that guesses this code at a key, to be changed before it is made. */
    Guess guess(String key, String code) {
        return new Guess(store, slot(key), code);
    }

    VerifyAnswer.Outcome verify(String key, String code) {
        return guess(key, code).verify().outcome();
    }

    /** Guesses wrong so often, opening a fresh code whenever one is needed; all of them must be compared. */
    void fail(int failures) {
        for (int i = 0; i < failures; i++) {
            if (verify("failing", "wrong") != VerifyAnswer.Outcome.REJECTED) {
                opening("failing").attempts(10).open();
                if (verify("failing", "wrong") != VerifyAnswer.Outcome.REJECTED) {
                    throw new AssertionError("failure " + (i + 1) + " of " + failures + " was not compared");
                }
            }
        }
    }

    /** How many wrong guesses are compared until the budget is spent, at keys of their own. */
    int room() {
        for (int room = 0; room < 1000; room++) {
            String key = "room" + Names.randomOpaque();
            if (open(key).outcome() == OpenAnswer.Outcome.SPENT
                    || verify(key, "wrong") != VerifyAnswer.Outcome.REJECTED) {
                return room;
            }
        }
        throw new AssertionError("1000 wrong guesses did not spend the budget");
    }

    SlotStatus status(String key) {
        return store.status(slot(key));
    }

    void erase(String key, OtpStore.Part part) {
        store.erase(slot(key), part);
    }

    void absorb(String key, int failures) {
        store.absorb(slot(key), failures);
    }

    /** Guesses right at a fresh code and hands the call back, whose tag is the receipt's. */
    VerifyCall accepted(String key) {
        open(key);
        Guess guess = guess(key, "right");
        if (guess.verify().outcome() != VerifyAnswer.Outcome.ACCEPTED) {
            throw new AssertionError("the right guess at a fresh code was not accepted");
        }
        return guess.call();
    }

    boolean redeem(VerifyCall accepted) {
        return store.redeem(redeemCall(accepted));
    }

    static RedeemCall redeemCall(VerifyCall accepted) {
        return new RedeemCall(accepted.slot(), Names.randomOpaque(), accepted.secretId(), accepted.receiptTag());
    }
}

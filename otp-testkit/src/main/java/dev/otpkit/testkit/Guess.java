package dev.otpkit.testkit;

import dev.otpkit.store.OtpStore;
import dev.otpkit.store.Slot;
import dev.otpkit.store.VerifyAnswer;
import dev.otpkit.store.VerifyCall;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A call that guesses a code; made twice, it is the same call repeated. */
final class Guess {
    private final OtpStore store;
    private final Slot slot;
    private final String code;
    private final byte[] receipt = Names.random();
    private List<String> secrets = List.of(Subject.SECRET, Subject.OTHER_SECRET);
    private Duration receiptTtl = Duration.ofMinutes(10);
    private boolean wary;

    Guess(OtpStore store, Slot slot, String code) {
        this.store = store;
        this.slot = slot;
        this.code = code;
    }

    /** With a tag under these secrets only. */
    Guess under(String... ids) {
        secrets = List.of(ids);
        return this;
    }

    Guess receiptTtl(Duration other) {
        receiptTtl = other;
        return this;
    }

    Guess wary() {
        wary = true;
        return this;
    }

    VerifyCall call() {
        Map<String, byte[]> tags = new HashMap<>();
        secrets.forEach(secret -> tags.put(secret, Opening.tag(slot, secret, code)));
        return new VerifyCall(slot, tags, Subject.SECRET, receipt, receiptTtl, wary);
    }

    VerifyAnswer verify() {
        return store.verify(call());
    }
}

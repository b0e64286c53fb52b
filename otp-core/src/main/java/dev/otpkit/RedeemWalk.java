package dev.otpkit;

import dev.otpkit.store.RedeemCall;
import java.util.Map;
import java.util.Optional;

/** The walk of one receipt: read, and one atomic step in the store that uses it up. */
final class RedeemWalk {
    private final Assembly with;
    private final Purpose purpose;

    RedeemWalk(Assembly with, String purpose) {
        this.with = with;
        this.purpose = with.purpose(purpose);
    }

    Optional<OtpKey> walk(Receipt receipt) {
        long started = System.nanoTime();
        Optional<OtpKey> key = with.keyring
                .read(receipt)
                .filter(read -> read.key().purpose().equals(purpose.name()))
                .filter(read -> with.store.redeem(new RedeemCall(
                        with.keyring.slot(read.key(), read.text(), purpose.budget()),
                        with.keyring.callId(),
                        read.secretId(),
                        read.tag())))
                .map(Keyring.RedeemedKey::key);
        key.ifPresent(redeemed -> with.events.of(OtpEvent.Kind.REDEEMED, redeemed, started, Map.of()));
        return key;
    }
}

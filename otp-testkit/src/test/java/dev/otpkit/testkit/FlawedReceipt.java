package dev.otpkit.testkit;

import dev.otpkit.store.RedeemCall;
import dev.otpkit.store.VerifyCall;
import org.jspecify.annotations.Nullable;

/** A receipt of {@link FlawedStore}. */
final class FlawedReceipt {
    private final VerifyCall by;
    private final long end;

    @Nullable
    String redeemedBy;

    FlawedReceipt(VerifyCall by, long now) {
        this.by = by;
        this.end = now + by.receiptTtl().toMillis();
    }

    boolean isGoodFor(RedeemCall call, long now) {
        return now < end
                && by.secretId().equals(call.secretId())
                && Names.hex(by.receiptTag()).equals(Names.hex(call.receiptTag()))
                && (redeemedBy == null || redeemedBy.equals(call.callId()));
    }
}

package dev.otpkit.benchmarks;

import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;

/** A channel that does nothing but keep the last code, so that somebody can type it. */
final class Outbox implements DeliveryChannel {
    private String lastCode = "";

    @Override
    public String name() {
        return "outbox";
    }

    @Override
    public boolean serves(Recipient recipient) {
        return true;
    }

    @Override
    public DeliveryResult deliver(Message message) {
        lastCode = message.code().orElseThrow().digits();
        return DeliveryResult.sent();
    }

    String lastCode() {
        return lastCode;
    }
}

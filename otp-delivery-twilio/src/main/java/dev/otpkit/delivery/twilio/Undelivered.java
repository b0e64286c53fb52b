package dev.otpkit.delivery.twilio;

import dev.otpkit.delivery.DeliveryResult;

/** A result that is known before there is an answer. Carries nothing else: no message, no cause, no trace. */
final class Undelivered extends RuntimeException {
    private static final long serialVersionUID = 1;

    final transient DeliveryResult result;

    Undelivered(DeliveryResult result) {
        super(null, null, false, false);
        this.result = result;
    }
}

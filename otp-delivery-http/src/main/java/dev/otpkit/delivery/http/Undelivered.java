package dev.otpkit.delivery.http;

import dev.otpkit.delivery.DeliveryResult;

/** A result that is known before there is an answer. Carries nothing else: no message, no cause, no trace. */
public final class Undelivered extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient DeliveryResult result;

    /** With what is known. */
    public Undelivered(DeliveryResult result) {
        super(null, null, false, false);
        this.result = result;
    }

    /** What is known. */
    public DeliveryResult result() {
        return result;
    }
}

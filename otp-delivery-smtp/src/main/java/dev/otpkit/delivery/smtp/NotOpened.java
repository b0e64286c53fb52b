package dev.otpkit.delivery.smtp;

import dev.otpkit.delivery.DeliveryResult;

/** No connection came about; the result says why, in our words. It never leaves this package. */
final class NotOpened extends Exception {
    private static final long serialVersionUID = 1;

    private final transient DeliveryResult result;

    NotOpened(DeliveryResult result) {
        super(null, null, false, false);
        this.result = result;
    }

    DeliveryResult result() {
        return result;
    }
}

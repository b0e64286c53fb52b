package dev.otpkit.delivery.twilio;

import java.util.Optional;

/** What came back: the status, the wait that was asked for, and the body, or nothing of it where it was cut or too long. */
record Answer(int status, Optional<String> retryAfter, String body) {

    /** The status alone: a body may hold an address. */
    @Override
    public String toString() {
        return "Answer[" + status + "]";
    }
}

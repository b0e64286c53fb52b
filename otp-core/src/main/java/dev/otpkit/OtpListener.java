package dev.otpkit;

/**
 * Is told what the service does, for audit and metrics; a lambda suffices.
 *
 * <p>Called on the thread that does it: the caller's, and for what becomes of a queued message, or of a channel, one of
 * the courier's workers. So it must be quick and thread-safe. An exception of its own is logged by its class, and changes
 * no answer.
 */
@FunctionalInterface
public interface OtpListener {
    /** Something happened. */
    void on(OtpEvent event);
}

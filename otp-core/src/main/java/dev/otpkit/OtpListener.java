package dev.otpkit;

/**
 * Is told what the service does, for audit and metrics; a lambda suffices.
 *
 * <p>Called on the caller's thread, so it must be quick. An exception of its own is logged by its class, and changes no
 * answer.
 */
@FunctionalInterface
public interface OtpListener {
    /** Something happened. */
    void on(OtpEvent event);
}

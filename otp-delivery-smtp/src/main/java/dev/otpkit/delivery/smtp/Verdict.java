package dev.otpkit.delivery.smtp;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import jakarta.mail.AuthenticationFailedException;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What a step, the server's answer to it and an exception's chain mean for the message. No text of theirs gets through. */
final class Verdict {
    static final DeliveryResult LOGIN_REFUSED = DeliveryResult.misconfigured("login refused");

    private static final int DEEPEST = 16;

    private Verdict() {}

    /** The final dot was answered well: whatever else happened, the server has the message. */
    static boolean isTaken(Step step, int reply) {
        return step == Step.DOT && reply >= 200 && reply < 300;
    }

    /** Of a message, from MAIL on. */
    static DeliveryResult ofMessage(Step step, int reply) {
        if (isTaken(step, reply)) {
            return DeliveryResult.sent();
        }
        if (!isRefusal(reply)) {
            return step == Step.DOT
                    ? DeliveryResult.unknown().because("no answer to the message")
                    : DeliveryResult.temporary().because("connection lost");
        }
        if (reply == 421) {
            return DeliveryResult.temporary().because("server unavailable");
        }
        if (reply == 530 || reply == 534 || reply == 535 || reply == 538) {
            return DeliveryResult.misconfigured("login required");
        }
        boolean later = reply < 500;
        return switch (step) {
            case RCPT ->
                later
                        ? DeliveryResult.temporary().blaming(Fault.RECIPIENT).because("mailbox unavailable")
                        : DeliveryResult.permanent("mailbox refused");
            case DATA, DOT -> ofContent(reply, later);
            default ->
                later
                        ? DeliveryResult.temporary().because("sender deferred")
                        : DeliveryResult.permanent("sender refused").blaming(Fault.OURS);
        };
    }

    private static DeliveryResult ofContent(int reply, boolean later) {
        if (!later) {
            return DeliveryResult.permanent("message refused");
        }
        // A mailbox that is busy or full is its owner's; any other trouble with the message is the server's.
        return reply == 450 || reply == 452
                ? DeliveryResult.temporary().blaming(Fault.RECIPIENT).because("mailbox unavailable")
                : DeliveryResult.temporary().because("message deferred");
    }

    /** Of a connection that did not come about; no message was in sight. */
    static DeliveryResult ofConnection(Step step, int reply, Throwable thrown) {
        if (isRefusal(reply)) {
            return ofRefusal(step, reply);
        }
        if (step == Step.AUTH && reply == 334) {
            return LOGIN_REFUSED; // XOAUTH2 tells why, and waits for an empty line
        }
        if (has(thrown, AuthenticationFailedException.class) && step == Step.HELLO) {
            return DeliveryResult.misconfigured("no login in common");
        }
        if (has(thrown, UnknownHostException.class)) {
            return DeliveryResult.temporary().because("host unknown");
        }
        if (has(thrown, CertificateException.class)
                || has(thrown, CertPathValidatorException.class)
                || has(thrown, CertPathBuilderException.class)
                || has(thrown, SSLPeerUnverifiedException.class)) {
            return DeliveryResult.misconfigured("certificate refused");
        }
        if (has(thrown, SSLException.class) && !isCut(thrown)) {
            return DeliveryResult.misconfigured("tls failed");
        }
        return DeliveryResult.temporary().because(step == Step.CONNECT ? "no connection" : "connection lost");
    }

    private static DeliveryResult ofRefusal(Step step, int reply) {
        if (reply < 500) {
            return DeliveryResult.temporary().because("server unavailable");
        }
        return switch (step) {
            case AUTH -> LOGIN_REFUSED;
            case STARTTLS -> DeliveryResult.misconfigured("starttls refused");
            default -> DeliveryResult.misconfigured("client refused");
        };
    }

    /** Lost before the server can have had a word of the message, so that another connection may take it. */
    static boolean isLostBeforeContent(Step step, int reply) {
        boolean lost = reply == 421 || !isRefusal(reply) && reply != 354;
        return lost && step != Step.DOT;
    }

    static boolean isRefusal(int reply) {
        return reply >= 400 && reply < 600;
    }

    /** The other side hung up or went silent, which TLS reports as its own failure. */
    private static boolean isCut(Throwable thrown) {
        return has(thrown, EOFException.class)
                || has(thrown, SocketException.class)
                || has(thrown, SocketTimeoutException.class);
    }

    private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
        @Nullable Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}

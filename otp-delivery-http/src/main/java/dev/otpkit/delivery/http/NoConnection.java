package dev.otpkit.delivery.http;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What an exception's chain means while the request had not left. No text of it gets through. */
final class NoConnection {
    private static final int DEEPEST = 16;

    private NoConnection() {}

    static DeliveryResult because(Throwable thrown) {
        if (has(thrown, CertificateException.class)
                || has(thrown, CertPathValidatorException.class)
                || has(thrown, CertPathBuilderException.class)
                || has(thrown, SSLPeerUnverifiedException.class)) {
            return DeliveryResult.misconfigured("certificate refused");
        }
        if (has(thrown, RejectedExecutionException.class)) {
            return DeliveryResult.temporary().blaming(Fault.OURS).because("no thread");
        }
        if (has(thrown, UnknownHostException.class) || has(thrown, UnresolvedAddressException.class)) {
            return DeliveryResult.temporary().because("host unknown");
        }
        if (has(thrown, SSLException.class)) {
            return DeliveryResult.temporary().because("tls failed");
        }
        return DeliveryResult.temporary()
                .because(has(thrown, ConnectException.class) ? "no connection" : "connection lost");
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

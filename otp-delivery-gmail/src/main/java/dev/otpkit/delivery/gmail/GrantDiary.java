package dev.otpkit.delivery.gmail;

import com.google.api.services.gmail.GmailScopes;
import com.google.auth.oauth2.AccessToken;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.http.Undelivered;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log hears of a grant: at length once that it is gone, and once that it is for more than is needed. */
final class GrantDiary {
    private static final Logger LOG = LoggerFactory.getLogger(GmailChannel.class);

    private final Grant grant;
    private final AtomicBoolean gone = new AtomicBoolean();
    private final AtomicBoolean wide = new AtomicBoolean();

    GrantDiary(Grant grant) {
        this.grant = grant;
    }

    void failed(Throwable thrown, DeliveryResult result) {
        if (result.reason().filter(grant.gone()::equals).isPresent()) {
            if (gone.compareAndSet(false, true)) {
                LOG.warn("Gmail: {}", grant.atLength());
            }
        } else if (!(thrown instanceof IOException || thrown instanceof Undelivered)) {
            LOG.warn("Gmail: no access token: {}", thrown.getClass().getName());
        }
    }

    void fetched(@Nullable AccessToken token) {
        gone.set(false);
        boolean more =
                token != null && token.getScopes().stream().anyMatch(scope -> !scope.equals(GmailScopes.GMAIL_SEND));
        if (more && wide.compareAndSet(false, true)) {
            LOG.warn("Gmail: the grant allows more than {}, which is all that is needed", GmailScopes.GMAIL_SEND);
        }
    }
}

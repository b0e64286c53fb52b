package dev.otpkit.delivery.twilio;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which addresses secrets may be sent to, or asked from: https anywhere, http on this machine alone. */
final class Addresses {
    // By their spelling: what a name leads to can change after it was looked up.
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private Addresses() {}

    /** The address, if it is bare: nothing of a person or a password in it, and no fragment. */
    private static URI safe(String what, URI address) {
        String host = address.getHost();
        boolean safe = host != null
                && ("https".equalsIgnoreCase(address.getScheme()) || isPlain(address))
                && address.getRawUserInfo() == null
                && address.getRawFragment() == null;
        if (!safe) {
            throw new IllegalArgumentException(
                    what + " must be https://host/..., or http:// to localhost, without user and fragment");
        }
        return address;
    }

    static URI withoutQuery(String what, URI address) {
        if (safe(what, address).getRawQuery() != null) {
            throw new IllegalArgumentException(what + " must have no query");
        }
        return address;
    }

    static boolean isPlain(@Nullable URI address) {
        return address != null
                && "http".equalsIgnoreCase(address.getScheme())
                && address.getHost() != null
                && LOOPBACK.contains(address.getHost().toLowerCase(Locale.ROOT));
    }
}

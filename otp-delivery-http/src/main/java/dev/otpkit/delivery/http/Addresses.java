package dev.otpkit.delivery.http;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Which addresses secrets may be sent to, or asked from: https anywhere, http on this machine alone. */
public final class Addresses {
    // By their spelling: what a name leads to can change after it was looked up.
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private Addresses() {}

    /**
     * The address, if it is bare: nothing of a person or a password in it, and no fragment.
     *
     * @throws IllegalArgumentException if it is not, or not encrypted and elsewhere; the message does not repeat it
     */
    public static URI fit(String what, URI address) {
        String host = address.getHost();
        boolean fit = host != null
                && address.getPort() <= 65_535
                && ("https".equalsIgnoreCase(address.getScheme()) || isPlain(address))
                && address.getRawUserInfo() == null
                && address.getRawFragment() == null;
        if (!fit) {
            throw new IllegalArgumentException(
                    what + " must be https://host/..., or http:// to localhost, without user and fragment");
        }
        return address;
    }

    /**
     * The same, of a server alone: a path would be lost where a provider's own are taken instead.
     *
     * @throws IllegalArgumentException as {@link #fit} does, and for a path or a query
     */
    public static URI server(String what, URI address) {
        if (!withoutQuery(what, address).getRawPath().matches("/?")) {
            throw new IllegalArgumentException(what + " must have no path");
        }
        return address;
    }

    /**
     * The same, without a query.
     *
     * @throws IllegalArgumentException as {@link #fit} does, and for a query
     */
    public static URI withoutQuery(String what, URI address) {
        if (fit(what, address).getRawQuery() != null) {
            throw new IllegalArgumentException(what + " must have no query");
        }
        return address;
    }

    static boolean isPlain(URI address) {
        return "http".equalsIgnoreCase(address.getScheme())
                && address.getHost() != null
                && LOOPBACK.contains(address.getHost().toLowerCase(Locale.ROOT));
    }
}

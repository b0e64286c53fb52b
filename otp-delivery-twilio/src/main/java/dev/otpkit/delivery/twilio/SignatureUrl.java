package dev.otpkit.delivery.twilio;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of an endpoint as Twilio spells it when it signs. It is the application's own setting: what a request says of its
 * scheme, host and port is a proxy's word, or a stranger's.
 *
 * <p>Twilio leaves out user and password, and of an https URL the port in some products and not in others, so both count. That
 * a fragment, which only tells Twilio how to connect, is left out is not written anywhere: both count again.
 */
final class SignatureUrl {
    private static final Pattern THIS_MACHINE = Pattern.compile("localhost|127\\.[0-9.]+|\\[::1]");

    private static final int HTTPS_PORT = 443;

    private final List<String> before;
    private final @Nullable String query;
    private final @Nullable String fragment;

    private SignatureUrl(List<String> before, @Nullable String query, @Nullable String fragment) {
        this.before = before;
        this.query = query;
        this.fragment = fragment;
    }

    /** Refuses, under this name, what no endpoint for Twilio can be at. */
    static SignatureUrl of(String what, URI url) {
        String host = url.getHost();
        boolean https = "https".equals(url.getScheme());
        if (host == null
                || !https
                        && !("http".equals(url.getScheme())
                                && THIS_MACHINE.matcher(host).matches())) {
            throw new IllegalArgumentException(what + " must be https, or http to this machine");
        }
        if (url.getRawPath().isEmpty()) {
            throw new IllegalArgumentException(what + " must have a path, if only /");
        }
        List<String> before = new ArrayList<>();
        String start = url.getScheme() + "://" + host;
        if (url.getPort() >= 0 || https) {
            before.add(start + ":" + (url.getPort() < 0 ? HTTPS_PORT : url.getPort()) + url.getRawPath());
        }
        if (url.getPort() < 0 || https) {
            before.add(start + url.getRawPath());
        }
        return new SignatureUrl(List.copyOf(before), url.getRawQuery(), url.getRawFragment());
    }

    /** The query that a request with a form comes with. */
    Optional<String> query() {
        return Optional.ofNullable(query);
    }

    /** The query that a request with this body comes with, where it is no form. */
    String queryOf(String bodySha256) {
        return (query == null ? "" : query + "&") + "bodySHA256=" + bodySha256;
    }

    List<String> spellings(Optional<String> with) {
        List<String> spellings = new ArrayList<>();
        for (String start : before) {
            String url = start + with.map(given -> "?" + given).orElse("");
            spellings.add(url);
            if (fragment != null) {
                spellings.add(url + "#" + fragment);
            }
        }
        return spellings;
    }
}

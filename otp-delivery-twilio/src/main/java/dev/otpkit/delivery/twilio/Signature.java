package dev.otpkit.delivery.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Who knows the account's auth token, and so may speak as Twilio: HMAC-SHA1 over the URL and all parameters, names and values
 * in the order of their names.
 *
 * <p>By hand, since the SDK's own takes off the URL's port, or puts one on, until something fits.
 */
final class Signature {
    private static final String HMAC = "HmacSHA1";
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,128}");

    private final List<SecretKeySpec> keys;

    private Signature(List<SecretKeySpec> keys) {
        this.keys = keys;
    }

    static Signature of(String authToken) {
        return new Signature(List.of()).accepts(authToken);
    }

    /** This one, made with another token besides. */
    Signature accepts(String authToken) {
        if (!TOKEN.matcher(authToken).matches()) {
            throw new IllegalArgumentException(
                    "auth token must be 1..128 visible ASCII characters: " + authToken.length() + " characters given");
        }
        List<SecretKeySpec> more = new ArrayList<>(keys);
        more.add(new SecretKeySpec(authToken.getBytes(UTF_8), HMAC));
        return new Signature(List.copyOf(more));
    }

    /** Whether this was signed with one of the tokens, for this endpoint with this query, as Twilio may spell it. */
    boolean matches(
            SignatureUrl url, Optional<String> query, SortedMap<String, String> parameters, @Nullable String given) {
        return url.spellings(query).stream().anyMatch(spelling -> matches(spelling, parameters, given));
    }

    /** Whether this was signed with one of the tokens, for this URL exactly. */
    boolean matches(String url, SortedMap<String, String> parameters, @Nullable String given) {
        if (given == null) {
            return false;
        }
        StringBuilder signed = new StringBuilder(url);
        parameters.forEach((name, value) -> signed.append(name).append(value));
        byte[] text = signed.toString().getBytes(UTF_8);
        byte[] claimed = given.getBytes(UTF_8);
        boolean matches = false;
        for (SecretKeySpec key : keys) {
            matches |= MessageDigest.isEqual(Base64.getEncoder().encode(hmac(key, text)), claimed);
        }
        return matches;
    }

    private static byte[] hmac(SecretKeySpec key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }
}

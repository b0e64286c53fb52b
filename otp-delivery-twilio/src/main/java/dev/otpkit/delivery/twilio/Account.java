package dev.otpkit.delivery.twilio;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whose messages they are, and by which credentials. Says nothing of either. */
record Account(String sid, String user, String secret) {
    private static final Pattern SID = Pattern.compile("AC[0-9a-fA-F]{32}");
    private static final Pattern KEY = Pattern.compile("SK[0-9a-fA-F]{32}");
    private static final Pattern SECRET = Pattern.compile("[0-9A-Za-z]{32}");

    static Account byToken(String sid, String authToken) {
        return new Account(required("accountSid", "AC", SID, sid), sid, secret("authToken", authToken));
    }

    static Account byKey(String sid, String keySid, String secret) {
        return new Account(
                required("accountSid", "AC", SID, sid),
                required("keySid", "SK", KEY, keySid),
                secret("secret", secret));
    }

    private static String required(String what, String prefix, Pattern form, String value) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " must be " + prefix + " and 32 hexadecimal digits: "
                    + value.length() + " characters given");
        }
        return value;
    }

    static String secret(String what, String value) {
        if (!SECRET.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    what + " must be 32 letters and digits: " + value.length() + " characters given");
        }
        return value;
    }

    String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ':' + secret).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "Account[redacted]";
    }

    /** Where its messages go: a region's door, or one of the builder's own. */
    record Door(
            @Nullable String region,
            @Nullable String edge,
            @Nullable URI instead) {}
}

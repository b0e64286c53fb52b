package dev.otpkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 under a key of its own, which HKDF (RFC 5869) derives from a secret and a label. */
final class Hmac {
    private static final String HMAC = "HmacSHA256";
    private static final byte[] SALT = "dev.otpkit/1".getBytes(UTF_8);

    private final Mac keyed;

    Hmac(byte[] key) {
        try {
            keyed = Mac.getInstance(HMAC);
            keyed.init(new SecretKeySpec(key, HMAC));
            keyed.update(new byte[0]); // begins, so that the key's own block is behind every clone
            Object unused = keyed.clone(); // asked here once, so that no call finds out later
        } catch (GeneralSecurityException | CloneNotSupportedException e) {
            throw new IllegalStateException("this JVM has no " + HMAC + " that can be cloned", e);
        }
    }

    static Hmac of(byte[] secret, String label) {
        return new Hmac(hkdf(secret, SALT, label.getBytes(UTF_8)));
    }

    byte[] tag(byte[]... parts) {
        Mac mac = fresh();
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    /** RFC 5869 with one block of output: 32 bytes. */
    static byte[] hkdf(byte[] secret, byte[] salt, byte[] info) {
        byte[] extracted = new Hmac(salt).tag(secret);
        return new Hmac(extracted).tag(info, new byte[] {1});
    }

    /** A clone is keyed already: an order cheaper than keying a new one, and safe beside others. */
    private Mac fresh() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }
}

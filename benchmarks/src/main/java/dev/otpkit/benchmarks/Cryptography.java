package dev.otpkit.benchmarks;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a request and a verify of {@link Traffic} ask of the JDK's cryptography, in their order and over as many bytes,
 * done the fastest way there is: with a {@link Mac} that is cloned and a {@link Cipher} that is used again. A test counts
 * both, so that the two do the same.
 */
final class Cryptography {
    private static final int NONCE = 12;

    private final SecureRandom random = new SecureRandom();
    private final Mac keyed;
    private final Cipher gcm;

    private final byte[] key = new byte[24];
    private final byte[] keyAndCode = new byte[35];
    private final byte[] keyAndReceipt = new byte[45];
    private final byte[] subject = new byte[35];
    private final byte[] bucket = new byte[34];
    private final byte[] audience = new byte[31];
    private final byte[] code = new byte[18];
    private final byte[] codeContext = new byte[47];
    private final byte[] receiptContext = new byte[34];

    /** Derives no keys: a service does that once. */
    Cryptography() throws GeneralSecurityException {
        gcm = Cipher.getInstance("AES/GCM/NoPadding");
        keyed = Mac.getInstance("HmacSHA256");
        keyed.init(new SecretKeySpec(random(32), "HmacSHA256"));
        keyed.update(new byte[0]); // begins, so that the key's own block is behind every clone
    }

    /** A pair; what it returns is of all that was worked out, so that nothing is left out. */
    int pair() throws GeneralSecurityException, CloneNotSupportedException {
        int all = hmac(subject)[0] ^ hmac(key)[0];
        all ^= random(8)[0]; // names the call to the limiter
        all ^= hmac(bucket)[0] ^ hmac(audience)[0];
        all ^= random(12)[0]; // six digits
        all ^= random(8)[0]; // names the call to the store
        all ^= hmac(keyAndCode)[0];
        all ^= seal(random(NONCE + 16), code, key, codeContext)[0];
        all ^= random(16)[0]; // names the delivery

        all ^= hmac(subject)[0] ^ hmac(key)[0];
        byte[] receipt = random(16);
        all ^= hmac(keyAndCode)[0] ^ hmac(keyAndReceipt)[0];
        return all ^ seal(receipt, key, receiptContext, receiptContext)[0];
    }

    private byte[] random(int bytes) {
        byte[] fresh = new byte[bytes];
        random.nextBytes(fresh);
        return fresh;
    }

    private byte[] hmac(byte[] text) throws CloneNotSupportedException {
        Mac mac = (Mac) keyed.clone();
        mac.update(text);
        return mac.doFinal();
    }

    private byte[] seal(byte[] fresh, byte[] text, byte[] keyText, byte[] associated)
            throws GeneralSecurityException, CloneNotSupportedException {
        gcm.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(hmac(keyText), "AES"),
                new GCMParameterSpec(128, Arrays.copyOf(fresh, NONCE)));
        gcm.updateAAD(associated);
        return gcm.doFinal(text);
    }
}

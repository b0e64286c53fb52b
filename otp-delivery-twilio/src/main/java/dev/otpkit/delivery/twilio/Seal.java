package dev.otpkit.delivery.twilio;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a call will say, between two requests: sealed for this application, for one number, until the code is dead. Any node
 * that has the auth token opens it, and nothing is kept.
 */
final class Seal {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final byte[] LABEL = "otpkit twilio voice 1".getBytes(StandardCharsets.US_ASCII);

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;

    Seal(String authToken) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(authToken.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            key = new SecretKeySpec(mac.doFinal(LABEL), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no HmacSHA256", e);
        }
    }

    /** Words and the language that they are spoken in. */
    record Speech(String language, String text) {
        @Override
        public String toString() {
            return "Speech[" + language + "]";
        }
    }

    String close(Speech speech, String number, Instant end) {
        byte[] words = (speech.language() + ' ' + speech.text()).getBytes(StandardCharsets.UTF_8);
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, number)
                    .doFinal(ByteBuffer.allocate(Long.BYTES + words.length)
                            .putLong(end.toEpochMilli())
                            .put(words)
                            .array());
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(ByteBuffer.allocate(NONCE + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot seal", e);
        }
    }

    /** The words, if they were sealed here, for this number, and are still worth saying. */
    Optional<Speech> open(String sealed, String number, Instant now) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(sealed);
            if (bytes.length < NONCE + Long.BYTES + TAG_BITS / Byte.SIZE) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(bytes, NONCE);
            ByteBuffer open = ByteBuffer.wrap(
                    cipher(Cipher.DECRYPT_MODE, nonce, number).doFinal(bytes, NONCE, bytes.length - NONCE));
            if (now.toEpochMilli() >= open.getLong()) {
                return Optional.empty();
            }
            String words = StandardCharsets.UTF_8.decode(open).toString();
            int blank = words.indexOf(' ');
            return Optional.of(new Speech(words.substring(0, blank), words.substring(blank + 1)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String number) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(number.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}

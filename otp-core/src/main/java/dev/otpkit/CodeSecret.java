package dev.otpkit;

import dev.otpkit.store.Candidate;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** One secret for codes: the tags that guesses are compared by, and the seals that hide a code from the store. */
final class CodeSecret {
    /** Of a seal, before the cipher text. */
    static final int NONCE = 12;

    private static final int MAC_BITS = 128;

    private final String id;
    private final Hmac tags;
    private final Hmac receipts;
    private final Hmac seals;

    /** Looking the cipher up costs more than using it. */
    private final ThreadLocal<Cipher> cipher = ThreadLocal.withInitial(CodeSecret::newCipher);

    private CodeSecret(byte[] secret) {
        this.id = HexFormat.of().formatHex(Hmac.of(secret, "id").tag(), 0, 4);
        this.tags = Hmac.of(secret, "tags");
        this.receipts = Hmac.of(secret, "receipts");
        this.seals = Hmac.of(secret, "seals");
    }

    static CodeSecret of(byte[] secret) {
        return new CodeSecret(secret);
    }

    String id() {
        return id;
    }

    byte[] tag(byte[] key, byte[] code) {
        return Arrays.copyOf(tags.tag(KeyText.join(0, key, code)), Candidate.TAG);
    }

    byte[] receiptTag(byte[] key, byte[] random) {
        return Arrays.copyOf(receipts.tag(KeyText.join(0, key, random)), Candidate.TAG);
    }

    /** Nonce and cipher text, under a key derived for this context, which it opens in alone. */
    byte[] seal(byte[] nonce, byte[] text, byte[] keyed, byte[] associated) {
        try {
            Cipher gcm = cipher(Cipher.ENCRYPT_MODE, nonce, keyed, associated);
            byte[] sealed = Arrays.copyOf(nonce, NONCE + gcm.getOutputSize(text.length));
            gcm.doFinal(text, 0, text.length, sealed, NONCE);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot seal", e);
        }
    }

    /** What was sealed; empty when it was not sealed here, or not in this context. */
    Optional<byte[]> open(byte[] sealed, byte[] keyed, byte[] associated) {
        if (sealed.length < NONCE + MAC_BITS / Byte.SIZE) {
            return Optional.empty();
        }
        try {
            Cipher gcm = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE), keyed, associated);
            return Optional.of(gcm.doFinal(sealed, NONCE, sealed.length - NONCE));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] keyed, byte[] associated) throws GeneralSecurityException {
        Cipher gcm = cipher.get();
        gcm.init(mode, new SecretKeySpec(seals.tag(keyed), "AES"), new GCMParameterSpec(MAC_BITS, nonce));
        gcm.updateAAD(associated);
        return gcm;
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no AES/GCM", e);
        }
    }
}

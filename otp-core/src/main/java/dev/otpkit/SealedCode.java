package dev.otpkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * What a seal hides from the store: the code, for a resend, and to whom it went, masked.
 *
 * @param strong whether the code is long
 */
record SealedCode(String code, String sentTo, boolean strong) {

    byte[] pack() {
        byte[] digits = code.getBytes(UTF_8);
        byte[] masked = sentTo.getBytes(UTF_8);
        return ByteBuffer.allocate(1 + digits.length + masked.length)
                .put((byte) digits.length)
                .put(digits)
                .put(masked)
                .array();
    }

    static SealedCode read(byte[] packed, boolean strong) {
        int length = packed[0];
        return new SealedCode(
                new String(packed, 1, length, UTF_8),
                new String(packed, 1 + length, packed.length - 1 - length, UTF_8),
                strong);
    }

    @Override
    public String toString() {
        return "SealedCode[]";
    }
}

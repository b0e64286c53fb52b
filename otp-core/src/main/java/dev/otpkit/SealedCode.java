package dev.otpkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * What a seal hides from the store: the code, for a resend, to whom it went, masked, and where its verification counts.
 *
 * @param strong whether the code is long
 * @param marks names of buckets, in hexadecimal digits; empty for a mailbox
 */
record SealedCode(String code, String sentTo, boolean strong, String marks) {

    byte[] pack() {
        byte[] digits = code.getBytes(UTF_8);
        byte[] named = HexFormat.of().parseHex(marks);
        byte[] masked = sentTo.getBytes(UTF_8);
        return ByteBuffer.allocate(2 + digits.length + named.length + masked.length)
                .put((byte) digits.length)
                .put(digits)
                .put((byte) named.length)
                .put(named)
                .put(masked)
                .array();
    }

    static SealedCode read(byte[] packed, boolean strong) {
        int codeEnd = 1 + packed[0];
        int marksEnd = codeEnd + 1 + packed[codeEnd];
        return new SealedCode(
                new String(packed, 1, codeEnd - 1, UTF_8),
                new String(packed, marksEnd, packed.length - marksEnd, UTF_8),
                strong,
                HexFormat.of().formatHex(packed, codeEnd + 1, marksEnd));
    }

    @Override
    public String toString() {
        return "SealedCode[]";
    }
}

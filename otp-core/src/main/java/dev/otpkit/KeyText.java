package dev.otpkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A key and its namespace as bytes: every part carries its length, so that no two keys ever read alike. */
final class KeyText {
    private KeyText() {}

    static byte[] of(String namespace, OtpKey key) {
        byte[][] parts = new byte[3 + 2 * key.bindings().size()][];
        parts[0] = namespace.getBytes(UTF_8);
        parts[1] = key.purpose().getBytes(UTF_8);
        parts[2] = key.subject().getBytes(UTF_8);
        int i = 3;
        if (parts.length > i) {
            for (Map.Entry<String, String> fact : sorted(key.bindings()).entrySet()) {
                parts[i++] = fact.getKey().getBytes(UTF_8);
                parts[i++] = fact.getValue().getBytes(UTF_8);
            }
        }
        return join(key.isForRecipient() ? 1 : 0, parts);
    }

    /** Parts, each behind its length. */
    static byte[] join(int kind, byte[]... parts) {
        int size = 1;
        for (byte[] part : parts) {
            size += Short.BYTES + part.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size).put((byte) kind);
        for (byte[] part : parts) {
            out.putShort((short) part.length).put(part);
        }
        return out.array();
    }

    /** The key that these bytes were made of; empty when they are of another namespace, or none of ours. */
    static Optional<OtpKey> read(String namespace, byte[] text) {
        try {
            ByteBuffer in = ByteBuffer.wrap(text);
            boolean recipient = in.get() == 1;
            if (!part(in).equals(namespace)) {
                return Optional.empty();
            }
            String purpose = part(in);
            String subject = part(in);
            Map<String, String> bindings = new LinkedHashMap<>();
            while (in.hasRemaining()) {
                bindings.put(part(in), part(in));
            }
            return Optional.of(OtpKey.of(purpose, subject, recipient, bindings));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> sorted(Map<String, String> bindings) {
        return bindings.size() < 2 ? bindings : new TreeMap<>(bindings);
    }

    private static String part(ByteBuffer in) {
        byte[] part = new byte[in.getShort()];
        in.get(part);
        return new String(part, UTF_8);
    }
}

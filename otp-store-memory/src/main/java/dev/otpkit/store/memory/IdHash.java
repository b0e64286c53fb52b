package dev.otpkit.store.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * An id of any form, folded into 128 bits: SipHash-2-4 under a random key of its own for each map, so that nobody can
 * choose ids that meet, and two ids meet with a probability of 2^-128.
 */
final class IdHash {
    /** The part of an id that is the subject or the bucket. */
    private static final int PREFIX = 32;

    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private int prefix;
    private final long low;
    private final long high;

    private IdHash(Key key, byte[] id) {
        v0 = key.low ^ 0x736f6d6570736575L;
        v1 = key.high ^ 0x646f72616e646f6dL ^ 0xee;
        v2 = key.low ^ 0x6c7967656e657261L;
        v3 = key.high ^ 0x7465646279746573L;
        ByteBuffer in = littleEndian(id);
        int whole = id.length & -Long.BYTES;
        for (int at = 0; at < whole; at += Long.BYTES) {
            word(in.getLong(at));
            if (at + Long.BYTES == PREFIX) {
                prefix = (int) (v0 ^ v1 ^ v2 ^ v3);
            }
        }
        long last = (long) id.length << 56;
        for (int at = whole; at < id.length; at++) {
            last |= (id[at] & 0xffL) << 8 * (at - whole);
        }
        word(last);
        if (whole < PREFIX) {
            prefix = (int) (v0 ^ v1 ^ v2 ^ v3);
        }
        v2 ^= 0xee;
        rounds(4);
        low = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xdd;
        rounds(4);
        high = v0 ^ v1 ^ v2 ^ v3;
    }

    long low() {
        return low;
    }

    long high() {
        return high;
    }

    /** The same for all ids that begin with the same 32 characters: rows of one subject lie together. */
    int prefix() {
        return prefix;
    }

    private void word(long word) {
        v3 ^= word;
        rounds(2);
        v0 ^= word;
    }

    private void rounds(int count) {
        long a = v0;
        long b = v1;
        long c = v2;
        long d = v3;
        for (int i = 0; i < count; i++) {
            a += b;
            c += d;
            b = Long.rotateLeft(b, 13) ^ a;
            d = Long.rotateLeft(d, 16) ^ c;
            a = Long.rotateLeft(a, 32);
            c += b;
            a += d;
            b = Long.rotateLeft(b, 17) ^ c;
            d = Long.rotateLeft(d, 21) ^ a;
            c = Long.rotateLeft(c, 32);
        }
        v0 = a;
        v1 = b;
        v2 = c;
        v3 = d;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What makes the hashes of one map differ from every other's. */
    static final class Key {
        private final long low;
        private final long high;

        Key(byte[] key) {
            ByteBuffer in = littleEndian(key);
            low = in.getLong();
            high = in.getLong();
        }

        static Key random() {
            byte[] key = new byte[2 * Long.BYTES];
            new SecureRandom().nextBytes(key);
            return new Key(key);
        }

        IdHash hash(String id) {
            return hash(id.getBytes(StandardCharsets.UTF_8));
        }

        IdHash hash(byte[] id) {
            return new IdHash(this, id);
        }
    }
}

package dev.otpkit.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.otpkit.limit.Limit;
import java.nio.ByteBuffer;
import java.util.List;

/** What goes to a script, in bytes. */
final class Bytes {
    private static final int LIMIT = 10;

    private Bytes() {}

    static byte[] of(String text) {
        return text.getBytes(US_ASCII);
    }

    static byte[] of(long number) {
        return of(Long.toString(number));
    }

    /** A call's tag: four bytes, which an entry keeps so that a repeat is known. */
    static byte[] tag(String callId) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(callId.hashCode()).array();
    }

    /** Four bytes of permits and six of the window, each. */
    static byte[] limits(List<Limit> limits) {
        ByteBuffer out = ByteBuffer.allocate(limits.size() * LIMIT);
        limits.forEach(limit -> put(out, limit));
        return out.array();
    }

    /** One limit, and in four bytes more how many permits a call takes. */
    static byte[] limit(Limit limit, int weight) {
        ByteBuffer out = ByteBuffer.allocate(LIMIT + Integer.BYTES);
        put(out, limit);
        return out.putInt(weight).array();
    }

    private static void put(ByteBuffer out, Limit limit) {
        long window = limit.window().toMillis();
        out.putInt(limit.permits()).putShort((short) (window >> 32)).putInt((int) window);
    }
}

package dev.otpkit.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.store.Slot;

/**
 * What keys are called: {@code <prefix>:{<32 digits>}:...}, so that all of a subject lies in one slot of a cluster, and all
 * of a bucket. The names are pseudonyms already.
 */
final class Keys {
    private final String prefix;

    Keys(String prefix) {
        this.prefix = prefix;
    }

    byte[] code(Slot slot) {
        return of(slot.subject(), "c:" + slot.key());
    }

    byte[] failures(Slot slot) {
        return of(slot.subject(), "f:" + slot.budget().id());
    }

    byte[] exact(Bucket bucket) {
        return of(bucket.id(), "h");
    }

    byte[] coarse(Bucket bucket, Limit limit) {
        return of(bucket.id(), "w" + Long.toString(limit.window().toMillis(), Character.MAX_RADIX));
    }

    /** One that lies in this one's slot, and means nothing. */
    static byte[] beside(byte[] key) {
        String name = new String(key, US_ASCII);
        return (name.substring(0, name.indexOf('}') + 1) + ":w").getBytes(US_ASCII);
    }

    /** A key that is never written, in a slot of its own. */
    byte[] probe(int which) {
        return of(Integer.toString(which), "probe");
    }

    private byte[] of(String tag, String rest) {
        return Bytes.of(prefix + ":{" + tag + "}:" + rest);
    }
}

package dev.otpkit.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.otpkit.store.Entry;
import dev.otpkit.store.StoreException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a script answered: words, numbers and a row in their places. It may end early: what is missing is 0, or no wait, or
 * no row.
 */
final class Reply {
    private final List<?> parts;

    private Reply(List<?> parts) {
        this.parts = parts;
    }

    static Reply of(Object answer) {
        if (answer instanceof List<?> parts) {
            return new Reply(parts);
        }
        throw new StoreException(StoreException.Kind.BROKEN);
    }

    String word(int at) {
        return new String((byte[]) parts.get(at), US_ASCII);
    }

    long number(int at) {
        return parts.size() > at ? (Long) parts.get(at) : 0;
    }

    /** Of an answer that is one number. */
    static long number(Object answer) {
        if (answer instanceof Long number) {
            return number;
        }
        throw new StoreException(StoreException.Kind.BROKEN);
    }

    Duration millis(int at) {
        return Duration.ofMillis(number(at));
    }

    /** Empty for -1, too. */
    Optional<Duration> waiting(int at) {
        return parts.size() <= at || number(at) < 0 ? Optional.empty() : Optional.of(millis(at));
    }

    Optional<Entry> entry(int at) {
        try {
            return parts.size() > at
                    ? Optional.of(PackedCode.read(ByteBuffer.wrap((byte[]) parts.get(at))))
                    : Optional.empty();
        } catch (BufferUnderflowException | IllegalArgumentException e) { // somebody else has written it
            throw new StoreException(StoreException.Kind.BROKEN, e);
        }
    }
}

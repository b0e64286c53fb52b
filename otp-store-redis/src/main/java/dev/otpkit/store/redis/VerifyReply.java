package dev.otpkit.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.otpkit.store.Entry;
import dev.otpkit.store.StoreException;
import dev.otpkit.store.VerifyAnswer;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** What {@code verify.lua} answers: the outcome, guesses left, when to come back or -1; a line end; the code's row. */
final class VerifyReply {
    private VerifyReply() {}

    static VerifyAnswer read(Object answer) {
        if (!(answer instanceof byte[] bytes)) {
            throw new StoreException(StoreException.Kind.BROKEN);
        }
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        String[] words = new String(bytes, 0, end, US_ASCII).split(" ", -1);
        if (end == bytes.length || words.length != 3) {
            throw new StoreException(StoreException.Kind.BROKEN);
        }
        try {
            long retry = Long.parseLong(words[2]);
            return new VerifyAnswer(
                    VerifyAnswer.Outcome.valueOf(words[0]),
                    Integer.parseInt(words[1]),
                    retry < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(retry)),
                    entry(ByteBuffer.wrap(bytes, end + 1, bytes.length - end - 1)));
        } catch (BufferUnderflowException | IllegalArgumentException e) { // somebody else has written the row
            throw new StoreException(StoreException.Kind.BROKEN, e);
        }
    }

    private static Optional<Entry> entry(ByteBuffer row) {
        return row.hasRemaining() ? Optional.of(PackedCode.read(row)) : Optional.empty();
    }
}

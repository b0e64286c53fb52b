package dev.otpkit.store.memory;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.store.Budget;
import dev.otpkit.store.Candidate;
import dev.otpkit.store.OpenCall;
import dev.otpkit.store.RedeemCall;
import dev.otpkit.store.Slot;
import dev.otpkit.store.VerifyCall;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The calls of a service, by numbers: a code is a number, and each call of its own unless it is told to repeat one. */
final class Calls {
    static final Duration TTL = Duration.ofMinutes(5);
    static final Budget BUDGET =
            new Budget("d", List.of(Limit.of(10, Duration.ofDays(1)), Limit.of(60, Duration.ofDays(30))), 100);

    private static final String SECRET = "5ec7e700";
    private static final int SEALED = 60;

    private int calls;

    static Slot slot(long subject, long key) {
        return new Slot(hex(subject), hex(key), BUDGET);
    }

    OpenCall open(Slot slot, long code) {
        return open(slot, code, calls++);
    }

    static OpenCall open(Slot slot, long code, int call) {
        Candidate candidate = new Candidate(SECRET, tag(code), new byte[SEALED], false);
        byte[] audience = ByteBuffer.allocate(8).putLong(code).array();
        return new OpenCall(
                slot, "open " + call, candidate, Set.of(SECRET), List.of(audience), false, TTL, TTL.dividedBy(2), 3);
    }

    VerifyCall verify(Slot slot, long guess) {
        return verify(slot, guess, calls++);
    }

    static VerifyCall verify(Slot slot, long guess, int call) {
        byte[] receipt = ByteBuffer.allocate(16).putInt(call).array();
        return new VerifyCall(slot, Map.of(SECRET, tag(guess)), SECRET, receipt, Duration.ofMinutes(10), false);
    }

    RedeemCall redeem(VerifyCall accepted) {
        return redeem(accepted, calls++);
    }

    static RedeemCall redeem(VerifyCall accepted, int call) {
        return new RedeemCall(accepted.slot(), "redeem " + call, SECRET, accepted.receiptTag());
    }

    static Bucket recipient(long id) {
        return new Bucket(
                Bucket.Kind.RECIPIENT,
                hex(id),
                List.of(
                        Limit.of(1, Duration.ofSeconds(60)),
                        Limit.of(5, Duration.ofHours(1)),
                        Limit.of(10, Duration.ofDays(1))));
    }

    static Bucket subject(long id) {
        return new Bucket(
                Bucket.Kind.SUBJECT,
                hex(id ^ 1L << 40), // nobody's recipient
                List.of(Limit.of(10, Duration.ofHours(1)), Limit.of(20, Duration.ofDays(1))));
    }

    private static byte[] tag(long code) {
        return ByteBuffer.allocate(Candidate.TAG).putLong(~code).putLong(code).array();
    }

    private static String hex(long number) {
        return HexFormat.of().toHexDigits(number) + HexFormat.of().toHexDigits(~number);
    }
}

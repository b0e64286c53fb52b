package dev.otpkit.benchmarks;

import dev.otpkit.OtpKey;
import dev.otpkit.OtpPolicy;
import dev.otpkit.OtpService;
import dev.otpkit.RequestResult;
import dev.otpkit.VerifyResult;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.store.memory.MemoryBackend;
import java.time.Duration;

/**
 * So many people, each with a live code: in turn each types it and asks for the next, over and over.
 *
 * <p>As many codes live after a pair as before, and whoever's turn it is has not been seen since all others had theirs: at
 * a million nothing of his is still in a cache. Time is the machine's. There are as many limits as the standard ones, over
 * windows of milliseconds, so that none is ever met.
 */
final class Traffic {
    private static final long FIRST = 1_000_000; // so that all names have the same length
    private static final Limit NEVER_MET = Limit.of(100, Duration.ofMillis(1));

    private final Outbox outbox = new Outbox();
    private final OtpService otp;
    private final String[] codes;
    private int turn;

    /** Everybody asks once. */
    Traffic(int live) {
        otp = OtpService.builder()
                .backend(MemoryBackend.builder().capacity(1L << 30).build())
                .channel(outbox)
                .purpose(
                        "login", OtpPolicy.builder().ttl(Duration.ofMinutes(10)).build())
                .limits(SendLimits.builder()
                        .recipient(NEVER_MET, Limit.of(100, Duration.ofMillis(2)), Limit.of(100, Duration.ofMillis(3)))
                        .subject(NEVER_MET, Limit.of(100, Duration.ofMillis(2)))
                        .build())
                .verifyLimits(NEVER_MET, NEVER_MET)
                .development() // a secret of its own
                .build();
        codes = new String[live];
        for (turn = 0; turn < live; turn++) {
            request();
        }
        turn = 0;
    }

    /** One verify and one request: as many codes live afterwards as before. */
    void pair() {
        verify();
        request();
        turn = turn + 1 == codes.length ? 0 : turn + 1;
    }

    private void request() {
        RequestResult sent = otp.request(OtpKey.of("login", person()), Recipient.sms("+1415" + (FIRST + turn)));
        require(RequestResult.Outcome.SENT, sent.outcome());
        codes[turn] = outbox.lastCode();
    }

    private void verify() {
        VerifyResult typed = otp.verify(OtpKey.of("login", person()), codes[turn]);
        require(VerifyResult.Outcome.ACCEPTED, typed.outcome());
        if (typed.receipt().isEmpty()) { // sealed when it is asked for
            throw new IllegalStateException("a receipt was expected");
        }
    }

    private String person() {
        return "user-" + (FIRST + turn);
    }

    /** A figure for refusals would be a lie. */
    private static void require(Enum<?> expected, Enum<?> found) {
        if (expected != found) {
            throw new IllegalStateException(expected + " was expected: " + found);
        }
    }
}

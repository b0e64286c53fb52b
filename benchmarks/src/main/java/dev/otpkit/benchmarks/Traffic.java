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
import dev.otpkit.testkit.MutableClock;
import java.time.Duration;

/**
 * People who ask for a code and type it, so many codes being alive at any moment.
 *
 * <p>Each pair is of a person never seen before, who asks, and of the one who asked longest ago, who types the code that
 * he was sent: no limit is ever met, and no row is still warm from having been written a moment ago.
 *
 * <p>Time is not the machine's. A used code is kept for ten minutes past its life; at the machine's own speed a hundred
 * million of them would pile up. So the clock moves with the pairs, and at every size so that a code is typed at the end
 * of its life: to each live code there are then one used code, one receipt and two histories of sends, all of which the
 * backend reclaims as new ones come.
 */
final class Traffic {
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final Duration TYPED_AFTER = LIFE.minusSeconds(6);
    private static final long FIRST = 1_000_000; // so that all names have the same length

    private final MutableClock clock = new MutableClock();
    private final Outbox outbox = new Outbox();
    private final OtpService otp;
    private final Duration step;
    private final String[] codes;
    private long asked;

    /** Fills it, and lets as many pairs pass as codes live: then what is used expires as fast as it comes. */
    Traffic(int live) {
        otp = OtpService.builder()
                .backend(MemoryBackend.builder().capacity(1L << 30).clock(clock).build())
                .channel(outbox)
                .purpose("login", OtpPolicy.builder().ttl(LIFE).build())
                .limits(SendLimits.builder()
                        // As many limits as the standard ones, over no longer than a code lives.
                        .recipient(
                                Limit.of(1, Duration.ofMinutes(1)),
                                Limit.of(5, Duration.ofMinutes(5)),
                                Limit.of(10, LIFE))
                        .subject(Limit.of(10, Duration.ofMinutes(5)), Limit.of(20, LIFE))
                        .build())
                .development() // a secret of its own
                .build();
        step = TYPED_AFTER.dividedBy(live);
        codes = new String[live];
        for (int i = 0; i < live; i++) {
            clock.advance(step);
            request();
        }
        for (int i = 0; i < live; i++) {
            pair();
        }
    }

    /** One verify and one request: as many codes live afterwards as before. */
    void pair() {
        clock.advance(step);
        verify();
        request();
    }

    private void request() {
        String person = person(asked);
        RequestResult sent = otp.request(OtpKey.of("login", person), Recipient.email(person + "@example.com"));
        require(RequestResult.Outcome.SENT, sent.outcome());
        codes[(int) (asked++ % codes.length)] = outbox.lastCode();
    }

    private void verify() {
        OtpKey key = OtpKey.of("login", person(asked - codes.length));
        VerifyResult typed = otp.verify(key, codes[(int) (asked % codes.length)]);
        require(VerifyResult.Outcome.ACCEPTED, typed.outcome());
    }

    private static String person(long number) {
        return "user-" + (FIRST + number);
    }

    /** A figure for refusals would be a lie. */
    private static void require(Enum<?> expected, Enum<?> found) {
        if (expected != found) {
            throw new IllegalStateException(expected + " was expected: " + found);
        }
    }
}

package dev.otpkit.benchmarks;

import dev.otpkit.OtpKey;
import dev.otpkit.OtpService;
import dev.otpkit.RequestResult;
import dev.otpkit.Secrets;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.store.memory.MemoryBackend;
import dev.otpkit.testkit.MutableClock;
import java.lang.ref.Reference;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.ObjIntConsumer;

/** What a person with a live code takes: all that is left on the heap after a collection, shared out. */
final class HeapPerCode {
    private static final int SENDS_TO_A_SUBJECT = 20; // the standard limits' most a day
    private static final int SENDS_TO_A_RECIPIENT = 10;

    private final MutableClock clock = new MutableClock();
    private final OtpService otp;
    private final OtpService unlimitedMailbox;

    private HeapPerCode() {
        MemoryBackend backend =
                MemoryBackend.builder().capacity(1L << 29).clock(clock).build();
        byte[] names = new byte[32];
        byte[] codes = new byte[32];
        SecureRandom random = new SecureRandom();
        random.nextBytes(names);
        random.nextBytes(codes);
        OtpService.Builder standard = wire(backend, Secrets.of(names, codes));
        OtpService.Builder shared = wire(backend, Secrets.of(names, codes));
        this.otp = standard.build();
        this.unlimitedMailbox = shared.limits(SendLimits.builder()
                        .recipient(Limit.of(10_000_000, Duration.ofDays(1)))
                        .build())
                .build();
    }

    private static OtpService.Builder wire(MemoryBackend backend, Secrets secrets) {
        return OtpService.builder()
                .backend(backend)
                .secrets(secrets)
                .channel(new Outbox())
                .purpose("login");
    }

    /** Bytes, after the first message to each. */
    static long afterFirstSend(int people) {
        return measure(people, HeapPerCode::first);
    }

    /** Bytes, after as many messages to each as the standard limits let through within a day. */
    static long afterFullHistory(int people) {
        return measure(people, HeapPerCode::full);
    }

    private static long measure(int people, ObjIntConsumer<HeapPerCode> fill) {
        long before = used();
        HeapPerCode heap = new HeapPerCode();
        try {
            fill.accept(heap, people);
            return (used() - before) / people;
        } finally {
            Reference.reachabilityFence(heap);
        }
    }

    private void first(int people) {
        for (int n = 0; n < people; n++) {
            request(otp, n, mailbox(n));
        }
    }

    private void full(int people) {
        // Half of a subject's messages must go to another mailbox; to one that all share, so that it weighs nothing.
        Recipient shared = Recipient.email("everybody@example.com");
        for (int sent = 0; sent < SENDS_TO_A_SUBJECT; sent++) {
            clock.advance(Duration.ofHours(1));
            boolean toShared = sent < SENDS_TO_A_SUBJECT - SENDS_TO_A_RECIPIENT;
            for (int n = 0; n < people; n++) {
                request(toShared ? unlimitedMailbox : otp, n, toShared ? shared : mailbox(n));
            }
        }
    }

    private static void request(OtpService otp, int n, Recipient recipient) {
        RequestResult sent = otp.request(OtpKey.of("login", "user-" + n), recipient);
        if (!sent.sent()) {
            throw new IllegalStateException("the limits were to let it through: " + sent);
        }
    }

    private static Recipient mailbox(int n) {
        return Recipient.email("user-" + n + "@example.com");
    }

    private static long used() {
        for (int i = 0; i < 4; i++) { // only each fourth closes all the gaps
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}

package dev.otpkit.store.memory;

import java.lang.ref.Reference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Measures what a person takes on the real heap, and prints it beside what the backend believes. */
final class HeapUse {
    private static final int PEOPLE = 200_000;
    private static final int BUSY_PEOPLE = 50_000;

    private final Calls calls = new Calls();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final MemoryBackend backend =
            MemoryBackend.builder().capacity(1L << 29).clock(() -> now).build();

    public static void main(String[] args) {
        HeapUse one = new HeapUse();
        one.send(1, true); // loads the classes
        one.open(1);
        HeapUse first = new HeapUse();
        first.measure("first", PEOPLE, () -> {
            first.send(PEOPLE, true);
            first.open(PEOPLE);
        });
        HeapUse full = new HeapUse();
        full.measure("full", BUSY_PEOPLE, () -> {
            for (int sent = 1; sent <= 20; sent++) {
                full.now = full.now.plus(Duration.ofHours(1));
                full.send(BUSY_PEOPLE, sent > 10);
            }
            full.open(BUSY_PEOPLE);
        });
    }

    private void send(int people, boolean toRecipient) {
        for (int n = 0; n < people; n++) {
            String callId = "send " + n + " at " + now.getEpochSecond();
            boolean granted = backend.limiter()
                    .acquire(
                            toRecipient ? List.of(Calls.recipient(n), Calls.subject(n)) : List.of(Calls.subject(n)),
                            callId)
                    .isGranted();
            if (!granted) {
                throw new IllegalStateException("the limits were to let it through");
            }
        }
    }

    private void open(int people) {
        for (int n = 0; n < people; n++) {
            backend.store().open(calls.open(Calls.slot(n, 1), n));
        }
    }

    private void measure(String what, int people, Runnable filling) {
        long usedBefore = used();
        long believedBefore = backend.rows.bytes();
        filling.run();
        System.out.println(
                what + " " + (used() - usedBefore) / people + " " + (backend.rows.bytes() - believedBefore) / people);
        Reference.reachabilityFence(this);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}

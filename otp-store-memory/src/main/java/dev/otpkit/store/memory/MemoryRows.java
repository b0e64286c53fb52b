package dev.otpkit.store.memory;

import dev.otpkit.store.RowStore;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Rows in memory, in stripes of a lock each. A step locks the stripes of its ids in their order, works on what it reads
 * there, and its writes are applied together when it has returned.
 */
final class MemoryRows implements RowStore {
    /** A stripe takes nothing new above its capacity, and grows to no more than so many times its capacity. */
    static final int HEADROOM = 4;

    /** So that stripes fill evenly: the more rows in each, the less they differ. */
    private static final long LEAST_STRIPE = 256 << 10;

    private static final int MOST_STRIPES = 256;

    private final InstantSource clock;
    private final IdHash.Key key;
    private final Stripe[] stripes;

    MemoryRows(long capacity, InstantSource clock) {
        this(capacity, clock, IdHash.Key.random());
    }

    MemoryRows(long capacity, InstantSource clock, IdHash.Key key) {
        this.clock = clock;
        this.key = key;
        long wanted = Math.min(Math.max(1, capacity / LEAST_STRIPE), MOST_STRIPES);
        stripes = new Stripe[(int) Long.highestOneBit(wanted)];
        Arrays.setAll(stripes, i -> new Stripe(capacity / stripes.length, clock.millis()));
    }

    @Override
    public <T> T atomically(List<String> ids, Step<T> step) {
        Cell[] cells = new Cell[ids.size()];
        int[] locked = new int[cells.length];
        for (int i = 0; i < cells.length; i++) {
            IdHash hash = key.hash(ids.get(i));
            locked[i] = hash.prefix() & stripes.length - 1;
            cells[i] = new Cell(ids.get(i), hash, stripes[locked[i]]);
        }
        int count = distinct(locked);
        for (int i = 0; i < count; i++) {
            stripes[locked[i]].lock.lock();
        }
        try {
            MemoryStep rows = new MemoryStep(cells, clock.millis());
            T answer = step.on(rows);
            rows.keep();
            return answer;
        } finally {
            for (int i = 0; i < count; i++) {
                stripes[locked[i]].lock.unlock();
            }
        }
    }

    /** Rows kept, those included whose life is over and whom nothing has swept yet. */
    long size() {
        return sum(Stripe::size);
    }

    /** Bytes they take. */
    long bytes() {
        return sum(Stripe::bytes);
    }

    private long sum(ToLongFunction<Stripe> of) {
        long sum = 0;
        for (Stripe stripe : stripes) {
            stripe.lock.lock();
            try {
                sum += of.applyAsLong(stripe);
            } finally {
                stripe.lock.unlock();
            }
        }
        return sum;
    }

    /** Sorts them and moves repeats out of the way: nobody who holds a lock waits for a lower one. */
    private static int distinct(int[] numbers) {
        Arrays.sort(numbers);
        int count = 0;
        for (int number : numbers) {
            if (count == 0 || numbers[count - 1] != number) {
                numbers[count++] = number;
            }
        }
        return count;
    }
}

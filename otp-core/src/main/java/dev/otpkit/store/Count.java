package dev.otpkit.store;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;

/** One row in which calls of a bucket are counted. */
sealed interface Count permits ExactCount, CoarseCount {

    Bucket bucket();

    String row();

    void load(RowStore.Rows rows, long now);

    /** Whether the row was there when loaded. */
    boolean isKnown();

    /** Whether the call with this tag is counted already. */
    boolean has(int tag);

    /** Milliseconds until one more would be let through; 0 when it would be now. */
    long waitMillis(long now);

    /** How many calls the limit's window holds; 0 when the limit is not counted here. */
    int taken(Limit limit, long now);

    void add(RowStore.Rows rows, long now, int tag);
}

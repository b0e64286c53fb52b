package dev.otpkit.limit;

import java.util.List;

/**
 * Counts calls in buckets, all or none.
 *
 * <p>Guarantees that every implementation gives:
 *
 * <ul>
 *   <li>no window of a limit ever holds more than its permits, whoever calls and at whatever moment, as long as
 *       all callers say the same limits for the bucket: those up to 100 permits see each other's calls, but one above sees
 *       only what was counted for its own window;
 *   <li>a call is counted in all of its buckets or in none: a refusal counts nowhere;
 *   <li>the same {@code callId} again, after a reply that was lost, is granted again and counted once (buckets with a
 *       limit over 100 permits may count it once for each repeat, against the caller);
 *   <li>a permit is given back at most once, whatever is repeated.
 * </ul>
 *
 * <p>Fails with {@code dev.otpkit.store.StoreException} when it cannot count; it never grants what it has not counted.
 *
 * <p><b>Security.</b> Check and count are one atomic step. Ids are opaque: an implementation must not shorten, fold or
 * log them, and needs no more than it is given. Time is the backend's own.
 */
public interface RateLimiter {

    /** The most permits of a limit that are remembered one by one; above, counts are kept in 60 parts of a window. */
    int EXACT = 100;

    /**
     * Counts the call in every bucket, or refuses and counts it in none.
     *
     * @param buckets no two of one id
     * @param callId at least 64 random bits; two calls whose ids are alike may be taken for one
     */
    Permit acquire(List<Bucket> buckets, String callId);

    /**
     * Gives the call's permit back in these buckets; no effect where the call is not counted any more, and none in limits
     * over {@link #EXACT}, which do not know single calls.
     */
    void giveBack(List<Bucket> buckets, String callId);

    /**
     * How many permits each of the bucket's limits has out now, in their order; counts nothing. Exact up to {@link #EXACT}
     * permits; above, never less, and besides at most what was counted in the last thirtieth of a window before.
     */
    List<Integer> taken(Bucket bucket);
}

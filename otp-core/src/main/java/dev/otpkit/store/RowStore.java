package dev.otpkit.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's own transactional rows: all that {@link OtpBackend#on} needs to be a complete backend.
 *
 * <pre>{@code
 * RowStore rows = new RowStore() {
 *   public <T> T atomically(List<String> ids, Step<T> step) {
 *     return serializable(() -> step.on(rowsOf(ids)));   // begin, run, commit; again from the start on a conflict
 *   }
 * };
 * }</pre>
 *
 * <p>Rows that are not there yet must be held as well: {@code SELECT ... FOR UPDATE} locks nothing where there is nothing.
 * Use a serializable transaction (snapshot isolation does not do), or an advisory lock for each id in the order given.
 * Too many conflicts at one row concern that call alone, so say {@link StoreException.Kind#FULL}, which is no loss of the
 * store.
 *
 * <p>An exception that is not a {@link StoreException} becomes one, of the kind {@link StoreException.Kind#BROKEN}.
 *
 * <p><b>Security.</b> Everything rests on this one method being atomic and isolated: two steps that name a common id run
 * one after the other, a step's writes are seen together or not at all, and a step that throws has written nothing. A row
 * must not vanish before its life is over: an eviction is a reset of somebody's limits.
 */
public interface RowStore {

    /**
     * Runs the step alone over these rows. The ids, at least one, come sorted and without repeats, so that locks taken in their order
     * cannot deadlock. Fails with {@link StoreException}; the step may be run again only if nothing of it was kept.
     */
    <T> T atomically(List<String> ids, Step<T> step);

    /** What is to be done to the rows. */
    @FunctionalInterface
    interface Step<T> {
        /** Reads and writes the rows it was given; neither blocks nor keeps them. */
        T on(Rows rows);
    }

    /** The rows of one step. */
    interface Rows {
        /** The store's own time: one for all who share the store, and never going back by more than its clocks differ. */
        Instant now();

        /** The row, or null when there is none or its life is over; the array is the step's from then on. */
        byte @Nullable [] get(String id);

        /** Replaces the row; it is gone when its life is over. The array is the store's from then on. */
        void put(String id, byte[] row, Duration life);

        /** Removes the row, if there is one. */
        void remove(String id);

        /**
         * Whether nothing new may be admitted; what is there may still change and grow. The default store has no end.
         */
        default boolean full() {
            return false;
        }
    }
}

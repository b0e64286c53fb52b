package dev.otpkit.store;

import java.util.List;

/** A user's rows, of which whatever goes wrong is a {@link StoreException}. */
record SoundRows(RowStore rows) implements RowStore {
    @Override
    public <T> T atomically(List<String> ids, Step<T> step) {
        try {
            return rows.atomically(ids, step);
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new StoreException(StoreException.Kind.BROKEN, e); // a row that cannot be read, too
        }
    }
}

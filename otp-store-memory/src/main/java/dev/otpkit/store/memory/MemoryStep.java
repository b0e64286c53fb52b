package dev.otpkit.store.memory;

import dev.otpkit.store.RowStore;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rows of one step, whose stripes are locked: writes are held back until {@link #keep}. */
final class MemoryStep implements RowStore.Rows {
    private final Cell[] cells;
    private final long now;

    MemoryStep(Cell[] cells, long now) {
        this.cells = cells;
        this.now = now;
        for (Cell cell : cells) {
            cell.stripe.advance(now);
            cell.load(now);
        }
    }

    @Override
    public Instant now() {
        return Instant.ofEpochMilli(now);
    }

    @Override
    public byte @Nullable [] get(String id) {
        return cell(id).get();
    }

    @Override
    public void put(String id, byte[] row, Duration life) {
        cell(id).put(row, life, now);
    }

    @Override
    public void remove(String id) {
        cell(id).remove();
    }

    @Override
    public boolean full() {
        for (Cell cell : cells) {
            if (cell.stripe.isFull()) {
                return true;
            }
        }
        return false;
    }

    /** All of it or nothing: what can fail comes first. */
    void keep() {
        int rows = 0;
        int growth = 0;
        for (Cell cell : cells) {
            rows += cell.rows();
            growth += cell.growth();
        }
        if (growth > 0) {
            for (Cell cell : cells) {
                cell.stripe.reserve(rows, growth);
            }
        }
        for (Cell cell : cells) {
            cell.keep();
        }
    }

    private Cell cell(String id) {
        for (Cell cell : cells) {
            if (cell.id.equals(id)) {
                return cell;
            }
        }
        throw new IllegalArgumentException("a step reads and writes only the rows it named");
    }
}

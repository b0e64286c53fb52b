package dev.otpkit.examples;

import dev.otpkit.store.RowStore;
import dev.otpkit.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * otpkit's rows in a PostgreSQL table: {@code OtpBackend.on("sql", new SqlRows(database))} is a whole backend, shared by
 * all nodes. To be copied; another database wants other words in the statements.
 *
 * <p>A step is one serializable transaction. The database refuses what could not have happened one after the other, and
 * then the step is run again from the start.
 *
 * <p><b>Security.</b> The connections must be the store's own. One that takes part in a transaction of the application
 * gives guesses and permits back whenever that is rolled back.
 */
public final class SqlRows implements RowStore {
    /** For the migration that makes the table. Ids sort as in Java, by their bytes. */
    public static final String TABLE = """
            CREATE TABLE otp_rows (id text COLLATE "C" PRIMARY KEY, bytes bytea NOT NULL, expires timestamptz NOT NULL);
            CREATE INDEX otp_rows_expires ON otp_rows (expires)""";

    /** Sixty who wrote the same row all the time needed 59 at most. */
    private static final int TRIES = 100;

    private final DataSource database;

    /** Rows in this database, which has the {@link #TABLE}. A pool; its timeouts and the driver's bound every call. */
    public SqlRows(DataSource database) {
        this.database = database;
    }

    @Override
    public <T> T atomically(List<String> ids, Step<T> step) {
        try (Connection connection = database.getConnection()) {
            for (int tries = 1; ; tries++) {
                try {
                    return once(connection, ids, step);
                } catch (SQLException e) {
                    if (tries == TRIES || !isConflict(e)) {
                        throw e;
                    }
                    // Who lost together must not come back together. The connection is kept, so that no others join in.
                    long most = TimeUnit.MILLISECONDS.toNanos(1L << Math.min(tries, 6));
                    LockSupport.parkNanos(Math.floorMod(System.nanoTime(), most));
                }
            }
        } catch (SQLException e) {
            throw new StoreException(kind(e), e);
        }
    }

    private static <T> T once(Connection connection, List<String> ids, Step<T> step) throws SQLException {
        connection.setAutoCommit(false);
        try {
            Held rows = new Held(connection, ids);
            T answer = step.on(rows);
            rows.write(connection);
            connection.commit();
            return answer;
        } finally {
            connection.rollback(); // after a commit nothing is left to be rolled back
            connection.setAutoCommit(true);
        }
    }

    /** Deletes up to so many rows whose life is over and says how many; for a task of every minute, on any of the nodes. */
    public int reap(int most) {
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("""
                        DELETE FROM otp_rows WHERE id IN (SELECT id FROM otp_rows WHERE expires <= CURRENT_TIMESTAMP
                        ORDER BY expires LIMIT ? FOR UPDATE SKIP LOCKED)""")) {
            delete.setInt(1, most);
            return delete.executeUpdate();
        } catch (SQLException e) {
            throw new StoreException(kind(e), e);
        }
    }

    private static boolean isConflict(SQLException e) {
        return "40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState());
    }

    private static StoreException.Kind kind(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        return switch (state.substring(0, Math.min(2, state.length()))) {
            case "08", "57" -> StoreException.Kind.UNREACHABLE;
            case "25", "53" -> StoreException.Kind.UNAVAILABLE;
            case "28" -> StoreException.Kind.DENIED;
            // Of callers, and no loss: nobody may bring one about by calling often.
            case "40" -> StoreException.Kind.FULL;
            default -> e instanceof SQLTransientException ? StoreException.Kind.TIMEOUT : StoreException.Kind.BROKEN;
        };
    }

    /** A step's rows, read and locked before it and written after it, so that it meets no trouble of the database. */
    private static final class Held implements Rows {
        private final Map<String, byte[]> rows = new HashMap<>();
        private final Map<String, Instant> ends = new TreeMap<>(); // of what is written, in the order of all locks
        private final Instant now;

        Held(Connection connection, List<String> ids) throws SQLException {
            try (Statement begin = connection.createStatement();
                    PreparedStatement select = connection.prepareStatement("""
                            SELECT id, bytes FROM otp_rows WHERE id = ANY (?) AND expires > clock_timestamp()
                            ORDER BY id FOR UPDATE""")) {
                begin.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
                select.setArray(1, connection.createArrayOf("text", ids.toArray()));
                try (ResultSet found = select.executeQuery()) {
                    while (found.next()) {
                        rows.put(found.getString(1), found.getBytes(2));
                    }
                }
                // Not CURRENT_TIMESTAMP: from the transaction's begin to the rows, another may have gone first.
                try (ResultSet time = begin.executeQuery("SELECT clock_timestamp()")) {
                    time.next();
                    now = time.getObject(1, OffsetDateTime.class).toInstant();
                }
            }
        }

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public byte @Nullable [] get(String id) {
            byte[] row = rows.get(id);
            return row == null ? null : row.clone();
        }

        @Override
        public void put(String id, byte[] row, Duration life) {
            rows.put(id, row.clone());
            ends.put(id, now.plus(life));
        }

        @Override
        public void remove(String id) {
            rows.remove(id);
            ends.put(id, now);
        }

        void write(Connection connection) throws SQLException {
            try (PreparedStatement put = connection.prepareStatement("""
                            INSERT INTO otp_rows (id, bytes, expires) VALUES (?, ?, ?)
                            ON CONFLICT (id) DO UPDATE SET bytes = EXCLUDED.bytes, expires = EXCLUDED.expires""");
                    PreparedStatement delete = connection.prepareStatement("DELETE FROM otp_rows WHERE id = ?")) {
                for (Map.Entry<String, Instant> end : ends.entrySet()) {
                    byte[] row = rows.get(end.getKey());
                    PreparedStatement change = row == null ? delete : put;
                    change.setString(1, end.getKey());
                    if (row != null) {
                        change.setBytes(2, row);
                        change.setObject(3, end.getValue().atOffset(ZoneOffset.UTC));
                    }
                    change.executeUpdate();
                }
            }
        }
    }
}

package io.keyline.store;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;

/**
 * A statement over a batch: each column is one array, of which {@code unnest} makes rows; one round trip, however many rows.
 * Columns are bound in the order of the statement's question marks. Plain JDBC, because what every message passes through
 * is written this way, and Jdbi's binding of arrays cost as much as the whole statement in PostgreSQL.
 */
final class Columns<T> {

    /** Reads a row of the result. */
    interface Reader<R> {
        R read(ResultSet row) throws SQLException;
    }

    /** The database refused, or went away; the cause is the {@link SQLException}. */
    static final class FailedException extends RuntimeException {
        FailedException(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private final Collection<T> rows;
    private final PGConnection connection;
    private final PreparedStatement statement;
    private int bound;

    private Columns(Handle handle, String sql, Collection<T> rows) throws SQLException {
        this.rows = rows;
        this.connection = handle.getConnection().unwrap(PGConnection.class);
        this.statement = handle.getConnection().prepareStatement(sql);
    }

    static <T> Columns<T> of(Handle handle, String sql, Collection<T> rows) {
        try {
            return new Columns<>(handle, sql, rows);
        } catch (SQLException e) {
            throw new FailedException(e);
        }
    }

    Columns<T> text(Function<T, String> value) {
        String[] column = new String[rows.size()];
        int i = 0;
        for (T row : rows) {
            column[i++] = value.apply(row);
        }
        return array("text", column);
    }

    Columns<T> number(ToLongFunction<T> value) {
        long[] column = new long[rows.size()];
        int i = 0;
        for (T row : rows) {
            column[i++] = value.applyAsLong(row);
        }
        return array("int8", column);
    }

    /** Times as epoch milliseconds, 0 for none: the driver sends numbers in binary, and has no array of times. */
    Columns<T> time(Function<T, Instant> value) {
        return number(row -> value.apply(row) == null ? 0 : value.apply(row).toEpochMilli());
    }

    /** A single value, the same for all rows. */
    Columns<T> value(long value) {
        try {
            statement.setLong(++bound, value);
            return this;
        } catch (SQLException e) {
            throw new FailedException(e);
        }
    }

    private Columns<T> array(String type, Object column) {
        try {
            Array array = connection.createArrayOf(type, column);
            statement.setArray(++bound, array);
            return this;
        } catch (SQLException e) {
            throw new FailedException(e);
        }
    }

    int update() {
        try (statement) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new FailedException(e);
        }
    }

    <R> List<R> query(Reader<R> reader) {
        try (statement; ResultSet result = statement.executeQuery()) {
            List<R> found = new ArrayList<>();
            while (result.next()) {
                found.add(reader.read(result));
            }
            return found;
        } catch (SQLException e) {
            throw new FailedException(e);
        }
    }
}

package io.keyline.deploy.live;

import io.keyline.store.Database;
import java.sql.Connection;
import java.sql.SQLException;

/** Lets one hub of a database deploy at a time, so that what two find at the same moment is deployed and recorded once. */
record Lock(Connection connection) implements AutoCloseable {

    private static final long KEY = 0x4b65796c44706cL; // "KeylDpl"

    /** Waits until it is free; the lock ends with its connection, however that ends. */
    static Lock of(Database database) throws SQLException {
        Connection connection = database.connectionOfItsOwn();
        try (var statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(" + KEY + ")");
            return new Lock(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

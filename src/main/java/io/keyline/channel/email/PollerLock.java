package io.keyline.channel.email;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Callable;

/**
 * Lets one hub of all that share a database read a mailbox: an advisory lock of PostgreSQL on a connection of its own. If the hub dies,
 * the server ends the connection and with it the lock; whoever has lost the connection has lost the lock.
 */
final class PollerLock implements AutoCloseable {

    private static final int VALID_SECONDS = 2;

    private final Callable<Connection> connections;
    private final long key;
    private Connection connection;

    /**
     * @param connections opens one that nobody else uses
     * @param mailbox     what is locked
     */
    PollerLock(Callable<Connection> connections, String mailbox) {
        this.connections = connections;
        this.key = key(mailbox);
    }

    private static long key(String mailbox) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(("mailbox " + mailbox).getBytes(StandardCharsets.UTF_8))).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Takes the lock if nobody has it, and asks the server whether it is still held. */
    boolean isHeld() throws Exception {
        if (connection != null && connection.isValid(VALID_SECONDS)) {
            return true;
        }
        close();
        Connection fresh = connections.call();
        if (!lock(fresh)) {
            fresh.close();
            return false;
        }
        connection = fresh;
        return true;
    }

    private boolean lock(Connection fresh) throws SQLException {
        try (PreparedStatement statement = fresh.prepareStatement("select pg_try_advisory_lock(?)")) {
            statement.setLong(1, key);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        Connection old = connection;
        connection = null;
        if (old != null) {
            old.close();
        }
    }
}

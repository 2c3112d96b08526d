package io.keyline.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens connections that bear the hub's name and the number of its life, and none once that life is over. Whoever takes over ends the life
 * first and then all connections of that name: what one of them has not committed by then it never does, and a new one is refused. So
 * nothing that a hub writes needs a check of its own, and a hub that is alone pays nothing.
 */
final class FencedSource extends PGSimpleDataSource {

    private static final String APPLICATION = "keyline";

    private volatile Life life;
    private volatile Runnable ended = () -> { };

    FencedSource() {
        setApplicationName(APPLICATION);
    }

    /** From now on connections are those of this life. @param whenEnded is run when one is refused, for the life is over */
    void enter(Life begun, Runnable whenEnded) {
        ended = whenEnded;
        life = begun;
        setApplicationName(application(begun));
    }

    static String application(Life life) {
        return APPLICATION + " " + life;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        Life mine = life; // before the name is sent: a connection of no name would escape its end
        Connection connection = super.getConnection(user, password);
        try {
            if (mine == null || lives(connection, mine)) {
                return connection;
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        connection.close();
        ended.run();
        throw new SQLException("another hub has taken over from hub " + mine);
    }

    private static boolean lives(Connection connection, Life life) throws SQLException {
        try (var statement = connection.prepareStatement("select from hub where number = ? and epoch = ?")) {
            statement.setInt(1, life.number());
            statement.setInt(2, life.epoch());
            try (var result = statement.executeQuery()) {
                return result.next();
            }
        }
    }
}

package io.keyline.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hub's PostgreSQL: connections, schema, partitions, and the lock that lets one hub work on it. */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final long HUB_LOCK = 0x4b65796c696e65L; // "Keyline"
    private static final int MONTHS_AHEAD = 2;
    private static final Duration LAST_BREATH = Duration.ofSeconds(5);

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private volatile Connection lock;

    /** Does not connect yet: the server may still be on its way. */
    public Database(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setPoolName("keyline");
        config.setMaximumPoolSize(10);
        config.setMinimumIdle(4);
        config.setConnectionTimeout(3_000);
        config.setInitializationFailTimeout(-1);
        // the parameters' arrays differ in length only: one plan serves all
        config.addDataSourceProperty("prepareThreshold", "3");
        config.addDataSourceProperty("socketTimeout", "30");
        config.addDataSourceProperty("connectTimeout", "3");
        config.addDataSourceProperty("ApplicationName", "keyline");
        config.addDataSourceProperty("logServerErrorDetail", "false"); // it quotes what could not be stored, and gets into the log
        this.pool = new HikariDataSource(config);
        this.jdbi = Jdbi.create(pool);
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE); // nor what a statement was given
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    /** @param registry a registry of meters of a kind that HikariCP knows; it gets what becomes of the connections */
    public void measure(Object registry) {
        pool.setMetricRegistry(registry);
    }

    /**
     * Whether the database answers and this hub holds its lock, for it answers on the connection that has the lock; known after two
     * seconds. Takes no connection from those who work.
     */
    public boolean holdsLock() {
        try {
            Connection held = lock;
            return held != null && held.isValid(2);
        } catch (SQLException e) {
            return false; // the wait was negative, says the contract: it is not
        }
    }

    /**
     * Brings the schema up to date and takes the lock that keeps a second hub out.
     *
     * @throws IllegalStateException when another hub holds this database, or a setting loses messages
     */
    public void open() throws SQLException {
        Flyway.configure().dataSource(pool).load().migrate();
        refuseUnsafe();
        takeLockOf(Instant.now().plus(LAST_BREATH));
        ensurePartitions(Instant.now());
    }

    /** As {@link #open}, but waits for a server that does not answer yet, and says so. */
    public void openWhenThere() throws SQLException, InterruptedException {
        for (int attempt = 0; !isThere(attempt); attempt++) {
            Thread.sleep(1_000);
        }
        open();
    }

    private boolean isThere(int attempt) {
        try (Connection connection = DriverManager.getConnection(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword())) {
            return true;
        } catch (SQLException e) {
            boolean mayCome = e.getSQLState() == null || e.getSQLState().startsWith("08") || e.getSQLState().startsWith("57");
            if (!mayCome) {
                throw new IllegalStateException("PostgreSQL at " + address() + " refuses: " + e.getMessage(), e);
            }
            if (attempt % 15 == 0) {
                LOG.warn("waiting for PostgreSQL at {}: {}", address(), e.getMessage());
            }
            return false;
        }
    }

    /** The URL without its parameters, for one of them may be the password. */
    private String address() {
        return pool.getJdbcUrl().replaceFirst("\\?.*", "");
    }

    private void refuseUnsafe() {
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            String value = jdbi.withHandle(h -> h.createQuery("select current_setting('" + setting + "')").mapTo(String.class).one());
            if ("off".equals(value)) {
                throw new IllegalStateException("PostgreSQL runs with " + setting + "=off and would lose messages that Keyline has "
                        + "acknowledged; set " + setting + "=on");
            }
        }
    }

    /** Another hub holds the lock of this database. */
    public static final class LockLostException extends IllegalStateException {
        LockLostException(String message) {
            super(message);
        }
    }

    /** A connection beside the pool, for a lock that is held as long as it lives. The caller closes it. */
    public Connection connectionOfItsOwn() throws SQLException {
        return DriverManager.getConnection(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
    }

    /** Makes sure that the lock is still held. Returns true if it had been lost with its connection, for the server was away. */
    public boolean renewLock() {
        try {
            if (lock.isValid(2)) {
                return false;
            }
            lock.close();
            takeLockOf(Instant.now().plus(LAST_BREATH)); // the server may not have noticed yet that our connection is gone
            return true;
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL is away: " + e.getMessage(), e);
        }
    }

    /** A hub that was killed a moment ago holds the lock until the server has noticed. */
    private void takeLockOf(Instant patience) throws SQLException {
        while (true) {
            try {
                takeLock();
                return;
            } catch (LockLostException e) {
                if (Instant.now().isAfter(patience)) {
                    throw e;
                }
                LockSupport.parkNanos(200_000_000);
            }
        }
    }

    private void takeLock() throws SQLException {
        lock = DriverManager.getConnection(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
        try (var statement = lock.createStatement();
                var result = statement.executeQuery("select pg_try_advisory_lock(" + HUB_LOCK + ")")) {
            result.next();
            if (!result.getBoolean(1)) {
                lock.close();
                throw new LockLostException("another Keyline works on this database; stop it first, or give this one its own");
            }
        }
    }

    /** Makes sure that this month and the next ones have their partitions. */
    public void ensurePartitions(Instant now) {
        YearMonth month = YearMonth.from(now.atZone(ZoneOffset.UTC));
        jdbi.useTransaction(handle -> {
            for (int i = -1; i <= MONTHS_AHEAD; i++) {
                partition(handle, month.plusMonths(i), "message", "fillfactor = 80");
                partition(handle, month.plusMonths(i), "part", "fillfactor = 90");
                partition(handle, month.plusMonths(i), "delay", "fillfactor = 100");
                partition(handle, month.plusMonths(i), "audit", "fillfactor = 100");
            }
        });
    }

    private static void partition(Handle handle, YearMonth month, String table, String options) {
        handle.execute("create table if not exists %s_%d_%02d partition of %s for values from (%d) to (%d) with (%s)".formatted(table,
                month.getYear(), month.getMonthValue(), table, Ids.floor(month), Ids.floor(month.plusMonths(1)), options));
    }

    /** Whether the database refused the data (SQLSTATE class 22 and 23), so that trying again is no use. */
    public static boolean isOfTheData(Throwable e) {
        String state = sqlState(e);
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    /** Whether the database failed at this, and may do it later: it is away, or ended our work for the sake of others'. */
    public static boolean mayWorkLater(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException) {
                String state = sqlState(e);
                return state == null || !isOfTheData(e) && !state.startsWith("42"); // 42: our own statement is wrong
            }
        }
        return false;
    }

    /** The database's code for what went wrong, which unlike its message quotes no data; null if it was not the database. */
    public static String sqlState(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return null;
    }

    @Override
    public void close() {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (SQLException e) {
            // the server ends the lock with the connection
        }
        pool.close();
    }
}

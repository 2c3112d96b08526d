package io.keyline.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hub's PostgreSQL: connections, schema and partitions. */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final long PARTITIONS = 0x6d6f6e746873L; // "months"
    private static final int MONTHS_AHEAD = 2;

    private final String url;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final FencedSource source;

    /** Does not connect yet: the server may still be on its way. */
    public Database(String url, String user, String password) {
        this.url = url;
        source = new FencedSource();
        source.setUser(user);
        source.setPassword(password);
        source.setPrepareThreshold(3); // the parameters' arrays differ in length only: one plan serves all
        source.setSocketTimeout(30);
        source.setConnectTimeout(3);
        source.setLogServerErrorDetail(false); // it quotes what could not be stored, and gets into the log
        source.setURL(url); // last: what an operator writes there counts
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName("keyline");
        config.setMaximumPoolSize(10);
        config.setMinimumIdle(4);
        config.setConnectionTimeout(3_000);
        config.setInitializationFailTimeout(-1);
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
     * From now on connections are those of this life of a hub, and there are no more once it is over.
     *
     * @param whenEnded is run when a connection is refused for that
     */
    public void enter(Life life, Runnable whenEnded) {
        source.enter(life, whenEnded);
        pool.getHikariPoolMXBean().softEvictConnections(); // those of before bear no name
    }

    /**
     * Brings the schema up to date.
     *
     * @throws IllegalStateException when a setting loses messages
     */
    public void open() throws SQLException {
        Flyway.configure().dataSource(pool).load().migrate();
        refuseUnsafe();
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
        try (Connection connection = source.getConnection()) {
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
        return url.replaceFirst("\\?.*", "");
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

    /** A connection beside the pool, for a lock that is held as long as it lives. The caller closes it. */
    public Connection connectionOfItsOwn() throws SQLException {
        return source.getConnection();
    }

    /** Makes sure that this month and the next ones have their partitions. */
    public void ensurePartitions(Instant now) {
        YearMonth month = YearMonth.from(now.atZone(ZoneOffset.UTC));
        jdbi.useTransaction(handle -> {
            handle.execute("select pg_advisory_xact_lock(" + PARTITIONS + ")"); // hubs that start together
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
        pool.close();
    }
}

package io.keyline.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * What waits for a broker. Rows are numbered as they are written, so what was committed before a transaction began has lower numbers than
 * all that it writes; rows that are written at the same time have no order among themselves.
 */
public final class PublishSql {

    /**
     * A row that waits.
     *
     * @param type    of an event, without {@code io.keyline.}; null for a {@link Publication}
     * @param headers of a {@link Publication}; empty for an event
     */
    public record Waiting(long id, Instant at, String key, String type, Map<String, String> headers, String body) {
    }

    private static final int LOCK = 0x70756273; // "pubs"

    private static final String PUT = "insert into publication (destination, key, headers, body) "
            + "select destination, key, headers::jsonb, body from unnest(?, ?, ?, ?) as r (destination, key, headers, body)";

    // one look into the index for each destination, however many rows wait
    static final String DESTINATIONS = """
            with recursive seen as (
                (select destination from publication order by destination limit 1)
                union all
                select (select p.destination from publication p where p.destination > seen.destination order by p.destination limit 1)
                from seen where seen.destination is not null)
            select destination from seen where destination is not null""";

    private PublishSql() {
    }

    /** Writes them in this order. They leave when the caller's transaction is committed, and never if it is not. */
    public static void put(Handle handle, List<Publication> publications) {
        if (!publications.isEmpty()) {
            Columns.of(handle, PUT, publications).text(Publication::destination).text(Publication::key)
                    .text(one -> Json.write(one.headers())).text(Publication::body).update();
        }
    }

    /** Where something waits for. */
    public static List<String> destinations(Handle handle) {
        return handle.createQuery(DESTINATIONS).mapTo(String.class).list();
    }

    /**
     * Makes this transaction the only one that publishes to this destination, of all hubs. The server ends it, and with it the lock, when
     * it does nothing for this long: a process that was stopped must not stop the others.
     *
     * @return false if another one does
     */
    public static boolean lock(Handle handle, String destination, int patienceSeconds) {
        return handle.createQuery("select set_config('idle_in_transaction_session_timeout', :patience, true) is not null "
                        + "and pg_try_advisory_xact_lock(:lock, hashtext(:destination))")
                .bind("patience", patienceSeconds + "s").bind("lock", LOCK).bind("destination", destination).mapTo(Boolean.class).one();
    }

    /** The rows that have waited longest, in order. The lock must have been taken by a statement before, so that this one sees what it left. */
    public static List<Waiting> next(Handle handle, String destination, int limit) {
        return handle.createQuery("select id, at, key, type, headers, body from publication where destination = :destination order by id limit :limit")
                .bind("destination", destination).bind("limit", limit)
                .map((row, ctx) -> new Waiting(row.getLong(1), row.getTimestamp(2).toInstant(), row.getString(3), row.getString(4),
                        headers(row.getString(5)), row.getString(6))).list();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> headers(String json) {
        return json == null ? Map.of() : Json.read(json, Map.class);
    }

    /** The broker has these. By their numbers one by one: between two of them a row may have been committed meanwhile. */
    public static void remove(Handle handle, String destination, List<Waiting> rows) {
        handle.createUpdate("delete from publication where destination = :destination and id = any(:ids)").bind("destination", destination)
                .bindArray("ids", Long.class, rows.stream().map(Waiting::id).toArray()).execute();
    }
}

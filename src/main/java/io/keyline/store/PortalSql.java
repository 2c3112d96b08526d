package io.keyline.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What the portal reads of a customer, and who is signed in there. */
public final class PortalSql {

    /** A session of which nothing was heard for so long is over, and one as old as the other. */
    public static final Duration IDLE = Duration.ofMinutes(20);
    public static final Duration LONGEST = Duration.ofHours(12);

    private static final String ENTRY = "m.id, m.at, m.inbound, m.channel, m.text, m.state, m.menu";

    // neither copies of a message, nor that the customer was there, nor codes: whoever reads them here is signed in already. What nobody
    // asked for is shown when it goes out, for until then consent may forbid it
    private static final String IS_SHOWN = " m.reason is distinct from 'duplicate' and m.text <> '' and m.category is distinct from 'code' "
            + "and (m.inbound or m.category = 'reply' or m.state not in ('QUEUED', 'OPTED_OUT')) ";

    private static final String IS_ALIVE = " s.seen_at > :now::timestamptz - :idle * interval '1 second' "
            + "and s.started_at > :now::timestamptz - :longest * interval '1 second' ";

    // each customer's latest come by the index; a session that has none, or is no customer's yet, is a row all the same
    private static final String NEWS = """
            select r.place, %s
            from unnest(:tokens::text[], :since::bigint[]) with ordinality as r (token, since, place)
            join portal_session s on s.token_hash = decode(r.token, 'hex') and %s
            left join address a on a.value = s.address
            left join lateral (
                select m.* from customer f cross join lateral (
                    select * from message m where m.customer_id = f.id and m.id > r.since and %s order by m.id limit :limit) m
                where f.id = a.customer_id or f.same_as = a.customer_id order by m.id limit :limit) m on true
            order by r.place, m.id"""
            .formatted(ENTRY, IS_ALIVE, IS_SHOWN);

    private static final String HISTORY = """
            select %s from customer f cross join lateral (
                select * from message m where m.customer_id = f.id and m.id < :before and %s order by m.id desc limit :limit) m
            where f.id = :customer or f.same_as = :customer order by m.id desc limit :limit""".formatted(ENTRY, IS_SHOWN);

    // what the customer with an address has sent since, under whatever address of theirs
    private static final String SENT = " from address a join customer f on f.id = a.customer_id or f.same_as = a.customer_id "
            + "join message m on m.customer_id = f.id where a.value = :address and m.inbound and m.id >= :since ";

    private PortalSql() {
    }

    /** What a stream of a session has to look for: the messages behind an id. */
    public record Since(String token, long id) {
    }

    /** Keeps a new session, and forgets those that are over. */
    public static void signIn(Handle handle, byte[] token, String address, Instant now) {
        alive(handle.createUpdate("delete from portal_session s where not (" + IS_ALIVE + ")"), now).execute();
        handle.createUpdate("insert into portal_session (token_hash, address, started_at, seen_at) values (:token, :address, :now, :now)")
                .bind("token", token).bind("address", address).bind("now", now).execute();
    }

    public static void signOut(Handle handle, byte[] token) {
        handle.createUpdate("delete from portal_session where token_hash = :token").bind("token", token).execute();
    }

    /** The address of a session that goes on. */
    public static Optional<String> signedIn(Handle handle, byte[] token, Instant now) {
        return alive(handle.createQuery("select address from portal_session s where token_hash = :token and " + IS_ALIVE), now)
                .bind("token", token).mapTo(String.class).findOne();
    }

    /** As {@link #signedIn}; the customer does something, and the session goes on for longer. */
    public static Optional<String> seen(Handle handle, byte[] token, Instant now) {
        return alive(handle.createQuery("update portal_session s set seen_at = :now where token_hash = :token and " + IS_ALIVE
                + "returning address"), now).bind("token", token).mapTo(String.class).findOne();
    }

    private static <S extends org.jdbi.v3.core.statement.SqlStatement<S>> S alive(S statement, Instant now) {
        return statement.bind("now", now).bind("idle", IDLE.toSeconds()).bind("longest", LONGEST.toSeconds());
    }

    /** The customer who has this address, if anybody has. */
    public static Optional<Customer> customer(Handle handle, String address) {
        return handle.createQuery("select customer_id from address where value = :address").bind("address", address).mapTo(Long.class).findOne()
                .map(id -> RecoverySql.customer(handle, id));
    }

    /** The latest messages before an id, the latest first. */
    public static List<PortalEntry> history(Handle handle, long customer, long before, int limit) {
        return handle.createQuery(HISTORY).bind("customer", customer).bind("before", before).bind("limit", limit)
                .map((row, ctx) -> entry(row, 1)).list();
    }

    /** The first messages behind an id for each of these, by its place, in order. One whose session is over is not among the keys. */
    public static Map<Integer, List<PortalEntry>> news(Handle handle, List<Since> streams, int limit, Instant now) {
        Map<Integer, List<PortalEntry>> news = new HashMap<>();
        alive(handle.createQuery(NEWS), now).bind("limit", limit)
                .bind("tokens", streams.stream().map(Since::token).toArray(String[]::new))
                .bind("since", streams.stream().map(Since::id).toArray(Long[]::new))
                .map((row, ctx) -> {
                    List<PortalEntry> entries = news.computeIfAbsent(row.getInt(1) - 1, place -> new ArrayList<>());
                    return row.getObject(2) == null || entries.add(entry(row, 2));
                }).list();
        return news;
    }

    /** The addresses of the customers of these messages, by the message. */
    public static Map<Long, String> addresses(Handle handle, List<Long> messages) {
        return handle.createQuery("select id, customer_address from message where id = any(:messages)").bindArray("messages", Long.class, messages)
                .reduceRows(new HashMap<>(), (addresses, row) -> {
                    addresses.put(row.getColumn("id", Long.class), row.getColumn("customer_address", String.class));
                    return addresses;
                });
    }

    private static PortalEntry entry(ResultSet row, int first) throws SQLException {
        return new PortalEntry(row.getLong(first), row.getTimestamp(first + 1).toInstant(), row.getBoolean(first + 2), row.getString(first + 3),
                row.getString(first + 4), row.getString(first + 5), Menu.read(row.getString(first + 6)));
    }

    /** The message of a customer with this fingerprint, if it came since. */
    public static Optional<Long> named(Handle handle, String address, long fingerprint, Instant since) {
        return handle.createQuery("select min(m.id)" + SENT + "and m.fingerprint = :fingerprint and m.reason is distinct from 'duplicate'")
                .bind("address", address).bind("since", Ids.floor(since)).bind("fingerprint", fingerprint).mapTo(Long.class).findOne();
    }

    /** How many messages of a customer came by a channel since. */
    public static int count(Handle handle, String address, String channel, Instant since) {
        return handle.createQuery("select count(*)" + SENT + "and m.channel = :channel")
                .bind("address", address).bind("since", Ids.floor(since)).bind("channel", channel).mapTo(Integer.class).one();
    }
}

package io.keyline.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * Finds what is not finished: after a start, after the database was away, and when a time has come. No index on the state is
 * needed, which would be written twice a message: all that is open lies above the low-water mark or has a due time.
 */
public final class RecoverySql {

    private static final String INBOUND = "select id, customer_id, channel, connection, customer_address, company_address, text, state, "
            + "reason, at, session, fingerprint from message ";

    private static final String OUTBOUND = "select id, customer_id, channel, customer_address, company_address, text, state, at, "
            + "coalesce(answers, 0), category, attempts, due_at, expires_at from message ";

    private static final RowMapper<Inbound> AS_INBOUND = (rs, ctx) -> new Inbound(rs.getLong(1), rs.getLong(2), rs.getString(3),
            rs.getString(4), rs.getString(5), rs.getString(6), rs.getString(7), rs.getString(8), rs.getString(9),
            rs.getTimestamp(10).toInstant(), rs.getLong(11), rs.getLong(12));

    private static final RowMapper<Outbound> AS_OUTBOUND = (rs, ctx) -> new Outbound(rs.getLong(1), rs.getLong(2), rs.getString(3),
            rs.getString(4), rs.getString(5), rs.getString(6), rs.getString(7), rs.getTimestamp(8).toInstant(), rs.getLong(9),
            rs.getString(10), rs.getInt(11), instant(rs.getTimestamp(12)), instant(rs.getTimestamp(13)));

    private RecoverySql() {
    }

    /** Messages of customers above the mark that no turn has closed, and those that are parked. */
    public static List<Inbound> openInbound(Handle handle, long lowWater) {
        return handle.createQuery(INBOUND + "where inbound and ((id >= :mark and state = 'RECEIVED') "
                + "or (due_at is not null and state = 'WAITING')) order by id").bind("mark", lowWater).map(AS_INBOUND).list();
    }

    /** Parked messages whose deadline has come. */
    public static List<Inbound> dueInbound(Handle handle, Instant now) {
        return handle.createQuery(INBOUND + "where inbound and due_at <= :now and state = 'WAITING' order by due_at limit 500")
                .bind("now", now).map(AS_INBOUND).list();
    }

    /** Messages to customers above an id that are not sent, oldest first, without those that wait for a time. */
    public static List<Outbound> openOutbound(Handle handle, long from, int limit) {
        return handle.createQuery(OUTBOUND + "where not inbound and id >= :from and state in ('QUEUED', 'SENDING') and due_at is null "
                + "order by id limit :limit").bind("from", from).bind("limit", limit).map(AS_OUTBOUND).list();
    }

    /** Messages to customers that wait for a time, oldest first. */
    public static List<Outbound> waitingOutbound(Handle handle, Instant until) {
        return handle.createQuery(OUTBOUND + "where not inbound and due_at <= :until and state in ('QUEUED', 'SENDING', 'UNCERTAIN') "
                + "order by id limit 1000").bind("until", until).map(AS_OUTBOUND).list();
    }

    /** A parked message, locked until the transaction ends. */
    public static Optional<Inbound> waiting(Handle handle, long id) {
        return handle.createQuery(INBOUND + "where id = :id and inbound and state = 'WAITING' for update").bind("id", id).map(AS_INBOUND)
                .findOne();
    }

    /** A message that no turn has closed, locked until the transaction ends. */
    public static Optional<Inbound> openForUpdate(Handle handle, long id) {
        return handle.createQuery(INBOUND + "where id = :id and inbound and state in ('RECEIVED', 'WAITING') for update").bind("id", id)
                .map(AS_INBOUND).findOne();
    }

    /** The message as it is now, if no turn has closed it. */
    public static Optional<Inbound> stillOpen(Handle handle, long id) {
        return handle.createQuery(INBOUND + "where id = :id and inbound and state in ('RECEIVED', 'WAITING')").bind("id", id)
                .map(AS_INBOUND).findOne();
    }

    public static Customer customer(Handle handle, long id) {
        return handle.createQuery("select id, language, opted_out, in_review from customer where id = :id").bind("id", id)
                .map((rs, ctx) -> new Customer(rs.getLong(1), rs.getString(2), rs.getBoolean(3), rs.getBoolean(4))).one();
    }

    /** The highest id that was ever given. */
    public static long highestId(Handle handle) {
        return handle.createQuery("select greatest(coalesce((select max(id) from message), 0), coalesce((select max(id) from customer), 0), "
                + "coalesce((select max(id) from incoming_part), 0), coalesce((select max(id) from quarantine), 0), "
                + "coalesce((select max(id) from consent), 0), coalesce((select max(id) from orphan_receipt), 0), "
                + "coalesce((select max(id) from work_item), 0), coalesce((select max(id) from work_event), 0))").mapTo(Long.class).one();
    }

    /** Forgets what serves nobody any more: steps of closed turns, receipts that never found their part, parts long joined. */
    public static void tidy(Handle handle) {
        handle.execute("delete from journal j where not exists (select from message m where m.id = j.conversation_id "
                + "and m.state in ('RECEIVED', 'WAITING'))");
        handle.execute("delete from orphan_receipt where at < now() - interval '8 days'");
        handle.execute("delete from incoming_part where message_id is not null and at < now() - interval '1 day'");
    }

    public static long lowWater(Handle handle, int hub) {
        return handle.createQuery("select low_water from hub where number = :hub").bind("hub", hub).mapTo(Long.class).findOne()
                .orElse(0L);
    }

    /** When the hub was last seen alive, or the epoch. */
    public static Instant lastSeen(Handle handle, int hub) {
        return handle.createQuery("select seen_at from hub where number = :hub").bind("hub", hub).mapTo(Instant.class).findOne()
                .orElse(Instant.EPOCH);
    }

    public static void setLowWater(Handle handle, int hub, long mark) {
        handle.createUpdate("insert into hub (number, low_water, seen_at) values (:hub, :mark, now()) "
                        + "on conflict (number) do update set low_water = :mark, seen_at = now()")
                .bind("hub", hub).bind("mark", mark).execute();
    }

    private static Instant instant(java.sql.Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}

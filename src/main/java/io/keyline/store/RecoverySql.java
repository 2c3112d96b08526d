package io.keyline.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * Finds what is not finished: after a start, after the database was away, and when a time has come. No index on the state is
 * needed, which would be written twice a message: all that is open lies above the low-water mark or has a due time.
 */
public final class RecoverySql {

    private static final String INBOUND = "select id, customer_id, channel, connection, customer_address, company_address, text, state, "
            + "reason, at, session, fingerprint, trust, thread from message ";

    private static final String OUTBOUND = "select id, customer_id, channel, customer_address, company_address, text, state, at, "
            + "coalesce(answers, 0), coalesce(conversation_id, 0), category, attempts, due_at, expires_at, connection, thread, menu from message ";

    private static final RowMapper<Inbound> AS_INBOUND = (rs, ctx) -> new Inbound(rs.getLong(1), rs.getLong(2), rs.getString(3),
            rs.getString(4), rs.getString(5), rs.getString(6), rs.getString(7), rs.getString(8), rs.getString(9),
            rs.getTimestamp(10).toInstant(), rs.getLong(11), rs.getLong(12),
            rs.getString(13) == null ? Trust.IDENTIFIED : Trust.valueOf(rs.getString(13)), rs.getString(14));

    private static final RowMapper<Outbound> AS_OUTBOUND = (rs, ctx) -> new Outbound(rs.getLong(1), rs.getLong(2), rs.getString(3),
            rs.getString(4), rs.getString(5), rs.getString(6), rs.getString(7), rs.getTimestamp(8).toInstant(), rs.getLong(9),
            rs.getLong(10), rs.getString(11), rs.getInt(12), instant(rs.getTimestamp(13)), instant(rs.getTimestamp(14)), rs.getString(15),
            rs.getString(16), Menu.read(rs.getString(17)));

    private static final String UNANSWERED = INBOUND.replace("select id,", "select m.id,").replace(" from message ", ", c.id, c.language, c.opted_out, "
            + "c.in_review, c.asked_until, c.asked_secret, c.linked, c.preferred_channel, exists (select from journal where conversation_id = m.id) "
            + "from message m join customer c on c.id = root_of(m.customer_id) ")
            + "where m.id = any(?) and inbound and state = 'RECEIVED' order by m.id";

    private RecoverySql() {
    }

    /**
     * A message that no turn has closed, and its customer.
     *
     * @param begun whether a turn of it has taken steps
     */
    public record Unanswered(Inbound message, Customer customer, boolean begun) {
    }

    /** Messages above the mark of customers in these buckets that no turn has closed. */
    public static List<Inbound> openInbound(Handle handle, long lowWater, Collection<Integer> buckets) {
        return handle.createQuery(INBOUND + "where inbound and id >= :mark and state = 'RECEIVED' and bucket_of(root_of(customer_id)) = any(:buckets) "
                + "order by id").bind("mark", lowWater).bindArray("buckets", Integer.class, buckets).map(AS_INBOUND).list();
    }

    /** Messages above the mark of these customers that no turn has closed. */
    public static List<Inbound> openInboundOf(Handle handle, long lowWater, Collection<Long> customers) {
        return Columns.of(handle, INBOUND + "where customer_id = any(?) and id >= ? and inbound and state = 'RECEIVED' order by id", customers)
                .number(Long::longValue).value(lowWater).query(row -> AS_INBOUND.map(row, null));
    }

    /** Messages to customers in these buckets above an id that are not sent, oldest first, without those that wait for a time. */
    public static List<Outbound> openOutbound(Handle handle, long from, Collection<Integer> buckets, int limit) {
        return handle.createQuery(OUTBOUND + "where not inbound and id >= :from and state in ('QUEUED', 'SENDING') and due_at is null "
                        + "and bucket_of(customer_id) = any(:buckets) order by id limit :limit").bind("from", from)
                .bindArray("buckets", Integer.class, buckets).bind("limit", limit).map(AS_OUTBOUND).list();
    }

    /** Messages to these customers above an id that wait for nothing but to be sent, oldest first. */
    public static List<Outbound> queuedOutboundOf(Handle handle, long from, Collection<Long> customers) {
        return Columns.of(handle, OUTBOUND + "where customer_id = any(?) and id >= ? and not inbound and state = 'QUEUED' and due_at is null order by id",
                customers).number(Long::longValue).value(from).query(row -> AS_OUTBOUND.map(row, null));
    }

    /** Those of these messages that are still not sent. */
    public static Set<Long> stillOpenOutbound(Handle handle, Collection<Long> ids) {
        return Set.copyOf(Columns.of(handle, "select id from message where id = any(?) and not inbound and state in ('QUEUED', 'SENDING')", ids)
                .number(Long::longValue).query(row -> row.getLong(1)));
    }

    /** Messages to customers in these buckets that wait for a time, oldest first. */
    public static List<Outbound> waitingOutbound(Handle handle, Instant until, Collection<Integer> buckets) {
        return handle.createQuery(OUTBOUND + "where not inbound and due_at <= :until and state in ('QUEUED', 'SENDING', 'UNCERTAIN') "
                        + "and bucket_of(customer_id) = any(:buckets) order by id limit 1000").bind("until", until)
                .bindArray("buckets", Integer.class, buckets).map(AS_OUTBOUND).list();
    }

    /** Messages that may be out for a reason, oldest first. */
    public static List<Outbound> uncertain(Handle handle, String reason) {
        return handle.createQuery(OUTBOUND + "where not inbound and due_at is not null and state = 'UNCERTAIN' and reason = :reason order by id")
                .bind("reason", reason).map(AS_OUTBOUND).list();
    }

    /** A message that no turn has closed, locked until the transaction ends. */
    public static Optional<Inbound> openForUpdate(Handle handle, long id) {
        return handle.createQuery(INBOUND + "where id = :id and inbound and state = 'RECEIVED' for update").bind("id", id)
                .map(AS_INBOUND).findOne();
    }

    /** Those of these messages that no turn has closed, as they are now, oldest first. */
    public static List<Unanswered> stillOpen(Handle handle, Collection<Long> ids) {
        return Columns.of(handle, UNANSWERED, ids).number(Long::longValue)
                .query(row -> new Unanswered(AS_INBOUND.map(row, null), customer(row, 15), row.getBoolean(23)));
    }

    static List<Outbound> outbound(Handle handle, String where, Object... values) {
        return handle.select(OUTBOUND + where, values).map(AS_OUTBOUND).list();
    }

    /** The customer with this id, or the one who is the same and has their addresses. */
    public static Customer customer(Handle handle, long id) {
        return handle.createQuery("select c.id, c.language, c.opted_out, c.in_review, c.asked_until, c.asked_secret, c.linked, c.preferred_channel "
                        + "from customer s join customer c on c.id = coalesce(s.same_as, s.id) where s.id = :id")
                .bind("id", id).map((rs, ctx) -> customer(rs, 1)).one();
    }

    /** A customer whose id is in this column, and the rest in those after it. */
    static Customer customer(ResultSet row, int first) throws SQLException {
        return new Customer(row.getLong(first), row.getString(first + 1), row.getBoolean(first + 2), row.getBoolean(first + 3),
                instant(row.getTimestamp(first + 4)), row.getBoolean(first + 5), row.getBoolean(first + 6), row.getString(first + 7));
    }

    /** The highest id that was ever given. */
    public static long highestId(Handle handle) {
        return handle.createQuery("select greatest(coalesce((select max(id) from message), 0), coalesce((select max(id) from customer), 0), "
                + "coalesce((select max(id) from incoming_part), 0), coalesce((select max(id) from quarantine), 0), "
                + "coalesce((select max(id) from consent), 0), coalesce((select max(id) from orphan_receipt), 0), "
                + "coalesce((select max(id) from conversation), 0), coalesce((select max(id) from work_item), 0), "
                + "coalesce((select max(id) from work_event), 0), coalesce((select max(id) from one_time_code), 0), "
                + "coalesce((select max(id) from customer_link), 0), "
                + "coalesce((select max(id) from dead_letter), 0), coalesce((select max(id) from dead_letter_replay), 0))").mapTo(Long.class).one();
    }

    /** Forgets what serves nobody any more: steps of closed turns, receipts that never found their part, parts long joined. */
    public static void tidy(Handle handle) {
        // results that came for messages which ended without a conversation; each is looked at for a few hours, the index finds them
        handle.execute("delete from journal j where j.at between now() - interval '4 hours' and now() - interval '1 hour' "
                + "and not exists (select from conversation c where c.id = j.conversation_id) "
                + "and not exists (select from message m where m.id = j.conversation_id and m.state = 'RECEIVED')");
        handle.execute("delete from orphan_receipt where at < now() - interval '8 days'");
        handle.execute("delete from one_time_code where at < now() - interval '2 days'");
        handle.execute("delete from live_session where seen_at < now() - interval '1 day'");
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

    /** From here on a restart has to look, or from further below. */
    public static void lowerLowWater(Handle handle, int hub, long mark) {
        handle.createUpdate("update hub set low_water = least(low_water, :mark) where number = :hub").bind("hub", hub).bind("mark", mark).execute();
    }

    static Instant instant(Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}

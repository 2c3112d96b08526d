package io.keyline.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Delivery receipts: each belongs to a part, and all parts together say what became of the message. */
public final class ReceiptsSql {

    /** A receipt as it came. */
    public record StoredReceipt(long id, String connection, String providerId, String customerAddress, String state, String error,
            String text) {
    }

    /** A part whose receipt is stored. @param sentAt when it was accepted */
    public record Settled(long message, int number, String connection, String state, Instant sentAt, Instant at) {
    }

    /**
     * What became of receipts.
     *
     * @param orphans those whose part nobody knows (yet)
     * @param settled the parts of the others
     */
    public record Applied(List<StoredReceipt> orphans, List<Settled> settled) {
    }

    /** How far back a receipt may reach: SMPP's longest usual validity period and some slack. */
    private static final Duration REACH = Duration.ofDays(8);

    // a receipt that says ENROUTE after one that said DELIVERED changes nothing
    private static final String APPLY = """
            update part p set state = r.state, error = r.error, receipt = r.receipt, at = now()
            from unnest(?, ?, ?, ?, ?) as r (connection, provider_id, state, error, receipt)
            where p.provider_id = r.provider_id and p.connection = r.connection and p.message_id >= ?
              and p.state in ('SENT', 'ENROUTE', 'ACCEPTED', 'UNKNOWN')
            returning p.message_id, p.number, p.connection, p.state, coalesce(p.sent_at, p.at), p.at""";

    private static final String KNOWN = """
            select r.id from unnest(?, ?, ?) as r (connection, provider_id, id)
            where exists (select from part p where p.provider_id = r.provider_id and p.connection = r.connection
                and p.message_id >= ?)""";

    private static final String SUM_UP = """
            update message m set
                state = case when s.failed > 0 then 'FAILED' when s.delivered = s.total then 'DELIVERED' else m.state end,
                due_at = case when s.failed > 0 or s.delivered = s.total then null else m.due_at end,
                reason = case when s.failed > 0 then s.delivered || ' of ' || s.total || ' parts delivered, ' || s.why
                              when s.delivered = s.total then null else m.reason end
            from (select message_id, max(total) as total, count(*) filter (where state = 'DELIVERED') as delivered,
                    count(*) filter (where state in ('EXPIRED', 'DELETED', 'UNDELIVERABLE', 'REJECTED')) as failed,
                    max(state || coalesce(' ' || error, '')) filter
                        (where state in ('EXPIRED', 'DELETED', 'UNDELIVERABLE', 'REJECTED')) as why
                  from part where message_id = any(:ids) group by message_id) s
            where m.id = s.message_id and m.state in ('SENT', 'UNCERTAIN', 'FAILED')
            returning case when m.state = 'FAILED' then m.id end""";

    // the response to the submit was lost, and with it the id: the number alone tells, if there is one message and one receipt
    // to choose from, and the text was certainly a single part
    private static final String MATCH_UNCERTAIN = """
            with pair as (
                select m.id as message_id, o.id as receipt_id, count(*) over (partition by m.customer_address) as pairs
                from message m join orphan_receipt o on o.customer_address = m.customer_address and o.at >= m.at
                where m.state = 'UNCERTAIN' and m.due_at is not null and m.customer_address = any(:addresses)
                  and (char_length(m.text) <= 70
                       or (m.text ~ '^[ -Z_a-z€£¥§¿¡åæøäöüÅÆØÄÖÜßéèùìòàñÑÇ]*$' and char_length(replace(m.text, '€', '  ')) <= 150))
                  and not exists (select from part p where p.message_id = m.id)
                  and not exists (select from message b where b.customer_id = m.customer_id and b.id > m.id and not b.inbound
                      and b.state = 'SENDING')),
            receipt as (
                delete from orphan_receipt o using pair p where o.id = p.receipt_id and p.pairs = 1
                returning p.message_id, o.connection, o.provider_id, o.state, o.error, o.receipt)
            insert into part (message_id, number, total, reference, connection, provider_id, state, error, receipt, at)
            select message_id, 1, 1, 0, connection, provider_id, state, error, receipt, now() from receipt
            on conflict do nothing returning message_id""";
    private static final String RETURNING = " returning o.id, o.connection, o.provider_id, o.customer_address, o.state, o.error, "
            + "o.receipt";

    /** What a receipt says while another one is to come. */
    public static final Set<String> NOT_FINAL = Set.of("ENROUTE", "ACCEPTED", "UNKNOWN");

    private ReceiptsSql() {
    }

    /** Applies receipts to their parts and messages. */
    public static Applied apply(Handle handle, Collection<StoredReceipt> receipts) {
        long since = Ids.floor(Instant.now().minus(REACH));
        // asked first: a part that is stored between the two statements gets its receipt twice rather than not at all
        Set<Long> ids = Set.copyOf(names(handle, KNOWN, receipts).number(StoredReceipt::id).value(since).query(row -> row.getLong(1)));
        List<Settled> settled = names(handle, APPLY, decisive(receipts)).text(StoredReceipt::state).text(StoredReceipt::error)
                .text(StoredReceipt::text).value(since).query(row -> new Settled(row.getLong(1), row.getInt(2), row.getString(3), row.getString(4),
                        row.getTimestamp(5).toInstant(), row.getTimestamp(6).toInstant()));
        sumUp(handle, settled.stream().map(Settled::message).toList());
        return new Applied(receipts.stream().filter(receipt -> !ids.contains(receipt.id)).toList(), settled);
    }

    /** One statement changes a row once: of several receipts for a part the final one counts, or else the last. */
    private static Collection<StoredReceipt> decisive(Collection<StoredReceipt> receipts) {
        Map<String, StoredReceipt> byPart = new LinkedHashMap<>();
        receipts.forEach(receipt -> byPart.merge(receipt.connection + '\n' + receipt.providerId, receipt,
                (one, next) -> NOT_FINAL.contains(one.state) ? next : one));
        return byPart.values();
    }

    private static Columns<StoredReceipt> names(Handle handle, String sql, Collection<StoredReceipt> receipts) {
        return Columns.of(handle, sql, receipts).text(StoredReceipt::connection).text(StoredReceipt::providerId);
    }

    private static void sumUp(Handle handle, List<Long> messages) {
        if (!messages.isEmpty()) {
            List<Long> failed = handle.createQuery(SUM_UP).bindArray("ids", Long.class, messages.stream().distinct().toArray())
                    .mapTo(Long.class).stream().filter(Objects::nonNull).toList();
            if (!failed.isEmpty()) {
                DeadLetterSql.openOutgoing(handle, failed);
            }
        }
    }

    /** Keeps receipts for parts that nobody knows yet: their submit's response may still be on its way. */
    public static void keepOrphans(Handle handle, Collection<StoredReceipt> receipts) {
        for (StoredReceipt receipt : receipts) {
            handle.createUpdate("insert into orphan_receipt (id, connection, provider_id, customer_address, state, error, receipt, at) "
                            + "values (:id, :connection, :providerId, :customerAddress, :state, :error, :text, now())")
                    .bind("id", receipt.id).bind("connection", receipt.connection).bind("providerId", receipt.providerId)
                    .bind("customerAddress", receipt.customerAddress).bind("state", receipt.state).bind("error", receipt.error)
                    .bind("text", receipt.text).execute();
        }
    }

    /** Gives the parts that were just stored the receipts that came before them. */
    public static List<Settled> adoptOrphans(Handle handle, String connection, Collection<String> providerIds) {
        return adopt(handle, handle.createQuery("delete from orphan_receipt o where connection = :connection and provider_id = any(:ids)"
                        + RETURNING)
                .bind("connection", connection).bindArray("ids", String.class, (Object[]) providerIds.toArray(String[]::new)));
    }

    /** Gives their receipts to parts that were stored at the same time as these: neither saw the other. */
    public static List<Settled> adoptOrphans(Handle handle, Instant since) {
        return adopt(handle, handle.createQuery("delete from orphan_receipt o using part p where o.at >= :since "
                + "and p.provider_id = o.provider_id and p.connection = o.connection" + RETURNING).bind("since", since));
    }

    private static List<Settled> adopt(Handle handle, Query taken) {
        List<StoredReceipt> orphans = taken.map((rs, ctx) -> new StoredReceipt(rs.getLong(1), rs.getString(2), rs.getString(3),
                rs.getString(4), rs.getString(5), rs.getString(6), rs.getString(7))).list();
        return orphans.isEmpty() ? List.of() : apply(handle, orphans).settled();
    }

    /** Settles uncertain messages to these addresses by receipts that nothing else explains. Returns how many were settled. */
    public static int matchUncertain(Handle handle, Collection<String> addresses) {
        List<Long> settled = handle.createQuery(MATCH_UNCERTAIN)
                .bindArray("addresses", String.class, (Object[]) addresses.toArray(String[]::new)).mapTo(Long.class).list();
        sumUp(handle, settled);
        return settled.size();
    }

    /** As {@link #matchUncertain(Handle, Collection)}, for messages that have just become uncertain. */
    public static int matchUncertainMessages(Handle handle, Collection<Long> messages) {
        return matchUncertain(handle, handle.createQuery("select customer_address from message where id = any(:ids)")
                .bindArray("ids", Long.class, messages.toArray()).mapTo(String.class).set());
    }

    public static long orphans(Handle handle) {
        return handle.createQuery("select count(*) from orphan_receipt where at > now() - interval '1 day'").mapTo(Long.class).one();
    }
}

package io.keyline.store;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What an employee reads of a customer: who they are, what was said on all channels, and where their conversation stands. */
public final class CaseSql {

    // each part gives its latest lines by its own index; ids rise with time over all of them
    private static final String HISTORY = """
            select entry.* from customer f cross join lateral (
              (select id, at, case when inbound then 'in' else 'out' end, channel, customer_address, text, state, reason, handled_by, 0
                 from message where customer_id = f.id and id < :before order by id desc limit :limit)
              union all
              (select id, at, 'consent', channel, null, words, action, rule, null, 0
                 from consent where customer_id = f.id and id < :before order by id desc limit :limit)
              union all
              (select e.id, e.at, 'work', null, null, e.note, e.action, w.queue, e.who, w.id
                 from work_item w join work_event e on e.item_id = w.id
                 where w.customer_id = f.id and e.id < :before order by e.id desc limit :limit)
              union all
              (select l.id, l.at, 'link', null, l.address, l.why, l.state, l.undone_why, coalesce(l.undone_by, l.who), 0
                 from customer_link l where l.kept_id = f.id and l.id < :before order by l.id desc limit :limit)
            ) entry (id, at, kind, channel, address, text, state, detail, who, item)
            where f.id = :customer or f.same_as = :customer
            order by id desc limit :limit""";

    // the conversation's way, else that of the customer's last message, else that of the last message to them
    private static final String WAY_BACK = """
            select channel, customer_address, company_address from (
              select 1, channel, customer_address, company_address from conversation where id = :conversation
              union all
              (select 2, m.channel, m.customer_address, m.company_address from customer f cross join lateral
                 (select * from message where customer_id = f.id and inbound order by id desc limit 1) m
                 where f.id = :customer or f.same_as = :customer order by m.id desc limit 1)
              union all
              (select 3, m.channel, m.customer_address, m.company_address from customer f cross join lateral
                 (select * from message where customer_id = f.id order by id desc limit 1) m
                 where f.id = :customer or f.same_as = :customer order by m.id desc limit 1)
            ) way (choice) order by choice limit 1""";

    private CaseSql() {
    }

    public static List<String> addresses(Handle handle, long customer) {
        return handle.createQuery("select value from address where customer_id = :customer order by value").bind("customer", customer)
                .mapTo(String.class).list();
    }

    /** The latest lines of the history before an id, the latest first. */
    public static List<HistoryEntry> history(Handle handle, long customer, long before, int limit) {
        return handle.createQuery(HISTORY).bind("customer", customer).bind("before", before).bind("limit", limit)
                .map((rs, ctx) -> new HistoryEntry(rs.getLong(1), rs.getTimestamp(2).toInstant(), rs.getString(3), rs.getString(4),
                        rs.getString(5), rs.getString(6), rs.getString(7), rs.getString(8), rs.getString(9), rs.getLong(10))).list();
    }

    /** Where to answer the customer of an item. Empty for somebody who was never written to and never wrote. */
    public static Optional<WayBack> wayBack(Handle handle, Work work) {
        return handle.createQuery(WAY_BACK).bind("conversation", work.conversationId())
                .bind("customer", LinkSql.root(handle, work.customerId()))
                .map((rs, ctx) -> new WayBack(rs.getString(1), rs.getString(2), rs.getString(3))).findFirst();
    }
}

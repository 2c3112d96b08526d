package io.keyline.store;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/**
 * The work list in the database. Whatever is done to an item is one statement that finds it only in a state where that may be
 * done, and writes what was done beside it: of two employees who reach for the same item one gets it.
 */
public final class WorkSql {

    // in one order, so that two batches that open items of the same customers wait for each other and never in a ring
    private static final String INSERT = """
            insert into work_item (id, queue, reason, customer_id, conversation_id, message_id, state, opened_at)
            select id, queue, reason, customer_id, nullif(conversation_id, 0), nullif(message_id, 0), 'OPEN', to_timestamp(opened_at / 1000.0)
            from unnest(?, ?, ?, ?, ?, ?, ?) as r (id, queue, reason, customer_id, conversation_id, message_id, opened_at)
            order by customer_id, queue, conversation_id, id
            on conflict do nothing
            returning id""";

    // a statement of its own, because only that sees what the insert ran into. The event has the id that the item would have had
    private static final String NOTE = """
            insert into work_event (id, item_id, at, who, action, note)
            select r.id, w.id, to_timestamp(r.opened_at / 1000.0), 'keyline', case when w.id = r.id then 'opened' else 'noted' end, r.reason
            from unnest(?, ?, ?, ?, ?, ?) as r (id, queue, reason, customer_id, conversation_id, opened_at),
            lateral (
                select id from work_item where id = r.id
                union all
                select id from work_item where state <> 'CLOSED' and conversation_id = r.conversation_id and r.conversation_id <> 0
                union all
                select id from work_item where state <> 'CLOSED' and conversation_id is null and r.conversation_id = 0
                    and customer_id = r.customer_id and queue = r.queue
                limit 1) w
            on conflict do nothing
            returning id""";

    private WorkSql() {
    }

    /**
     * Opens items. Where the customer has one open in that queue, or the conversation has one, that one gets a note with the
     * new reason instead. Written again after a lost commit, this changes nothing.
     */
    public static void open(Handle handle, List<WorkItem> items) {
        List<WorkItem> left = items;
        // an item that was in the way may be closed before it gets its note: then there is room for the new one
        for (int round = 0; round < 3 && !left.isEmpty(); round++) {
            insert(handle, left);
            Set<Long> told = note(handle, left);
            left = left.stream().filter(item -> !told.contains(item.id())).toList();
        }
    }

    private static void insert(Handle handle, List<WorkItem> items) {
        Columns.of(handle, INSERT, items)
                .number(WorkItem::id)
                .text(WorkItem::queue)
                .text(WorkItem::reason)
                .number(WorkItem::customerId)
                .number(WorkItem::conversationId)
                .number(WorkItem::messageId)
                .time(WorkItem::openedAt)
                .query(row -> row.getLong(1));
    }

    private static Set<Long> note(Handle handle, List<WorkItem> items) {
        return new HashSet<>(Columns.of(handle, NOTE, items)
                .number(WorkItem::id)
                .text(WorkItem::queue)
                .text(WorkItem::reason)
                .number(WorkItem::customerId)
                .number(WorkItem::conversationId)
                .time(WorkItem::openedAt)
                .query(row -> row.getLong(1)));
    }
}

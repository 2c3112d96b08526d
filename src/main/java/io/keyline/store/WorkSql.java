package io.keyline.store;

import java.util.HashSet;
import java.time.Instant;
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

    private static final String ACT = """
            with done as (update work_item set %s where id = :item and %s returning id)
            insert into work_event (id, item_id, at, who, action, note) select :event, id, now(), :who, '%s', :note from done""";

    private static final String HELD = "(state = 'OPEN' or state = 'CLAIMED' and claimed_by = :who)";
    private static final String HOLD = "state = 'CLAIMED', claimed_by = :who, claimed_at = coalesce(claimed_at, now())";
    private static final String CLAIM = ACT.formatted(HOLD, "state = 'OPEN'", "claimed");
    private static final String RELEASE = ACT.formatted("state = 'OPEN', claimed_by = null, claimed_at = null",
            "state = 'CLAIMED' and claimed_by = :who", "released");
    private static final String ANSWER = ACT.formatted(HOLD, HELD, "answered");
    private static final String CLOSE = ACT.formatted("state = 'CLOSED', claimed_by = :who, claimed_at = coalesce(claimed_at, now()), "
            + "closed_at = now(), outcome = case when :outcome = 'closed' and exists (select from work_event where item_id = :item "
            + "and action = 'answered') then 'answered' else :outcome end", HELD, "%s");

    private static final String SELECT = """
            select w.id, w.queue, w.reason, w.customer_id, coalesce(w.conversation_id, 0), coalesce(w.message_id, 0),
                coalesce(c.customer_address, (select min(value) from address a where a.customer_id in (w.customer_id, (select same_as from customer where id = w.customer_id)))),
                w.state, w.claimed_by, w.claimed_at, w.opened_at, w.closed_at, w.outcome
            from work_item w left join conversation c on c.id = w.conversation_id
            where\s""";

    private static final RowMapper<Work> AS_WORK = (rs, ctx) -> new Work(rs.getLong(1), rs.getString(2), rs.getString(3), rs.getLong(4),
            rs.getLong(5), rs.getLong(6), rs.getString(7), rs.getString(8), rs.getString(9), RecoverySql.instant(rs.getTimestamp(10)),
            rs.getTimestamp(11).toInstant(), RecoverySql.instant(rs.getTimestamp(12)), rs.getString(13));

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

    /**
     * Items by age, the oldest first.
     *
     * @param queue     null: all queues
     * @param state     OPEN, CLAIMED or CLOSED; null: all that are not closed
     * @param claimedBy null: whoever has it
     * @param after     the last id of the page before, 0 for the first page
     */
    public static List<Work> list(Handle handle, String queue, String state, String claimedBy, long after, int limit) {
        String condition = "w.id > :after"
                + (state == null ? " and w.state <> 'CLOSED'" : " and w.state = :state")
                // an index has only what is not closed; the planner must be told that this is
                + (state == null || state.equals("CLOSED") ? "" : " and w.state <> 'CLOSED'")
                + (queue == null ? "" : " and w.queue = :queue")
                + (claimedBy == null ? "" : " and w.claimed_by = :by");
        Query query = handle.createQuery(SELECT + condition + " order by w.id limit :limit").bind("after", after).bind("limit", limit);
        if (state != null) {
            query.bind("state", state);
        }
        if (queue != null) {
            query.bind("queue", queue);
        }
        if (claimedBy != null) {
            query.bind("by", claimedBy);
        }
        return query.map(AS_WORK).list();
    }

    public static Optional<Work> find(Handle handle, long item) {
        return handle.createQuery(SELECT + "w.id = :item").bind("item", item).map(AS_WORK).findOne();
    }

    /** Takes an open item. Returns false if it is not open. */
    public static boolean claim(Handle handle, long item, String who, long event) {
        return act(handle, CLAIM, item, who, event, null).execute() == 1;
    }

    /** Gives an item back to the queue. Returns false unless this employee has it. */
    public static boolean release(Handle handle, long item, String who, long event) {
        return act(handle, RELEASE, item, who, event, null).execute() == 1;
    }

    /** The employee answers the customer. Returns false if the item is closed or somebody else's. */
    public static boolean answer(Handle handle, long item, String who, long event) {
        return act(handle, ANSWER, item, who, event, null).execute() == 1;
    }

    /**
     * Closes an item. One that is closed without saying more, and was answered, is {@code answered}.
     *
     * @param action closed or handed-back
     * @return false if the item is closed or somebody else's
     */
    public static boolean close(Handle handle, long item, String who, long event, String action, String outcome, String note) {
        return act(handle, CLOSE.formatted(action), item, who, event, note).bind("outcome", outcome).execute() == 1;
    }

    private static Update act(Handle handle, String sql, long item, String who, long event, String note) {
        return handle.createUpdate(sql).bind("item", item).bind("who", who).bind("event", event).bind("note", note);
    }

    /** The conversation that waits for an item, locked until the transaction ends; always before the item, as turns do. */
    public static Optional<Conversation> lockConversation(Handle handle, long item) {
        return handle.createQuery("select conversation_id from work_item where id = :item and conversation_id is not null").bind("item", item)
                .mapTo(Long.class).findOne().flatMap(id -> ConversationSql.findForUpdate(handle, id));
    }

    /** A conversation goes on as if the customer had answered; due at once, for the case that nobody wakes it. */
    public static void handBack(Handle handle, long conversation, String given, Instant now) {
        handle.createUpdate("update conversation set question = jsonb_set(question, '{given}', :given::jsonb), state = 'ASKED', "
                        + "due_at = :now, claimed_until = null, version = version + 1 where id = :id")
                .bind("given", given).bind("now", now).bind("id", conversation).execute();
    }

    /** A conversation that an employee has is over. */
    public static void end(Handle handle, long conversation, String reason) {
        handle.createUpdate("update conversation set state = 'ENDED', reason = :reason, question = null, due_at = null, claimed_until = null, "
                        + "ended_at = now(), version = version + 1 where id = :id and state = 'HANDED'")
                .bind("reason", reason).bind("id", conversation).execute();
    }

    /** A person has settled whether the customer opted out; the ledger keeps it, with the customer's words if there is no note. */
    public static void consent(Handle handle, Work work, long entry, boolean optOut, String note) {
        long customer = LinkSql.root(handle, work.customerId());
        handle.createUpdate("update customer set opted_out = opted_out or :out, in_review = false where id = :customer or same_as = :customer")
                .bind("out", optOut).bind("customer", customer).execute();
        if (optOut) {
            handle.createUpdate("update conversation set state = 'STOPPED', reason = 'the customer opted out', question = null, deadline = null, "
                            + "due_at = null, claimed_until = null, ended_at = now(), version = version + 1 "
                            + "where customer_id in " + LinkSql.FAMILY.formatted(":customer") + " and question is not null and state = 'ASKED'")
                    .bind("customer", customer).execute();
        }
        handle.createUpdate("""
                        insert into consent (id, customer_id, action, topic, channel, words, rule, message_id, at)
                        select :id, :customer, :action, '*', coalesce(m.channel, 'worklist'), coalesce(:note, m.text, ''), 'employee', :message, now()
                        from (values (1)) one left join message m on m.id = :message""")
                .bind("id", entry).bind("customer", work.customerId()).bind("action", optOut ? "OPT_OUT" : "NO_OPT_OUT")
                .bind("note", note).bind("message", work.messageId()).execute();
    }
}

package io.keyline.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What a rehearsal looks up in its throw-away database, and how it clears it. */
public final class RehearsalSql {

    private static final String FIELDS =
            "id, queue, reason, customer_id, coalesce(conversation_id, 0), coalesce(message_id, 0), opened_at";

    private RehearsalSql() {
    }

    /** The customer uses this language, BCP 47, whatever they used before. */
    public static void speaks(Handle handle, long customer, String language) {
        handle.createUpdate("update customer set language = :language where id = :customer").bind("language", language)
                .bind("customer", customer).execute();
    }

    /**
     * An employee takes the item, or has it already.
     *
     * @throws IllegalStateException if it is closed
     */
    public static WorkItem claim(Handle handle, long item, String who) {
        return handle.createQuery("update work_item set state = 'CLAIMED', claimed_by = :who, claimed_at = opened_at "
                        + "where id = :item and state <> 'CLOSED' returning " + FIELDS)
                .bind("item", item).bind("who", who).map((row, ctx) -> read(row)).findOne()
                .orElseThrow(() -> new IllegalStateException("the work item is closed"));
    }

    public static void close(Handle handle, long item, String outcome) {
        handle.createUpdate("update work_item set state = 'CLOSED', closed_at = opened_at, outcome = :outcome where id = :item")
                .bind("item", item).bind("outcome", outcome).execute();
    }

    /**
     * A conversation goes on as if the customer had answered.
     *
     * @throws IllegalStateException if it has no open question
     */
    public static void handBack(Handle handle, long conversation, String given, Instant now) {
        int found = handle.createUpdate("update conversation set question = jsonb_set(question, '{given}', :given::jsonb), state = 'ASKED', "
                        + "due_at = :now, claimed_until = null, version = version + 1 "
                        + "where id = :id and state in ('HANDED', 'ASKED') and question is not null")
                .bind("given", given).bind("now", now).bind("id", conversation).execute();
        if (found == 0) {
            throw new IllegalStateException("no conversation waits for this work item");
        }
    }

    /** A conversation that an employee has is over. */
    public static void end(Handle handle, long conversation) {
        handle.createUpdate("update conversation set state = 'ENDED', question = null, due_at = null, version = version + 1 "
                + "where id = :id and state = 'HANDED'").bind("id", conversation).execute();
    }

    /** The first work item about the customer with an id above this one. */
    public static Optional<WorkItem> nextItem(Handle handle, String address, long after) {
        return handle.createQuery("select " + FIELDS + " from work_item where id > :after "
                        + "and customer_id = (select customer_id from address where value = :address) order by id limit 1")
                .bind("address", address).bind("after", after).map((row, ctx) -> read(row)).findOne();
    }

    private static WorkItem read(ResultSet row) throws SQLException {
        return new WorkItem(row.getLong(1), row.getString(2), row.getString(3), row.getLong(4), row.getLong(5), row.getLong(6),
                row.getTimestamp(7).toInstant());
    }

    /** The state of the customer's conversation that began last. */
    public static Optional<Conversation.State> state(Handle handle, String address) {
        return handle.createQuery("select state from conversation where customer_address = :address order by id desc limit 1")
                .bind("address", address).map((row, ctx) -> Conversation.State.valueOf(row.getString(1))).findOne();
    }

    /** No conversation waits for anything any more, none has its key, and nobody has anything to settle. */
    public static void clear(Handle handle) {
        handle.execute("delete from conversation");
        handle.execute("delete from journal");
        handle.execute("delete from work_event");
        handle.execute("delete from work_item");
    }
}

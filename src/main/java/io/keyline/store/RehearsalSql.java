package io.keyline.store;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What a rehearsal looks up in its throw-away database, and how it clears it. */
public final class RehearsalSql {

    private RehearsalSql() {
    }

    /** The customer uses this language, BCP 47, whatever they used before. */
    public static void speaks(Handle handle, long customer, String language) {
        handle.createUpdate("update customer set language = :language where id = :customer").bind("language", language)
                .bind("customer", customer).execute();
    }

    /** The first work item about the customer with an id above this one. */
    public static Optional<WorkItem> nextItem(Handle handle, String address, long after) {
        return handle.createQuery("select w.id, queue, reason, w.customer_id, coalesce(conversation_id, 0), coalesce(message_id, 0), opened_at "
                        + "from work_item w join address a on a.customer_id = w.customer_id where a.value = :address and w.id > :after "
                        + "order by w.id limit 1")
                .bind("address", address).bind("after", after)
                .map((row, ctx) -> new WorkItem(row.getLong(1), row.getString(2), row.getString(3), row.getLong(4), row.getLong(5),
                        row.getLong(6), row.getTimestamp(7).toInstant())).findOne();
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

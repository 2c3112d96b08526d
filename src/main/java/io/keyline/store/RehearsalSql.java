package io.keyline.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What a rehearsal looks up in its throw-away database, and how it clears it. */
public final class RehearsalSql {

    private static final String FIELDS =
            "id, queue, reason, customer_id, coalesce(conversation_id, 0), coalesce(message_id, 0), opened_at";

    private RehearsalSql() {
    }

    /**
     * The customer uses this language, BCP 47, whatever they used before.
     *
     * @param id of the customer, if nobody knows the address yet
     */
    public static void speaks(Handle handle, String address, long id, String language) {
        handle.createUpdate("with a as (insert into address (value, customer_id) values (:address, :id) on conflict do nothing "
                        + "returning customer_id) insert into customer (id) select customer_id from a")
                .bind("address", address).bind("id", id).execute();
        handle.createUpdate("update customer set language = :language where id = (select customer_id from address where value = :address)")
                .bind("address", address).bind("language", language).execute();
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

    /** No conversation waits for anything any more, none has its key, nobody has anything to settle, and no code counts. */
    public static void clear(Handle handle) {
        handle.execute("delete from conversation");
        handle.execute("delete from journal");
        handle.execute("delete from work_event");
        handle.execute("delete from work_item");
        handle.execute("delete from one_time_code");
    }
}

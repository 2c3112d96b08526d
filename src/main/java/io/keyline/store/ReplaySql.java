package io.keyline.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Brings back to life what dead letters stand for: the row itself changes its state, so what was replayed once is not dead any more. */
public final class ReplaySql {

    private ReplaySql() {
    }

    /** A message to a customer that did not get there, locked until the transaction ends. */
    public static Optional<Outbound> deadOutbound(Handle handle, long id) {
        return RecoverySql.outbound(handle, "where id = ? and not inbound and state in ('DEAD', 'FAILED', 'EXPIRED') for update", id).stream()
                .findFirst();
    }

    /**
     * The message goes again under the same id.
     *
     * @param text      what it says now
     * @param expiresAt worth nothing after this
     * @param anew      from its first part, for what went before was another text or did not arrive; else behind the parts that were sent
     */
    public static Outbound requeue(Handle handle, long id, String text, Instant expiresAt, boolean anew) {
        if (anew) {
            handle.createUpdate("delete from part where message_id = :id").bind("id", id).execute();
        }
        handle.createUpdate("update message set state = 'QUEUED', reason = 'replayed', text = :text, expires_at = :expires, due_at = null, "
                        + "attempts = (select least(count(*), 1) from part where message_id = :id) where id = :id")
                .bind("id", id).bind("text", text).bind("expires", expiresAt).execute();
        return RecoverySql.outbound(handle, "where id = ?", id).getFirst();
    }

    /** The turn of a customer's message comes again; empty if the message is not dead. Its id still tells when it came. */
    public static Optional<Inbound> reopen(Handle handle, long id, Instant now) {
        int opened = handle.createUpdate("update message set state = 'RECEIVED', reason = null, at = :now where id = :id and inbound "
                + "and state = 'DEAD'").bind("id", id).bind("now", now).execute();
        return opened == 0 ? Optional.empty() : RecoverySql.stillOpen(handle, List.of(id)).stream().map(RecoverySql.Unanswered::message).findFirst();
    }

    /**
     * A conversation that could not go on does so where it stopped: at the call that failed, which asks with the same key.
     *
     * @return the conversation as it failed; empty if there is none
     */
    public static Optional<Conversation> revive(Handle handle, long id, Instant now) {
        Optional<Conversation> failed = ConversationSql.findForUpdate(handle, id).filter(one -> one.state() == Conversation.State.FAILED);
        if (failed.isPresent()) {
            handle.createUpdate("update journal set result = null where conversation_id = :id and kind like 'call %' "
                    + "and result ->> 'status' in ('FAILED', 'MALFORMED')").bind("id", id).execute();
            handle.createUpdate("update conversation set state = 'CALLING', reason = null, deadline = null, due_at = :now, claimed_until = null, "
                    + "ended_at = null, version = version + 1 where id = :id").bind("id", id).bind("now", now).execute();
        }
        return failed;
    }

    /** Whether the company said the first word in it. */
    public static boolean isBegunByCompany(Handle handle, long conversation) {
        return handle.createQuery("select exists (select from conversation where id = :id and name is not null)").bind("id", conversation)
                .mapTo(Boolean.class).one();
    }

    /** Who of the employees has it on the work list. */
    public static Optional<String> heldBy(Handle handle, long id) {
        return handle.createQuery("select claimed_by from work_item where state = 'CLAIMED' and (conversation_id = :id or message_id = :id) limit 1")
                .bind("id", id).mapTo(String.class).findOne();
    }

    /** Nobody needs to settle what goes again. @param event an id for the history of the item */
    public static void closeWork(Handle handle, long id, String who, long event) {
        handle.createUpdate("with done as (update work_item set state = 'CLOSED', claimed_by = :who, claimed_at = now(), closed_at = now(), "
                        + "outcome = 'closed' where id = (select id from work_item where state = 'OPEN' and queue = 'failed' "
                        + "and (conversation_id = :id or message_id = :id) order by id limit 1) returning id) "
                        + "insert into work_event (id, item_id, at, who, action, note) select :event, id, now(), :who, 'closed', 'replayed' from done")
                .bind("id", id).bind("who", who).bind("event", event).execute();
    }

    /**
     * Whether the customer said STOP after this message, and did not take it back.
     *
     * @param message the customer's message that it answers or is; 0 for what the company said first
     */
    public static boolean saidStopAfter(Handle handle, long customer, long message) {
        Customer who = RecoverySql.customer(handle, customer);
        return who.optedOut() && handle.createQuery("select coalesce(max(message_id), :message + 1) > :message from consent where action = 'OPT_OUT' "
                + "and customer_id in " + LinkSql.FAMILY.formatted(":customer")).bind("message", message).bind("customer", who.id())
                .mapTo(Boolean.class).one();
    }

    /** Where quarantined input came from: channel and connection. */
    public static Optional<List<String>> quarantined(Handle handle, long id) {
        return handle.createQuery("select channel, connection from quarantine where id = :id").bind("id", id)
                .map((rs, ctx) -> List.of(rs.getString(1), rs.getString(2))).findOne();
    }

    /** The bytes that could not be read. */
    public static Optional<byte[]> raw(Handle handle, long id) {
        return handle.createQuery("select raw from quarantine where id = :id").bind("id", id).mapTo(byte[].class).findOne();
    }
}

package io.keyline.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** All that the database tells of one message and of what came of it. */
public final class StorySql {

    /**
     * A message, either way, as it is stored; null or 0 where the direction has no such thing.
     *
     * @param answers  the message that it answers, 0 for none
     * @param calls    what its turn called, where no journal keeps it
     * @param segments of which a customer's SMS was made; 0 for all else
     */
    public record Told(long id, long customer, boolean inbound, String channel, String connection, String customerAddress, String companyAddress,
            String text, String state, String reason, Instant at, String trust, String handledBy, long answers, long conversation, String category,
            int attempts, Instant dueAt, Instant expiresAt, int segments, List<Call> calls) {
    }

    /** A part that a provider has accepted, and what its receipt says. @param at when it was sent, or its receipt came */
    public record Part(long message, int number, int total, String connection, String providerId, String state, String error, Instant at,
            Instant sentAt) {
    }

    /**
     * A step that is kept of a conversation.
     *
     * @param result     as JSON; null if it has not come
     * @param at         when it was taken, or the conversation began to wait for it
     * @param answeredAt when its result came, if it was waited for; else null
     */
    public record Taken(int number, String kind, String result, Instant at, Instant answeredAt) {

        /** What held a call up in the hub; null if nothing did, or it is no call. */
        public Held held() {
            return result != null && kind.startsWith("call") ? Json.read(result, Answer.class).held : null;
        }
    }

    /** What of an answer of the back office tells nothing of a customer. */
    private record Answer(Held held) {
    }

    /**
     * A conversation as it is now.
     *
     * @param reason   why it is in this state, if that is not the good one; else null
     * @param deadline when what it waits for is given up; null if it waits for nothing
     * @param dueAt    the next time something is to be done; null for none
     * @param endedAt  null while it goes on
     */
    public record Going(long id, String route, String state, String reason, Instant deadline, Instant dueAt, Instant endedAt) {
    }

    /** What was written of a message elsewhere: in the consent ledger, on the work list. */
    public record Note(Instant at, String words) {
    }

    private static final String MESSAGE = "select id, customer_id, inbound, channel, connection, customer_address, company_address, text, state, "
            + "reason, at, coalesce(trust, 'IDENTIFIED'), handled_by, coalesce(answers, 0), coalesce(conversation_id, 0), category, attempts, "
            + "due_at, expires_at, case when inbound and channel = 'sms' then coalesce(segments, sms_segments(text)) else 0 end, calls from message where ";
    private static final String CONSENT = """
            select at, 'consent ' || action || ' of ' || topic || ' by rule ' || rule from consent
            where customer_id = :customer and message_id = any(:ids) order by id""";
    private static final String WORK = """
            select e.at, 'work item ' || w.queue || ' ' || e.action || ' by ' || e.who
                || case when e.action = 'opened' then ': ' || w.reason when e.action = 'closed' then ', ' || coalesce(w.outcome, '') else '' end
            from work_item w join work_event e on e.item_id = w.id
            where w.customer_id = :customer and (w.message_id = any(:ids) or w.conversation_id = :conversation) order by e.id""";
    private static final String GONE = """
            select gone_at, 'the address is gone: refused ' || times || ' times since ' || to_char(first_at, 'YYYY-MM-DD') || ', the last time with ' || code
            from gone_address where address = :address""";
    private static final int MOST = 200;

    private static final RowMapper<Told> AS_TOLD = (rs, ctx) -> new Told(rs.getLong(1), rs.getLong(2), rs.getBoolean(3), rs.getString(4),
            rs.getString(5), rs.getString(6), rs.getString(7), rs.getString(8), rs.getString(9), rs.getString(10), rs.getTimestamp(11).toInstant(),
            rs.getString(12), rs.getString(13), rs.getLong(14), rs.getLong(15), rs.getString(16), rs.getInt(17),
            RecoverySql.instant(rs.getTimestamp(18)), RecoverySql.instant(rs.getTimestamp(19)), rs.getInt(20), calls(rs.getString(21)));

    private StorySql() {
    }

    private static List<Call> calls(String json) {
        return json == null ? List.of() : List.of(Json.read(json, Call[].class));
    }

    public static Optional<Told> message(Handle handle, long id) {
        return handle.createQuery(MESSAGE + "id = :id").bind("id", id).map(AS_TOLD).findOne();
    }

    /** The latest messages from and to an address's customer, the latest first. */
    public static List<Told> latest(Handle handle, String address, int limit) {
        return handle.createQuery(MESSAGE + "customer_id = (select customer_id from address where value = :address) order by id desc limit :limit")
                .bind("address", address).bind("limit", limit).map(AS_TOLD).list();
    }

    /** A message with its answers, and all others of its conversation; in order. */
    public static List<Told> around(Handle handle, Told message) {
        long asked = message.inbound() || message.answers() == 0 ? message.id() : message.answers();
        return handle.createQuery(MESSAGE + "customer_id = :customer and (id = :id or answers = :id or conversation_id = :conversation) "
                        + "order by id limit " + MOST)
                .bind("customer", message.customer()).bind("id", asked).bind("conversation", message.conversation() == 0 ? -1 : message.conversation())
                .map(AS_TOLD).list();
    }

    public static List<Part> parts(Handle handle, List<Told> messages) {
        return ids(handle.createQuery("select message_id, number, total, connection, provider_id, state, error, at, coalesce(sent_at, at) from part "
                        + "where message_id = any(:ids) order by message_id, number"), messages)
                .map((rs, ctx) -> new Part(rs.getLong(1), rs.getInt(2), rs.getInt(3), rs.getString(4), rs.getString(5), rs.getString(6),
                        rs.getString(7), rs.getTimestamp(8).toInstant(), rs.getTimestamp(9).toInstant())).list();
    }

    public static List<Delay> delays(Handle handle, List<Told> messages) {
        return ids(handle.createQuery("select message_id, reason, times, since, until from delay where message_id = any(:ids) order by since"), messages)
                .map((rs, ctx) -> new Delay(rs.getLong(1), rs.getString(2), rs.getInt(3), rs.getTimestamp(4).toInstant(),
                        rs.getTimestamp(5).toInstant())).list();
    }

    /** The steps that a conversation has taken. */
    public static List<Taken> steps(Handle handle, long conversation) {
        return handle.createQuery("select step, kind, result, at, answered_at from journal where conversation_id = :id order by step").bind("id", conversation)
                .map((rs, ctx) -> new Taken(rs.getInt(1), rs.getString(2), rs.getString(3), rs.getTimestamp(4).toInstant(),
                        RecoverySql.instant(rs.getTimestamp(5)))).list();
    }

    /** A conversation; empty if it is kept no more. */
    public static Optional<Going> conversation(Handle handle, long id) {
        return handle.createQuery("select id, route, state, reason, deadline, due_at, ended_at from conversation where id = :id").bind("id", id)
                .map((rs, ctx) -> new Going(rs.getLong(1), rs.getString(2), rs.getString(3), rs.getString(4), RecoverySql.instant(rs.getTimestamp(5)),
                        RecoverySql.instant(rs.getTimestamp(6)), RecoverySql.instant(rs.getTimestamp(7)))).findOne();
    }

    /** What these messages changed of the customer's consent. */
    public static List<Note> consent(Handle handle, long customer, List<Told> messages) {
        return notes(ids(handle.createQuery(CONSENT), messages).bind("customer", customer));
    }

    /** What employees got of these messages or their conversation, and did. */
    public static List<Note> work(Handle handle, long customer, long conversation, List<Told> messages) {
        return notes(ids(handle.createQuery(WORK), messages).bind("customer", customer).bind("conversation", conversation));
    }

    /** That the address is gone, if it is. */
    public static List<Note> gone(Handle handle, String address) {
        return notes(handle.createQuery(GONE).bind("address", address));
    }

    private static Query ids(Query query, List<Told> messages) {
        return query.bindArray("ids", Long.class, messages.stream().map(Told::id).toArray());
    }

    private static List<Note> notes(Query query) {
        return query.map((rs, ctx) -> new Note(rs.getTimestamp(1).toInstant(), rs.getString(2))).list();
    }
}

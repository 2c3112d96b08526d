package io.keyline.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Conversations and their journals. */
public final class ConversationSql {

    private static final String FIELDS = "id, customer_id, route, name, key, channel, customer_address, company_address, body, state, reason, "
            + "question, deadline, due_at, version, started_at, thread";

    private static final String INSERT = """
            insert into conversation (id, customer_id, route, name, key, channel, customer_address, company_address, body, state, reason,
                question, deadline, due_at, version, started_at, ended_at, thread)
            select id, customer_id, route, name, key, channel, customer_address, company_address, body::jsonb, state, reason,
                question::jsonb, to_timestamp(nullif(deadline, 0) / 1000.0), to_timestamp(nullif(due_at, 0) / 1000.0), version,
                to_timestamp(started_at / 1000.0), to_timestamp(nullif(ended_at, 0) / 1000.0), thread
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as r (id, customer_id, route, name, key, channel,
                customer_address, company_address, body, state, reason, question, deadline, due_at, version, started_at, ended_at, thread)
            """;

    private static final String REPLACE = INSERT + """
            on conflict (id) do update set channel = excluded.channel, customer_address = excluded.customer_address,
                company_address = excluded.company_address, thread = excluded.thread, state = excluded.state, reason = excluded.reason,
                question = excluded.question, deadline = excluded.deadline, due_at = excluded.due_at, version = excluded.version,
                ended_at = excluded.ended_at, claimed_until = null""";

    private static final String RECORD = """
            insert into journal (conversation_id, step, kind, result)
            select conversation_id, step, kind, result::jsonb from unnest(?, ?, ?, ?) as r (conversation_id, step, kind, result)
            on conflict (conversation_id, step) do update set kind = excluded.kind, result = excluded.result,
                answered_at = now()
                where journal.result is null and excluded.result is not null""";

    private static final String IN_BUCKETS = "bucket_of(root_of(customer_id)) = any(:buckets)";

    private ConversationSql() {
    }

    public static Optional<Conversation> find(Handle handle, long id) {
        return handle.createQuery("select " + FIELDS + " from conversation where id = :id").bind("id", id)
                .map((row, ctx) -> read(row)).findOne();
    }

    /** As {@link #find}, locked until the transaction ends. */
    public static Optional<Conversation> findForUpdate(Handle handle, long id) {
        return handle.createQuery("select " + FIELDS + " from conversation where id = :id for update").bind("id", id)
                .map((row, ctx) -> read(row)).findOne();
    }

    /** Those of a customer whose question would be recognised if it were answered, the newest first. */
    public static List<Conversation> asked(Handle handle, long customer) {
        return handle.createQuery("select " + FIELDS + " from conversation where customer_id in " + LinkSql.FAMILY.formatted(":customer")
                + " and question is not null "
                + "order by id desc limit 20").bind("customer", customer).map((row, ctx) -> read(row)).list();
    }

    /**
     * Whether a customer has proved by a code who they are.
     *
     * @param session      the call or session on this channel that goes on; null if it has none
     * @param conversation in which, or for which, it was proved; 0 if it need not be in any
     */
    public static boolean isProved(Handle handle, long customer, String channel, String address, String session, long conversation) {
        return handle.createQuery("select exists (select from conversation c join journal j on j.conversation_id = c.id and j.step = 0 "
                        + "where c.customer_id in " + LinkSql.FAMILY.formatted(":customer") + " and j.result ->> 'channel' = :channel and j.result ->> 'address' = :address "
                        + "and (c.id = :conversation or j.result ->> 'session' = :session "
                        + "or c.route = :proving and c.body ->> 'for' = :conversation::text))")
                .bind("customer", customer).bind("channel", channel).bind("address", address).bind("session", session)
                .bind("conversation", conversation).bind("proving", Conversation.PROVING).mapTo(Boolean.class).one();
    }

    /** The steps that a conversation has taken. */
    public static List<Step> journal(Handle handle, long conversation) {
        return handle.createQuery("select step, kind, result from journal where conversation_id = :conversation order by step")
                .bind("conversation", conversation).map((row, ctx) -> new Step(row.getInt(1), row.getString(2), row.getString(3))).list();
    }

    /** The versions of these conversations, locked until the transaction ends. */
    static Map<Long, Integer> lockVersions(Handle handle, List<Conversation> conversations) {
        return Columns.of(handle, "select id, version from conversation where id = any(?) order by id for update", conversations)
                .number(Conversation::id).query(row -> Map.entry(row.getLong(1), row.getInt(2)))
                .stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The number of this transaction. */
    static long transaction(Handle handle) {
        return handle.createQuery("select pg_current_xact_id()::text::bigint").mapTo(Long.class).one();
    }

    /** Whether the transaction with this number, which is over, was committed. */
    static boolean isCommitted(Handle handle, long transaction) {
        return handle.createQuery("select pg_xact_status(:number::text::xid8) = 'committed'").bind("number", transaction)
                .mapTo(Boolean.class).findOne().orElse(false);
    }

    /** Stores these as they are now. */
    static void replace(Handle handle, List<Conversation> conversations) {
        columns(handle, REPLACE, conversations).update();
    }

    /** Stores those of them whose name and key are new, and returns their ids. */
    public static List<Long> begin(Handle handle, List<Conversation> conversations) {
        return columns(handle, INSERT + "on conflict do nothing returning id", conversations).query(row -> row.getLong(1));
    }

    private static Columns<Conversation> columns(Handle handle, String sql, List<Conversation> conversations) {
        Instant now = Instant.now();
        return Columns.of(handle, sql, conversations)
                .number(Conversation::id).number(Conversation::customerId)
                .text(Conversation::route).text(Conversation::name).text(Conversation::key)
                .text(Conversation::channel).text(Conversation::customerAddress).text(Conversation::companyAddress)
                .text(Conversation::body).text(one -> one.state().name()).text(Conversation::reason).text(Conversation::question)
                .time(Conversation::deadline).time(Conversation::dueAt).number(Conversation::version)
                .time(Conversation::startedAt).time(one -> one.state().isFinal() ? now : null)
                .text(Conversation::thread);
    }

    /** Stores the steps of many conversations. A result that is there stays. */
    static void record(Handle handle, List<Map.Entry<Long, Step>> steps) {
        Columns.of(handle, RECORD, steps).number(Map.Entry::getKey).number(step -> step.getValue().number())
                .text(step -> step.getValue().kind()).text(step -> step.getValue().result()).update();
    }

    /**
     * The result of a call has come.
     *
     * @return whether it was waited for; a second one changes nothing
     */
    public static boolean complete(Handle handle, long conversation, int step, String result) {
        return handle.createUpdate("insert into journal (conversation_id, step, kind, result) values (:conversation, :step, 'call', "
                        + ":result::jsonb) on conflict (conversation_id, step) do update set result = excluded.result, answered_at = now() "
                        + "where journal.result is null")
                .bind("conversation", conversation).bind("step", step).bind("result", result).execute() > 0;
    }

    /** A turn that has read the conversation before must run again. */
    public static void outdate(Handle handle, long id) {
        handle.createUpdate("update conversation set version = version + 1 where id = :id").bind("id", id).execute();
    }

    /** Something is to be done for this conversation now. */
    public static void wake(Handle handle, long id, Instant now) {
        handle.createUpdate("update conversation set due_at = :now, claimed_until = null where id = :id").bind("now", now).bind("id", id)
                .execute();
    }

    /**
     * Takes what has come due, the oldest first, so that it is taken once; what is not done is due again after the lease.
     *
     * @param buckets of the customers for whom the hub acts; null if it acts for all
     */
    public static List<Conversation> claimDue(Handle handle, int hub, Instant now, Instant lease, Collection<Integer> buckets, int limit) {
        Query due = handle.createQuery("update conversation set claimed_by = :hub, claimed_until = :lease where id in (select id from conversation "
                + "where due_at <= :now and (claimed_until is null or claimed_until <= :now) " + (buckets == null ? "" : "and " + IN_BUCKETS)
                + " order by due_at limit :limit for update skip locked) returning " + FIELDS);
        if (buckets != null) {
            due.bindArray("buckets", Integer.class, buckets);
        }
        return due.bind("hub", hub).bind("lease", lease).bind("now", now).bind("limit", limit).map((row, ctx) -> read(row)).list();
    }

    /** What a hub had taken of customers in these buckets, and does not do any more, is due at once. */
    public static void releaseClaims(Handle handle, Collection<Integer> buckets, Instant now) {
        handle.createUpdate("update conversation set claimed_until = null where due_at <= :now and claimed_until is not null and " + IN_BUCKETS)
                .bindArray("buckets", Integer.class, buckets).bind("now", now).execute();
    }

    /** Every call for customers in these buckets is due at once, for the hub that made it died, and its request may never have left. */
    public static void callAgain(Handle handle, Collection<Integer> buckets, Instant now) {
        handle.createUpdate("update conversation set due_at = :now where due_at > :now and state = 'CALLING' and " + IN_BUCKETS)
                .bindArray("buckets", Integer.class, buckets).bind("now", now).execute();
    }

    /** When the next conversation is due. */
    public static Optional<Instant> nextDue(Handle handle) {
        return handle.createQuery("select min(due_at) from conversation where due_at is not null").mapTo(Instant.class).findOne();
    }

    static Conversation read(ResultSet row) throws SQLException {
        return new Conversation(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4), row.getString(5), row.getString(6),
                row.getString(7), row.getString(8), row.getString(9), Conversation.State.valueOf(row.getString(10)), row.getString(11),
                row.getString(12), RecoverySql.instant(row.getTimestamp(13)), RecoverySql.instant(row.getTimestamp(14)), row.getInt(15),
                row.getTimestamp(16).toInstant(), row.getString(17));
    }
}

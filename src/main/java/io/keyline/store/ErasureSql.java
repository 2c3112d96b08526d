package io.keyline.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.SqlStatements;

/** Where a customer is found in the database, and what becomes of it when they are erased. Every table that knows customers is here. */
public final class ErasureSql {

    /**
     * A customer as the tables know them.
     *
     * @param customers all rows of theirs: linked customers are one
     * @param addresses in clear, all that they have
     */
    public record Whose(SortedSet<Long> customers, SortedSet<String> addresses) {
    }

    /** A report that was kept. */
    public record Kept(long id, Instant at, String who, String why, String report) {
    }

    /**
     * What a table holds of a customer.
     *
     * @param whose tells their rows
     * @param left  tells those of them that are not erased yet
     * @param erase what is done to those
     */
    private record Held(String table, String whose, String left, String erase) {

        static Held deleted(String table, String whose) {
            return new Held(table, whose, "true", "delete from " + table);
        }

        static Held emptied(String table, String whose, String left, String changes) {
            return new Held(table, whose, left, "update " + table + " set " + changes);
        }
    }

    private static final String THEIRS = "customer_id = any(:customers)";
    private static final String AT_THEM = "customer_address = any(:addresses)";
    /** A code for an address that nobody had is a message of nobody's. */
    private static final String MESSAGES = "(" + THEIRS + " or customer_id = 0 and " + AT_THEM + ")";
    private static final String THEIR_MESSAGES = "(select id from message where " + MESSAGES + ")";
    private static final String IN_BYTES = "exists (select from unnest(:needles) n where position(n in lower(encode(raw, 'escape'))) > 0)";
    private static final String THEIR_LETTERS = "(" + THEIRS + " or id in (select id from quarantine where " + IN_BYTES + "))";
    /** What stands for an address that is gone: of a number its country, for what it cost. Nobody has an address with a blank. */
    private static final String ERASED = "case when customer_address ~ '^[+][0-9]{7,}$' then left(customer_address, 4) else '' end || ' erased'";
    static final String IS_ERASED = "customer_address like '% erased'";
    private static final String WHY = "'the customer was erased'";

    // in this order: each is found by those that come after it
    private static final List<Held> HELD = List.of(
            Held.deleted("sendsms", "message_id in " + THEIR_MESSAGES),
            // before what is erased makes events that tell of it
            Held.deleted("publication", "key = any(array(select c::text from unnest(:customers) c))"),
            Held.deleted("dead_letter_event", "letter_id in (select id from dead_letter where " + THEIR_LETTERS + ")"),
            Held.deleted("dead_letter", THEIR_LETTERS),
            Held.emptied("part", "message_id in " + THEIR_MESSAGES,
                    // a provider's receipt may be on its way for a week, and would be kept with the number if it found no part
                    "(receipt is not null or provider_id is not null and at < now() - interval '8 days')",
                    "receipt = null, provider_id = case when at < now() - interval '8 days' then null else provider_id end"),
            Held.deleted("journal", "(conversation_id in (select id from conversation where " + THEIRS + ") or conversation_id in " + THEIR_MESSAGES + ")"),
            Held.emptied("work_event", "item_id in (select id from work_item where " + THEIRS + ")", "note is not null", "note = null"),
            Held.emptied("work_item", THEIRS, "reason <> 'erased'", "reason = 'erased', conversation_id = null, message_id = null, "
                    + "outcome = coalesce(outcome, 'closed'), closed_at = coalesce(closed_at, now()), state = 'CLOSED'"),
            Held.deleted("conversation", THEIRS),
            Held.deleted("consent", THEIRS),
            Held.deleted("customer_link", "(" + THEIRS + " or kept_id = any(:customers) or other_id = any(:customers) or address = any(:addresses) "
                    + "or addresses && :addresses::text[])"),
            Held.deleted("refused_address", "address = any(:addresses)"),
            Held.deleted("one_time_code", "address = any(:addresses)"),
            Held.deleted("portal_session", "address = any(:addresses)"),
            Held.deleted("live_session", AT_THEM),
            Held.deleted("incoming_part", AT_THEM),
            Held.deleted("orphan_receipt", AT_THEM),
            // bytes that nobody could read: whatever holds the end of a number, in digits or in UTF-16, or a mailbox
            Held.deleted("quarantine", IN_BYTES),
            // SENDING: it may be out, and nothing of it is kept to send it again
            Held.emptied("message", MESSAGES, "not " + IS_ERASED, "text = '', menu = null, thread = null, fingerprint = null, calls = null, "
                    + "segments = case when inbound and channel = 'sms' then coalesce(segments, sms_segments(text)) end, "
                    + "customer_address = " + ERASED + ", reason = case when state in ('QUEUED', 'SENDING', 'UNCERTAIN') then " + WHY
                    + " when reason is not null then 'erased' end, due_at = case when state = 'SENDING' then now() + interval '1 day' end, "
                    + "state = case state when 'QUEUED' then 'DEAD' when 'SENDING' then 'UNCERTAIN' when 'UNCERTAIN' then 'EXPIRED' else state end"),
            Held.deleted("address", "(" + THEIRS + " or value = any(:addresses))"),
            // in review, and nobody can read any more what was meant: it counts as STOP
            Held.emptied("customer", "id = any(:customers)", "erased_at is null", "erased_at = now(), language = null, preferred_channel = null, "
                    + "asked_until = null, asked_secret = false, linked = false, same_as = null, opted_out = opted_out or in_review, in_review = false"));

    private static final String EVIDENCE = """
            insert into erased_address (hash, opted_out, evidence, at)
            select decode(h.hash, 'hex'), c.opted_out, c.evidence, now() from unnest(:hashes) as h (hash),
                (select coalesce(bool_or(opted_out or in_review), false) as opted_out, coalesce((
                    select jsonb_agg(jsonb_build_object('action', action, 'topic', topic, 'channel', channel, 'rule', rule, 'at', at) order by id)
                    from consent where customer_id = any(:customers)), '[]') as evidence
                 from customer where id = any(:customers)) c
            where c.opted_out or c.evidence <> '[]'
            on conflict (hash) do update set opted_out = excluded.opted_out, evidence = erased_address.evidence || excluded.evidence, at = excluded.at""";

    /** What says nothing to others: hashes, and what a PIN or a code could be found by. */
    private static final String SHOWN = "to_jsonb(t) - 'hash' - 'salt' - 'token_hash' - 'fingerprint'";

    private ErasureSql() {
    }

    /** The tables that hold something of customers. */
    public static List<String> tables() {
        return HELD.stream().map(Held::table).toList();
    }

    /** Whoever has this address, with all that is linked; nobody but the address itself if nobody has it. */
    public static Whose whose(Handle handle, String address) {
        SortedSet<Long> customers = new TreeSet<>(handle.createQuery("select f.id from address a join customer f "
                + "on f.id = a.customer_id or f.same_as = a.customer_id where a.value = :address").bind("address", address).mapTo(Long.class).list());
        SortedSet<String> addresses = new TreeSet<>(List.of(address));
        addresses.addAll(LinkSql.addresses(handle, customers.stream().mapToLong(Long::longValue).toArray()));
        return new Whose(customers, addresses);
    }

    /** Whether a turn of theirs is still to come, or under way. */
    public static boolean isBusy(Handle handle, Whose whose) {
        return of(handle.createQuery("select exists (select from message where " + THEIRS + " and inbound and state = 'RECEIVED')"), whose)
                .mapTo(Boolean.class).one();
    }

    /** Whether this stands for the address of somebody who was erased. */
    public static boolean isErased(String address) {
        return address.endsWith(" erased");
    }

    /** How many rows by table would be erased. */
    public static Map<String, Long> count(Handle handle, Whose whose) {
        Map<String, Long> rows = new LinkedHashMap<>();
        HELD.forEach(held -> rows.put(held.table, of(handle.createQuery("select count(*) from " + held.table + " where " + held.whose + " and "
                + held.left), whose).mapTo(Long.class).one()));
        return rows;
    }

    /** How many messages that were to go out, and conversations that wait, end by it. */
    public static Map<String, Long> ending(Handle handle, Whose whose) {
        return of(handle.createQuery("select (select count(*) from message where " + THEIRS + " and state = 'QUEUED'), "
                + "(select count(*) from message where " + THEIRS + " and state = 'SENDING'), "
                + "(select count(*) from conversation where " + THEIRS + " and state in ('STARTING', 'ASKED', 'CALLING', 'HANDED'))"), whose)
                .map((row, ctx) -> {
                    Map<String, Long> ending = new LinkedHashMap<>();
                    ending.put("queuedMessages", row.getLong(1));
                    ending.put("messagesUnderWay", row.getLong(2));
                    ending.put("conversations", row.getLong(3));
                    return ending;
                }).one();
    }

    /**
     * Erases them, between two of their turns.
     *
     * @param hashes of their addresses, by which the evidence of consent is kept
     * @return how many rows by table
     */
    public static Map<String, Long> erase(Handle handle, Whose whose, List<String> hashes) {
        of(handle.createUpdate(EVIDENCE), whose).bindArray("hashes", String.class, hashes.toArray()).execute();
        Map<String, Long> rows = new LinkedHashMap<>();
        HELD.forEach(held -> rows.put(held.table, (long) of(handle.createUpdate(held.erase + " where " + held.whose + " and " + held.left), whose)
                .execute()));
        return rows;
    }

    /** What stays of them when they are erased, in rows. */
    public static Map<String, Long> kept(Handle handle, Whose whose, List<String> hashes) {
        return of(handle.createQuery("select (select count(*) from message where " + THEIRS + "), (select count(*) from part where message_id in "
                + THEIR_MESSAGES + "), (select count(*) from work_item where " + THEIRS + "), (select count(*) from erased_address h "
                + "where encode(h.hash, 'hex') = any(:hashes))"), whose).bindArray("hashes", String.class, hashes.toArray())
                .map((row, ctx) -> {
                    Map<String, Long> kept = new LinkedHashMap<>();
                    kept.put("messages", row.getLong(1));
                    kept.put("parts", row.getLong(2));
                    kept.put("workItems", row.getLong(3));
                    kept.put("consentEvidence", row.getLong(4));
                    return kept;
                }).one();
    }

    /** Customers who were erased since, and of whom something was stored that crossed with it. */
    public static List<Whose> leftovers(Handle handle, Instant since) {
        return handle.createQuery("select c.id, array(select distinct customer_address from message where customer_id = c.id and not " + IS_ERASED
                        + " union select customer_address from conversation where customer_id = c.id) as addresses from customer c "
                        + "where c.erased_at > :since and (exists (select from message where customer_id = c.id and not " + IS_ERASED + ") "
                        + "or exists (select from conversation where customer_id = c.id))").bind("since", since)
                .map((row, ctx) -> new Whose(new TreeSet<>(List.of(row.getLong(1))),
                        new TreeSet<>(Arrays.asList((String[]) row.getArray(2).getArray())))).list();
    }

    /** All that is kept of them, a row of JSON each, by table; what is sealed stays so. */
    public static Map<String, List<String>> export(Handle handle, Whose whose) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        HELD.forEach(held -> rows.put(held.table, of(handle.createQuery("select " + SHOWN + " from " + held.table + " t where " + held.whose), whose)
                .mapTo(String.class).list()));
        return rows;
    }

    private static <S extends SqlStatement<S>> S of(S statement, Whose whose) {
        statement.getConfig(SqlStatements.class).setUnusedBindingAllowed(true); // each table is found by some of them
        return statement.bindArray("customers", Long.class, whose.customers.toArray()).bindArray("addresses", String.class, whose.addresses.toArray())
                .bindArray("needles", String.class, whose.addresses.stream().flatMap(address -> needles(address).stream()).toArray());
    }

    /** What an address looks like in bytes that nobody could read: with or without its country, in ASCII or UTF-16. */
    private static List<String> needles(String address) {
        String needle = address.matches("\\+\\d{8,}") ? address.substring(address.length() - 8) : address.toLowerCase(Locale.ROOT);
        return List.of(needle, String.join("\\000", needle.split("")));
    }

    /** Keeps a report. Returns its number and time. */
    public static Kept keep(Handle handle, String who, String why, String report) {
        return handle.createQuery("insert into erasure (at, who, why, report) values (now(), :who, :why, :report::jsonb) "
                + "returning id, at, who, why, report").bind("who", who).bind("why", why).bind("report", report).map((row, ctx) -> kept(row)).one();
    }

    /** The latest reports, the latest first. */
    public static List<Kept> reports(Handle handle, int limit) {
        return handle.createQuery("select id, at, who, why, report from erasure order by id desc limit :limit").bind("limit", limit)
                .map((row, ctx) -> kept(row)).list();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(row.getLong(1), row.getTimestamp(2).toInstant(), row.getString(3), row.getString(4), row.getString(5));
    }
}

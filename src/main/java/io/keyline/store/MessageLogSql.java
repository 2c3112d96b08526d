package io.keyline.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * Messages as somebody looks for them. No index serves it, for each would cost every message: a customer's are found by
 * their own, all others by reading back from the newest, within a time.
 */
public final class MessageLogSql {

    /**
     * What is looked for; null for whatever there is.
     *
     * @param customers the rows of one customer; with none of them it is everybody
     * @param words     each is somewhere in the text, in any case
     * @param from      the first id
     * @param before    the id behind the last one
     * @param keyword   the first word of a customer's message
     * @param route     that handled the customer's message, or wrote the company's
     */
    public record Wanted(List<Long> customers, List<String> words, long from, long before, String state, String keyword, String route,
            String provider, String channel, Boolean inbound) {

        /** The page behind this message. */
        public Wanted before(long id) {
            return new Wanted(customers, words, from, id, state, keyword, route, provider, channel, inbound);
        }
    }

    /**
     * A message as it is found.
     *
     * @param provider the connection that carried it
     * @param route    that handled it, or wrote it
     * @param account  of sendsms that asked for it; null if none did
     * @param segments that were sent, or of which a customer's SMS was made
     * @param sentAt   when the first of them was accepted
     */
    public record Found(long id, boolean inbound, String channel, String provider, String customer, String company, String text, String state,
            String reason, Instant at, String category, String route, String account, int segments, Instant sentAt) {
    }

    private static final String PAGE = """
            select m.id, m.inbound, m.channel, coalesce(p.connection, m.connection), m.customer_address, m.company_address, m.text, m.state,
                m.reason, m.at, m.category, case when m.inbound then m.handled_by else coalesce(c.route, i.handled_by) end, s.account,
                case when not m.inbound then p.segments when m.channel = 'sms' then coalesce(m.segments, sms_segments(m.text)) else 0 end, p.sent_at
            from (select * from message m where %s order by m.id desc limit :limit) m
            left join lateral (select min(connection) as connection, count(*) as segments, min(coalesce(sent_at, at)) as sent_at
                from part where message_id = m.id) p on true
            left join conversation c on c.id = m.conversation_id and not m.inbound
            left join message i on i.id = m.answers
            left join sendsms s on s.message_id = m.id
            order by m.id desc""";
    private static final String ROUTE = """
            case when m.inbound then m.handled_by = :route
                else coalesce((select route from conversation where id = m.conversation_id),
                    (select handled_by from message where id = m.answers)) = :route end""";
    private static final String PROVIDER = """
            (m.inbound and m.connection = :provider
                or not m.inbound and exists (select from part where message_id = m.id and connection = :provider))""";
    private static final String KEYWORD = "m.inbound and lower(substring(m.text from '[^[:space:][:punct:]]+')) = lower(:keyword)";

    private static final RowMapper<Found> FOUND = (rs, ctx) -> new Found(rs.getLong(1), rs.getBoolean(2), rs.getString(3), rs.getString(4),
            rs.getString(5), rs.getString(6), rs.getString(7), rs.getString(8), rs.getString(9), rs.getTimestamp(10).toInstant(), rs.getString(11),
            rs.getString(12), rs.getString(13), rs.getInt(14), RecoverySql.instant(rs.getTimestamp(15)));

    private MessageLogSql() {
    }

    /** Statements of this transaction are given up after this time, with SQLSTATE 57014. */
    public static void limit(Handle handle, Duration time) {
        handle.execute("set local statement_timeout = " + time.toMillis());
    }

    /** The customer who has this address, with the rows of all who are the same one. */
    public static Optional<List<Long>> customers(Handle handle, String address) {
        List<Long> rows = handle.createQuery("select c.id from address a join customer c on c.id = a.customer_id or c.same_as = a.customer_id "
                + "where a.value = :address order by c.id = a.customer_id desc").bind("address", address).mapTo(Long.class).list();
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows);
    }

    /** The newest messages of those that are wanted. */
    public static List<Found> page(Handle handle, Wanted wanted, int limit) {
        Map<String, Object> values = new HashMap<>();
        Query query = handle.createQuery(PAGE.formatted(String.join(" and ", conditions(wanted, values))));
        if (!wanted.customers.isEmpty()) {
            query.bindArray("customers", Long.class, wanted.customers.toArray());
        }
        return query.bindMap(values).bind("limit", limit).map(FOUND).list();
    }

    /** @param values receives what stands for the names */
    private static List<String> conditions(Wanted wanted, Map<String, Object> values) {
        List<String> all = new ArrayList<>(List.of("m.id >= :from", "m.id < :before"));
        values.put("from", wanted.from);
        values.put("before", wanted.before);
        if (!wanted.customers.isEmpty()) {
            all.add("m.customer_id = any(:customers)");
        }
        for (int i = 0; i < wanted.words.size(); i++) {
            all.add("position(lower(:word" + i + ") in lower(m.text)) > 0");
            values.put("word" + i, wanted.words.get(i));
        }
        if (!wanted.words.isEmpty()) {
            all.add("m.text not like 'sealed:%'");
        }
        add("state", wanted.state, "m.state = :state", all, values);
        add("channel", wanted.channel, "m.channel = :channel", all, values);
        add("inbound", wanted.inbound, "m.inbound = :inbound", all, values);
        add("keyword", wanted.keyword, KEYWORD, all, values);
        add("provider", wanted.provider, PROVIDER, all, values);
        add("route", wanted.route, ROUTE, all, values);
        return all;
    }

    private static void add(String name, Object value, String condition, List<String> all, Map<String, Object> values) {
        if (value != null) {
            all.add(condition);
            values.put(name, value);
        }
    }

    /** Writes down who looked at what. @param what as JSON */
    public static void audit(Handle handle, long id, String who, String action, String what) {
        handle.createUpdate("insert into audit (id, who, action, what) values (:id, :who, :action, :what::jsonb)")
                .bind("id", id).bind("who", who).bind("action", action).bind("what", what).execute();
    }
}

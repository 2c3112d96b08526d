package io.keyline.store;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** How many segments providers carried, grouped by all that their price may depend on. */
public final class CostSql {

    /**
     * Segments that cost the same.
     *
     * @param day      on which they were sent or came
     * @param prefix   of the customers' numbers, as long as was asked for
     * @param account  of sendsms that asked for them; null if none did
     * @param messages to which they belong
     */
    public record Segments(LocalDate day, String provider, String prefix, boolean inbound, String route, String account, String category,
            long messages, long number) {
    }

    private static final String OUT = """
            select (coalesce(p.sent_at, p.at) at time zone :zone)::date, p.connection, left(m.customer_address, :length), false,
                coalesce(c.route, i.handled_by), s.account, m.category, count(distinct m.id), count(*)
            from message m join part p on p.message_id = m.id
            left join conversation c on c.id = m.conversation_id
            left join message i on i.id = m.answers
            left join sendsms s on s.message_id = m.id
            where m.id >= :first and m.id < :last and not m.inbound
                and coalesce(p.sent_at, p.at) >= :from and coalesce(p.sent_at, p.at) < :to
            group by 1, 2, 3, 5, 6, 7""";
    private static final String IN = """
            select (m.at at time zone :zone)::date, m.connection, left(m.customer_address, :length), true, m.handled_by, null, null, count(*),
                sum(coalesce(m.segments, sms_segments(m.text)))
            from message m where m.id >= :first and m.id < :last and m.inbound and m.channel = 'sms' and m.at >= :from and m.at < :to
            group by 1, 2, 3, 5""";

    private CostSql() {
    }

    /**
     * The segments of messages with these ids.
     *
     * @param first  the first id
     * @param last   the one behind the last
     * @param from   not sent before this
     * @param to     but before this
     * @param length of the prefixes of numbers
     */
    public static List<Segments> read(Handle handle, boolean inbound, long first, long last, Instant from, Instant to, ZoneId zone, int length) {
        return handle.createQuery(inbound ? IN : OUT).bind("first", first).bind("last", last).bind("from", from).bind("to", to)
                .bind("zone", zone.getId()).bind("length", length)
                .map((rs, ctx) -> new Segments(rs.getObject(1, LocalDate.class), rs.getString(2), rs.getString(3), rs.getBoolean(4),
                        rs.getString(5), rs.getString(6), rs.getString(7), rs.getLong(8), rs.getLong(9))).list();
    }
}

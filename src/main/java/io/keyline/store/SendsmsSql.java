package io.keyline.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Messages that others asked for by sendsms: known again by the caller's key, and followed for their reports. */
public final class SendsmsSql {

    /**
     * What is kept of a message that somebody asked for.
     *
     * @param key     the caller's; null for none
     * @param mask    the kinds of reports that are wanted; 0 for none
     * @param escapes what a report gives back
     */
    public record Asked(long message, String account, String key, int mask, String url, Map<String, String> escapes) {
    }

    /**
     * A message whose reports are wanted, as it is now.
     *
     * @param told     the sum of the kinds that were reported
     * @param failures how often the last report failed
     * @param reply    what the provider says of it; may be null
     * @param buffered whether a part is on its way in the network
     */
    public record Followed(long id, int mask, String url, Map<String, String> escapes, int told, int failures, String state, String reply,
            String customer, String company, Instant at, String connection, String providerId, boolean buffered) {
    }

    // a claim lasts a minute: who claimed and died left it to the next
    private static final String CLAIM = """
            with due as (
                update sendsms set due_at = now() + interval '1 minute' where message_id in (
                    select message_id from sendsms where due_at <= now() order by due_at limit 100 for update skip locked)
                returning *)
            select d.message_id, d.mask, d.url, d.escapes, d.told, d.failures, m.state, coalesce(p.receipt, m.reason), m.customer_address,
                m.company_address, m.at, p.connection, p.provider_id, coalesce(p.state in ('ENROUTE', 'ACCEPTED'), false)
            from due d join message m on m.id = d.message_id left join part p on p.message_id = d.message_id and p.number = 1""";

    private static final RowMapper<Followed> FOLLOWED = (row, ctx) -> {
        Map<String, String> escapes = new HashMap<>();
        Json.names(row.getString(4)).forEach((letter, value) -> escapes.put(letter, value.toString()));
        return new Followed(row.getLong(1), row.getInt(2), row.getString(3), escapes, row.getInt(5), row.getInt(6), row.getString(7),
                row.getString(8), row.getString(9), row.getString(10), row.getTimestamp(11).toInstant(), row.getString(12), row.getString(13),
                row.getBoolean(14));
    };

    private SendsmsSql() {
    }

    /** Keeps them. Returns false if the key of one is known: then its order was stored before. */
    public static boolean insert(Handle handle, List<Asked> all) {
        for (Asked asked : all) {
            int rows = handle.execute("insert into sendsms (message_id, account, key, mask, url, escapes, due_at) values (?, ?, ?, ?, ?, ?::jsonb, "
                            + "case when ? > 0 then now() end) on conflict (account, key) do nothing",
                    asked.message, asked.account, asked.key, asked.mask, asked.url, Json.write(asked.escapes), asked.mask);
            if (rows == 0) {
                return false;
            }
        }
        return true;
    }

    /** Takes the messages that are to be looked at now. */
    public static List<Followed> claim(Handle handle) {
        return handle.createQuery(CLAIM).map(FOLLOWED).list();
    }

    /** @param next when to look again; null: never */
    public static void keep(Handle handle, long message, int told, int failures, Instant next) {
        handle.createUpdate("update sendsms set told = :told, failures = :failures, due_at = :next where message_id = :message")
                .bind("told", told).bind("failures", failures).bind("next", next).bind("message", message).execute();
    }

    /** Forgets what was asked for before this. */
    public static void forget(Handle handle, Instant before) {
        handle.execute("delete from sendsms where message_id < ?", Ids.floor(before));
    }
}

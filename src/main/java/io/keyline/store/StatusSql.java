package io.keyline.store;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** What an operator wants to know first. */
public final class StatusSql {

    /** How many messages of a direction, or conversations, are in a state. */
    public record Count(String direction, String state, long number) {
    }

    /** A number without its last digits, a mailbox by its first letter; what is erased hides nobody any more. */
    private static final String MASKED = "case when position('@' in customer_address) > 0 then left(customer_address, 1) || '****@' "
            + "|| split_part(customer_address, '@', 2) when " + ErasureSql.IS_ERASED + " then customer_address else left(customer_address, -4) || '****' end";

    private StatusSql() {
    }

    public static List<Count> counts(Handle handle) {
        return handle.createQuery("select case when inbound then 'in' else 'out' end, state, count(*) from message group by 1, 2 order by 1, 2")
                .map((rs, ctx) -> new Count(rs.getString(1), rs.getString(2), rs.getLong(3))).list();
    }

    /** The hubs on this database that have not left, and how many of the 256 buckets of customers each has. */
    public static List<String> hubs(Handle handle) {
        return handle.createQuery("""
                        select format('%s  %s  %s, %s buckets, seen %s s ago', rpad(h.number || '.' || h.epoch, 6), h.name,
                            case when h.lease_until <= now() then 'silent' when h.draining then 'stopping' else 'alive' end,
                            (select count(*) from bucket where owner = h.number), round(extract(epoch from now() - h.seen_at)))
                        from hub h where h.lease_until is not null order by h.number""").mapTo(String.class).list();
    }

    /** Why messages needed no answer, and how many each. */
    public static List<String> ignored(Handle handle) {
        return handle.createQuery("select lpad(count(*)::text, 8) || '  ' || coalesce(reason, '') from message "
                + "where inbound and state = 'IGNORED' group by reason order by count(*) desc, reason limit 20").mapTo(String.class).list();
    }

    /** The latest messages that did not end well, without their texts. */
    public static List<String> troubled(Handle handle) {
        return handle.createQuery("""
                        select to_char(at, 'YYYY-MM-DD HH24:MI:SS') || '  ' || case when inbound then 'in ' else 'out' end || '  '
                            || rpad(state, 10) || ' ' || """ + MASKED + """
                             || '  ' || coalesce(reason, '')
                        from message where state in ('DEAD', 'UNCERTAIN', 'FAILED', 'EXPIRED')
                        order by id desc limit 20""").mapTo(String.class).list();
    }

    /** How many conversations are in a state. */
    public static List<Count> conversations(Handle handle) {
        return handle.createQuery("select '', state, count(*) from conversation group by 2 order by 2")
                .map((rs, ctx) -> new Count(rs.getString(1), rs.getString(2), rs.getLong(3))).list();
    }

    /** The latest conversations that could not go on. */
    public static List<String> failedConversations(Handle handle) {
        return handle.createQuery("""
                        select to_char(ended_at, 'YYYY-MM-DD HH24:MI:SS') || '  ' || route || '  ' || """ + MASKED + """
                             || '  '
                            || coalesce(reason, '')
                        from conversation where state = 'FAILED' order by id desc limit 20""").mapTo(String.class).list();
    }

    public static List<String> quarantined(Handle handle) {
        return handle.createQuery("""
                        select to_char(at, 'YYYY-MM-DD HH24:MI:SS') || '  ' || connection || '  ' || reason || '  '
                            || left(encode(raw, 'hex'), 120)
                        from quarantine order by id desc limit 20""").mapTo(String.class).list();
    }

    /** Receipts that have waited longer for their submit's response than that can take. */
    public static List<String> orphans(Handle handle) {
        return handle.createQuery("""
                        select to_char(at, 'YYYY-MM-DD HH24:MI:SS') || '  ' || connection || '  ' || provider_id || '  ' || state
                        from orphan_receipt where at < now() - interval '5 minutes' order by id desc limit 20""")
                .mapTo(String.class).list();
    }
}

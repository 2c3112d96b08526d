package io.keyline.store;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What intake writes: customers, their messages, and what could not be read. */
public final class IntakeSql {

    /** A message that looks the same as one that arrived. */
    public record EarlierCopy(long id, long customerId, long fingerprint, long session) {
    }

    private static final String KNOWN = """
            select a.value, c.id, c.language, c.opted_out, c.in_review
            from address a join customer c on c.id = a.customer_id where a.value = any(:addresses)""";

    private static final String INSERT_MESSAGES = """
            insert into message (id, customer_id, inbound, channel, connection, customer_address, company_address, text, state,
                reason, at, session, fingerprint)
            select id, customer_id, true, channel, connection, customer_address, company_address, text, state, reason,
                at::timestamptz, session, fingerprint
            from unnest(:id, :customer_id, :channel, :connection, :customer_address, :company_address, :text, :state, :reason, :at,
                :session, :fingerprint)
              as r (id, customer_id, channel, connection, customer_address, company_address, text, state, reason, at, session,
                fingerprint)
            """;

    private static final String EARLIER = """
            select m.id, m.customer_id, m.fingerprint, m.session
            from unnest(:customer_id, :fingerprint) as r (customer_id, fingerprint)
            join message m on m.customer_id = r.customer_id and m.id >= :since and m.inbound and m.fingerprint = r.fingerprint
            where m.state <> 'IGNORED'""";

    private final Ids ids;

    public IntakeSql(Ids ids) {
        this.ids = ids;
    }

    /** The customers behind these addresses; who is new is created. */
    public Map<String, Customer> customers(Handle handle, Collection<String> addresses) {
        Map<String, Customer> customers = known(handle, addresses);
        Set<String> strangers = new LinkedHashSet<>(addresses);
        strangers.removeAll(customers.keySet());
        if (strangers.isEmpty()) {
            return customers;
        }
        Map<String, Customer> created = create(handle, strangers);
        customers.putAll(created);
        strangers.removeAll(created.keySet());
        if (!strangers.isEmpty()) {
            customers.putAll(known(handle, strangers)); // another hub was quicker
        }
        return customers;
    }

    private static Map<String, Customer> known(Handle handle, Collection<String> addresses) {
        Map<String, Customer> found = new HashMap<>();
        handle.createQuery(KNOWN)
                .bindArray("addresses", String.class, (Object[]) addresses.toArray(String[]::new))
                .map((rs, ctx) -> Map.entry(rs.getString(1),
                        new Customer(rs.getLong(2), rs.getString(3), rs.getBoolean(4), rs.getBoolean(5))))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    private Map<String, Customer> create(Handle handle, Set<String> strangers) {
        Map<String, Long> wanted = new HashMap<>();
        strangers.forEach(address -> wanted.put(address, ids.next()));
        var insert = handle.createQuery("""
                with a as (
                    insert into address (value, customer_id) select * from unnest(:value, :id)
                    on conflict do nothing returning value, customer_id),
                c as (insert into customer (id) select customer_id from a)
                select value, customer_id from a""");
        new Columns<>(insert, wanted.entrySet()).text("value", Map.Entry::getKey).number("id", Map.Entry::getValue);
        Map<String, Customer> created = new HashMap<>();
        insert.map((rs, ctx) -> Map.entry(rs.getString(1), new Customer(rs.getLong(2), null, false, false)))
                .forEach(entry -> created.put(entry.getKey(), entry.getValue()));
        return created;
    }

    /** Messages of the same customers with the same fingerprint that arrived since. */
    public List<EarlierCopy> earlierCopies(Handle handle, Collection<Inbound> messages, Instant since) {
        var query = handle.createQuery(EARLIER).bind("since", Ids.floor(since));
        new Columns<>(query, messages).number("customer_id", Inbound::customerId).number("fingerprint", Inbound::fingerprint);
        return query.map((rs, ctx) -> new EarlierCopy(rs.getLong(1), rs.getLong(2), rs.getLong(3), rs.getLong(4))).list();
    }

    /** Stores messages of customers. */
    public void insert(Handle handle, List<Inbound> messages) {
        var insert = handle.createUpdate(INSERT_MESSAGES);
        new Columns<>(insert, messages)
                .number("id", Inbound::id)
                .number("customer_id", Inbound::customerId)
                .text("channel", Inbound::channel)
                .text("connection", Inbound::connection)
                .text("customer_address", Inbound::customerAddress)
                .text("company_address", Inbound::companyAddress)
                .text("text", Inbound::text)
                .text("state", Inbound::state)
                .text("reason", Inbound::reason)
                .time("at", Inbound::at)
                .number("session", Inbound::session)
                .number("fingerprint", Inbound::fingerprint);
        insert.execute();
    }

    /** Keeps what could not be read, with its bytes. */
    public void quarantine(Handle handle, String channel, String connection, byte[] raw, String reason) {
        handle.createUpdate("insert into quarantine (id, channel, connection, raw, reason, at) "
                        + "values (:id, :channel, :connection, :raw, :reason, now())")
                .bind("id", ids.next()).bind("channel", channel).bind("connection", connection).bind("raw", raw)
                .bind("reason", reason).execute();
    }
}

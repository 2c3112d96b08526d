package io.keyline.store;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** What intake writes: customers, their messages, and what could not be read. */
public final class IntakeSql {

    /** A message that looks the same as one that arrived. */
    public record EarlierCopy(long id, long customerId, long fingerprint, long session) {
    }

    private static final String KNOWN = """
            select a.value, c.id, c.language, c.opted_out, c.in_review, c.asked_until, c.asked_secret, c.linked, c.preferred_channel
            from address a join customer c on c.id = a.customer_id where a.value = any(?)""";

    // who said STOP before they were erased has still said it
    private static final String CREATE = """
            with r as (select * from unnest(?, ?, ?) as r (value, customer_id, hash)),
            a as (
                insert into address (value, customer_id) select value, customer_id from r
                on conflict do nothing returning value, customer_id),
            c as (
                insert into customer (id, opted_out) select a.customer_id, coalesce(e.opted_out, false)
                from a join r using (value) left join erased_address e on e.hash = decode(r.hash, 'hex')
                returning id, opted_out)
            select a.value, c.id, c.opted_out from a join c on c.id = a.customer_id""";

    private static final String INSERT_MESSAGES = """
            insert into message (id, customer_id, inbound, channel, connection, customer_address, company_address, text, state,
                reason, at, session, fingerprint, trust, thread)
            select id, customer_id, true, channel, connection, customer_address, company_address, text, state, reason,
                to_timestamp(at / 1000.0), session, fingerprint, trust, thread
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              as r (id, customer_id, channel, connection, customer_address, company_address, text, state, reason, at, session,
                fingerprint, trust, thread)
            """;

    // offset 0: each customer is looked up by the index, whatever the planner believes of a table that was empty a moment ago
    private static final String EARLIER = """
            select m.id, m.customer_id, m.fingerprint, m.session
            from unnest(?, ?, ?) as r (customer_id, fingerprint, since)
            cross join lateral (
                select id, customer_id, fingerprint, session from message
                where customer_id = r.customer_id and id >= r.since and inbound and fingerprint = r.fingerprint and state <> 'IGNORED'
                offset 0) m""";

    private final Ids ids;
    private final UnaryOperator<String> pseudonym;

    /** @param pseudonym by which the address of somebody who was erased is known again */
    public IntakeSql(Ids ids, UnaryOperator<String> pseudonym) {
        this.ids = ids;
        this.pseudonym = pseudonym;
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

    static Map<String, Customer> known(Handle handle, Collection<String> addresses) {
        Map<String, Customer> found = new HashMap<>();
        Columns.of(handle, KNOWN, addresses).text(address -> address).query(row -> found.put(row.getString(1), RecoverySql.customer(row, 2)));
        return found;
    }

    private Map<String, Customer> create(Handle handle, Set<String> strangers) {
        Map<String, Long> wanted = new HashMap<>();
        strangers.forEach(address -> wanted.put(address, ids.next()));
        Map<String, Customer> created = new HashMap<>();
        Columns.of(handle, CREATE, wanted.entrySet()).text(Map.Entry::getKey).number(Map.Entry::getValue).text(one -> pseudonym.apply(one.getKey()))
                .query(row -> created.put(row.getString(1), Customer.unknown(row.getLong(2)).withConsent(row.getBoolean(3), false)));
        return created;
    }

    /** The language of a customer of whom none is known. */
    public void learn(Handle handle, Customer customer, String language) {
        handle.createUpdate("update customer set language = :language where id = :id and language is null").bind("language", language)
                .bind("id", customer.id()).execute();
    }

    /**
     * Messages of the same customers with the same fingerprint.
     *
     * @param since when the earliest message arrived that can come again on this session
     */
    public List<EarlierCopy> earlierCopies(Handle handle, Collection<Inbound> messages, LongFunction<Instant> since) {
        return Columns.of(handle, EARLIER, messages).number(Inbound::customerId).number(Inbound::fingerprint)
                .number(message -> Ids.floor(since.apply(message.session())))
                .query(row -> new EarlierCopy(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
    }

    /** Stores messages of customers. */
    public void insert(Handle handle, List<Inbound> messages) {
        Columns.of(handle, INSERT_MESSAGES, messages)
                .number(Inbound::id)
                .number(Inbound::customerId)
                .text(Inbound::channel)
                .text(Inbound::connection)
                .text(Inbound::customerAddress)
                .text(Inbound::companyAddress)
                .text(Inbound::text)
                .text(Inbound::state)
                .text(Inbound::reason)
                .time(Inbound::at)
                .number(Inbound::session)
                .number(Inbound::fingerprint)
                .text(message -> message.trust() == Trust.IDENTIFIED ? null : message.trust().name())
                .text(Inbound::thread)
                .update();
    }

    /** Keeps what could not be read, with its bytes. */
    public void quarantine(Handle handle, String channel, String connection, byte[] raw, String reason) {
        long id = ids.next();
        handle.createUpdate("insert into quarantine (id, channel, connection, raw, reason, at) "
                        + "values (:id, :channel, :connection, :raw, :reason, now())")
                .bind("id", id).bind("channel", channel).bind("connection", connection).bind("raw", raw)
                .bind("reason", reason).execute();
        DeadLetterSql.openQuarantined(handle, id);
    }
}

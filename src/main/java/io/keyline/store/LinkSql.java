package io.keyline.store;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Customers who are the same person, and the ledger of it. What changes a customer here must run between their turns. */
public final class LinkSql {

    /** All that are the same customer; of one who is linked to nobody it is they themselves. */
    static final String FAMILY = "(select f.id from customer f where f.id = %1$s or f.same_as = %1$s)";

    /** A wish to link that has not taken effect. */
    public record Wanted(long id, long customerId, String address) {
    }

    /** A link that took effect. @param keptId who has the addresses now */
    public record Done(long id, long keptId, long otherId) {
    }

    /** What is known of two customers who are to be one. */
    public record Pair(long kept, long other) {
    }

    private LinkSql() {
    }

    /** The customer who has the addresses of this one: mostly they themselves. */
    static long root(Handle handle, long customer) {
        return handle.createQuery("select same_as from customer where id = :id and same_as is not null").bind("id", customer).mapTo(Long.class)
                .findOne().orElse(customer);
    }

    /** Whether somebody has undone it before that this address is the customer's. */
    public static boolean isUndone(Handle handle, long customer, String address) {
        return handle.createQuery("select exists (select from customer_link where state = 'UNDONE' and address = :address and kept_id in "
                        + FAMILY.formatted(":customer") + ")").bind("address", address).bind("customer", root(handle, customer)).mapTo(Boolean.class).one();
    }

    /** Writes the wish down. A request that was written before is not written again. */
    public static boolean want(Handle handle, long id, String request, long customer, String address, String who, String why, Instant now) {
        return handle.createUpdate("insert into customer_link (id, request, customer_id, address, who, why, at, state) "
                        + "values (:id, :request, :customer, :address, :who, :why, :now, 'WANTED') on conflict do nothing")
                .bind("id", id).bind("request", request).bind("customer", customer).bind("address", address).bind("who", who).bind("why", why)
                .bind("now", now).execute() > 0;
    }

    public static List<Wanted> wanted(Handle handle) {
        return handle.createQuery("select id, customer_id, address from customer_link where state = 'WANTED' order by id")
                .map((row, ctx) -> new Wanted(row.getLong(1), row.getLong(2), row.getString(3))).list();
    }

    /** The two customers, as they are kept now; empty if they are one already. */
    public static Optional<Pair> pair(Handle handle, Wanted wanted) {
        return handle.createQuery("select coalesce(c.same_as, c.id), a.customer_id from customer c, address a "
                        + "where c.id = :customer and a.value = :address and a.customer_id <> coalesce(c.same_as, c.id)")
                .bind("customer", wanted.customerId).bind("address", wanted.address)
                .map((row, ctx) -> new Pair(row.getLong(1), row.getLong(2))).findOne();
    }

    /** The addresses of these customers. */
    public static SortedSet<String> addresses(Handle handle, long... customers) {
        return new TreeSet<>(handle.createQuery("select value from address where customer_id = any(:customers)")
                .bindArray("customers", Long.class, Arrays.stream(customers).boxed().toList()).mapTo(String.class).list());
    }

    /** Whether a customer is there on this channel: the last message to the address did not come back for good, or they wrote since. */
    public static boolean isReachable(Handle handle, long customer, String channel, String address) {
        return handle.createQuery("select m.inbound or m.state not in ('DEAD', 'FAILED') from message m where m.customer_id in "
                        + FAMILY.formatted(":customer") + " and m.channel = :channel and m.customer_address = :address "
                        + "and (m.inbound or m.state in ('SENT', 'DELIVERED', 'DEAD', 'FAILED')) order by m.id desc limit 1")
                .bind("customer", customer).bind("channel", channel).bind("address", address).mapTo(Boolean.class).findOne().orElse(true);
    }

    /** There was nothing to link. */
    public static void settle(Handle handle, long id, Instant now) {
        handle.execute("update customer_link set state = 'DONE', done_at = ? where id = ? and state = 'WANTED'", now, id);
    }

    /** Makes two customers one: the other one's addresses are the kept one's. Who of them said STOP has said it for both. */
    public static void link(Handle handle, long id, Pair pair, long consentId, Instant now) {
        of(handle, """
                update customer_link l set state = 'DONE', done_at = :now, kept_id = k.id, other_id = o.id,
                    customers = array(select c.id from customer c where c.id = o.id or c.same_as = o.id),
                    addresses = array(select value from address where customer_id = o.id),
                    kept_opted_out = k.opted_out, kept_in_review = k.in_review,
                    other_opted_out = o.opted_out, other_in_review = o.in_review
                from customer k, customer o where l.id = :id and k.id = :kept and o.id = :other""", pair)
                .bind("id", id).bind("now", now).execute();
        of(handle, """
                insert into consent (id, customer_id, action, topic, channel, words, rule, message_id, at)
                select :consent, k.id, 'OPT_OUT', '*', 'link', '', 'linked with a customer who had opted out', :id, :now
                from customer k, customer o where k.id = :kept and o.id = :other and o.opted_out and not k.opted_out""", pair)
                .bind("consent", consentId).bind("id", id).bind("now", now).execute();
        of(handle, """
                update customer k set linked = true, opted_out = k.opted_out or o.opted_out, in_review = k.in_review or o.in_review,
                    language = coalesce(k.language, o.language), asked_until = greatest(k.asked_until, o.asked_until),
                    asked_secret = k.asked_secret or o.asked_secret, preferred_channel = coalesce(k.preferred_channel, o.preferred_channel)
                from customer o where k.id = :kept and o.id = :other""", pair).execute();
        of(handle, "update customer set same_as = :kept, linked = false where id = :other or same_as = :other", pair).execute();
        of(handle, "update address set customer_id = :kept where customer_id = :other", pair).execute();
        mirror(handle, pair.kept);
        of(handle, "update conversation set state = 'STOPPED', reason = 'the customer opted out', question = null, deadline = null, due_at = null, "
                + "claimed_until = null, ended_at = now(), version = version + 1 where customer_id in " + FAMILY.formatted(":kept")
                + " and question is not null and state = 'ASKED' and (select opted_out from customer where id = :kept)", pair).execute();
    }

    private static Update of(Handle handle, String sql, Pair pair) {
        Update update = handle.createUpdate(sql).bind("kept", pair.kept);
        return sql.contains(":other") ? update.bind("other", pair.other) : update;
    }

    /** The consent of a customer is that of all who are the same: what was queued for one of them is checked by their own row. */
    static void mirror(Handle handle, long kept) {
        handle.createUpdate("update customer c set opted_out = k.opted_out, in_review = k.in_review from customer k "
                + "where k.id = :kept and c.same_as = k.id").bind("kept", kept).execute();
    }

    /** The link that brought this address to the customer, the last one if there are several. */
    public static Optional<Done> done(Handle handle, long customer, String address) {
        return handle.createQuery("select l.id, coalesce(k.same_as, k.id), l.other_id from customer_link l "
                        + "join customer k on k.id = l.kept_id join customer c on coalesce(c.same_as, c.id) = coalesce(k.same_as, k.id) "
                        + "where c.id = :customer and l.state = 'DONE' and :address = any(l.addresses) order by l.id desc limit 1")
                .bind("customer", customer).bind("address", address)
                .map((row, ctx) -> new Done(row.getLong(1), row.getLong(2), row.getLong(3))).findOne();
    }

    /**
     * Gives the other customer back what was theirs, and what came to their addresses since. If nobody said anything about consent since,
     * each has the consent that they had; else what holds now holds for both.
     *
     * @return false if it was undone before
     */
    public static boolean undo(Handle handle, Done link, String who, String why, Instant now) {
        Pair pair = new Pair(link.keptId, link.otherId);
        if (handle.createUpdate("update customer_link set state = 'UNDONE', undone_at = :now, undone_by = :who, undone_why = :why "
                + "where id = :id and state = 'DONE'")
                .bind("now", now).bind("who", who).bind("why", why).bind("id", link.id).execute() == 0) {
            return false;
        }
        from(handle, "update address a set customer_id = :other from customer_link l where l.id = :id and a.value = any(l.addresses) "
                + "and a.customer_id = :kept", pair, link);
        from(handle, """
                update customer o set same_as = null, opted_out = k.opted_out, in_review = k.in_review, language = coalesce(o.language, k.language), asked_until = k.asked_until,
                    asked_secret = k.asked_secret
                from customer k, customer_link l where o.id = :other and k.id = :kept and l.id = :id""", pair, link);
        from(handle, "update customer c set same_as = :other from customer_link l where l.id = :id and c.id = any(l.customers) "
                + "and c.id <> :other and c.same_as = :kept", pair, link);
        of(handle, "update customer c set linked = exists (select from customer s where s.same_as = c.id) where c.id in (:kept, :other)", pair).execute();
        giveBack(handle, pair, link);
        from(handle, """
                update customer c set opted_out = case when c.id = :kept then l.kept_opted_out else l.other_opted_out end,
                    in_review = case when c.id = :kept then l.kept_in_review else l.other_in_review end
                from customer_link l where l.id = :id and c.id in (:kept, :other) and l.kept_id = :kept
                and not exists (select from consent e where e.customer_id in (:kept, :other) and e.id > l.id and e.message_id <> l.id)""", pair, link);
        mirror(handle, link.keptId);
        mirror(handle, link.otherId);
        return true;
    }

    /** What was said at the addresses that go back is theirs. Conversations and work items go where their messages go. */
    private static void giveBack(Handle handle, Pair pair, Done link) {
        from(handle, "update message m set customer_id = :other from customer_link l where l.id = :id and m.customer_id = :kept and m.id > l.id "
                + "and m.customer_address = any(l.addresses)", pair, link);
        from(handle, "update conversation c set customer_id = :other, version = version + 1 from customer_link l where l.id = :id "
                + "and c.customer_id = :kept and c.customer_address = any(l.addresses)", pair, link);
        from(handle, "update consent e set customer_id = :other from customer_link l, message m where l.id = :id and e.customer_id = :kept "
                + "and e.id > l.id and m.id = e.message_id and m.customer_id = :other", pair, link);
        from(handle, "update work_item w set customer_id = :other from customer_link l where l.id = :id and w.customer_id = :kept and w.id > l.id "
                + "and w.conversation_id in (select id from conversation where customer_id = :other)", pair, link);
    }

    private static void from(Handle handle, String sql, Pair pair, Done link) {
        Update update = handle.createUpdate(sql).bind("id", link.id);
        if (sql.contains(":kept")) {
            update.bind("kept", pair.kept);
        }
        if (sql.contains(":other")) {
            update.bind("other", pair.other);
        }
        update.execute();
    }

    /** The customers who have these addresses, with all that a turn needs to know. */
    public static Map<String, Customer> customers(Handle handle, SortedSet<String> addresses) {
        return IntakeSql.known(handle, addresses);
    }
}

package io.keyline.store;

import io.keyline.store.ReceiptsSql.Settled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What the outbox writes: who may be sent to, what was sent, what is to be tried again. */
public final class OutboxSql {

    // consent is read here and nowhere later: after a STOP is committed, nothing of its scope is claimed any more. What the customer waits
    // for goes in any case, and an alarm is tried even where nobody seems to be
    private static final String CLAIM = """
            update message m set
                state = case when m.category in ('reply', 'code') then 'SENDING' when c.opted_out then 'OPTED_OUT' when c.in_review then 'QUEUED'
                             when m.category <> 'alarm' and %1$s then 'DEAD' else 'SENDING' end,
                reason = case when m.category in ('reply', 'code') then null when c.opted_out then 'the customer said STOP'
                              when c.in_review then 'possible opt-out, waits for review'
                              when m.category <> 'alarm' and %1$s then 'the address is gone: its provider knows it no more' end,
                due_at = case when m.category not in ('reply', 'code') and c.in_review and not c.opted_out then now() + interval '1 hour' end
            from customer c
            where c.id = m.customer_id and m.id = any(?) and m.id between ? and ? and m.state in ('QUEUED', 'SENDING')
            returning m.id, m.state""";
    private static final String CLAIM_REPLIES = CLAIM.formatted("false"); // as cheap as can be, for they are most of all messages
    private static final String CLAIM_ANY = CLAIM.formatted("exists (select from gone_address g where g.address = m.customer_address)");

    private static final String INSERT_PARTS = """
            insert into part (message_id, number, total, reference, connection, provider_id, state, at, sent_at)
            select message_id, number, total, reference, connection, provider_id, 'SENT', now(), now()
            from unnest(?, ?, ?, ?, ?, ?)
              as r (message_id, number, total, reference, connection, provider_id)
            on conflict do nothing""";

    private static final String INSERT_DELAYS = """
            insert into delay (message_id, reason, times, since, until)
            select message_id, reason, times, to_timestamp(since / 1000.0), to_timestamp(until / 1000.0)
            from unnest(?, ?, ?, ?, ?) as r (message_id, reason, times, since, until)
            on conflict (message_id, reason) do update set times = delay.times + excluded.times, until = excluded.until""";

    private static final String CHANGE = """
            update message m set state = r.state, reason = r.reason, attempts = r.attempts,
                due_at = to_timestamp(nullif(r.due_at, 0) / 1000.0)
            from unnest(?, ?, ?, ?, ?) as r (id, state, reason, attempts, due_at)
            where m.id = r.id and m.id between ? and ? and m.state in ('QUEUED', 'SENDING', 'UNCERTAIN')
            returning m.id""";

    private OutboxSql() {
    }

    /**
     * Takes messages out of the queue for sending.
     *
     * @param areReplies whether customers wait for all of them
     * @return the states of those that were open: only what is SENDING may go
     */
    public static Map<Long, String> claim(Handle handle, List<Long> ids, boolean areReplies) {
        LongSummaryStatistics range = ids.stream().mapToLong(Long::longValue).summaryStatistics();
        Map<Long, String> states = new HashMap<>();
        Columns.of(handle, areReplies ? CLAIM_REPLIES : CLAIM_ANY, ids).number(Long::longValue).value(range.getMin()).value(range.getMax())
                .query(row -> states.put(row.getLong(1), row.getString(2)));
        return states;
    }

    /** Stores what was sent and what is to be done about what was not. Returns the parts whose receipts came before that. */
    public static List<Settled> write(Handle handle, List<Sending> changes, boolean receiptsAhead) {
        List<SentPart> parts = new ArrayList<>();
        changes.forEach(change -> parts.addAll(change.parts()));
        if (!parts.isEmpty()) {
            insertParts(handle, parts);
        }
        List<Sending> states = changes.stream().filter(change -> change.state() != null).toList();
        if (!states.isEmpty()) {
            change(handle, states);
        }
        List<Delay> delays = changes.stream().flatMap(change -> change.delays().stream()).toList();
        if (!delays.isEmpty()) {
            insertDelays(handle, delays);
        }
        List<Settled> settled = new ArrayList<>();
        if (receiptsAhead && !parts.isEmpty()) {
            Map<String, Set<String>> byConnection = parts.stream().collect(Collectors.groupingBy(SentPart::connection,
                    Collectors.mapping(SentPart::providerId, Collectors.toCollection(HashSet::new))));
            byConnection.forEach((connection, ids) -> settled.addAll(ReceiptsSql.adoptOrphans(handle, connection, ids)));
        }
        List<Long> uncertain = states.stream().filter(change -> "UNCERTAIN".equals(change.state())).map(Sending::messageId).toList();
        if (receiptsAhead && !uncertain.isEmpty()) {
            ReceiptsSql.matchUncertainMessages(handle, uncertain);
        }
        return settled;
    }

    private static void insertParts(Handle handle, List<SentPart> parts) {
        Columns.of(handle, INSERT_PARTS, parts)
                .number(SentPart::messageId)
                .number(SentPart::number)
                .number(SentPart::total)
                .number(SentPart::reference)
                .text(SentPart::connection)
                .text(SentPart::providerId)
                .update();
    }

    private static void insertDelays(Handle handle, List<Delay> delays) {
        Columns.of(handle, INSERT_DELAYS, delays)
                .number(Delay::message)
                .text(Delay::reason)
                .number(Delay::times)
                .time(Delay::since)
                .time(Delay::until)
                .update();
    }

    private static void change(Handle handle, List<Sending> states) {
        LongSummaryStatistics range = states.stream().mapToLong(Sending::messageId).summaryStatistics();
        Set<Long> changed = new HashSet<>(Columns.of(handle, CHANGE, states)
                .number(Sending::messageId)
                .text(Sending::state)
                .text(Sending::reason)
                .number(Sending::attempts)
                .time(Sending::dueAt)
                .value(range.getMin()).value(range.getMax())
                .query(row -> row.getLong(1)));
        List<Long> dead = states.stream().filter(Sending::isDead).map(Sending::messageId).filter(changed::contains).toList();
        if (!dead.isEmpty()) {
            DeadLetterSql.openOutgoing(handle, dead);
        }
    }

    /** What was refused because nobody has its address. */
    public static List<GoneSql.Refusal> unknownAddresses(List<Sending> changes) {
        return changes.stream().filter(change -> change.unknownAddress() != null)
                .map(change -> new GoneSql.Refusal(change.messageId(), change.unknownAddress())).toList();
    }

    /** Messages that were claimed and are certainly not out are in the queue again. */
    public static void giveBack(Handle handle, List<Long> ids) {
        Columns.of(handle, "update message set state = 'QUEUED' where id = any(?) and state = 'SENDING'", ids).number(Long::longValue).update();
    }

    /** Nobody will ever know whether it went out. */
    public static void expireUncertain(Handle handle, long message) {
        handle.createUpdate("update message set state = 'EXPIRED', due_at = null, reason = reason || '; no receipt came' "
                + "where id = :id and state = 'UNCERTAIN'").bind("id", message).execute();
    }

    /** The next 16-bit reference to this destination; never the one before. */
    public static int nextReference(Handle handle, String address) {
        return handle.createQuery("update address set sms_reference = (sms_reference + 1) % 65536 where value = :address "
                + "returning sms_reference").bind("address", address).mapTo(Integer.class).one();
    }

    /** The parts of a message that were sent. */
    public static List<SentPart> sentParts(Handle handle, long message) {
        return handle.createQuery("select message_id, number, total, reference, connection, provider_id from part "
                        + "where message_id = :message order by number").bind("message", message)
                .map((rs, ctx) -> new SentPart(rs.getLong(1), rs.getInt(2), rs.getInt(3), rs.getInt(4), rs.getString(5), rs.getString(6)))
                .list();
    }
}

package io.keyline.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** What turns write: the message's state, the answers, consent, conversations and work items, many turns a transaction. */
public final class TurnSql {

    // the range of ids is there for the planner, which reads no other partition then
    // only a message that is still open is closed: a batch that is written again after a lost commit changes nothing
    private static final String CLOSE = """
            update message m set state = r.state, reason = r.reason, handled_by = r.handled_by,
                conversation_id = nullif(r.conversation, 0), calls = r.calls
            from unnest(?, ?, ?, ?, ?, ?) as r (id, state, reason, handled_by, conversation, calls)
            where m.id = r.id and m.id between ? and ? and m.state = 'RECEIVED'
            returning m.id""";

    static final String INSERT_ANSWERS = """
            insert into message (id, customer_id, inbound, channel, customer_address, company_address, text, state, at, answers,
                conversation_id, category, attempts, due_at, expires_at, connection, thread, menu)
            select id, customer_id, false, channel, customer_address, company_address, text, state,
                to_timestamp(at / 1000.0), nullif(answers, 0), nullif(conversation, 0), category, 0,
                to_timestamp(nullif(due_at, 0) / 1000.0), to_timestamp(nullif(expires_at, 0) / 1000.0), connection, thread,
                menu::jsonb
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              as r (id, customer_id, channel, customer_address, company_address, text, state, at, answers, conversation, category,
                due_at, expires_at, connection, thread, menu)
            on conflict do nothing""";

    private static final String CHANGE_CUSTOMERS = """
            update customer c set language = coalesce(r.language, c.language), opted_out = (r.opted_out = 1), in_review = (r.in_review = 1),
                asked_until = to_timestamp(nullif(r.asked_until, 0) / 1000.0), asked_secret = (r.asked_secret = 1),
                preferred_channel = coalesce(r.preferred_channel, c.preferred_channel)
            from unnest(?, ?, ?, ?, ?, ?, ?) as r (id, language, opted_out, in_review, asked_until, asked_secret, preferred_channel)
            where c.id = r.id""";

    private TurnSql() {
    }

    /**
     * What became of a batch.
     *
     * @param outdated    the turns that decided on a conversation as it is no more: nothing of them is stored, and they must run again
     * @param transaction the one that wrote it, to be named when the batch is written again; 0 if that needs none
     * @param isEarlier   whether the one that was named had written it: nothing was done now
     */
    public record Written(Set<Decided> outdated, long transaction, boolean isEarlier) {
    }

    /**
     * Stores what these turns decided. A turn whose message was closed before leaves no trace.
     *
     * @param earlier the transaction that wrote this batch before, if nobody knows whether it was committed; else 0
     */
    public static Written write(Handle handle, List<Decided> turns, long earlier) {
        List<Conversation> known = all(turns, Decided::conversations).stream().filter(one -> one.version() > 1).toList();
        if (known.isEmpty()) {
            write(handle, turns, Set.of());
            return new Written(Set.of(), 0, false);
        }
        Map<Long, Integer> versions = ConversationSql.lockVersions(handle, known);
        // only now: the locks have waited for the end of the earlier transaction
        if (earlier != 0 && ConversationSql.isCommitted(handle, earlier)) {
            return new Written(Set.of(), earlier, true);
        }
        Set<Decided> outdated = outdated(turns, versions);
        write(handle, turns, outdated);
        return new Written(outdated, ConversationSql.transaction(handle), false);
    }

    private static void write(Handle handle, List<Decided> turns, Set<Decided> outdated) {
        List<Decided> current = outdated.isEmpty() ? turns : turns.stream().filter(turn -> !outdated.contains(turn)).toList();
        Set<Long> open = close(handle, current);
        List<Decided> taken = current.stream().filter(turn -> turn.message() == null || open.contains(turn.message().id())).toList();
        List<Outbound> answers = all(taken, Decided::answers);
        if (!answers.isEmpty()) {
            insert(handle, answers);
        }
        writeConversations(handle, taken);
        writeCustomers(handle, taken);
        List<Death> deaths = taken.stream().flatMap(turn -> turn.death().stream()).toList();
        if (!deaths.isEmpty()) {
            DeadLetterSql.open(handle, deaths);
        }
        for (Decided turn : taken) {
            writeConsent(handle, turn);
        }
    }

    private static Set<Decided> outdated(List<Decided> turns, Map<Long, Integer> versions) {
        Set<Decided> outdated = new HashSet<>();
        for (Decided turn : turns) {
            if (turn.conversations().stream().anyMatch(one -> one.version() > 1 && versions.getOrDefault(one.id(), 0) != one.version() - 1)) {
                outdated.add(turn);
            }
        }
        return outdated;
    }

    private static Set<Long> close(Handle handle, List<Decided> turns) {
        List<Decided> messages = turns.stream().filter(turn -> turn.message() != null).toList();
        if (messages.isEmpty()) {
            return Set.of();
        }
        LongSummaryStatistics ids = messages.stream().mapToLong(turn -> turn.message().id()).summaryStatistics();
        return new HashSet<>(Columns.of(handle, CLOSE, messages)
                .number(turn -> turn.message().id())
                .text(turn -> turn.message().state())
                .text(turn -> turn.message().reason())
                .text(Decided::handledBy)
                .number(Decided::conversation)
                .text(turn -> turn.calls().isEmpty() ? null : Json.write(turn.calls()))
                .value(ids.getMin()).value(ids.getMax())
                .query(row -> row.getLong(1)));
    }

    /** Stores messages to customers. */
    public static void insert(Handle handle, List<Outbound> messages) {
        Columns.of(handle, INSERT_ANSWERS, messages)
                .number(Outbound::id)
                .number(Outbound::customerId)
                .text(Outbound::channel)
                .text(Outbound::customerAddress)
                .text(Outbound::companyAddress)
                .text(Outbound::text)
                .text(Outbound::state)
                .time(Outbound::at)
                .number(Outbound::answers)
                .number(Outbound::conversation)
                .text(Outbound::category)
                .time(Outbound::dueAt)
                .time(Outbound::expiresAt)
                .text(Outbound::connection)
                .text(Outbound::thread)
                .text(message -> message.menu() == null ? null : message.menu().json())
                .update();
    }

    private static void writeConversations(Handle handle, List<Decided> turns) {
        List<Conversation> changed = all(turns, Decided::conversations);
        if (!changed.isEmpty()) {
            ConversationSql.replace(handle, changed);
        }
        List<Map.Entry<Long, Step>> steps = new ArrayList<>();
        turns.forEach(turn -> turn.journal().forEach(step -> steps.add(Map.entry(turn.conversation(), step))));
        if (!steps.isEmpty()) {
            ConversationSql.record(handle, steps);
        }
        List<Conversation> begun = all(turns, Decided::begun);
        if (!begun.isEmpty()) {
            ConversationSql.begin(handle, begun);
        }
        List<WorkItem> items = all(turns, Decided::items);
        if (!items.isEmpty()) {
            WorkSql.open(handle, items);
        }
    }

    private static <T> List<T> all(List<Decided> turns, Function<Decided, List<T>> part) {
        List<T> all = new ArrayList<>();
        turns.forEach(turn -> all.addAll(part.apply(turn)));
        return all;
    }

    private static void writeCustomers(Handle handle, List<Decided> turns) {
        Map<Long, Customer> changed = new LinkedHashMap<>(); // by id, for a customer may have two addresses
        turns.stream().filter(Decided::changed).forEach(turn -> changed.put(turn.customer().id(), turn.customer()));
        if (changed.isEmpty()) {
            return;
        }
        Columns.of(handle, CHANGE_CUSTOMERS, changed.values())
                .number(Customer::id).text(Customer::language).number(one -> one.optedOut() ? 1 : 0).number(one -> one.inReview() ? 1 : 0)
                .time(Customer::askedUntil).number(one -> one.asksSecret() ? 1 : 0).text(Customer::prefers).update();
        changed.values().stream().filter(Customer::linked).forEach(one -> LinkSql.mirror(handle, one.id()));
    }

    private static void writeConsent(Handle handle, Decided turn) {
        for (ConsentEntry entry : turn.consent()) {
            handle.createUpdate("insert into consent (id, customer_id, action, topic, channel, words, rule, message_id, at) "
                            + "values (:id, :customer, :action, :topic, :channel, :words, :rule, :message, now()) on conflict do nothing")
                    .bind("id", entry.id()).bind("customer", turn.customer().id()).bind("action", entry.action())
                    .bind("topic", entry.topic()).bind("channel", entry.channel()).bind("words", entry.words())
                    .bind("rule", entry.rule()).bind("message", turn.message() == null ? turn.conversation() : turn.message().id()).execute();
        }
    }

    /** Adds to the reason of a message or conversation that came to nothing; once. */
    public static void remark(Handle handle, long id, String remark) {
        handle.createUpdate("update message set reason = reason || '; ' || :remark where id = :id and state = 'DEAD' "
                + "and position(:remark in reason) = 0").bind("id", id).bind("remark", remark).execute();
        handle.createUpdate("update conversation set reason = reason || '; ' || :remark where id = :id and state = 'FAILED' "
                + "and position(:remark in reason) = 0").bind("id", id).bind("remark", remark).execute();
    }
}

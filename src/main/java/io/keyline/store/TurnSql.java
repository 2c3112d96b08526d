package io.keyline.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What turns write: the message's state, the answers, consent and journal, many turns a transaction. */
public final class TurnSql {

    // the range of ids is there for the planner, which reads no other partition then
    // only a message that is still open is closed: a batch that is written again after a lost commit changes nothing
    private static final String CLOSE = """
            update message m set state = r.state, reason = r.reason, handled_by = r.handled_by,
                due_at = to_timestamp(nullif(r.due_at, 0) / 1000.0)
            from unnest(?, ?, ?, ?, ?) as r (id, state, reason, handled_by, due_at)
            where m.id = r.id and m.id between ? and ? and m.state in ('RECEIVED', 'WAITING')
            returning m.id""";

    static final String INSERT_ANSWERS = """
            insert into message (id, customer_id, inbound, channel, customer_address, company_address, text, state, at, answers,
                category, attempts, due_at, expires_at)
            select id, customer_id, false, channel, customer_address, company_address, text, state,
                to_timestamp(at / 1000.0), nullif(answers, 0), category, 0, to_timestamp(nullif(due_at, 0) / 1000.0),
                to_timestamp(nullif(expires_at, 0) / 1000.0)
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              as r (id, customer_id, channel, customer_address, company_address, text, state, at, answers, category, due_at,
                expires_at)
            on conflict do nothing""";

    private TurnSql() {
    }

    /** Stores what these turns decided. A turn whose message was closed before leaves no trace. */
    public static void write(Handle handle, List<Decided> turns) {
        Set<Long> open = close(handle, turns);
        List<Decided> taken = turns.stream().filter(turn -> open.contains(turn.message().id())).toList();
        List<Outbound> answers = new ArrayList<>();
        taken.forEach(turn -> answers.addAll(turn.answers()));
        if (!answers.isEmpty()) {
            insert(handle, answers);
        }
        for (Decided turn : taken) {
            writeRare(handle, turn);
        }
    }

    private static Set<Long> close(Handle handle, List<Decided> turns) {
        LongSummaryStatistics ids = turns.stream().mapToLong(turn -> turn.message().id()).summaryStatistics();
        return new HashSet<>(Columns.of(handle, CLOSE, turns)
                .number(turn -> turn.message().id())
                .text(turn -> turn.message().state())
                .text(turn -> turn.message().reason())
                .text(Decided::handledBy)
                .time(Decided::dueAt)
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
                .text(Outbound::category)
                .time(Outbound::dueAt)
                .time(Outbound::expiresAt)
                .update();
    }

    private static void writeRare(Handle handle, Decided turn) {
        long message = turn.message().id();
        for (ConsentEntry entry : turn.consent()) {
            handle.createUpdate("insert into consent (id, customer_id, action, topic, channel, words, rule, message_id, at) "
                            + "values (:id, :customer, :action, :topic, :channel, :words, :rule, :message, now()) on conflict do nothing")
                    .bind("id", entry.id()).bind("customer", turn.customer().id()).bind("action", entry.action())
                    .bind("topic", entry.topic()).bind("channel", turn.message().channel()).bind("words", entry.words())
                    .bind("rule", entry.rule()).bind("message", message).execute();
        }
        if (turn.changed()) {
            handle.createUpdate("update customer set language = :language, opted_out = :out, in_review = :review where id = :id")
                    .bind("language", turn.customer().language()).bind("out", turn.customer().optedOut())
                    .bind("review", turn.customer().inReview()).bind("id", turn.customer().id()).execute();
        }
        for (Step step : turn.journal()) {
            record(handle, message, step);
        }
    }

    private static void record(Handle handle, long message, Step step) {
        handle.createUpdate("insert into journal (conversation_id, step, kind, result) values (:message, :step, :kind, :result::jsonb) "
                        + "on conflict do nothing")
                .bind("message", message).bind("step", step.number()).bind("kind", step.kind()).bind("result", step.result())
                .execute();
    }

    /** The result of a call has come; a second one changes nothing. */
    public static void complete(Handle handle, long message, int step, String result) {
        handle.createUpdate("insert into journal (conversation_id, step, kind, result) values (:message, :step, 'call', :result::jsonb) "
                        + "on conflict (conversation_id, step) do update set result = excluded.result where journal.result is null")
                .bind("message", message).bind("step", step).bind("result", result).execute();
    }

    /** Adds to the reason of a message that is dead; once. */
    public static void remark(Handle handle, long message, String remark) {
        handle.createUpdate("update message set reason = reason || '; ' || :remark where id = :message and state = 'DEAD' "
                        + "and position(:remark in reason) = 0")
                .bind("message", message).bind("remark", remark).execute();
    }

    /** The steps that a parked turn has taken. */
    public static List<Step> journal(Handle handle, long message) {
        return handle.createQuery("select step, kind, result from journal where conversation_id = :message order by step")
                .bind("message", message).map((rs, ctx) -> new Step(rs.getInt(1), rs.getString(2), rs.getString(3))).list();
    }
}

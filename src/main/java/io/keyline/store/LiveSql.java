package io.keyline.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Channels on which the customer waits: what was answered, and what is to go another way. */
public final class LiveSql {

    private static final String FIELDS = "channel, provider_id, customer_address, company_address, step, page, shown, started_at, seen_at, ended_at";

    private LiveSql() {
    }

    public static Optional<LiveSession> find(Handle handle, String channel, String providerId) {
        return handle.createQuery("select " + FIELDS + " from live_session where channel = :channel and provider_id = :id")
                .bind("channel", channel).bind("id", providerId)
                .map((row, ctx) -> new LiveSession(row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5),
                        row.getInt(6), row.getString(7), row.getTimestamp(8).toInstant(), row.getTimestamp(9).toInstant(),
                        RecoverySql.instant(row.getTimestamp(10)))).findOne();
    }

    public static void keep(Handle handle, LiveSession session) {
        handle.execute("insert into live_session (" + FIELDS + ") values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?) "
                        + "on conflict (channel, provider_id) do update set step = excluded.step, page = excluded.page, shown = excluded.shown, "
                        + "seen_at = excluded.seen_at, ended_at = excluded.ended_at",
                session.channel(), session.providerId(), session.customerAddress(), session.companyAddress(), session.step(), session.page(),
                session.shown(), session.startedAt(), session.seenAt(), session.endedAt());
    }

    /** The language of whoever has this address, if they are known to speak one. */
    public static Optional<String> language(Handle handle, String address) {
        return handle.createQuery("select language from address join customer on customer.id = customer_id where value = :address "
                + "and language is not null").bind("address", address).mapTo(String.class).findOne();
    }

    public static boolean isHandedOver(Handle handle, String customerAddress, Instant since) {
        return handle.createQuery("select exists (select from work_event e join work_item w on w.id = e.item_id join address a using (customer_id) "
                + "where a.value = ? and e.at >= ? and e.action in ('opened', 'noted'))").bind(0, customerAddress).bind(1, since).mapTo(Boolean.class).one();
    }

    /** What was answered to a customer's message, in order. */
    public static List<Outbound> answers(Handle handle, long customer, long message) {
        return RecoverySql.outbound(handle, "where customer_id = ? and id > ? and not inbound and answers = ? order by id", customer, message, message);
    }

    /** Those of these messages that are shown to who waits, and go no other way any more. */
    public static Set<Long> show(Handle handle, Collection<Long> ids) {
        return Set.copyOf(Columns.of(handle, "update message set state = 'SENT', attempts = 1 where id = any(?) and state = 'SENDING' returning id", ids)
                .number(Long::longValue).query(row -> row.getLong(1)));
    }

    /** Whoever was to be shown these waits no more. */
    public static void showNot(Handle handle, Collection<Long> ids) {
        Columns.of(handle, "update message set state = 'SENDING' where id = any(?) and state = 'SENT'", ids).number(Long::longValue).update();
    }

    /** A message that nobody waits for any more goes on another channel. Returns false if it is sent already. */
    public static boolean redirect(Handle handle, Outbound message) {
        return handle.createUpdate("update message set channel = :channel, company_address = :sender, text = :text, menu = null, thread = null, "
                            + "connection = null, state = 'QUEUED', reason = null where id = :id and state in ('QUEUED', 'SENDING')")
                    .bind("channel", message.channel()).bind("sender", message.companyAddress()).bind("text", message.text())
                    .bind("id", message.id()).execute() > 0;
    }
}

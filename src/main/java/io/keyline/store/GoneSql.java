package io.keyline.store;

import io.keyline.store.ReceiptsSql.StoredReceipt;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Addresses that nobody has any more, as far as providers tell. Written only when a message was refused for its address, and read only
 * where something is to go out that the company says first.
 */
public final class GoneSql {

    /**
     * When an address is taken for gone.
     *
     * @param times     refused so often in a row; 0: never
     * @param over      and for so long at least: what is wrong for a day, a number that is moved or a provider's table, marks nobody
     * @param mostADay  so many addresses of a channel may be refused within 24 hours; what comes beyond is the provider's fault, and does not count
     */
    public record Rule(int times, Duration over, int mostADay) {

        public static final Rule USUAL = new Rule(3, Duration.ofDays(2), 100);
    }

    /** A message that was refused because nobody has its address. @param code the provider's */
    public record Refusal(long message, String code) {
    }

    /** What a refusal came to. @param outcome counted, gone, or blamed on the provider */
    public record Counted(String channel, String outcome) {
    }

    /**
     * An address that is taken for gone.
     *
     * @param times   refused in a row
     * @param code    the provider's, the last time
     * @param message that was refused last
     */
    public record Gone(String address, String channel, int times, String code, Instant firstAt, Instant lastAt, Instant goneAt, long message) {
    }

    // a message counts once, and not after a later one; in a row is what nothing stands between that was accepted and did not come back
    private static final String REFUSED = """
            with said as (
                select distinct on (m.customer_address) m.id, m.customer_id, m.customer_address as address, m.channel, r.code
                from unnest(?, ?) as r (id, code) join message m on m.id = r.id
                where not exists (select from refused_address o where o.address = m.customer_address and o.last_message >= m.id)
                order by m.customer_address, m.id desc),
            judged as (
                select s.*, o.gone_at, coalesce(o.times, 0) as times, case when o.times > 0 then o.first_at else now() end as first_at,
                    row_number() over (partition by s.channel) + (select count(*) from (select from refused_address b where b.channel = s.channel
                        and b.address <> s.address and b.last_at > now() - interval '1 day' limit ?) b) > ? as blamed
                from said s left join refused_address o on o.address = s.address and not exists (
                    select from message b where b.customer_id = s.customer_id and b.id > o.last_message and b.id < s.id
                    and b.customer_address = s.address and (b.inbound or b.state in ('SENT', 'DELIVERED')))),
            counted as (
                select j.*, not blamed and gone_at is null and times + 1 >= ? and first_at <= now() - make_interval(secs => ?) as goes from judged j),
            written as (
                insert into refused_address (address, channel, times, code, first_at, last_at, last_message, gone_at)
                select address, channel, case when blamed then times else times + 1 end, code, first_at, now(), id, case when goes then now() else gone_at end
                from counted
                on conflict (address) do update set channel = excluded.channel, times = excluded.times, code = excluded.code,
                    first_at = excluded.first_at, last_at = excluded.last_at, last_message = excluded.last_message, gone_at = excluded.gone_at)
            select channel, case when blamed then 'blamed' when goes then 'gone' else 'counted' end from counted""";

    private static final String BOUNCED = "select p.message_id, r.code from unnest(?, ?, ?) as r (connection, provider_id, code) "
            + "join part p on p.provider_id = r.provider_id and p.connection = r.connection join message m on m.id = p.message_id and m.state = 'FAILED'";

    private static final String FIELDS = "select address, channel, times, code, first_at, last_at, gone_at, last_message from gone_address ";

    private GoneSql() {
    }

    /** Counts refusals, each in the transaction in which its message is closed. Returns what they came to. */
    public static List<Counted> refused(Handle handle, Collection<Refusal> refusals, Rule rule) {
        if (rule.times == 0 || refusals.isEmpty()) {
            return List.of();
        }
        return Columns.of(handle, REFUSED, refusals).number(Refusal::message).text(Refusal::code).value(rule.mostADay).value(rule.mostADay)
                .value(rule.times).value(rule.over.toSeconds()).query(row -> new Counted(row.getString(1), row.getString(2)));
    }

    /** Counts receipts that say so of messages which a provider had accepted. */
    public static List<Counted> bounced(Handle handle, Collection<StoredReceipt> receipts, Rule rule) {
        if (receipts.isEmpty()) {
            return List.of();
        }
        return refused(handle, Columns.of(handle, BOUNCED, receipts).text(StoredReceipt::connection).text(StoredReceipt::providerId)
                .text(StoredReceipt::error).query(row -> new Refusal(row.getLong(1), row.getString(2))), rule);
    }

    /** Those that are gone, by the message that was refused last, the oldest first. @param after the last message of the page before, or 0 */
    public static List<Gone> list(Handle handle, long after, int limit) {
        return handle.createQuery(FIELDS + "where last_message > :after order by last_message limit :limit").bind("after", after).bind("limit", limit)
                .map((row, ctx) -> gone(row)).list();
    }

    /** Whether it is gone, and since when. */
    public static Optional<Gone> find(Handle handle, String address) {
        return handle.createQuery(FIELDS + "where address = :address").bind("address", address).map((row, ctx) -> gone(row)).findOne();
    }

    /** Somebody is there after all. */
    public static void lift(Handle handle, String address) {
        handle.execute("delete from refused_address where address = ?", address);
    }

    private static Gone gone(ResultSet row) throws SQLException {
        return new Gone(row.getString(1), row.getString(2), row.getInt(3), row.getString(4), row.getTimestamp(5).toInstant(),
                row.getTimestamp(6).toInstant(), row.getTimestamp(7).toInstant(), row.getLong(8));
    }
}

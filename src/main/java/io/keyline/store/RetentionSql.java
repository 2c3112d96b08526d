package io.keyline.store;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** Lets go of what is old enough: months of messages by dropping their partitions, all else in small batches. */
public final class RetentionSql {

    /** Data that go row by row. What is not finished stays, however old it is. */
    public enum Kind {
        /** What was said; that it was said stays until the month goes. */
        TEXTS("message", "id", true, """
                update message set text = '', menu = null, thread = null, segments = case when inbound and channel = 'sms' then sms_segments(text) end
                where id > :after and id <= :last and text <> ''
                and due_at is null and state not in ('RECEIVED', 'QUEUED', 'SENDING')"""),
        /** Conversations that have ended, with their journals. */
        CONVERSATIONS("conversation", "id", false, """
                with gone as (delete from conversation c where id > :after and id <= :last and ended_at < :before
                    and state in ('ENDED', 'FAILED', 'STOPPED')
                    and not exists (select from work_item w where w.conversation_id = c.id and w.state <> 'CLOSED') returning id),
                steps as (delete from journal where conversation_id in (select id from gone))
                select count(*) from gone"""),
        /** Closed work items, with their history. */
        WORK("work_item", "id", false, """
                with gone as (delete from work_item where id > :after and id <= :last and state = 'CLOSED' and closed_at < :before returning id),
                events as (delete from work_event where item_id in (select id from gone))
                select count(*) from gone"""),
        /** Dead letters that were replayed or dropped, with their history, by the last thing that was done to them. */
        DEAD_LETTERS("dead_letter", "id", false, """
                with gone as (delete from dead_letter l where id > :after and id <= :last and state in ('REPLAYED', 'DROPPED') and last_at < :before
                    and not exists (select from dead_letter_event e where e.letter_id = l.id and e.at >= :before) returning id, replay_id),
                events as (delete from dead_letter_event where letter_id in (select id from gone)),
                orders as (delete from dead_letter_replay r where r.id in (select replay_id from gone)
                    and not exists (select from dead_letter l where l.replay_id = r.id and l.id not in (select id from gone)))
                select count(*) from gone"""),
        /** What was deployed and refused. Of each file the last that became of it stays, its last good text, and the other one before that. */
        DEPLOYMENTS("deployment", "version", false, """
                delete from deployment d where version > :after and version <= :last and at < :before
                and exists (select from deployment n where n.file = d.file and n.version > d.version)
                and (d.state <> 'DEPLOYED' or exists (select from deployment n where n.file = d.file and n.version > d.version and n.state = 'DEPLOYED'
                    and n.sha256 is distinct from (select sha256 from deployment g where g.file = d.file and g.state = 'DEPLOYED'
                        order by g.version desc limit 1)))"""),
        QUARANTINE("quarantine", "id", false, "delete from quarantine where id > :after and id <= :last and at < :before"),
        /** The evidence of consent; the last entry of each customer stays. */
        CONSENT("consent", "id", false, """
                delete from consent c where id > :after and id <= :last and at < :before
                and exists (select from consent e where e.customer_id = c.customer_id and e.id > c.id)"""),
        /** That a provider knew nobody at an address; who has it by now may be somebody else. */
        REFUSALS("refused_address", "last_message", false, "delete from refused_address where last_message > :after and last_message <= :last "
                + "and last_at < :before"),
        /** What others wanted to be told of messages that are gone. */
        SENDSMS("sendsms", "message_id", false, "delete from sendsms where message_id > :after and message_id <= :last and due_at is null");

        private final String table;
        private final String id;
        /** Whether a row is looked at once: there are too many to look at them again. */
        private final boolean once;
        private final String sql;

        Kind(String table, String id, boolean once, String sql) {
            this.table = table;
            this.id = id;
            this.once = once;
            this.sql = sql;
        }

        public boolean isLookedAtOnce() {
            return once;
        }
    }

    /** A month of messages, or of what belongs to them, as a table of its own. @param isPending it is being detached, or is already */
    public record Partition(String parent, YearMonth month, boolean isAttached, boolean isPending) {

        public String name() {
            return "%s_%d_%02d".formatted(parent, month.getYear(), month.getMonthValue());
        }
    }

    private static final Pattern NAME = Pattern.compile("(message|part|delay|audit)_(\\d{4})_(\\d{2})");
    private static final int PAGE = 1_000;

    // what a person or a time is still waited for; in the order in which an operator would look
    private static final String OPEN = """
            select why from (
                select 1, 'a message is not in its final state' from message where id >= :from and id < :to
                    and (due_at is not null or state in ('RECEIVED', 'QUEUED', 'SENDING'))
                union all
                select 2, 'a conversation waits' from conversation c where c.id < :to and c.state in ('STARTING', 'ASKED', 'CALLING', 'HANDED')
                    and (c.id >= :from or exists (select from message m where m.customer_id = c.customer_id and m.id >= :from and m.id < :to
                        and m.conversation_id = c.id))
                union all
                select 3, 'a work item is open' from work_item where state <> 'CLOSED' and message_id >= :from and message_id < :to
            ) open (place, why) order by place limit 1""";

    private RetentionSql() {
    }

    /** The last id of the next rows to be looked at; empty if there are no more. */
    public static Optional<Long> page(Handle handle, Kind kind, long after, long to) {
        return handle.createQuery("select max(id) from (select %1$s as id from %2$s where %1$s > :after and %1$s < :to order by %1$s limit %3$d) page"
                        .formatted(kind.id, kind.table, PAGE)).bind("after", after).bind("to", to).mapTo(Long.class).findOne();
    }

    /** Lets go of what may go between two ids. Returns how many rows. */
    public static long remove(Handle handle, Kind kind, long after, long last, Instant before) {
        if (kind.sql.startsWith("with")) {
            return handle.createQuery(kind.sql).bind("after", after).bind("last", last).bind("before", before).mapTo(Long.class).one();
        }
        var update = handle.createUpdate(kind.sql).bind("after", after).bind("last", last);
        return (kind.sql.contains(":before") ? update.bind("before", before) : update).execute();
    }

    /** Up to where a kind was looked at. */
    public static long doneTo(Handle handle, String kind) {
        return handle.createQuery("select done_to from retention where kind = :kind").bind("kind", kind).mapTo(Long.class).findOne().orElse(0L);
    }

    /** Writes down what went. */
    public static void done(Handle handle, String kind, long to, long removed, Instant now) {
        handle.createUpdate("insert into retention (kind, done_to, removed, at) values (:kind, :to, :removed, :now) on conflict (kind) do update "
                        + "set done_to = excluded.done_to, removed = retention.removed + excluded.removed, "
                        + "at = case when excluded.removed > 0 then excluded.at else retention.at end")
                .bind("kind", kind).bind("to", to).bind("removed", removed).bind("now", now).execute();
    }

    /** All months, the oldest first; also those that an interrupted run has left detached. */
    public static List<Partition> partitions(Handle handle) {
        return handle.createQuery("select c.relname, i.inhrelid is not null, coalesce(i.inhdetachpending, false) from pg_class c "
                        + "left join pg_inherits i on i.inhrelid = c.oid where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace "
                        + "and c.relname ~ '^(message|part|delay|audit)_[0-9]{4}_[0-9]{2}$' order by right(c.relname, 7), c.relname")
                .map((row, ctx) -> partition(row.getString(1), row.getBoolean(2), row.getBoolean(3))).list();
    }

    private static Partition partition(String name, boolean attached, boolean pending) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new IllegalArgumentException(name);
        }
        return new Partition(parts.group(1), YearMonth.of(Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3))), attached, pending);
    }

    /** Why a month of messages cannot go yet; empty if it can. */
    public static Optional<String> open(Handle handle, YearMonth month) {
        return handle.createQuery(OPEN).bind("from", Ids.floor(month)).bind("to", Ids.floor(month.plusMonths(1))).mapTo(String.class).findOne();
    }

    /** About how many rows a partition has. */
    public static long rows(Handle handle, Partition partition) {
        return handle.createQuery("select greatest(reltuples, 0)::bigint from pg_class where oid = :name::regclass").bind("name", partition.name())
                .mapTo(Long.class).one();
    }

    /**
     * Drops a partition without holding anybody up: it leaves its parent CONCURRENTLY, which waits for the statements under way and lets
     * new ones by, and is dropped when nobody can see it any more. Outside of a transaction; what is interrupted goes on at the next call.
     */
    public static void drop(Handle handle, Partition partition) {
        if (partition.isPending()) {
            handle.execute("alter table %s detach partition %s finalize".formatted(partition.parent(), partition.name()));
        } else if (partition.isAttached()) {
            handle.execute("alter table %s detach partition %s concurrently".formatted(partition.parent(), partition.name()));
        }
        handle.execute("drop table " + partition.name());
    }

    /** What went by its age, a line each. */
    public static List<String> told(Handle handle) {
        return handle.createQuery("select rpad(kind, 14) || lpad(removed::text, 12) || '  last ' || to_char(at, 'YYYY-MM-DD HH24:MI:SS') from retention "
                + "where removed > 0 order by kind").mapTo(String.class).list();
    }
}

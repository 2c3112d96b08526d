package io.keyline.store;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** How much waits, and since when, in one statement that reads what is open and nothing else. */
public final class BacklogSql {

    /** The kinds of work, and by what each is told apart. */
    public enum Kind {
        INBOUND("channel"), OUTBOUND("channel"), CONVERSATION("state"), WORK("queue"), PUBLICATION("destination"), DEAD_LETTER("kind");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * What waits of a kind.
     *
     * @param name the channel, state or queue
     */
    public record Row(Kind kind, String name, long number, double oldestSeconds) {
    }

    /** More of what waits for a broker are not counted: there may be millions. */
    private static final int MOST_COUNTED = 1_000_000;

    // messages: from the low-water mark on, which also names channels that have traffic and no backlog. Those that wait for a time are
    // where they should be. Conversations: by the indexes on what is due, and an employee's by the open work items
    private static final String READ = """
            select case when inbound then 'INBOUND' else 'OUTBOUND' end, channel,
                   count(*) filter (where state in ('RECEIVED', 'QUEUED', 'SENDING') and due_at is null),
                   min(at) filter (where state in ('RECEIVED', 'QUEUED', 'SENDING') and due_at is null)
              from message where id >= (select min(low_water) from hub) group by 1, 2
            union all
            select 'CONVERSATION', state, count(*), min(started_at) from conversation
              where due_at is not null and state in ('STARTING', 'ASKED', 'CALLING') group by 2
            union all
            select 'CONVERSATION', 'HANDED', count(*), min(opened_at) from work_item where state <> 'CLOSED' and conversation_id is not null
            union all
            select 'WORK', queue, count(*), min(opened_at) from work_item where state <> 'CLOSED' group by 2
            union all
            select 'DEAD_LETTER', lower(kind), count(*), min(last_at) from dead_letter where state = 'OPEN' group by 2
            union all
            select 'PUBLICATION', d.destination,
                   (select count(*) from (select from publication p where p.destination = d.destination limit %d) few),
                   (select p.at from publication p where p.destination = d.destination order by p.id limit 1)
              from (select destination from (%s) waits union select destination from event_capture) d""".formatted(MOST_COUNTED, PublishSql.DESTINATIONS);
    private static final String IN_TIME = "set local statement_timeout = '5s'";

    private BacklogSql() {
    }

    /** All that waits. */
    public static List<Row> read(Handle handle) {
        return handle.inTransaction(quick -> {
            quick.execute(IN_TIME);
            return quick.createQuery("select *, coalesce(extract(epoch from now() - oldest), 0) from (" + READ
                            + ") waits (kind, name, number, oldest)")
                    .map((row, ctx) -> new Row(Kind.valueOf(row.getString(1)), row.getString(2), row.getLong(3), row.getDouble(5))).list();
        });
    }
}

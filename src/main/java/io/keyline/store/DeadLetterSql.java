package io.keyline.store;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * The dead letters in the database. Each is written in the transaction of the state that it follows from; what is done to it is one
 * statement that finds it only where that may be done, and writes the history beside it.
 */
public final class DeadLetterSql {

    /** How many letters of a kind wait for an operator. */
    public record Waiting(Death.Kind kind, long number) {
    }

    // a letter that dies again, after a replay for example, is the same letter
    private static final String OPEN = """
            with died as (
                insert into dead_letter (id, kind, state, reason, attempts, customer_id, source, origin, payload, first_at, last_at)
                %s
                on conflict (%s) do update set kind = excluded.kind, state = 'OPEN', reason = excluded.reason,
                    attempts = dead_letter.attempts + excluded.attempts, last_at = excluded.last_at, handed_at = null, announced = false
                where dead_letter.state in ('REPLAYING', 'REPLAYED')
                returning id, reason, last_at),
            told as (insert into dead_letter_event (letter_id, at, who, action, note) select id, last_at, 'keyline', 'died', reason from died)
            select id from died""";

    private static final String TURNS = OPEN.formatted("select id, kind, 'OPEN', reason, 1, nullif(customer_id, 0), null, null, null, "
            + "to_timestamp(at / 1000.0), to_timestamp(at / 1000.0) from unnest(?, ?, ?, ?, ?) as r (id, kind, reason, customer_id, at)", "id");

    // a code that nobody got in time is worth nothing afterwards either
    private static final String OUTGOING = OPEN.formatted("select id, 'OUTGOING', 'OPEN', state || coalesce(': ' || reason, ''), greatest(attempts, 1), "
            + "customer_id, null, null, null, now(), now() from message where id = any(:ids) and state in ('DEAD', 'FAILED', 'EXPIRED') "
            + "and not (state = 'EXPIRED' and category = 'code')", "id");

    private static final String QUARANTINED = OPEN.formatted("select id, 'QUARANTINE', 'OPEN', channel || ' ' || connection || ': ' || reason, 1, null, "
            + "null, null, null, at, at from quarantine where id = :id", "id");

    private static final String FROM_BROKER = OPEN.formatted("values (:id, :kind, 'OPEN', :reason, :attempts, null::bigint, :source, :origin, "
            + ":payload, now(), now())", "source");

    private static final String FIELDS = "l.id, l.kind, l.state, l.reason, l.attempts, coalesce(l.customer_id, 0), l.source, l.origin, l.payload, "
            + "l.edited, l.first_at, l.last_at, coalesce(l.replay_id, 0)";
    private static final RowMapper<DeadLetter> AS_LETTER = (rs, ctx) -> new DeadLetter(rs.getLong(1), Death.Kind.valueOf(rs.getString(2)),
            rs.getString(3), rs.getString(4), rs.getInt(5), rs.getLong(6), rs.getString(7), rs.getString(8), rs.getString(9), rs.getBoolean(10),
            rs.getTimestamp(11).toInstant(), rs.getTimestamp(12).toInstant(), rs.getLong(13));

    private static final String ACT = """
            with done as (update dead_letter set %s where id = any(:ids) and state = '%s' returning id)
            insert into dead_letter_event (letter_id, who, action, note) select id, :who, '%s', :note from done order by id
            returning letter_id""";

    // what the hub made of the letters that it got back; one that died again was opened by that, but for what goes no more because its address is gone
    private static final String SETTLE = """
            with result as (
                select l.id, case when m.state in ('OPTED_OUT', 'EXPIRED', 'DEAD') then 'DROPPED' else 'REPLAYED' end as state,
                    coalesce(c.state, m.state) || coalesce(': ' || coalesce(c.reason, m.reason), '') as note
                from dead_letter l left join message m on m.id = l.id left join conversation c on c.id = l.id
                where l.state = 'REPLAYING' and l.handed_at is not null
                  and case when c.id is not null and l.kind <> 'OUTGOING' then c.state in ('ASKED', 'HANDED', 'ENDED', 'STOPPED')
                           else m.state in ('ANSWERED', 'IGNORED', 'SENT', 'DELIVERED', 'UNCERTAIN', 'OPTED_OUT', 'EXPIRED')
                               or l.kind = 'OUTGOING' and m.state = 'DEAD' end
                for update of l skip locked),
            done as (update dead_letter l set state = r.state from result r where l.id = r.id)
            insert into dead_letter_event (letter_id, who, action, note)
            select id, 'keyline', lower(state), note from result order by id""";

    private static final String DUE = "state = 'REPLAYING' and handed_at is null and coalesce(due_at, now()) <= now()";

    private DeadLetterSql() {
    }

    /** What came to nothing in turns. */
    static void open(Handle handle, List<Death> deaths) {
        Columns.of(handle, TURNS, deaths).number(Death::id).text(death -> death.kind().name()).text(Death::reason).number(Death::customer)
                .time(Death::at).query(row -> row.getLong(1));
    }

    /** Messages to customers that did not get there. */
    static void openOutgoing(Handle handle, Collection<Long> messages) {
        handle.createQuery(OUTGOING).bindArray("ids", Long.class, messages.toArray()).mapTo(Long.class).list();
    }

    /** Input that has just been put into quarantine. */
    static void openQuarantined(Handle handle, long id) {
        handle.createQuery(QUARANTINED).bind("id", id).mapTo(Long.class).list();
    }

    /**
     * What was found on the broker's queue of dead letters. Found again it changes nothing, unless it was replayed meanwhile and died again.
     *
     * @param letter with an id of its own and its source
     * @return whether it is open by this
     */
    public static boolean open(Handle handle, DeadLetter letter) {
        return !handle.createQuery(FROM_BROKER).bind("id", letter.id()).bind("kind", letter.kind().name()).bind("reason", letter.reason())
                .bind("attempts", letter.attempts()).bind("source", letter.source()).bind("origin", letter.origin())
                .bind("payload", letter.payload()).mapTo(Long.class).list().isEmpty();
    }

    /**
     * Letters by age, the oldest first.
     *
     * @param kind  null: all
     * @param state null: those that are open or being replayed
     * @param since null: from the beginning; else those that died last at this time or later
     * @param after the last id of the page before, 0 for the first page
     */
    public static List<DeadLetter> list(Handle handle, Death.Kind kind, String state, Instant since, long after, int limit) {
        String condition = "l.id > :after" + (state == null ? " and l.state in ('OPEN', 'REPLAYING')" : " and l.state = :state")
                + (kind == null ? "" : " and l.kind = :kind") + (since == null ? "" : " and l.last_at >= :since");
        Query query = handle.createQuery("select " + FIELDS + " from dead_letter l where " + condition + " order by l.id limit :limit")
                .bind("after", after).bind("limit", limit);
        if (state != null) {
            query.bind("state", state);
        }
        if (kind != null) {
            query.bind("kind", kind.name());
        }
        if (since != null) {
            query.bind("since", since);
        }
        return query.map(AS_LETTER).list();
    }

    public static Optional<DeadLetter> find(Handle handle, long id) {
        return handle.createQuery("select " + FIELDS + " from dead_letter l where l.id = :id").bind("id", id).map(AS_LETTER).findOne();
    }

    /** The states of those of these letters that there are. */
    public static Map<Long, String> states(Handle handle, Collection<Long> ids) {
        return handle.createQuery("select id, state from dead_letter where id = any(:ids)").bindArray("ids", Long.class, ids.toArray())
                .reduceRows(new HashMap<>(), (states, row) -> {
                    states.put(row.getColumn("id", Long.class), row.getColumn("state", String.class));
                    return states;
                });
    }

    /** The address of the customer whose it is: that of the message or conversation. */
    public static Optional<String> address(Handle handle, DeadLetter letter) {
        return handle.createQuery("select coalesce((select customer_address from message where id = :id), "
                + "(select customer_address from conversation where id = :id))").bind("id", letter.id()).mapTo(String.class).findOne();
    }

    /** What was done to a letter, in order. */
    public static List<DeadLetter.Event> history(Handle handle, long id) {
        return handle.createQuery("select at, who, action, note from dead_letter_event where letter_id = :id order by id").bind("id", id)
                .map((rs, ctx) -> new DeadLetter.Event(rs.getTimestamp(1).toInstant(), rs.getString(2), rs.getString(3), rs.getString(4))).list();
    }

    /** How many wait for an operator, by kind. */
    public static List<Waiting> waiting(Handle handle) {
        return handle.createQuery("select kind, count(*) from dead_letter where state = 'OPEN' group by kind order by kind")
                .map((rs, ctx) -> new Waiting(Death.Kind.valueOf(rs.getString(1)), rs.getLong(2))).list();
    }

    /** Changes what an open letter holds. Returns false if it is not open. */
    public static boolean edit(Handle handle, long id, String sealed, String who, String note) {
        return act(handle, ACT.formatted("payload = :payload, edited = true", "OPEN", "edited"), List.of(id), who, note)
                .bind("payload", sealed).mapTo(Long.class).findFirst().isPresent();
    }

    /** Nothing more is to be done for these. Returns those that were open. */
    public static List<Long> drop(Handle handle, Collection<Long> ids, String who, String why) {
        return act(handle, ACT.formatted("state = 'DROPPED'", "OPEN", "dropped"), ids, who, why).mapTo(Long.class).list();
    }

    /** These are to be replayed. Returns those that were open. */
    public static List<Long> replay(Handle handle, DeadLetter.Replay replay, Collection<Long> ids) {
        handle.createUpdate("insert into dead_letter_replay (id, who, why, rate, even_if_old, at, paced_at) "
                        + "values (:id, :who, :why, :rate, :evenIfOld, now(), now() - make_interval(secs => 1 / :rate))")
                .bind("id", replay.id()).bind("who", replay.who()).bind("why", replay.why()).bind("rate", replay.rate())
                .bind("evenIfOld", replay.evenIfOld()).execute();
        return act(handle, ACT.formatted("state = 'REPLAYING', replay_id = :replay, handed_at = null, due_at = null", "OPEN", "replay"), ids, replay.who(),
                replay.why()).bind("replay", replay.id()).mapTo(Long.class).list();
    }

    private static Query act(Handle handle, String sql, Collection<Long> ids, String who, String note) {
        return handle.createQuery(sql).bindArray("ids", Long.class, ids.toArray()).bind("who", who).bind("note", note);
    }

    /** Of the hubs that share the database, one replays at a time: true for it, until the transaction ends. */
    public static boolean lockReplays(Handle handle) {
        return handle.createQuery("select pg_try_advisory_xact_lock(hashtext('keyline dead letters'))").mapTo(Boolean.class).one();
    }

    /** Letters of which the broker is to be told; it is, once the transaction is committed. */
    public static List<DeadLetter> announce(Handle handle, int limit) {
        return handle.createQuery("update dead_letter l set announced = true where id in (select id from dead_letter where not announced "
                + "order by id limit :limit for update skip locked) returning " + FIELDS).bind("limit", limit).map(AS_LETTER).list();
    }

    /** Whether any letter is under way. */
    public static boolean isReplaying(Handle handle) {
        return handle.createQuery("select exists (select from dead_letter where state = 'REPLAYING')").mapTo(Boolean.class).one();
    }

    /** The replays that have letters left to hand over. */
    public static List<DeadLetter.Replay> replays(Handle handle) {
        return handle.createQuery("select id, who, why, rate, even_if_old from dead_letter_replay r where exists (select from dead_letter l "
                        + "where l.replay_id = r.id and l." + DUE + ") order by id")
                .map((rs, ctx) -> new DeadLetter.Replay(rs.getLong(1), rs.getString(2), rs.getString(3), rs.getDouble(4), rs.getBoolean(5))).list();
    }

    /** Takes as many letters of a replay as its rate allows by now, at most those of a second: time in which no hub ran is lost. */
    public static List<Long> due(Handle handle, DeadLetter.Replay replay) {
        int number = handle.createQuery("""
                        update dead_letter_replay r set paced_at = a.began + make_interval(secs => a.number / rate)
                        from (select id, greatest(paced_at, now() - make_interval(secs => greatest(1, 1 / rate))) as began,
                                least(500, floor(rate * extract(epoch from now()
                                    - greatest(paced_at, now() - make_interval(secs => greatest(1, 1 / rate)))) + 1e-6))::int as number
                              from dead_letter_replay where id = :id) a
                        where r.id = a.id returning a.number""").bind("id", replay.id()).mapTo(Integer.class).one();
        return handle.createQuery("select id from dead_letter where replay_id = :id and " + DUE + " order by id limit :number")
                .bind("id", replay.id()).bind("number", number).mapTo(Long.class).list();
    }

    /** A letter whose turn in the replay has come, locked until the transaction ends; empty if somebody was quicker. */
    public static Optional<DeadLetter> take(Handle handle, long id) {
        return handle.createQuery("select " + FIELDS + " from dead_letter l where id = :id and " + DUE
                + " for update skip locked").bind("id", id).map(AS_LETTER).findOne();
    }

    /** The hub has it again. @param note what is to be known of it, or null */
    public static void handed(Handle handle, long id, String who, String action, String note) {
        tell(handle, "handed_at = :value", Instant.now(), id, who, action, note);
    }

    /** It is to go later. */
    public static void postponed(Handle handle, long id, Instant until, String who, String note) {
        tell(handle, "due_at = :value", until, id, who, "postponed", note);
    }

    /** The replay of a letter is over. @param state OPEN, REPLAYED or DROPPED */
    public static void ended(Handle handle, long id, String state, String who, String action, String note) {
        tell(handle, "state = :value", state, id, who, action, note);
    }

    private static void tell(Handle handle, String change, Object value, long id, String who, String action, String note) {
        handle.createUpdate("with done as (update dead_letter set " + change + " where id = :id and state = 'REPLAYING' returning id) "
                        + "insert into dead_letter_event (letter_id, who, action, note) select id, :who, :action, :note from done")
                .bind("value", value).bind("id", id).bind("who", who).bind("action", action).bind("note", note).execute();
    }

    /** Closes the letters of which the hub has made something. Returns how many. */
    public static int settle(Handle handle) {
        return handle.execute(SETTLE);
    }
}

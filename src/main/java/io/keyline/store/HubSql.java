package io.keyline.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The hubs that share this database, by its clock, and which of them owns which bucket of customers. */
public final class HubSql {

    /** How many hubs there can be: their number is part of each id. */
    public static final int MOST = 64;
    /** How long what may be out waits for its receipt. */
    private static final String HOLD = "interval '24 hours'";
    private static final long JOINING = 0x4b65796c696e65L; // "Keyline"

    /**
     * A hub that has not left.
     *
     * @param name     the machine it runs on
     * @param living   its lease holds
     * @param draining it is about to leave
     * @param silence  how long ago it was seen
     * @param sessions those with providers that were open when it was seen
     */
    public record Peer(int number, int epoch, String name, boolean living, boolean draining, Instant seenAt, Duration silence, Set<Long> sessions) {
    }

    /** Who has a bucket and who asks for it. */
    public record Bucket(int number, Integer owner, Integer wantedBy) {
    }

    private HubSql() {
    }

    /** Until the transaction ends no other hub joins, leaves or is buried. */
    public static void lock(Handle handle) {
        handle.execute("select pg_advisory_xact_lock(" + JOINING + ")");
    }

    /**
     * A hub begins a life.
     *
     * @param home   of its data directory: it has the number that it had with it, else the lowest free one
     * @param recent an id below all that is made from now on
     * @return empty if all numbers are taken
     */
    public static Optional<Life> join(Handle handle, UUID home, String name, Duration lease, long recent) {
        lock(handle);
        return number(handle, home).map(number -> new Life(number, handle.createQuery("""
                        insert into hub (number, low_water, seen_at, epoch, home, name, lease_until)
                        values (:number, :recent, to_timestamp(0), 1, :home, :name, now() + :lease * interval '1 ms')
                        on conflict (number) do update set epoch = hub.epoch + 1, home = excluded.home, name = excluded.name,
                            lease_until = excluded.lease_until, buried_at = null, draining = false, sessions = '{}', low_water = least(hub.low_water, :recent)
                        returning epoch""")
                .bind("number", number).bind("recent", recent).bind("home", home).bind("name", name).bind("lease", lease.toMillis())
                .mapTo(Integer.class).one()));
    }

    private static Optional<Integer> number(Handle handle, UUID home) {
        return handle.createQuery("select number from (select n as number, hub.home, hub.number is null or lease_until is null "
                        + "and (buried_at is null or buried_at < now() - interval '1 day') as free "
                        + "from generate_series(0, :last) n left join hub on hub.number = n) h where home = :home or free "
                        + "order by home is not distinct from :home desc, number limit 1")
                .bind("last", MOST - 1).bind("home", home).mapTo(Integer.class).findOne();
    }

    /** Whether all hubs that live have the key of which this is the check. */
    public static boolean shareKey(Handle handle, Life life, byte[] check) {
        handle.execute("update hub set key_check = ? where number = ?", check, life.number());
        return handle.createQuery("select not exists (select from hub where lease_until > now() and key_check <> :check)").bind("check", check)
                .mapTo(Boolean.class).one();
    }

    /** The hub lives on. Returns false if another one has taken over. */
    public static boolean renew(Handle handle, Life life, Duration lease, Collection<Long> sessions) {
        return handle.createUpdate("update hub set seen_at = now(), lease_until = now() + :lease * interval '1 ms', sessions = :sessions "
                        + "where number = :number and epoch = :epoch and lease_until is not null")
                .bind("lease", lease.toMillis()).bindArray("sessions", Long.class, sessions)
                .bind("number", life.number()).bind("epoch", life.epoch()).execute() > 0;
    }

    /** The hub ends. One that could not give all away is buried like a dead one when its lease is over. */
    public static void leave(Handle handle, Life life) {
        handle.execute("update hub set lease_until = null, sessions = '{}', low_water = ? where number = ? and epoch = ? "
                + "and not exists (select from bucket where owner = hub.number)", Long.MAX_VALUE, life.number(), life.epoch());
    }

    /** All that have not left, this one too. */
    public static List<Peer> peers(Handle handle) {
        return handle.createQuery("select number, epoch, coalesce(name, ''), coalesce(lease_until > now(), false), draining, seen_at, "
                        + "extract(epoch from now() - seen_at) * 1000, sessions from hub h where lease_until is not null "
                        + "or exists (select from bucket where owner = h.number) order by number")
                .map((row, ctx) -> new Peer(row.getInt(1), row.getInt(2), row.getString(3), row.getBoolean(4), row.getBoolean(5),
                        row.getTimestamp(6).toInstant(), Duration.ofMillis(row.getLong(7)), Set.of((Long[]) row.getArray(8).getArray()))).list();
    }

    /** The numbers of all hubs that are not there, but were. */
    public static Set<Integer> gone(Handle handle) {
        return handle.createQuery("select number from hub where lease_until is null").mapTo(Integer.class).set();
    }

    public static List<Bucket> buckets(Handle handle) {
        return handle.createQuery("select number, owner, wanted_by from bucket order by number")
                .map((row, ctx) -> new Bucket(row.getInt(1), (Integer) row.getObject(2, Integer.class), row.getObject(3, Integer.class))).list();
    }

    /** Takes the buckets that nobody owns. */
    public static void takeVacant(Handle handle, int hub) {
        handle.execute("update bucket set owner = ?, wanted_by = null where owner is null", hub);
    }

    /** Asks for these buckets. */
    public static void want(Handle handle, int hub, Collection<Integer> buckets) {
        handle.createUpdate("update bucket set wanted_by = :hub where number = any(:buckets) and owner <> :hub").bind("hub", hub)
                .bindArray("buckets", Integer.class, buckets).execute();
    }

    /** Gives a bucket to whoever wants it, else to the other hub; nothing of it is in hand. @param mark from where the next owner looks */
    public static void give(Handle handle, int hub, Collection<Integer> buckets, Integer otherwise, long mark) {
        handle.createUpdate("update bucket b set owner = coalesce((select number from hub where number = b.wanted_by and lease_until > now() "
                        + "and number <> :hub), :otherwise), wanted_by = null, mark = least(mark, :mark) where number = any(:buckets) and owner = :hub")
                .bind("hub", hub).bind("mark", mark).bindByType("otherwise", otherwise, Integer.class)
                .bindArray("buckets", Integer.class, buckets).execute();
    }

    /** From where to look for what may be open in the buckets of this hub. */
    public static long mark(Handle handle, int hub) {
        return handle.createQuery("select least(coalesce((select low_water from hub where number = :hub), 0), "
                        + "(select min(mark) from bucket where owner = :hub), " + Long.MAX_VALUE + ")").bind("hub", hub).mapTo(Long.class).one();
    }

    /** What was open in these buckets is in hand. */
    public static void clearMarks(Handle handle, int hub, Collection<Integer> buckets) {
        handle.createUpdate("update bucket set mark = null where owner = :hub and number = any(:buckets) and mark is not null").bind("hub", hub)
                .bindArray("buckets", Integer.class, buckets).execute();
    }

    /** All below this is finished, or waits for a time. */
    public static void setLowWater(Handle handle, Life life, long mark) {
        handle.execute("update hub set low_water = ? where number = ? and epoch = ? and lease_until is not null", mark, life.number(), life.epoch());
    }

    /** The hub is about to leave: nobody gives it anything any more. */
    public static void drain(Handle handle, Life life) {
        handle.execute("update hub set draining = true where number = ? and epoch = ?", life.number(), life.epoch());
    }

    /** Ends the life of a hub whose lease is over. Returns whether this was it. */
    public static boolean end(Handle handle, Life life) {
        lock(handle);
        return handle.execute("update hub set epoch = epoch + 1, lease_until = null, buried_at = now() where number = ? and epoch = ? "
                + "and lease_until <= now()", life.number(), life.epoch()) > 0;
    }

    /** Ends the connections of all lives of a hub before this one. Returns how many there were. */
    public static int disconnect(Handle handle, int number, int before) {
        List<String> names = handle.createQuery("select distinct application_name from pg_stat_activity where datname = current_database() "
                + "and application_name like :hub").bind("hub", FencedSource.application(new Life(number, 0)).replaceFirst("0$", "%"))
                .mapTo(String.class).list().stream()
                .filter(name -> Integer.parseInt(name.substring(name.lastIndexOf('.') + 1)) < before).collect(Collectors.toList());
        return names.isEmpty() ? 0 : handle.createQuery("select count(pg_terminate_backend(pid)) from pg_stat_activity "
                + "where datname = current_database() and application_name = any(:names)").bindArray("names", String.class, names)
                .mapTo(Integer.class).one();
    }

    /**
     * Takes all that a hub had whose life is over and whose connections are ended. What it was sending may be out.
     *
     * @param shown channels on which nothing is sent: what was to be shown there goes another way
     * @return how many messages may be out
     */
    public static int inherit(Handle handle, int heir, int dead, String reason, Set<String> shown) {
        lock(handle);
        if (handle.createQuery("select from hub where number = :dead and lease_until is null").bind("dead", dead).mapToMap().findOne().isEmpty()) {
            return 0; // it came back with what it had
        }
        int uncertain = handle.createUpdate("update message set state = 'UNCERTAIN', reason = :reason, due_at = now() + " + HOLD
                        + " where not inbound and id >= :mark and state = 'SENDING' and channel <> all(:shown) "
                        + "and bucket_of(customer_id) in (select number from bucket where owner = :dead)")
                .bind("reason", reason).bind("mark", mark(handle, dead)).bind("dead", dead).bindArray("shown", String.class, shown).execute();
        handle.execute("update bucket set owner = ?, wanted_by = null, mark = least(mark, ?) where owner = ?", heir,
                lowWater(handle, dead), dead);
        handle.execute("update hub set low_water = ? where number = ?", Long.MAX_VALUE, dead);
        return uncertain;
    }

    private static long lowWater(Handle handle, int hub) {
        return handle.createQuery("select low_water from hub where number = :hub").bind("hub", hub).mapTo(Long.class).one();
    }

    /** Tells all hubs something, when this is committed. What it tells of is on disk already: the word itself need not be. */
    public static void tell(Handle handle, String what) {
        handle.createQuery("select set_config('synchronous_commit', 'off', true), pg_notify('keyline', :what)").bind("what", what)
                .mapToMap().one();
    }
}

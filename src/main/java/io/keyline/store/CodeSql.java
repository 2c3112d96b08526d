package io.keyline.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** One-time codes in the database: how many were made, and the one that counts. */
public final class CodeSql {

    // they are few, so one lock for all: whoever counts sees what the one before has made
    private static final long LOCK = 0x6f6e652074696d65L; // "one time"

    private static final String COUNT = """
            select count(*) filter (where address = :address and at > :minutes), count(*) filter (where address = :address),
                count(*) filter (where requester = :requester and at > :hour), count(*) filter (where prefix = :prefix and at > :hour),
                count(*) filter (where at > :hour), count(*) filter (where at > :hour and used_at is not null)
            from one_time_code where at > :day""";

    /**
     * How many codes were made.
     *
     * @param shortly   for the address, in the last ten minutes
     * @param day       for the address, in the last day
     * @param requester on behalf of the requester, in the last hour
     * @param prefix    for numbers that begin as this one does, in the last hour
     * @param hour      for anybody, in the last hour
     * @param used      of those in the last hour, how many came back
     */
    public record Count(int shortly, int day, int requester, int prefix, int hour, int used) {
    }

    /**
     * A code as it is kept.
     *
     * @param request   names what asked for it; the same request makes no second code
     * @param requester on whose behalf; may be null
     * @param prefix    the number without its last four digits; null for what is no number
     */
    public record Kept(long id, String request, String address, String purpose, String requester, String prefix, byte[] salt, byte[] hash,
            Instant at, Instant expiresAt) {
    }

    /** A code that was made, as far as it is needed to tell whether it came back. */
    public record Made(long id, byte[] salt, byte[] hash, Instant expiresAt, int tries, Instant usedAt, String usedBy) {
    }

    private CodeSql() {
    }

    /** Whoever else makes a code waits until this transaction ends. */
    public static void lock(Handle handle) {
        handle.execute("select pg_advisory_xact_lock(?)", LOCK);
    }

    public static boolean isMade(Handle handle, String request) {
        return handle.createQuery("select exists (select from one_time_code where request = :request)").bind("request", request)
                .mapTo(Boolean.class).one();
    }

    public static Count count(Handle handle, String address, String requester, String prefix, Instant now) {
        return handle.createQuery(COUNT).bind("address", address).bind("requester", requester).bind("prefix", prefix)
                .bind("minutes", now.minus(Duration.ofMinutes(10))).bind("hour", now.minus(Duration.ofHours(1)))
                .bind("day", now.minus(Duration.ofDays(1)))
                .map((row, ctx) -> new Count(row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4), row.getInt(5), row.getInt(6))).one();
    }

    public static void keep(Handle handle, Kept code) {
        handle.execute("insert into one_time_code (id, request, address, purpose, requester, prefix, salt, hash, at, expires_at) "
                        + "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", code.id(), code.request(), code.address(), code.purpose(), code.requester(),
                code.prefix(), code.salt(), code.hash(), code.at(), code.expiresAt());
    }

    /** The code that was made last for this address and purpose, locked until the transaction ends: those before it count no more. */
    public static Optional<Made> last(Handle handle, String address, String purpose) {
        return handle.createQuery("select id, salt, hash, expires_at, tries, used_at, used_by from one_time_code "
                        + "where address = :address and purpose = :purpose order by id desc limit 1 for update")
                .bind("address", address).bind("purpose", purpose)
                .map((row, ctx) -> new Made(row.getLong(1), row.getBytes(2), row.getBytes(3), row.getTimestamp(4).toInstant(), row.getInt(5),
                        RecoverySql.instant(row.getTimestamp(6)), row.getString(7))).findOne();
    }

    public static void tried(Handle handle, long id) {
        handle.execute("update one_time_code set tries = tries + 1 where id = ?", id);
    }

    public static void used(Handle handle, long id, String by, Instant now) {
        handle.execute("update one_time_code set used_at = ?, used_by = ? where id = ?", now, by, id);
    }

    /** The customer who has this address, if anybody has. */
    public static Optional<Long> owner(Handle handle, String address) {
        return handle.createQuery("select customer_id from address where value = :address").bind("address", address).mapTo(Long.class).findOne();
    }
}

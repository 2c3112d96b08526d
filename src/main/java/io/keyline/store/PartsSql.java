package io.keyline.store;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** The parts of messages that are not complete yet. They may come in any order, on any session, and one may never come. */
public final class PartsSql {

    /** A part as it is stored. Its text is UTF-16, which may end with half a surrogate pair. */
    public record StoredPart(long id, String channel, String connection, long session, String customerAddress, String companyAddress,
            int reference, int total, int number, String text, boolean answerable, long fingerprint, Instant at) {

        /** Whether both belong to the same message, as far as their sender says. */
        public boolean sameMessage(StoredPart other) {
            return customerAddress.equals(other.customerAddress) && companyAddress.equals(other.companyAddress)
                    && reference == other.reference && total == other.total;
        }
    }

    private static final long LOCK = 0x7061727473L; // "parts"

    private static final String COLUMNS = "id, channel, connection, session, customer_address, company_address, reference, total, "
            + "number, text, answerable, fingerprint, at";

    private static final RowMapper<StoredPart> PART = (rs, ctx) -> new StoredPart(rs.getLong(1), rs.getString(2), rs.getString(3),
            rs.getLong(4), rs.getString(5), rs.getString(6), rs.getInt(7), rs.getInt(8), rs.getInt(9), utf16(rs.getBytes(10)),
            rs.getBoolean(11), rs.getLong(12), rs.getTimestamp(13).toInstant());

    private PartsSql() {
    }

    /** Until the transaction ends nobody else puts parts together: giving up on a part must not cross with its coming. */
    public static void lock(Handle handle) {
        handle.execute("select pg_advisory_xact_lock(" + LOCK + ")");
    }

    public static void insert(Handle handle, StoredPart part) {
        handle.createUpdate("insert into incoming_part (" + COLUMNS + ") values (:id, :channel, :connection, :session, "
                        + ":customerAddress, :companyAddress, :reference, :total, :number, :text, :answerable, :fingerprint, :at)")
                .bind("id", part.id).bind("channel", part.channel).bind("connection", part.connection).bind("session", part.session)
                .bind("customerAddress", part.customerAddress).bind("companyAddress", part.companyAddress)
                .bind("reference", part.reference).bind("total", part.total).bind("number", part.number)
                .bind("text", utf16(part.text)).bind("answerable", part.answerable).bind("fingerprint", part.fingerprint)
                .bind("at", part.at).execute();
    }

    /** Whether this very part has arrived since, whatever became of its message. */
    public static boolean arrivedBefore(Handle handle, StoredPart part, Instant since) {
        return handle.createQuery("select exists (select from incoming_part where customer_address = :customer "
                        + "and company_address = :company and reference = :reference and fingerprint = :fingerprint and at >= :since)")
                .bind("customer", part.customerAddress).bind("company", part.companyAddress).bind("reference", part.reference)
                .bind("fingerprint", part.fingerprint).bind("since", since).mapTo(Boolean.class).one();
    }

    /** The parts of the same message that wait for the others, by number. */
    public static List<StoredPart> waitingWith(Handle handle, StoredPart part) {
        return handle.createQuery("select " + COLUMNS + " from incoming_part where message_id is null "
                        + "and customer_address = :customer and company_address = :company and reference = :reference and total = :total "
                        + "order by number, id")
                .bind("customer", part.customerAddress).bind("company", part.companyAddress).bind("reference", part.reference)
                .bind("total", part.total).map(PART).list();
    }

    /** Parts that have waited for the others since before this time. */
    public static List<StoredPart> waitingSince(Handle handle, Instant before) {
        return handle.createQuery("select " + COLUMNS + " from incoming_part where message_id is null and at < :before "
                + "order by id limit 1000 for update skip locked").bind("before", before).map(PART).list();
    }

    /** These parts have become a message. */
    public static void joined(Handle handle, List<StoredPart> parts, long messageId) {
        handle.createUpdate("update incoming_part set message_id = :message where id = any(:ids)").bind("message", messageId)
                .bindArray("ids", Long.class, parts.stream().map(StoredPart::id).toArray()).execute();
    }

    private static byte[] utf16(String text) {
        byte[] bytes = new byte[text.length() * 2];
        for (int i = 0; i < text.length(); i++) {
            bytes[2 * i] = (byte) (text.charAt(i) >> 8);
            bytes[2 * i + 1] = (byte) text.charAt(i);
        }
        return bytes;
    }

    private static String utf16(byte[] bytes) {
        char[] chars = new char[bytes.length / 2];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) ((bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff);
        }
        return new String(chars);
    }
}

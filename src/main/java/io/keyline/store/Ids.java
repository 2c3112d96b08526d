package io.keyline.store;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * Ids that rise with time: 41 bits of milliseconds since 2024, 6 bits for the hub, 16 bits of a counter. They need no round
 * trip to the database, and the tables can be partitioned by them.
 */
public final class Ids {

    private static final long EPOCH = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
    private static final int TIME_SHIFT = 22;
    private static final int HUB_SHIFT = 16;
    private static final long COUNTER_MASK = (1L << HUB_SHIFT) - 1;

    private final long hub;
    private long lastMillis;
    private long counter;

    /**
     * @param hub  the hub's number, 0 to 63
     * @param last the highest id ever made, so that a clock that went back makes none twice
     */
    public Ids(int hub, long last) {
        this.hub = (long) hub << HUB_SHIFT;
        this.lastMillis = (last >> TIME_SHIFT) + 1;
    }

    /** The next id; more than 65,536 in a millisecond borrow from the next one. */
    public synchronized long next() {
        long now = System.currentTimeMillis() - EPOCH;
        if (now > lastMillis) {
            lastMillis = now;
            counter = 0;
        } else if (++counter > COUNTER_MASK) {
            lastMillis++;
            counter = 0;
        }
        return lastMillis << TIME_SHIFT | hub | counter;
    }

    /** The lowest id that can have been made at this time. */
    public static long floor(Instant at) {
        return Math.max(0, at.toEpochMilli() - EPOCH) << TIME_SHIFT;
    }

    /** The lowest id of a month. */
    public static long floor(YearMonth month) {
        return floor(month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** The number of the hub that made the id. */
    public static int hub(long id) {
        return (int) (id >> HUB_SHIFT) & (1 << TIME_SHIFT - HUB_SHIFT) - 1;
    }

    /** When the id was made. */
    public static Instant time(long id) {
        return Instant.ofEpochMilli((id >> TIME_SHIFT) + EPOCH);
    }
}

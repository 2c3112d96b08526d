package io.keyline.deadletter;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The hours in which the company says nothing of its own accord.
 *
 * @param from the same as {@code to} for none
 * @param zone by whose clock
 */
public record QuietHours(LocalTime from, LocalTime to, ZoneId zone) {

    /** @param written as {@code 21:00-08:00}; empty for none */
    public static QuietHours read(String written, ZoneId zone) {
        if (written.isEmpty()) {
            return new QuietHours(LocalTime.MIN, LocalTime.MIN, zone);
        }
        String[] hours = written.split("-");
        return new QuietHours(LocalTime.parse(hours[0]), LocalTime.parse(hours[1]), zone);
    }

    /** From when on something may be said: at this moment, or when they end. */
    public Instant after(Instant moment) {
        ZonedDateTime here = moment.atZone(zone);
        LocalTime clock = here.toLocalTime();
        boolean overMidnight = to.isBefore(from);
        boolean isQuiet = overMidnight ? !clock.isBefore(from) || clock.isBefore(to) : !clock.isBefore(from) && clock.isBefore(to);
        if (!isQuiet) {
            return moment;
        }
        boolean endsTomorrow = overMidnight && !clock.isBefore(from);
        return here.toLocalDate().plusDays(endsTomorrow ? 1 : 0).atTime(to).atZone(zone).toInstant();
    }
}

package io.keyline.deadletter;

import io.keyline.store.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a letter may go again.
 *
 * @param worthFor how long work is worth doing that has no end of its own
 * @param quiet    in which the company says nothing of its own accord
 */
public record Limits(Duration worthFor, QuietHours quiet) {

    /** Why it is too old, if it is. */
    Optional<Outcome> tooOld(DeadLetter letter, DeadLetter.Replay order, Instant now) {
        boolean isOld = letter.lastAt().plus(worthFor).isBefore(now);
        return isOld && !order.evenIfOld() ? Optional.of(new Outcome.Refused("it is older than " + hours(worthFor) + "; --even-if-old replays it all the same"))
                : Optional.empty();
    }

    /** Until when it has to wait, if it is not an answer. */
    Optional<Outcome> quiet(Instant now) {
        Instant after = quiet.after(now);
        return after.equals(now) ? Optional.empty() : Optional.of(new Outcome.Postponed(after, "quiet hours until " + after.atZone(quiet.zone())
                .toLocalDateTime().toString().replace('T', ' ')));
    }

    private static String hours(Duration time) {
        return time.toHours() > 0 ? time.toHours() + " h" : time.toMinutes() + " min";
    }
}

package io.keyline.channel.email;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many mails of one sender are answered: two machines that answer each other and do not say that they are machines would never stop.
 * Kept in memory, for one hub reads a mailbox; what a restart forgets does no harm.
 */
final class AnswerLimit {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int SENDERS = 50_000;

    private final int anHour;
    private final int aDay;
    private final Map<String, Map<Long, Instant>> bySender = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<Long, Instant>> eldest) {
            return size() > SENDERS;
        }
    };

    AnswerLimit(int anHour, int aDay) {
        this.anHour = anHour;
        this.aDay = aDay;
    }

    /** Whether this mail of a sender may be answered; if so, it is counted, once however often it is asked for. */
    synchronized boolean mayHave(String sender, long mail, Instant now) {
        Map<Long, Instant> answered = bySender.computeIfAbsent(sender, key -> new HashMap<>());
        answered.values().removeIf(time -> time.isBefore(now.minus(DAY)));
        if (answered.containsKey(mail)) {
            return true;
        }
        long lately = answered.values().stream().filter(time -> time.isAfter(now.minus(HOUR))).count();
        if (lately >= anHour || answered.size() >= aDay) {
            return false;
        }
        answered.put(mail, now);
        return true;
    }
}

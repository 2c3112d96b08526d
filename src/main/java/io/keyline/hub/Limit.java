package io.keyline.hub;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something may be done: so many times within a time, which begins with the first. Who goes on is told so once, and not heard
 * until that time is over. Each key, a customer for example, is counted apart. Kept in memory: what a restart forgets does no harm, and
 * each hub counts what comes to it.
 */
public final class Limit {

    /** What becomes of one more. */
    public enum Verdict {
        ALLOWED,
        /** It is the first that is too many. */
        TOLD,
        /** It is too many, and that was told before. */
        QUIET
    }

    /** No limit. */
    public static final Limit NONE = new Limit(Integer.MAX_VALUE, Duration.ofDays(1));

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,8})/([1-9]\\d{0,5})([smhd])");
    private static final int KEYS = 50_000;

    private static final class Count {
        private final Instant began;
        private int times;

        Count(Instant began) {
            this.began = began;
        }
    }

    private final int most;
    private final Duration within;
    private final Map<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > KEYS;
        }
    };

    public Limit(int most, Duration within) {
        this.most = most;
        this.within = within;
    }

    /**
     * Reads a limit as an operator writes it.
     *
     * @param written times/time, with s, m, h or d, for example {@code 60/10m}; empty for none
     * @throws IllegalArgumentException it is not written so
     */
    public static Limit parse(String written) {
        if (written.isBlank()) {
            return NONE;
        }
        Matcher form = FORM.matcher(written.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + written + "' is no limit, write times/time, for example 5/1h");
        }
        long amount = Long.parseLong(form.group(2));
        return new Limit(Integer.parseInt(form.group(1)), switch (form.group(3)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        });
    }

    /** One more of this key at this time. */
    public Verdict take(String key, Instant now) {
        if (most == NONE.most) {
            return Verdict.ALLOWED;
        }
        synchronized (counts) {
            int times = ++counts.compute(key, (same, count) -> count == null || isOver(count, now) ? new Count(now) : count).times;
            return times <= most ? Verdict.ALLOWED : times == most + 1 ? Verdict.TOLD : Verdict.QUIET;
        }
    }

    private boolean isOver(Count count, Instant now) {
        return now.isBefore(count.began) || !now.isBefore(count.began.plus(within));
    }

    /** Within the same time, but so many times. */
    public Limit times(int other) {
        return most == NONE.most ? NONE : new Limit(other, within);
    }

    /** How long its time is, in minutes, rounded up. */
    public long minutes() {
        return Math.max(1, (within.toSeconds() + 59) / 60);
    }
}

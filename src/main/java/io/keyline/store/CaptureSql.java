package io.keyline.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Events are written by the database itself, by triggers on the tables that change, in the transaction that changes them: no code can
 * forget one. The triggers are there only while events are on.
 */
public final class CaptureSql {

    /**
     * What is written.
     *
     * @param destination where it is to go
     * @param types       kinds, as {@code message}, or types, as {@code message.sent}; empty: all
     * @param texts       whether with what customers and employees wrote
     */
    public record Capture(String destination, List<String> types, boolean texts) {
    }

    /** What there are events of. */
    public enum Kind {
        MESSAGE("message", "message", true, "received", "answered", "ignored", "dead", "queued", "sent", "delivered", "failed", "uncertain",
                "expired", "opted-out"),
        PART("part", "part", true, "sent", "enroute", "accepted", "unknown", "delivered", "expired", "deleted", "undeliverable", "rejected"),
        CONVERSATION("conversation", "conversation", true, "starting", "asked", "calling", "handed", "ended", "failed", "stopped"),
        CONSENT("consent", "consent", false, "opt-out", "opt-in", "possible-opt-out", "no-opt-out"),
        LINK("link", "customer_link", true, "wanted", "done", "undone"),
        WORK_ITEM("work-item", "work_item", true, "open", "claimed", "closed");

        private final String word;
        private final String table;
        private final boolean changes;
        private final List<String> states;

        Kind(String word, String table, boolean changes, String... states) {
            this.word = word;
            this.table = table;
            this.changes = changes;
            this.states = List.of(states);
        }

        /** As it is written in {@link Capture#types}. */
        public String word() {
            return word;
        }

        /** All types of events of this kind. */
        public Stream<String> types() {
            return states.stream().map(state -> word + "." + state);
        }

        private boolean isWantedBy(Capture capture) {
            return capture.types.isEmpty() || capture.types.stream().anyMatch(type -> type.equals(word) || type.startsWith(word + "."));
        }
    }

    private static final String WAITING = "coalesce((select max(id) - min(id) from publication p where p.destination = c.destination), 0)";
    private static final String STOP = "update event_capture c set stopped_at = clock_timestamp() where stopped_at is null and " + WAITING + " > ?";
    private static final String TELL = "insert into publication (destination, key, type, body) "
            + "select destination, '', 'events.lost', json_build_object('from', stopped_at, 'until', clock_timestamp()) "
            + "from event_capture c where stopped_at is not null and " + WAITING + " <= ?";
    private static final String GO_ON = "update event_capture set stopped_at = null";
    private static final long LOCK = 0x63617074757265L; // "capture"

    private CaptureSql() {
    }

    /**
     * Makes it so, for all hubs on this database. Where it is so already nothing is locked; else a table is, for a moment.
     *
     * @param capture what is to be written; empty: nothing
     * @throws org.jdbi.v3.core.JdbiException if a table stays locked by others for ten seconds, as by a backup when events are turned off
     */
    public static void set(Handle handle, Optional<Capture> capture) {
        handle.useTransaction(alone -> {
            alone.execute("select set_config('lock_timeout', '10s', true), pg_advisory_xact_lock(?)", LOCK);
            configure(alone, capture);
            for (Kind kind : Kind.values()) {
                trigger(alone, kind, "insert", "new table as fresh", capture.filter(kind::isWantedBy).isPresent());
                if (kind.changes) {
                    trigger(alone, kind, "update", "old table as was new table as fresh", capture.filter(kind::isWantedBy).isPresent());
                }
            }
        });
    }

    private static void configure(Handle handle, Optional<Capture> wanted) {
        if (wanted.equals(current(handle))) {
            return;
        }
        Instant stopped = handle.createQuery("delete from event_capture returning stopped_at").mapTo(Instant.class).findOne().orElse(null);
        wanted.ifPresent(capture -> handle.createUpdate("insert into event_capture (destination, types, texts, stopped_at) "
                        + "values (:destination, :types, :texts, :stopped)")
                .bind("destination", capture.destination).bindArray("types", String.class, capture.types).bind("texts", capture.texts)
                .bind("stopped", stopped).execute());
    }

    private static Optional<Capture> current(Handle handle) {
        return handle.createQuery("select destination, types, texts from event_capture")
                .map((row, ctx) -> new Capture(row.getString(1), List.of((String[]) row.getArray(2).getArray()), row.getBoolean(3))).findOne();
    }

    /**
     * Keeps the table from filling the disk while a broker is away for days. When too many wait no more are written; when half of them have
     * left they are again, beginning with one, {@code events.lost}, that tells from when until when there are none.
     *
     * @param most how many may wait, about: numbers are counted, and not rows
     * @return whether none are written
     */
    public static boolean limit(Handle handle, long most) {
        return handle.inTransaction(alone -> {
            alone.execute("select pg_advisory_xact_lock(?)", LOCK);
            alone.execute(STOP, most);
            if (alone.execute(TELL, most / 2) > 0) {
                alone.execute(GO_ON);
            }
            return alone.createQuery("select exists (select from event_capture where stopped_at is not null)").mapTo(Boolean.class).one();
        });
    }

    private static void trigger(Handle handle, Kind kind, String when, String tables, boolean wanted) {
        String name = "capture_" + when;
        boolean there = handle.createQuery("select exists (select from pg_trigger where tgname = :name and tgrelid = cast(:table as regclass))")
                .bind("name", name).bind("table", kind.table).mapTo(Boolean.class).one();
        if (wanted && !there) {
            handle.execute("create trigger %s after %s on %s referencing %s for each statement execute function capture_%3$s()"
                    .formatted(name, when, kind.table, tables));
        } else if (!wanted && there) {
            handle.execute("drop trigger %s on %s".formatted(name, kind.table));
        }
    }
}

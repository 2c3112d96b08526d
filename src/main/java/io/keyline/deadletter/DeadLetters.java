package io.keyline.deadletter;

import io.keyline.hub.Hub;
import io.keyline.route.EventsAgain;
import io.keyline.store.DeadLetter;
import io.keyline.store.DeadLetterSql;
import io.keyline.store.Death;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What an operator can do with what could not be handled. */
public final class DeadLetters {

    /** Letters a second, unless the operator says otherwise. */
    public static final double USUAL_RATE = 10;
    public static final double HIGHEST_RATE = 500;
    /** As many as one replay takes. */
    private static final int MOST = 100_000;

    /**
     * A letter and all that is known of it.
     *
     * @param address the customer's; null if nobody knows
     * @param content what it is about, in clear: a text, an event, bytes in hexadecimal; null if there is nothing to show
     */
    public record Shown(DeadLetter letter, String address, String content, List<DeadLetter.Event> history) {
    }

    private final Hub hub;
    private final Jdbi jdbi;
    private final Map<Death.Kind, Replay> replays = new EnumMap<>(Death.Kind.class);

    public DeadLetters(Hub hub, Jdbi jdbi, Limits limits, EventsAgain events) {
        this.hub = hub;
        this.jdbi = jdbi;
        TurnReplay turn = new TurnReplay(hub, limits);
        replays.putAll(Map.of(Death.Kind.OUTGOING, new OutgoingReplay(hub, limits), Death.Kind.MESSAGE, turn, Death.Kind.CONVERSATION, turn,
                Death.Kind.CALL, turn, Death.Kind.EVENT, new EventReplay(hub, limits, events), Death.Kind.REPLY, new ReplyReplay(hub),
                Death.Kind.REQUEST, new RequestReplay(), Death.Kind.QUARANTINE, new QuarantineReplay(hub, limits)));
    }

    /** Letters by age; see {@link DeadLetterSql#list}. */
    public List<DeadLetter> list(Death.Kind kind, String state, Instant since, long after, int limit) {
        return jdbi.withHandle(handle -> DeadLetterSql.list(handle, kind, state, since, after, limit));
    }

    /** The states of those of these letters that there are. */
    public Map<Long, String> states(Collection<Long> ids) {
        return jdbi.withHandle(handle -> DeadLetterSql.states(handle, ids));
    }

    public Optional<Shown> show(long id) {
        return jdbi.withHandle(handle -> DeadLetterSql.find(handle, id).map(letter -> new Shown(letter,
                DeadLetterSql.address(handle, letter).orElse(null), content(handle, letter), DeadLetterSql.history(handle, id))));
    }

    private String content(Handle handle, DeadLetter letter) {
        String payload = letter.payload() == null ? null : hub.seal().open(letter.payload());
        return replays.get(letter.kind()).shown(handle, letter, payload).orElse(null);
    }

    /**
     * Changes what an open letter holds; what it held before is kept nowhere else than where it came from.
     *
     * @return false if it is not open
     * @throws RefusedEditException if that cannot be put there
     */
    public boolean edit(DeadLetter letter, Edit edit, String who) throws RefusedEditException {
        String note = edit.text() != null ? "another text" : "other data";
        return jdbi.<Boolean, RefusedEditException>inTransaction(handle -> {
            replays.get(letter.kind()).accept(handle, letter, edit);
            return DeadLetterSql.edit(handle, letter.id(), hub.seal().seal(edit.content()), who, note);
        });
    }

    /** Nothing more is to be done for these. Returns those that were open. */
    public List<Long> drop(Collection<Long> ids, String who, String why) {
        return jdbi.inTransaction(handle -> DeadLetterSql.drop(handle, ids, who, why));
    }

    /**
     * These go again, one after another, the oldest first.
     *
     * @param rate letters a second
     * @return those that were open; they are being replayed, whatever becomes of this hub
     */
    public List<Long> replay(Collection<Long> ids, String who, String why, double rate, boolean evenIfOld) {
        DeadLetter.Replay order = new DeadLetter.Replay(hub.newId(), who, why, rate, evenIfOld);
        return jdbi.inTransaction(handle -> DeadLetterSql.replay(handle, order, ids));
    }

    /** As {@link #replay}, all open letters of a kind. */
    public List<Long> replayAll(Death.Kind kind, String who, String why, double rate, boolean evenIfOld) {
        return replay(list(kind, "OPEN", null, 0, MOST).stream().map(DeadLetter::id).toList(), who, why, rate, evenIfOld);
    }

    /** Lets a letter go again. Returns what is to be done once the transaction is committed, if anything is. */
    Optional<Runnable> replay(Handle handle, DeadLetter letter, DeadLetter.Replay order) {
        Outcome outcome = replays.get(letter.kind()).of(handle, letter, order);
        long id = letter.id();
        switch (outcome) {
            case Outcome.Handed handed -> DeadLetterSql.handed(handle, id, order.who(), "handed", null);
            case Outcome.Done done -> DeadLetterSql.ended(handle, id, "REPLAYED", order.who(), "replayed", done.note());
            case Outcome.Postponed later -> DeadLetterSql.postponed(handle, id, later.until(), "keyline", later.why());
            case Outcome.Refused refused -> DeadLetterSql.ended(handle, id, "OPEN", "keyline", "refused", refused.why());
            case Outcome.Suppressed kept -> DeadLetterSql.ended(handle, id, "DROPPED", "keyline", "suppressed", kept.why());
            case Outcome.Busy busy -> { } // the next round tries again
        }
        return outcome instanceof Outcome.Handed handed ? Optional.ofNullable(handed.go()) : Optional.empty();
    }
}

package io.keyline.deadletter;

import io.keyline.hub.Hub;
import io.keyline.route.EventsAgain;
import io.keyline.store.DeadLetter;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** An event goes through its route again, under the name that it had: where it began something already it begins nothing. */
final class EventReplay implements Replay {

    private final Hub hub;
    private final Limits limits;
    private final EventsAgain events;

    EventReplay(Hub hub, Limits limits, EventsAgain events) {
        this.hub = hub;
        this.limits = limits;
        this.events = events;
    }

    @Override
    public Outcome of(Handle handle, DeadLetter letter, DeadLetter.Replay order) {
        if (letter.payload() == null) {
            return new Outcome.Refused("nothing of it could be kept: edit it first");
        }
        Instant now = hub.time().instant();
        return limits.tooOld(letter, order, now).or(() -> limits.quiet(now)).orElseGet(() -> begin(letter));
    }

    private Outcome begin(DeadLetter letter) {
        Optional<String> failure = events.take(letter.origin(), letter.source(), hub.seal().open(letter.payload()));
        return failure.<Outcome>map(Outcome.Refused::new).orElseGet(() -> new Outcome.Done("its route has taken it"));
    }

    @Override
    public void accept(Handle handle, DeadLetter letter, Edit edit) throws RefusedEditException {
        edit.dataOnly();
    }
}

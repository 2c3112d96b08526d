package io.keyline.deadletter;

import io.keyline.hub.Hub;
import io.keyline.hub.Seal;
import io.keyline.store.Conversation;
import io.keyline.store.DeadLetter;
import io.keyline.store.Inbound;
import io.keyline.store.ReplaySql;
import io.keyline.store.StorySql;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A customer's message gets its turn again, or a conversation goes on where it stopped. The steps have the same keys as before, so a
 * back office that has carried something out already only answers again.
 */
final class TurnReplay implements Replay {

    private final Hub hub;
    private final Limits limits;

    TurnReplay(Hub hub, Limits limits) {
        this.hub = hub;
        this.limits = limits;
    }

    @Override
    public Outcome of(Handle handle, DeadLetter letter, DeadLetter.Replay order) {
        Instant now = hub.time().instant();
        Optional<Outcome> forbidden = forbidden(handle, letter, order, now);
        if (forbidden.isPresent()) {
            return forbidden.get();
        }
        Optional<Conversation> conversation = ReplaySql.revive(handle, letter.id(), now);
        if (conversation.isEmpty()) {
            return reopen(handle, letter, order, now);
        }
        ReplaySql.closeWork(handle, letter.id(), order.who(), hub.newId());
        return new Outcome.Handed(null); // it is due, and taken up with what else is
    }

    private Optional<Outcome> forbidden(Handle handle, DeadLetter letter, DeadLetter.Replay order, Instant now) {
        if (ReplaySql.saidStopAfter(handle, letter.customerId(), letter.id())) {
            return Optional.of(new Outcome.Suppressed("the customer said STOP"));
        }
        Optional<String> held = ReplaySql.heldBy(handle, letter.id());
        if (held.isPresent()) {
            return Optional.of(new Outcome.Refused(held.get() + " has it on the work list"));
        }
        Optional<Outcome> tooOld = limits.tooOld(letter, order, now);
        return tooOld.isPresent() || !ReplaySql.isBegunByCompany(handle, letter.id()) ? tooOld : limits.quiet(now);
    }

    /** What the customer wrote, unless it may be a PIN. */
    @Override
    public Optional<String> shown(Handle handle, DeadLetter letter, String payload) {
        return StorySql.message(handle, letter.id()).map(StorySql.Told::text).filter(text -> !Seal.isSealed(text));
    }

    private Outcome reopen(Handle handle, DeadLetter letter, DeadLetter.Replay order, Instant now) {
        if (!hub.returns().take(letter.id(), letter.customerId())) {
            return new Outcome.Busy();
        }
        Optional<Inbound> message = ReplaySql.reopen(handle, letter.id(), now);
        if (message.isEmpty()) {
            hub.returns().leave(letter.id());
            return new Outcome.Refused("the message is not dead any more, or was deleted");
        }
        ReplaySql.closeWork(handle, letter.id(), order.who(), hub.newId());
        return new Outcome.Handed(() -> hub.returns().go(message.get()));
    }
}

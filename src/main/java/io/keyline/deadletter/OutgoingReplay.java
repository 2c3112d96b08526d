package io.keyline.deadletter;

import io.keyline.hub.Hub;
import io.keyline.store.DeadLetter;
import io.keyline.store.GoneSql;
import io.keyline.store.Outbound;
import io.keyline.store.ReplaySql;
import io.keyline.store.StorySql;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** A message to a customer goes again, the same one: it cannot be there twice. */
final class OutgoingReplay implements Replay {

    private final Hub hub;
    private final Limits limits;

    OutgoingReplay(Hub hub, Limits limits) {
        this.hub = hub;
        this.limits = limits;
    }

    @Override
    public Outcome of(Handle handle, DeadLetter letter, DeadLetter.Replay order) {
        if (!hub.returns().take(letter.id(), letter.customerId())) {
            return new Outcome.Busy();
        }
        Optional<Outbound> dead = ReplaySql.deadOutbound(handle, letter.id());
        Outcome outcome = dead.isEmpty() ? new Outcome.Refused("the message is not dead any more, or was deleted")
                : forbidden(handle, dead.get(), order).orElseGet(() -> requeue(handle, letter, dead.get()));
        if (!(outcome instanceof Outcome.Handed)) {
            hub.returns().leave(letter.id());
        }
        return outcome;
    }

    private Optional<Outcome> forbidden(Handle handle, Outbound message, DeadLetter.Replay order) {
        Instant now = hub.time().instant();
        if (ReplaySql.saidStopAfter(handle, message.customerId(), message.answers())) {
            return Optional.of(new Outcome.Suppressed("the customer said STOP"));
        }
        if (!message.isReply() && !message.category().equals(Outbound.ALARM) && GoneSql.find(handle, message.customerAddress()).isPresent()) {
            return Optional.of(new Outcome.Refused("the address is gone; addresses lift brings it back"));
        }
        boolean isOld = message.expiresAt() != null && !message.expiresAt().isAfter(now);
        if (isOld && message.category().equals(Outbound.CODE)) {
            return Optional.of(new Outcome.Refused("the code has expired"));
        }
        if (isOld && !order.evenIfOld()) {
            return Optional.of(new Outcome.Refused("it was worth nothing after " + message.expiresAt() + "; --even-if-old sends it all the same"));
        }
        return message.isReply() || message.category().equals(Outbound.ALARM) ? Optional.empty() : limits.quiet(now);
    }

    private Outcome requeue(Handle handle, DeadLetter letter, Outbound message) {
        Instant now = hub.time().instant();
        boolean isOld = message.expiresAt() != null && !message.expiresAt().isAfter(now);
        Instant expires = isOld ? now.plus(hub.channels().lifetimes().of(message.category())) : message.expiresAt();
        String text = letter.edited() ? hub.seal().open(letter.payload()) : message.text();
        Outbound again = ReplaySql.requeue(handle, letter.id(), text, expires, letter.edited() || message.state().equals("FAILED"));
        return new Outcome.Handed(() -> hub.returns().go(again));
    }

    @Override
    public void accept(Handle handle, DeadLetter letter, Edit edit) throws RefusedEditException {
        if (StorySql.message(handle, letter.id()).filter(message -> message.category().equals(Outbound.CODE)).isPresent()) {
            throw new RefusedEditException("a code cannot be edited");
        }
        edit.textOnly();
    }

    /** The code of one is nobody's business. */
    @Override
    public Optional<String> shown(Handle handle, DeadLetter letter, String payload) {
        return Optional.ofNullable(payload).or(() -> StorySql.message(handle, letter.id())
                .filter(message -> !message.category().equals(Outbound.CODE)).map(StorySql.Told::text));
    }
}

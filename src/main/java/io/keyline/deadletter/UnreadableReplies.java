package io.keyline.deadletter;

import io.keyline.backoffice.Unclaimed.Unreadable;
import io.keyline.hub.Hub;
import io.keyline.hub.Names;
import io.keyline.store.DeadLetter;
import io.keyline.store.DeadLetterSql;
import io.keyline.store.Death;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes dead letters of replies that nobody can read and that come by Kafka or by another system's broker; those of the hub's own broker
 * come by its queue of dead letters ({@link FromBroker}). A reply whose sender is told so at once is only logged.
 */
public final class UnreadableReplies implements Consumer<Unreadable> {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableReplies.class);
    private static final int LONGEST_REASON = 500;

    /** Where letters are kept. */
    private record Shelf(Hub hub, Jdbi jdbi) {
    }

    private final CompletableFuture<Shelf> shelf = new CompletableFuture<>();

    /** From here on they can be kept; those that came before wait for it. */
    public void open(Hub hub, Jdbi jdbi) {
        shelf.complete(new Shelf(hub, jdbi));
    }

    /** Keeps it; once, however often it comes. */
    @Override
    public void accept(Unreadable reply) {
        if (reply.source() == null) {
            LOG.warn("a reply of the back office by {} is unreadable: {}", reply.from(), reply.reason());
            return;
        }
        Hub hub = shelf.join().hub;
        DeadLetter letter = letter(reply, hub);
        if (shelf.join().jdbi.inTransaction(handle -> DeadLetterSql.open(handle, letter))) {
            hub.counts().deadLetter(letter.kind());
            LOG.warn("dead letter {} of the kind reply: {}", Names.of(letter.id()), letter.reason());
        }
    }

    private static DeadLetter letter(Unreadable reply, Hub hub) {
        Instant now = hub.time().instant();
        String reason = reply.reason().replace("\0", "");
        String body = reply.body() == null || reply.body().length() > Edit.LONGEST ? null : hub.seal().seal(reply.body().replace("\0", ""));
        return new DeadLetter(hub.newId(), Death.Kind.REPLY, "OPEN", reason.substring(0, Math.min(reason.length(), LONGEST_REASON)), 1, 0, reply.source(),
                reply.from(), body, false, now, now, 0);
    }
}

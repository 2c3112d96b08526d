package io.keyline.hub;

import io.keyline.hub.InFlight.Trace;
import io.keyline.store.Outbound;
import io.keyline.store.RecoverySql;
import io.keyline.store.Sending;
import io.keyline.store.SentPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier life of this hub was sending when it ended. The database knows what was claimed for sending, {@link InFlight} what reached
 * the socket: only what was on the wire may be out and is UNCERTAIN; all else goes again.
 */
final class OnTheWire {

    private static final Logger LOG = LoggerFactory.getLogger(OnTheWire.class);

    private final Jdbi jdbi;
    private final Open open;
    private final Outbox outbox;
    private final InFlight inFlight;
    /** What was on the wire, on its way into the database. */
    private final List<CompletableFuture<Void>> settled = new ArrayList<>();

    OnTheWire(Jdbi jdbi, Open open, Outbox outbox, InFlight inFlight) {
        this.jdbi = jdbi;
        this.open = open;
        this.outbox = outbox;
        this.inFlight = inFlight;
    }

    /** All that is known of the earlier life is in the database: this one begins. */
    void startAnew(String life) {
        CompletableFuture.allOf(settled.toArray(CompletableFuture[]::new)).join();
        inFlight.startAnew(life);
    }

    /** What an earlier life of this hub was sending when others buried it: now it can tell what was on the wire and what was not. */
    void correct() {
        if (inFlight.life().isEmpty()) {
            return;
        }
        List<Outbound> buried = jdbi.withHandle(handle -> RecoverySql.uncertain(handle, Sharing.REASON.formatted(inFlight.life())));
        for (Outbound message : buried) {
            Trace trace = inFlight.found(message.id());
            if (trace == null) {
                change(new Sending(message.id(), "QUEUED", null, message.attempts(), null, List.of()), () -> outbox.elsewhere(message));
            } else if (trace.isAccepted()) {
                boolean complete = trace.number() == trace.total();
                change(new Sending(message.id(), complete ? "SENT" : "QUEUED", null, message.attempts() + 1, null, List.of(part(message, trace))),
                        () -> outbox.elsewhere(message));
            }
        }
    }

    /** Takes up what that life had not sent, or not known to be sent. */
    void takeUp(List<Outbound> page) {
        page.stream().filter(message -> open.add(message.id(), message.customerId())).forEach(this::takeUp);
    }

    private void takeUp(Outbound message) {
        Trace trace = inFlight.found(message.id());
        boolean mayBeOut = "SENDING".equals(message.state()) && (trace != null || !inFlight.isTrusted() && outbox.isCarried(message));
        if (mayBeOut) {
            settle(message, trace);
        } else {
            outbox.send(message.withState("QUEUED").withAttempts(message.attempts() + 1));
        }
    }

    /** The hub died with this message on the wire. */
    private void settle(Outbound message, Trace trace) {
        if (trace == null || !trace.isAccepted()) {
            uncertain(message);
            return;
        }
        SentPart part = part(message, trace);
        boolean complete = trace.number() == trace.total();
        change(new Sending(message.id(), complete ? "SENT" : null, null, message.attempts() + 1, null, List.of(part)), () -> {
            if (complete) {
                outbox.finished(message.id());
            } else {
                outbox.send(message.withState("QUEUED").withAttempts(message.attempts() + 1));
            }
        });
    }

    private static SentPart part(Outbound message, Trace trace) {
        return new SentPart(message.id(), trace.number(), trace.total(), trace.reference(), trace.connection(), trace.providerId());
    }

    private void change(Sending change, Runnable stored) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        settled.add(done);
        outbox.change(change, () -> {
            stored.run();
            done.complete(null);
        });
    }

    private void uncertain(Outbound message) {
        LOG.warn("message {} was on the wire when the hub died and may be out: UNCERTAIN, not sent again", Names.of(message.id()));
        outbox.counts().left(message, "UNCERTAIN");
        change(new Sending(message.id(), "UNCERTAIN", "the hub died while it was being sent", message.attempts() + 1,
                Instant.now().plus(Departure.HOLD), List.of()), () -> outbox.finished(message.id()));
    }
}

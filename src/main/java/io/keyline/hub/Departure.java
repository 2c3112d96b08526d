package io.keyline.hub;

import io.keyline.hub.Outgoing.PartSent;
import io.keyline.store.Outbound;
import io.keyline.store.OutboxSql;
import io.keyline.store.Sending;
import io.keyline.store.SentPart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt to send one message: what it reports while it is under way, and what follows from how it ended. */
final class Departure implements Outgoing.Parts {

    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);
    /** How long a receipt may settle what is uncertain. */
    static final Duration HOLD = Duration.ofHours(24);

    private final long began = System.nanoTime();
    private final Outbound message;
    private final Departures departures;
    private final Outbox outbox;
    private int slot;
    private final List<SentPart> sent = new ArrayList<>(1);
    private List<PartSent> before = List.of();
    /** A part has gone to the socket, and its answer has not come. */
    private volatile boolean onTheWire;

    Departure(Outbound message, Departures departures, Outbox outbox) {
        this.message = message;
        this.departures = departures;
        this.outbox = outbox;
    }

    void carry(Carrier carrier) {
        slot = outbox.inFlight().take();
        if (message.expiresAt() != null && outbox.time().instant().isAfter(message.expiresAt())) {
            end("EXPIRED", "not sent in time", null);
            return;
        }
        try {
            if (message.attempts() > 0) {
                before = partsSentBefore();
            }
            carrier.carry(new Outgoing(message.id(), message.channel(), message.companyAddress(), message.customerAddress(),
                    outbox.words(message), message.expiresAt(), before, this, message.menu(), message.thread(), message.connection()));
            sent();
        } catch (SendException | RuntimeException | Error e) {
            if (sent.isEmpty()) {
                notSent(e);
            } else {
                LOG.warn("the provider has message {}; what the route does after that failed: {}", Names.of(message.id()), e.getMessage());
                sent();
            }
        }
    }

    private void sent() {
        departures.connected();
        end("SENT", null, null);
    }

    private void notSent(Throwable e) {
        if (e instanceof SendException known) {
            failed(known);
            return;
        }
        LOG.error("sending {} met an error of ours", Names.of(message.id()), e);
        doubtful("error: " + e);
    }

    private List<PartSent> partsSentBefore() {
        return outbox.jdbi().withHandle(handle -> OutboxSql.sentParts(handle, message.id())).stream()
                .map(part -> new PartSent(part.number(), part.total(), part.reference(), part.connection(),
                        part.providerId())).toList();
    }

    @Override
    public int reference() {
        return before.isEmpty()
                ? outbox.jdbi().inTransaction(handle -> OutboxSql.nextReference(handle, message.customerAddress()))
                : before.getFirst().reference();
    }

    @Override
    public void writing(int number) {
        if (!outbox.mayAct()) {
            throw new IllegalStateException("the lease of this hub is over, and another one may have taken over");
        }
        onTheWire = true;
        outbox.inFlight().writing(slot, message.id(), number);
    }

    @Override
    public void sent(PartSent part) {
        CrashPoint.SEND_PART_ACCEPTED.pass();
        outbox.inFlight().accepted(slot, part);
        onTheWire = false;
        outbox.counts().part(message, part.connection());
        SentPart stored = new SentPart(message.id(), part.number(), part.total(), part.reference(), part.connection(),
                part.providerId());
        if (part.number() == part.total()) {
            sent.add(stored); // stored with the outcome: the receipt of the last part finds the message SENT
        } else {
            // the next part goes only when it is certain that this one need not go again
            outbox.changeNow(new Sending(message.id(), null, null, message.attempts(), null, List.of(stored)));
        }
    }

    private void failed(SendException e) {
        switch (e.outcome()) {
            case REFUSED -> end("DEAD", "refused by the provider: " + e.code(), null);
            case UNKNOWN_ADDRESS -> end("DEAD", "refused by the provider, which does not know the address: " + e.code(), null, e.code());
            case UNCERTAIN -> doubtful("no answer from the provider: " + e.code());
            case THROTTLED -> {
                departures.throttled();
                again(message.attempts(), throttledPause(), Delays.THROTTLED);
            }
            case RETRY_LATER -> {
                if (SendException.NOT_CONNECTED.equals(e.code())) {
                    departures.disconnected();
                    again(message.attempts(), 0, Delays.NOT_CONNECTED);
                } else {
                    later();
                }
            }
        }
    }

    /** What failed before anything went to the socket, the database for example, is no reason for doubt. */
    private void doubtful(String reason) {
        if (onTheWire) {
            end("UNCERTAIN", reason, Instant.now().plus(HOLD));
        } else {
            later();
        }
    }

    private void later() {
        Duration pause = Retry.pause(message.attempts(), outbox.lifetime(message));
        if (pause.compareTo(Retry.LONGEST_IN_MEMORY) > 0) {
            waitUntil(outbox.time().instant().plus(pause));
        } else {
            again(message.attempts() + 1, pause.toMillis(), Delays.TRIED_AGAIN);
        }
    }

    /** It waits in the database for its next try, or for its end if that is earlier, and so do those behind it that are not urgent. */
    private void waitUntil(Instant until) {
        Instant dueAt = Outbox.inItsTime(message, until);
        List<Outbound> behind = departures.putOff(message, dueAt);
        delayed(Delays.TRIED_AGAIN);
        outbox.change(new Sending(message.id(), "QUEUED", "tried " + (message.attempts() + 1) + " times, waits for the next",
                message.attempts() + 1, dueAt, List.of(), outbox.delays().ended(message.id(), Instant.now())), this::done);
        behind.forEach(later -> outbox.waitBehind(later, dueAt));
    }

    private void delayed(String why) {
        outbox.delays().add(message.id(), why, Instant.now());
        outbox.counts().delayed(message, why);
    }

    private void done() {
        outbox.inFlight().done(slot);
        outbox.finished(message.id());
    }

    /** Nothing went out: the message steps back, remains the first of its destination, and is tried again until it expires. */
    private void again(int attempts, long delayMillis, String why) {
        delayed(why);
        outbox.inFlight().done(slot);
        Outbound next = message.withAttempts(Math.max(1, attempts));
        departures.stepBack(next);
        CompletableFuture.delayedExecutor(delayMillis, TimeUnit.MILLISECONDS).execute(() -> departures.readyAgain(next));
    }

    private void end(String state, String reason, Instant dueAt) {
        end(state, reason, dueAt, null);
    }

    /** @param unknownAddress the code by which the provider says that nobody has the address, or null */
    private void end(String state, String reason, Instant dueAt, String unknownAddress) {
        departures.release(message.customerAddress());
        outbox.counts().left(message, state, System.nanoTime() - began, message.attempts() + 1, sent.isEmpty() ? null : sent.getLast().connection());
        outbox.change(new Sending(message.id(), state, reason, message.attempts() + 1, dueAt, List.copyOf(sent),
                outbox.delays().ended(message.id(), Instant.now()), unknownAddress), this::done);
        if (!"SENT".equals(state)) {
            LOG.warn("message {} is {}: {}", Names.of(message.id()), state, reason);
        }
    }

    /** Longer each time: some say so of one number only, which must not take the places of all others. */
    private long throttledPause() {
        Duration pause = Retry.pause(outbox.delays().times(message.id(), Delays.THROTTLED), outbox.lifetime(message));
        return Math.min(pause.toMillis(), Retry.LONGEST_IN_MEMORY.toMillis());
    }
}

package io.keyline.hub;

import io.keyline.hub.Limit.Verdict;
import io.keyline.store.Database;
import io.keyline.store.GroupCommit;
import io.keyline.store.Inbound;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores what arrives, many arrivals a commit, and begins the turns of what is stored. */
public final class DurableIntake implements Intake, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DurableIntake.class);
    /** More than this many messages in hand, and providers are asked to keep theirs. */
    private static final int HIGH_WATER = 200_000;
    /** A turn that has lost its patience still has to say so. */
    private static final Duration LAST_WORDS = Duration.ofMillis(700);

    private final Arrivals arrivals;
    private final Lanes lanes;
    private final Open open;
    private final Turns turns;
    private final Outbox outbox;
    private final Live live;
    private final Channels channels;
    private final Duplicates duplicates;
    private final Runnable afterFailure;
    private final Time time;
    private final GroupCommit<Arriving> commit;

    DurableIntake(Jdbi jdbi, Arrivals arrivals, Lanes lanes, Open open, Turns turns, Outbox outbox, Live live, Channels channels, Duplicates duplicates,
            Runnable afterFailure, Time time) {
        this.arrivals = arrivals;
        this.lanes = lanes;
        this.open = open;
        this.turns = turns;
        this.outbox = outbox;
        this.live = live;
        this.channels = channels;
        this.duplicates = duplicates;
        this.afterFailure = afterFailure;
        this.time = time;
        this.commit = new GroupCommit<>("intake", jdbi, arrivals::write, new Committed());
    }

    @Override
    public CompletableFuture<Void> accept(Arrival arrival) {
        if (open.size() > HIGH_WATER) {
            outbox.counts().refused(arrival.channel(), "busy");
            return CompletableFuture.failedFuture(new TryLater("too many messages in hand", null));
        }
        Arriving arriving = new Arriving(arrival, arrival instanceof Arrival.Text text ? lanes.enter(text.from()) : null, null);
        commit.submit(arriving);
        return arriving.stored;
    }

    @Override
    public CompletableFuture<Live.Answer> ask(Arrival.Text arrival) {
        CompletableFuture<Live.Answer> reader = new CompletableFuture<>();
        if (open.size() > HIGH_WATER) {
            outbox.counts().refused(arrival.channel(), "busy");
            reader.completeExceptionally(new TryLater("too many messages in hand", null));
            return reader;
        }
        Arriving arriving = new Arriving(arrival, lanes.enter(arrival.from()), reader);
        arriving.stored.whenComplete((nothing, failure) -> {
            if (failure != null) {
                reader.completeExceptionally(failure);
            }
        });
        commit.submit(arriving);
        return time.limitOfCustomer(reader, channels.patience(arrival.channel()).plus(LAST_WORDS)).whenComplete((answer, failure) -> {
            if (failure != null) {
                reader.completeExceptionally(failure); // nobody waits any more: what is said from now on goes by SMS
            }
        });
    }

    private final class Committed implements GroupCommit.Outcome<Arriving> {

        @Override
        public void committed(List<Arriving> batch) {
            CrashPoint.INTAKE_AFTER_COMMIT.pass();
            for (Arriving arriving : batch) {
                arriving.stored.complete(null);
                outbox.counts().stored(arriving.arrival, System.nanoTime() - arriving.since);
            }
            arrivals.joined().forEach(message -> outbox.counts().joined(message.channel()));
            arrivals.settled().forEach(outbox.counts()::settled);
            arrivals.refused().forEach(outbox.counts()::addressRefused);
            resume(arrivals.earlier());
            for (Arriving arriving : batch) {
                if (arriving.message != null) {
                    begin(arriving);
                }
            }
            resume(arrivals.joined());
        }

        private void resume(List<Inbound> found) {
            try {
                Reassembly.begin(found, turns);
            } catch (RuntimeException e) {
                LOG.warn("messages that are stored are taken up later: {}", e.getMessage());
                afterFailure.run();
            }
        }

        private void begin(Arriving arriving) {
            duplicates.acknowledged(arriving.message.id());
            awaitAnswer(arriving);
            if (!arriving.isToBeHandled()) {
                arriving.lane.know(arriving.customer);
                settled(arriving);
            } else if (arriving.isHere) {
                arriving.lane.know(arriving.customer); // only now: a customer who was rolled back does not exist
                turns.begin(arriving.lane, arriving.message);
            } else {
                live.awaitElsewhere(arriving.message);
                turns.elsewhere(arriving.message);
                lanes.leave(arriving.lane);
            }
        }

        /** It has no turn: a copy, or one too many, or of somebody who cannot be answered. */
        private void settled(Arriving arriving) {
            outbox.counts().settled(arriving.message, arriving.copyOf != null);
            if (arriving.verdict == Verdict.QUIET) {
                outbox.counts().limited("messages");
            }
            if (arriving.copyOf != null) {
                duplicates.settled(arriving.copyOf, arriving.message.session());
            }
            open.remove(arriving.message.id());
            lanes.leave(arriving.lane);
        }

        private void awaitAnswer(Arriving arriving) {
            if (arriving.reader == null) {
                return;
            }
            if (arriving.copyOf != null) {
                live.again(arriving.message, arriving.copyOf.id(), arriving.reader);
            } else if (arriving.isToBeHandled()) {
                live.await(arriving.message.id(), arriving.reader);
            } else {
                arriving.reader.complete(new Live.Answer(List.of(), null));
            }
        }

        /** What the database never takes would come again for ever: it is kept as it is, for a person to read. */
        private boolean quarantined(List<Arriving> batch, Exception cause) {
            Arriving arriving = batch.getFirst();
            if (batch.size() > 1 || !Database.isOfTheData(cause) || arriving.arrival instanceof Arrival.Unreadable) {
                return false;
            }
            LOG.error("an arrival of {} cannot be stored and goes to the quarantine", arriving.arrival.connection(), cause);
            release(arriving);
            accept(new Arrival.Unreadable(arriving.arrival.channel(), arriving.arrival.connection(),
                    arriving.arrival.toString().getBytes(StandardCharsets.UTF_8), "the database refuses it"))
                    .whenComplete((nothing, failure) -> {
                        if (failure == null) {
                            arriving.stored.complete(null);
                        } else {
                            arriving.stored.completeExceptionally(failure);
                        }
                    });
            return true;
        }

        private void release(Arriving arriving) {
            if (arriving.message != null) {
                open.remove(arriving.message.id());
            }
            if (arriving.lane != null) {
                lanes.leave(arriving.lane);
            }
        }

        @Override
        public boolean failed(List<Arriving> batch, Exception cause) {
            LOG.warn("{} arrivals are left to their providers for now", batch.size());
            if (quarantined(batch, cause)) {
                return false;
            }
            afterFailure.run(); // before the ids are let go: what the database has after all must be found
            for (Arriving arriving : batch) {
                if (arriving.message != null) {
                    duplicates.refused(arriving.message.id());
                }
                release(arriving);
                outbox.counts().refused(arriving.arrival.channel(), "not stored");
                arriving.stored.completeExceptionally(new TryLater("cannot be stored now", cause));
            }
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        commit.close();
    }
}

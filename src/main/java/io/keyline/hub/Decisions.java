package io.keyline.hub;

import io.keyline.store.Database;
import io.keyline.store.Decided;
import io.keyline.store.GroupCommit;
import io.keyline.store.Ids;
import io.keyline.store.Inbound;
import io.keyline.store.Outbound;
import io.keyline.store.TurnSql;
import io.keyline.store.WorkItem;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What turns decided, on its way to the database: many turns a commit, and only what is committed is given to the outbox. What somebody
 * else has changed meanwhile is decided again; what cannot be stored at all is dead, and an employee gets it.
 */
final class Decisions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);

    private final Ids ids;
    private final Time time;
    private final String sender;
    private final Outbox outbox;
    private final TurnOrder order;
    private final Turns turns;
    private final GroupCommit<Attempt> commit;

    /** @param sender of an SMS that answers what the customer did elsewhere */
    Decisions(Jdbi jdbi, Ids ids, Time time, String sender, Outbox outbox, TurnOrder order, Turns turns) {
        this.ids = ids;
        this.time = time;
        this.sender = sender;
        this.outbox = outbox;
        this.order = order;
        this.turns = turns;
        this.commit = new GroupCommit<>("turn", jdbi, Decisions::write, new Committed());
    }

    /** The turn has ended. Its answers take their places in the window before the commit: what can go at once is stored as SENDING. */
    void store(Attempt ended) {
        Turn turn = ended.turn();
        List<Outbound> placed = new ArrayList<>(turn.answers().size());
        for (Outbound answer : turn.answers()) {
            placed.add(outbox.place(answer));
        }
        writeWhatIsTooLongToHear(placed);
        Decided decided = turn.decided(placed);
        ended.lane().changed(decided.customer());
        CrashPoint.TURN_DECIDED.pass();
        ended.decided(decided);
        commit.submit(ended);
    }

    /** Who hears the beginning of a long text gets the whole by SMS, decided with it. */
    private void writeWhatIsTooLongToHear(List<Outbound> placed) {
        List<Outbound> heard = placed.stream().filter(answer -> answer.channel().equals(Spoken.CHANNEL)).toList();
        if (Spoken.isTooLong(heard.stream().map(Outbound::text).toList())) {
            heard.forEach(answer -> placed.add(outbox.place(answer.written(ids.next(), Channels.SMS, sender))));
        }
    }

    private static void write(Handle handle, List<Attempt> batch) {
        CrashPoint.TURN_BEFORE_COMMIT.pass();
        TurnSql.Written written = TurnSql.write(handle, batch.stream().map(Attempt::decided).toList(), batch.getFirst().writtenIn());
        if (written.isEarlier()) {
            return; // only the acknowledgement of the commit was lost
        }
        for (Attempt ended : batch) {
            ended.written(written.transaction(), written.outdated().contains(ended.decided()));
        }
    }

    /** How many turns wait for a commit. */
    int waiting() {
        return commit.waiting();
    }

    private final class Committed implements GroupCommit.Outcome<Attempt> {

        @Override
        public void committed(List<Attempt> batch) {
            CrashPoint.TURN_AFTER_COMMIT.pass();
            for (Attempt ended : batch) {
                if (ended.isOutdated()) {
                    withdraw(ended);
                    turns.runAgain(ended);
                } else {
                    stored(ended);
                }
            }
        }

        private void stored(Attempt ended) {
            count(ended);
            Inbound message = ended.turn().message();
            if (message != null) {
                turns.handled(message); // before its answers go: who asks again meanwhile reads them (Live)
            }
            outbox.send(message == null ? 0 : message.id(), ended.decided().answers());
            try {
                ended.turn().committed();
                ended.decided().begun().forEach(begun -> turns.wake(begun.id(), begun.customerAddress()));
            } catch (RuntimeException e) {
                LOG.error("what follows from {} met an error of ours", ended.occasion().described(), e);
            }
            order.end(ended.lane()); // last, so that who looks whether something is in hand never misses what this turn led to
        }

        private void count(Attempt ended) {
            outbox.counts().decided(ended.decided(), ended.turn().channel(), ended.nanos());
            if (ended.turn().limited() != null) {
                outbox.counts().limited(ended.turn().limited());
            }
        }

        private void withdraw(Attempt ended) {
            ended.decided().answers().forEach(outbox::withdraw);
        }

        @Override
        public boolean failed(List<Attempt> batch, Exception cause) {
            if (!Database.isOfTheData(cause)) {
                return true;
            }
            for (Attempt ended : batch) {
                LOG.error("what {} decided cannot be stored", ended.occasion().described(), cause);
                withdraw(ended);
                ended.dies(dead(ended, "cannot be stored: SQLSTATE " + Database.sqlState(cause)));
                commit.submit(ended);
            }
            return false;
        }

        /** Consent stays, unless it is what cannot be stored. */
        private Decided dead(Attempt ended, String why) {
            Decided decided = ended.decided();
            boolean known = decided.conversations().stream().anyMatch(one -> one.id() == decided.conversation() && one.version() > 1);
            WorkItem item = new WorkItem(ids.next(), Turn.FAILED, why, decided.customer().id(), known ? decided.conversation() : 0,
                    decided.message() == null ? 0 : decided.message().id(), time.instant());
            return decided.dead(why, item, !ended.isDead());
        }
    }

    @Override
    public void close() throws InterruptedException {
        commit.close();
    }
}

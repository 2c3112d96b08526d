package io.keyline.hub;

import io.keyline.store.Conversation;
import io.keyline.store.ConversationSql;
import io.keyline.store.Database;
import io.keyline.store.GroupCommit;
import io.keyline.store.Inbound;
import io.keyline.store.RecoverySql;
import io.keyline.store.TurnSql;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Results of steps that come when no turn in memory waits for them any more: they take their conversations on. Many share a commit:
 * a back office that was slow for a moment answers all at once, and who is answered in time must not wait behind the others.
 */
public final class Results implements AutoCloseable {

    /** A result on its way into the database. */
    private static final class Late {
        private final String stepKey;
        private final long conversation;
        private final int step;
        private final String result;
        /** Whether somebody waits for it; completes when that is committed. */
        private final CompletableFuture<Boolean> kept = new CompletableFuture<>();
        /** Of a customer whose conversation goes on; empty if that comes by itself, null if nobody waits. */
        private String address;

        Late(String stepKey, String result) {
            int dash = stepKey.lastIndexOf('-');
            this.stepKey = stepKey;
            this.conversation = Names.parse(stepKey.substring(0, Math.max(dash, 0)));
            this.step = Integer.parseInt(stepKey.substring(dash + 1));
            this.result = result;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Results.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Jdbi jdbi;
    private final Time time;
    private final Turns turns;
    private final GroupCommit<Late> commit;
    private final AtomicInteger inHand = new AtomicInteger();
    private volatile Late last;
    private volatile boolean closed;

    Results(Jdbi jdbi, Time time, Turns turns) {
        this.jdbi = jdbi;
        this.time = time;
        this.turns = turns;
        this.commit = new GroupCommit<>("results", jdbi, this::write, new Committed());
    }

    /**
     * The result of a step has come that no call in memory waits for; a conversation that waits for it goes on. It is kept also
     * for a message whose turn is only to be taken up: it was asked before the hub died.
     *
     * @return false if nobody waits for it: it came twice, or the step was given up
     * @throws IllegalStateException if it is not on disk: it must be brought again
     */
    public boolean answered(String stepKey, String result) {
        Late late = submit(new Late(stepKey, result));
        try {
            return late.kept.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the result " + stepKey + " cannot be kept: " + e.getMessage(), e);
        }
    }

    /** As {@link #answered}, and returns at once; {@link #areKept} tells when it is on disk. */
    public void keep(String stepKey, String result) {
        submit(new Late(stepKey, result));
    }

    private synchronized Late submit(Late late) {
        inHand.incrementAndGet();
        last = late;
        commit.submit(late);
        return late;
    }

    /** Waits until all that was given here is on disk. Returns false if that takes too long, or the hub stops: it must be brought again. */
    public boolean areKept() {
        Late latest = last; // they are written in their order
        if (latest == null || latest.kept.isDone()) {
            return true;
        }
        try {
            latest.kept.get(closed ? 0 : PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            return true; // what the database refuses it refuses again
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How many are on their way into the database. */
    int inHand() {
        return inHand.get();
    }

    /** In the order in which turns lock conversations, too. */
    private void write(Handle handle, List<Late> batch) {
        for (Late late : batch.stream().sorted(Comparator.comparingLong(one -> one.conversation)).toList()) {
            late.address = kept(handle, late).orElse(null);
        }
    }

    /** Keeps the result if somebody waits for it: gives the address of a customer whose conversation goes on, or an empty one. */
    private Optional<String> kept(Handle handle, Late late) {
        Optional<Conversation> conversation = ConversationSql.findForUpdate(handle, late.conversation);
        if (conversation.isEmpty()) {
            Optional<Inbound> message = RecoverySql.openForUpdate(handle, late.conversation);
            message.ifPresent(open -> ConversationSql.complete(handle, late.conversation, late.step, late.result));
            return message.map(open -> "");
        }
        if (conversation.get().state().isFinal()) {
            return Optional.empty();
        }
        boolean isFirst = ConversationSql.complete(handle, late.conversation, late.step, late.result);
        ConversationSql.outdate(handle, late.conversation); // for a turn that has read the journal, and would park without this result
        if (conversation.get().state() != Conversation.State.CALLING) {
            return isFirst ? Optional.of("") : Optional.empty();
        }
        // a second one wakes it, too: a message's turn that parked it may have read the journal before the first one came
        ConversationSql.wake(handle, late.conversation, time.instant());
        return conversation.map(Conversation::customerAddress);
    }

    private final class Committed implements GroupCommit.Outcome<Late> {

        @Override
        public void committed(List<Late> batch) {
            CrashPoint.RESULT_KEPT.pass();
            for (Late late : batch) {
                if (late.address != null && !late.address.isEmpty()) {
                    turns.wake(late.conversation, late.address);
                }
                done(late);
            }
        }

        private void done(Late late) {
            late.kept.complete(late.address != null);
            inHand.decrementAndGet(); // last, so that who looks whether something is in hand never misses the turn
        }

        @Override
        public boolean failed(List<Late> batch, Exception cause) {
            if (!Database.isOfTheData(cause)) {
                LOG.warn("{} results cannot be kept yet: {}", batch.size(), cause.getMessage());
                return true;
            }
            for (Late late : batch) {
                LOG.error("the result {} cannot be kept: SQLSTATE {}", late.stepKey, Database.sqlState(cause));
                late.kept.completeExceptionally(cause);
                inHand.decrementAndGet();
            }
            return false;
        }
    }

    /** What the back office says of a message that was given up: the operator must see it, for something may have been done. */
    public void answeredTooLate(String stepKey, String outcome) {
        long id = Names.parse(stepKey.substring(0, Math.max(stepKey.lastIndexOf('-'), 0)));
        jdbi.useHandle(handle -> TurnSql.remark(handle, id, "answered too late: " + outcome));
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        commit.close();
    }
}

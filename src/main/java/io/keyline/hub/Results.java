package io.keyline.hub;

import io.keyline.store.Conversation;
import io.keyline.store.ConversationSql;
import io.keyline.store.Database;
import io.keyline.store.Inbound;
import io.keyline.store.RecoverySql;
import io.keyline.store.TurnSql;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Results of steps that come when no turn in memory waits for them any more: they take their conversations on. */
public final class Results {

    private static final Logger LOG = LoggerFactory.getLogger(Results.class);

    private final Jdbi jdbi;
    private final Time time;
    private final Turns turns;

    Results(Jdbi jdbi, Time time, Turns turns) {
        this.jdbi = jdbi;
        this.time = time;
        this.turns = turns;
    }

    /**
     * The result of a step has come that no call in memory waits for; a conversation that waits for it goes on. It is kept also
     * for a message whose turn is only to be taken up: it was asked before the hub died.
     *
     * @return false if nobody waits for it: it came twice, or the step was given up
     */
    public boolean answered(String stepKey, String result) {
        int dash = stepKey.lastIndexOf('-');
        long id = Names.parse(stepKey.substring(0, Math.max(dash, 0)));
        int step = Integer.parseInt(stepKey.substring(dash + 1));
        Optional<String> address = jdbi.inTransaction(handle -> kept(handle, id, step, result));
        CrashPoint.RESULT_KEPT.pass();
        address.filter(known -> !known.isEmpty()).ifPresent(known -> turns.wake(id, known));
        return address.isPresent();
    }

    /** As {@link #answered}, for a result that nobody brings a second time: it is tried until the database takes it. */
    public void keep(String stepKey, String result) {
        try {
            answered(stepKey, result);
        } catch (RuntimeException e) {
            LOG.warn("the result {} cannot be kept yet: {}", stepKey, e.getMessage());
            if (Database.mayWorkLater(e)) {
                Turns.later(() -> keep(stepKey, result));
            }
        }
    }

    /** Keeps the result if somebody waits for it: gives the address of a customer whose conversation goes on, or an empty one. */
    private Optional<String> kept(Handle handle, long id, int step, String result) {
        Optional<Conversation> conversation = ConversationSql.findForUpdate(handle, id);
        if (conversation.isEmpty()) {
            Optional<Inbound> message = RecoverySql.openForUpdate(handle, id);
            message.ifPresent(open -> ConversationSql.complete(handle, id, step, result));
            return message.map(open -> "");
        }
        if (conversation.get().state().isFinal()) {
            return Optional.empty();
        }
        boolean isFirst = ConversationSql.complete(handle, id, step, result);
        ConversationSql.outdate(handle, id); // for a turn that has read the journal, and would park without this result
        if (conversation.get().state() != Conversation.State.CALLING) {
            return isFirst ? Optional.of("") : Optional.empty();
        }
        // a second one wakes it, too: a message's turn that parked it may have read the journal before the first one came
        ConversationSql.wake(handle, id, time.instant());
        return conversation.map(Conversation::customerAddress);
    }

    /** What the back office says of a message that was given up: the operator must see it, for something may have been done. */
    public void answeredTooLate(String stepKey, String outcome) {
        long id = Names.parse(stepKey.substring(0, Math.max(stepKey.lastIndexOf('-'), 0)));
        jdbi.useHandle(handle -> TurnSql.remark(handle, id, "answered too late: " + outcome));
    }
}

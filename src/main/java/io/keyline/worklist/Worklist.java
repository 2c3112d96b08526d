package io.keyline.worklist;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.keyline.dialogue.Question;
import io.keyline.dialogue.QuestionReader;
import io.keyline.hub.Hub;
import io.keyline.hub.TryLater;
import io.keyline.identity.Links;
import io.keyline.language.AddressAnswer;
import io.keyline.store.CaseSql;
import io.keyline.store.Conversation;
import io.keyline.store.Outbound;
import io.keyline.store.RecoverySql;
import io.keyline.store.WayBack;
import io.keyline.store.Work;
import io.keyline.store.WorkSql;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What employees do with the items of the work list. Whoever acts on an open item has it from then on; on somebody else's nobody
 * acts. Each act is one transaction with its line in the item's history.
 */
public final class Worklist {

    /** The longest answer in characters; some ten SMS. */
    static final int LONGEST_TEXT = 1_600;
    static final int LONGEST_NOTE = 2_000;
    private static final String CONSENT_QUEUE = "consent";
    /** An employee's answer is worth more than that of a machine, which the customer waits for. */
    private static final Duration ANSWER_LIFETIME = Duration.ofHours(24);
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Hub hub;
    private final Jdbi jdbi;
    private final QuestionReader reader;
    private final Links links;

    /** @param reader reads answers that are given in a customer's stead */
    public Worklist(Hub hub, Jdbi jdbi, QuestionReader reader, Links links) {
        this.links = links;
        this.hub = hub;
        this.jdbi = jdbi;
        this.reader = reader;
    }

    /**
     * Items, the oldest first.
     *
     * @param queue     null: all queues
     * @param state     OPEN, CLAIMED or CLOSED; null: all that are not closed
     * @param claimedBy null: whoever has it
     * @param after     the last id of the page before, 0 for the first
     */
    public List<Work> list(String queue, String state, String claimedBy, long after, int limit) {
        return jdbi.withHandle(handle -> WorkSql.list(handle, queue, state, claimedBy, after, limit));
    }

    /** All that an employee needs to know. @param before an id of the history, of which earlier lines are wanted */
    public CaseFile show(long item, long before) {
        return jdbi.inTransaction(handle -> CaseFiles.read(handle, work(handle, item), before));
    }

    /** Takes an item; one that the employee has already stays theirs. */
    public Work claim(long item, String who) {
        return act(item, who, handle -> WorkSql.claim(handle, item, who, hub.newId()));
    }

    /** Gives an item back to its queue. */
    public Work release(long item, String who) {
        return act(item, who, handle -> WorkSql.release(handle, item, who, hub.newId()));
    }

    private interface Act {
        boolean on(Handle handle);
    }

    /** What is done already is not refused: the employee may have asked twice. */
    private Work act(long item, String who, Act act) {
        return jdbi.inTransaction(handle -> {
            if (!act.on(handle)) {
                refuseUnlessFreeFor(who, work(handle, item));
            }
            return work(handle, item);
        });
    }

    /**
     * Answers the customer on the channel they are on; the item stays with the employee.
     *
     * @return the id of the message
     */
    public long answer(long item, String who, String text) {
        Plain.check("text", text, LONGEST_TEXT);
        Work work = jdbi.withHandle(handle -> work(handle, item));
        refuseUnlessFreeFor(who, work);
        WayBack way = jdbi.withHandle(handle -> CaseSql.wayBack(handle, work))
                .orElseThrow(() -> RefusedException.conflict(null, "this customer never wrote and was never written to: there is no way to answer"));
        Instant now = hub.time().instant();
        Outbound message = new Outbound(hub.newId(), work.customerId(), way.channel(), way.customerAddress(), way.companyAddress(), text,
                "QUEUED", now, work.messageId(), work.conversationId(), Outbound.REPLY, 0, null, now.plus(ANSWER_LIFETIME));
        hub.outbox().submit(List.of(message), handle -> require(handle, item, who, WorkSql.answer(handle, item, who, hub.newId())));
        return message.id();
    }

    /**
     * Another address is the customer's, too. It takes effect between their messages, moments later.
     *
     * @param address E.164, or an e-mail address
     */
    public Work link(long item, String who, String address, String why) {
        Work work = jdbi.withHandle(handle -> work(handle, item));
        refuseUnlessFreeFor(who, work);
        links.want(null, work.customerId(), address(address), who, why(why));
        return work;
    }

    /** An address is not the customer's after all: what was its own before, and came to it since, goes back. */
    public Work unlink(long item, String who, String address, String why) {
        Work work = jdbi.withHandle(handle -> work(handle, item));
        refuseUnlessFreeFor(who, work);
        try {
            if (!links.undo(work.customerId(), address(address), who, why(why))) {
                throw RefusedException.invalid("address", "was not linked with this customer");
            }
        } catch (TryLater e) {
            throw RefusedException.tryLater(e.getMessage());
        }
        return jdbi.withHandle(handle -> work(handle, item));
    }

    private static String address(String written) {
        return AddressAnswer.any(written, null).orElseThrow(() -> RefusedException.invalid("address",
                "is neither a telephone number with its country, as +4520123456, nor an e-mail address"));
    }

    private static String why(String why) {
        Plain.check("why", why, LONGEST_NOTE);
        return why;
    }

    /**
     * Lets the conversation go on, with an answer in the customer's stead or by asking them again, and closes the item.
     *
     * @param answer as the customer could have given it; null: the question is asked again
     */
    public Work handBack(long item, String who, String answer) {
        if (answer != null) {
            Plain.check("answer", answer, LONGEST_TEXT);
        }
        Conversation conversation = jdbi.inTransaction(handle -> {
            Conversation found = waitingConversation(handle, item, who);
            if (answer != null) {
                refuseWhatIsNoAnswer(handle, found, answer);
            }
            require(handle, item, who, WorkSql.close(handle, item, who, hub.newId(), "handed-back", "handed-back", null));
            WorkSql.handBack(handle, found.id(), given(answer, who), hub.time().instant());
            return found;
        });
        hub.turns().wake(conversation.id(), conversation.customerAddress());
        return jdbi.withHandle(handle -> work(handle, item));
    }

    private Conversation waitingConversation(Handle handle, long item, String who) {
        Optional<Conversation> found = WorkSql.lockConversation(handle, item);
        refuseUnlessFreeFor(who, work(handle, item));
        Conversation conversation = found.orElseThrow(() -> RefusedException.conflict(null, "no conversation waits for this item: answer or close it"));
        boolean waits = conversation.state() == Conversation.State.HANDED || conversation.state() == Conversation.State.ASKED;
        if (!waits || conversation.question() == null) {
            throw RefusedException.conflict(null, "its conversation has no open question (" + conversation.state() + "): answer or close it");
        }
        return conversation;
    }

    private void refuseWhatIsNoAnswer(Handle handle, Conversation conversation, String answer) {
        String language = RecoverySql.customer(handle, conversation.customerId()).language();
        Question question = Question.read(conversation.question());
        if (question.isSecret()) {
            throw RefusedException.invalid("answer", "is for the customer alone to give: hand back without an answer, and they are asked again");
        }
        if (reader.read(question, answer, language, hub.time().instant()).isEmpty()) {
            throw RefusedException.invalid("answer", "is no answer to the question: " + question.prompt());
        }
    }

    private static String given(String answer, String who) {
        return JsonNodeFactory.instance.objectNode().put("text", answer).put("by", who).toString();
    }

    /**
     * Closes an item. A conversation that an employee has in hand ends with it. A possible opt-out is settled by the outcome.
     *
     * @param note why, or null
     */
    public Work close(long item, String who, Outcome outcome, String note) {
        if (note != null) {
            Plain.check("note", note, LONGEST_NOTE);
        }
        Work work = jdbi.withHandle(handle -> work(handle, item));
        refuseUnlessFreeFor(who, work);
        boolean possibleOptOut = work.queue().equals(CONSENT_QUEUE);
        if (possibleOptOut && outcome == Outcome.CLOSED) {
            throw RefusedException.invalid("outcome", "a possible opt-out is closed as opted-out or no-opt-out: until then the customer gets nothing but replies");
        }
        if (!possibleOptOut && outcome == Outcome.NO_OPT_OUT) {
            throw RefusedException.invalid("outcome", "this item is not about a possible opt-out");
        }
        return outcome == Outcome.CLOSED ? jdbi.inTransaction(handle -> close(handle, work, who, outcome, note))
                : settle(work, who, outcome, note);
    }

    /** Consent is changed between two turns of the customer: a turn that had read it before would write it back. */
    private Work settle(Work work, String who, Outcome outcome, String note) {
        String address = jdbi.withHandle(handle -> CaseSql.wayBack(handle, work)).map(WayBack::customerAddress).orElse(work.address());
        try {
            return hub.pauses().between(String.valueOf(address), PATIENCE, handle -> {
                Work closed = close(handle, work, who, outcome, note);
                WorkSql.consent(handle, work, hub.newId(), outcome == Outcome.OPTED_OUT, note);
                return closed;
            });
        } catch (TryLater e) {
            throw RefusedException.tryLater(e.getMessage());
        }
    }

    private Work close(Handle handle, Work work, String who, Outcome outcome, String note) {
        Optional<Conversation> conversation = WorkSql.lockConversation(handle, work.id());
        require(handle, work.id(), who, WorkSql.close(handle, work.id(), who, hub.newId(), "closed", outcome.word(), note));
        conversation.ifPresent(found -> WorkSql.end(handle, found.id(), "closed by " + who));
        return work(handle, work.id());
    }

    private static Work work(Handle handle, long item) {
        return WorkSql.find(handle, item).orElseThrow(RefusedException::unknown);
    }

    private static void require(Handle handle, long item, String who, boolean done) {
        if (!done) {
            refuseUnlessFreeFor(who, work(handle, item));
            throw RefusedException.conflict(null, "the item has changed just now, look again");
        }
    }

    private static void refuseUnlessFreeFor(String who, Work work) {
        if (work.isClosed()) {
            throw RefusedException.conflict(work.claimedBy(), "closed by " + work.claimedBy() + " as " + work.outcome());
        }
        if (!work.isOpen() && !who.equals(work.claimedBy())) {
            throw RefusedException.conflict(work.claimedBy(), work.claimedBy() + " has this item");
        }
    }
}

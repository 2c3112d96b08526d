package io.keyline.hub;

import io.keyline.store.Conversation;
import io.keyline.store.Decided;
import io.keyline.store.Inbound;
import io.keyline.store.Outbound;
import io.keyline.store.ReceiptsSql.Settled;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Tells what becomes of messages, step by step as each is stored, to whoever makes traces of it. Nothing is carried along for that: the
 * ids of messages and conversations say what belongs together.
 *
 * @param share which share of all traces is told, 0 to 1
 * @param told  takes each step; must return at once and must not fail
 */
public record Traces(double share, Consumer<Span> told) {

    private static final Set<String> WELL = Set.of("ANSWERED", "IGNORED", "SENT", "DELIVERED", "ENROUTE", "ACCEPTED", "UNKNOWN", "ok", "refused");

    /** A turn is stored. @param channel on which the customer is */
    void turn(Decided decided, String channel, long nanos) {
        long subject = decided.message() == null ? decided.conversation() : decided.message().id();
        long root = decided.conversation() != 0 ? decided.conversation() : subject;
        if (!TraceIds.isSampled(root, share)) {
            return;
        }
        Instant ended = Instant.now();
        Instant began = ended.minusNanos(nanos);
        if (decided.message() != null) {
            intake(decided.message(), root, began);
        }
        String state = decided.message() != null ? decided.message().state() : state(decided);
        boolean failed = decided.message() != null ? !WELL.contains(state) : Conversation.State.FAILED.name().equals(state);
        boolean isFirst = decided.message() == null && isBegunByEvent(decided);
        told.accept(new Span(root, "turn", subject, isFirst ? null : turn(decided, subject), isFirst ? null : within(decided, root), began, ended,
                attributes("channel", channel, "route", decided.handledBy(), "outcome", state), failed));
    }

    /** From when the message was written down until its turn began. */
    private void intake(Inbound message, long root, Instant turn) {
        boolean isFirst = message.id() == root;
        Instant began = message.at().isBefore(turn) ? message.at() : turn; // two clocks, of which one is a virtual one in rehearsals
        told.accept(new Span(root, "intake", message.id(), isFirst ? null : intake(message.id()), isFirst ? null : "", began, turn,
                attributes("channel", message.channel(), "connection", message.connection()), false));
    }

    private static String within(Decided decided, long root) {
        return decided.message() == null || decided.message().id() == root ? "" : intake(decided.message().id());
    }

    private static String state(Decided decided) {
        return decided.conversations().stream().filter(one -> one.id() == decided.conversation()).map(one -> one.state().name())
                .findFirst().orElse("NOTHING");
    }

    /** The first turn of a conversation that no message began. */
    private static boolean isBegunByEvent(Decided decided) {
        return decided.conversations().stream()
                .anyMatch(one -> one.id() == decided.conversation() && one.name() != null && one.version() == 2);
    }

    /** A message to a customer is in this state. */
    void left(Outbound message, String state, long nanos, int attempts, String connection) {
        long root = message.conversation() != 0 ? message.conversation() : message.answers() != 0 ? message.answers() : message.id();
        if (!TraceIds.isSampled(root, share)) {
            return;
        }
        Instant ended = Instant.now();
        boolean isFirst = message.id() == root;
        String within = message.answers() != 0 ? turn(message.answers()) : "";
        told.accept(new Span(root, "send", message.id(), isFirst ? null : sent(message.id()), isFirst ? null : within, ended.minusNanos(nanos), ended,
                attributes("channel", message.channel(), "category", message.category(), "connection", connection, "outcome", state,
                        "attempts", Integer.toString(attempts)), !WELL.contains(state)));
    }

    /** A receipt is stored. */
    void receipt(Settled receipt) {
        told.accept(new Span(0, "receipt", receipt.message(), "receipt " + receipt.number() + " " + receipt.state() + " " + Names.of(receipt.message()),
                sent(receipt.message()), receipt.sentAt(), receipt.at(),
                attributes("connection", receipt.connection(), "part", Integer.toString(receipt.number()), "outcome", receipt.state()),
                !WELL.contains(receipt.state())));
    }

    /** The back office was asked. @param stepKey of the call */
    void called(String stepKey, String operation, String outcome, long nanos) {
        long root = TraceIds.root(stepKey);
        if (TraceIds.isSampled(root, share)) {
            Instant ended = Instant.now();
            told.accept(new Span(root, "call", root, TraceIds.call(stepKey), "", ended.minusNanos(nanos), ended,
                    attributes("operation", operation, "outcome", outcome), !WELL.contains(outcome)));
        }
    }

    /** The call of this step, as {@code traceparent} names it to the system that is asked: the same however often it is. */
    public String ofCall(String stepKey) {
        return TraceIds.traceparent(TraceIds.root(stepKey), TraceIds.call(stepKey), share);
    }

    /**
     * The turn of a customer's message that is over, as {@code traceparent} names it.
     *
     * @param conversation that it belongs to; 0 for none
     */
    public String ofTurn(long message, long conversation) {
        return TraceIds.traceparent(conversation != 0 ? conversation : message, turn(message), share);
    }

    /** The sending of a message to a customer. @param root the message or conversation with which its trace began */
    public String ofSending(long message, long root) {
        return TraceIds.traceparent(root, message == root ? null : sent(message), share);
    }

    /** The first step of a conversation. */
    public String ofConversation(long conversation) {
        return TraceIds.traceparent(conversation, null, share);
    }

    private static String turn(long message) {
        return "turn " + Names.of(message);
    }

    private static String turn(Decided decided, long subject) {
        return turn(subject) + (decided.message() != null ? "" : " " + decided.conversations().stream()
                .filter(one -> one.id() == decided.conversation()).map(Conversation::version).findFirst().orElse(0));
    }

    private static String intake(long message) {
        return "intake " + Names.of(message);
    }

    private static String sent(long message) {
        return "send " + Names.of(message);
    }

    private static Map<String, String> attributes(String... namesAndValues) {
        Map<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                attributes.put("keyline." + namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return attributes;
    }
}

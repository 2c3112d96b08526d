package io.keyline.hub;

import io.keyline.store.ConsentEntry;
import io.keyline.store.Customer;
import io.keyline.store.Decided;
import io.keyline.store.Ids;
import io.keyline.store.Inbound;
import io.keyline.store.Outbound;
import io.keyline.store.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The handling of one message. A turn collects what is decided; nothing takes effect until all of it is committed. A turn that
 * was parked runs again from its start, and gets back the results of the steps that it has taken.
 *
 * <p>Used by one thread at a time.
 */
public final class Turn {

    /** An answer is worth nothing to the customer after this. */
    private static final Duration ANSWER_LIFETIME = Duration.ofHours(1);

    private final Inbound message;
    private final Ids ids;
    private final Customer before;
    private final Map<Integer, Step> recorded = new HashMap<>();
    private final List<Step> taken = new ArrayList<>();
    private final List<Outbound> answers = new ArrayList<>();
    private final List<ConsentEntry> consent = new ArrayList<>();
    private final Instant now = Instant.now();
    private Customer customer;
    private String handledBy;
    private String rule;
    private String state;
    private String reason;
    private Instant deadline;
    private int steps;
    private Runnable afterCommit = () -> { };

    Turn(Inbound message, Customer customer, List<Step> journal, Ids ids) {
        this.message = message;
        this.before = customer;
        this.customer = customer;
        this.ids = ids;
        journal.forEach(step -> recorded.put(step.number(), step));
    }

    public Inbound message() {
        return message;
    }

    public Customer customer() {
        return customer;
    }

    /** Whether this turn was parked before and goes on now. */
    public boolean isResumed() {
        return "WAITING".equals(message.state());
    }

    /** Whether the message has waited for longer than it was given. */
    public boolean isOverdue() {
        return deadline != null && !now.isBefore(deadline);
    }

    void overdueSince(Instant dueAt) {
        deadline = dueAt;
    }

    void handledBy(String name) {
        handledBy = name;
    }

    /** The rule by which the message was understood: evidence for the consent ledger. Null for an ordinary keyword. */
    public String rule() {
        return rule;
    }

    public void understoodBy(String name) {
        rule = name;
    }

    /** The customer uses this language, or asked for it. */
    public void speaks(String language) {
        if (!language.equals(customer.language())) {
            customer = customer.withLanguage(language);
        }
    }

    /** Answers the customer on the channel that they are on, from the number that they wrote to. */
    public void reply(String text) {
        if (step("reply").isEmpty()) {
            answer(text);
            result("true");
        }
    }

    /** Tells the customer, once, that the answer takes a while. */
    public void notice(String text) {
        if (!isResumed()) {
            answer(text);
        }
    }

    private void answer(String text) {
        answers.add(new Outbound(ids.next(), customer.id(), message.channel(), message.customerAddress(), message.companyAddress(),
                text, "QUEUED", now, message.id(), Outbound.REPLY, 0, null, now.plus(ANSWER_LIFETIME)));
    }

    /** The customer wants no further messages. Returns false if they had said so before. */
    public boolean optOut(String rule) {
        return consent("OPT_OUT", rule, customer.withConsent(true, false));
    }

    /** The customer wants messages again. Returns false if nothing was in the way. */
    public boolean optIn(String rule) {
        return consent("OPT_IN", rule, customer.withConsent(false, false));
    }

    /** The customer may have meant STOP: until a person has read it, nothing but replies goes to them. */
    public boolean possibleOptOut(String rule) {
        return consent("POSSIBLE_OPT_OUT", rule, customer.withConsent(customer.optedOut(), true));
    }

    private boolean consent(String action, String rule, Customer after) {
        Optional<Step> earlier = step("consent");
        if (earlier.isPresent()) {
            return Boolean.parseBoolean(earlier.get().result());
        }
        boolean changes = !after.equals(customer);
        result(String.valueOf(changes));
        consent.add(new ConsentEntry(ids.next(), action, "*", message.text(), rule));
        customer = after;
        return changes;
    }

    /**
     * Begins a step that takes effect once. Steps are counted in the order in which the route takes them.
     *
     * @param kind what it does; a journal whose step of this number did something else does not fit the route any more
     * @return what it gave back when it was taken before the turn was parked; empty if it is to be taken now
     */
    public Optional<Step> step(String kind) {
        Step earlier = recorded.get(++steps);
        if (earlier != null && !earlier.isOf(kind)) {
            throw new IllegalStateException("step " + steps + " was " + earlier.kind() + " before the route was changed, now it is "
                    + kind);
        }
        if (earlier == null || earlier.isPending()) {
            taken.add(new Step(steps, kind, null));
            return Optional.empty();
        }
        return Optional.of(earlier);
    }

    /** Records what the step that was begun last gave back, as JSON. */
    public void result(String json) {
        Step last = taken.removeLast();
        taken.add(new Step(last.number(), last.kind(), json));
    }

    /** A name for the step that was begun last that is the same whenever it is taken: its idempotency key. */
    public String stepKey() {
        return Long.toString(message.id(), Character.MAX_RADIX) + "-" + steps;
    }

    /**
     * The message could not be handled. What the route has said so far does not go out; what the customer consented to counts.
     *
     * @param apology what the customer is told instead
     * @param why     what the operator sees
     */
    public void fail(String apology, String why) {
        answers.clear();
        answer(apology);
        dead(why);
    }

    /** The turn ends here and goes on when what it waits for has come, or at the deadline. */
    public void park(Instant until) {
        state = "WAITING";
        deadline = until;
    }

    /** Runs this once what the turn decided is committed. */
    public void afterCommit(Runnable action) {
        afterCommit = action;
    }

    void committed() {
        afterCommit.run();
    }

    public boolean isParked() {
        return "WAITING".equals(state);
    }

    /** The message needs no answer. */
    public void ignore(String why) {
        state = "IGNORED";
        reason = why;
    }

    /** The message could not be handled; the operator sees why. */
    public void dead(String why) {
        state = "DEAD";
        reason = why;
    }

    Instant deadline() {
        return deadline;
    }

    List<Outbound> answers() {
        return answers;
    }

    /** All that was decided. A route that ends without an answer has ignored the message. */
    Decided decided(List<Outbound> placed) {
        boolean answered = !answers.isEmpty() || recorded.values().stream().anyMatch(step -> step.kind().equals("reply"));
        String ended = state != null ? state : answered ? "ANSWERED" : "IGNORED";
        String why = state == null && !answered ? "the route gave no answer" : reason != null ? reason : message.reason();
        boolean parked = isParked();
        Inbound closed = message.closed(ended, why);
        return new Decided(closed, handledBy, customer, !customer.equals(before), placed, List.copyOf(consent),
                parked ? deadline : null, parked ? List.copyOf(taken) : List.of());
    }
}

package io.keyline.hub;

import io.keyline.store.Call;
import io.keyline.store.Conversation;
import io.keyline.store.Conversation.State;
import io.keyline.store.Customer;
import io.keyline.store.Decided;
import io.keyline.store.Inbound;
import io.keyline.store.Json;
import io.keyline.store.Menu;
import io.keyline.store.Outbound;
import io.keyline.store.Step;
import io.keyline.store.Trust;
import io.keyline.store.WorkItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The handling of one message, or of a time or a result that a conversation waits for. A turn collects what is decided; nothing
 * takes effect until all of it is committed. The route of a conversation that waited runs again from its start, and gets back
 * the results of the steps that it has taken.
 *
 * <p>Used by one thread at a time.
 */
public final class Turn {

    /** The queue of the work list for what could not be done. */
    public static final String FAILED = "failed";

    /** Of a turn that calls in a loop, the rest is not told. */
    private static final int MOST_CALLS = 20;

    private final Inbound message;
    private final String text;
    private final Place place;
    private final Means means;
    private final Instant now;
    private final Customer before;
    private final Steps steps;
    private final Consent consent;
    private final Questions questions;
    private final Memory memory = new Memory();
    private final List<Outbound> answers = new ArrayList<>();
    private final List<WorkItem> items = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<Conversation> begun = new ArrayList<>();
    private final List<Runnable> atEnd = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private Customer customer;
    private Conversation conversation;
    private Stimulus stimulus = Stimulus.NOTHING;
    private boolean proved;
    private String handledBy;
    private String rule;
    private String route;
    private Map<String, Object> body = Map.of();
    private Parked parked = Parked.NOT;
    private Ending ending = Ending.BY_ROUTE;
    private String limited;
    /** What messages are that answer nothing which the customer wrote. */
    private String speaksAs = Outbound.DIALOGUE;

    private Turn(Inbound message, Conversation conversation, Place place, Customer customer, List<Step> journal, Means means, Instant now) {
        this.message = message;
        this.text = message == null ? "" : means.seal().open(message.text());
        this.conversation = conversation;
        this.place = place;
        this.before = customer;
        this.customer = customer;
        this.means = means;
        this.now = now;
        this.steps = new Steps(journal);
        this.consent = new Consent(this);
        this.questions = new Questions(this, means.conversations());
    }

    /** The handling of a message. @param journal the steps that an earlier turn of it has taken */
    static Turn of(Inbound message, Customer customer, List<Step> journal, Means means, Instant now) {
        return new Turn(message, null, Place.of(message, means.channels()), customer, journal, means, now);
    }

    /** The handling of a time or a result that this conversation waits for. Why it goes on, and from where, is told by {@link #goOn}. */
    static Turn of(Conversation due, Customer customer, Means means, Instant now) {
        return new Turn(null, due, Place.of(due, means.channels()), customer, List.of(), means, now);
    }

    // --- what it is about, and whom

    /** The message that is handled; null if a time or a result is. */
    public Inbound message() {
        return message;
    }

    /** What the customer wrote, in clear; empty if they wrote nothing. Never to be logged. */
    public String text() {
        return text;
    }

    /** Whether the customer writes more than anybody would, and is to be told so. */
    public boolean isTooMany() {
        return message != null && Inbound.TOO_MANY.equals(message.reason());
    }

    /** Whether what the customer wrote may be a PIN: then it is quoted nowhere. */
    public boolean isSealed() {
        return message != null && Seal.isSealed(message.text());
    }

    /** What the customer wrote as it may be kept; {@link #opened} makes it readable again. */
    public String stored() {
        return message == null ? "" : message.text();
    }

    /** What was kept of an earlier message, in clear. */
    public String opened(String stored) {
        return means.seal().open(stored);
    }

    public Instant now() {
        return now;
    }

    public String channel() {
        return place.channel();
    }

    public String customerAddress() {
        return place.customerAddress();
    }

    public String companyAddress() {
        return place.companyAddress();
    }

    /**
     * How long the customer may be kept waiting for an answer, from this moment: earlier calls of the turn have taken their share.
     *
     * @param wanted where nobody waits at the telephone
     */
    public Duration patience(Duration wanted, Instant moment) {
        if (message == null || !means.channels().isLive(channel())) {
            return wanted;
        }
        Duration left = Duration.between(moment, message.at().plus(means.channels().patience(channel())));
        return left.isNegative() ? Duration.ZERO : left.compareTo(wanted) < 0 ? left : wanted;
    }

    /** The customer, as this turn has changed them so far. */
    public Customer customer() {
        return customer;
    }

    void becomes(Customer changed) {
        customer = changed;
    }

    /** The customer uses this language, or asked for it. */
    public void speaks(String language) {
        if (!language.equals(customer.language())) {
            becomes(customer.withLanguage(language));
        }
    }

    /** The customer wants to hear from the company on the channel that they are on, or by SMS if nobody can be called on there. */
    public void prefersThisChannel() {
        String here = means.channels().isLive(channel()) ? Channels.SMS : channel();
        if (!here.equals(customer.prefers())) {
            becomes(customer.preferring(here));
        }
    }

    /** What the customer agrees to. */
    public Consent consent() {
        return consent;
    }

    /** What the customer has been asked. */
    public Questions questions() {
        return questions;
    }

    // --- who they are believed to be

    /** How far the customer is believed to be who they say. Nobody else than the customer could set off a time or a result. */
    public Trust trust() {
        return message != null ? message.trust() : Trust.VERIFIED;
    }

    /** The customer has proved by a code who they are: for the conversation that begins with it, and for the session if there is one. */
    public void proved() {
        proved = true;
        questions.noSecretAsked();
        steps.replay(List.of());
        stimulus = Stimulus.NOTHING;
        Map<String, Object> where = new HashMap<>(Map.of("channel", channel(), "address", customerAddress()));
        if (place.session() != null) {
            where.put("session", place.session());
        }
        steps.tookBefore("access", Json.write(where));
    }

    /** Whether they have proved it, in this conversation (0: in none) or in the session that goes on. */
    public boolean isProved(long inConversation) {
        return proved || means.conversations().isProved(customer.id(), channel(), customerAddress(), place.session(), inConversation);
    }

    // --- how it was understood

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

    /** A limit is reached. @param what is limited, for those who watch the hub */
    public void limited(String what) {
        limited = what;
    }

    /** What is limited, if a limit was reached; or null. */
    String limited() {
        return limited;
    }

    // --- the route, and the conversation that waits in it

    /** The route begins, with this as its body. */
    public void begins(String routeId, Map<String, Object> withBody) {
        route = routeId;
        body = withBody;
    }

    /** The conversation that goes on in this turn, as it was stored; null while there is none. */
    public Conversation conversation() {
        return conversation;
    }

    /** This conversation goes on, with the steps that it has taken, and this is why. */
    public void goOn(Conversation stored, Stimulus why) {
        goOn(stored, means.conversations().journal(stored.id()), why);
    }

    void goOn(Conversation stored, List<Step> journal, Stimulus why) {
        conversation = stored;
        stimulus = why;
        steps.replay(journal);
    }

    /** Why the conversation goes on. */
    public Stimulus stimulus() {
        return stimulus;
    }

    /** What the conversation knows. */
    public Memory memory() {
        return memory;
    }

    /** The steps of the route. */
    public Steps steps() {
        return steps;
    }

    /** A name for the step that was begun last that is the same whenever it is taken: its idempotency key. */
    public String stepKey() {
        return Names.of(id()) + "-" + steps.number();
    }

    /** The step that was begun last called something; for those who want to know why the message was answered as it was. */
    public void called(Call call) {
        if (calls.size() < MOST_CALLS) {
            calls.add(call);
        }
    }

    /** Whether the step that was begun last was waited for until its deadline. */
    public boolean isOverdue() {
        return hasDeadline() && !now.isBefore(conversation.deadline());
    }

    /** When the step that was begun last is given up: the same whenever it is taken. */
    public Instant deadline(Duration patience) {
        return hasDeadline() ? conversation.deadline() : (message == null ? now : message.at()).plus(patience);
    }

    private boolean hasDeadline() {
        return steps.waitedHere() && conversation != null && conversation.deadline() != null;
    }

    /** Ends the turn here; it goes on with the answer, with what the back office says, or at the time that is due. */
    public void park(State as, String asked, Instant until, Instant next) {
        parked = new Parked(as, asked, until, next);
    }

    /** The conversation ends, but an answer to this question would still be recognised, as one that comes too late. */
    public void keepQuestion(String asked) {
        parked = parked.withQuestion(asked);
    }

    public boolean isParked() {
        return parked.as() != null;
    }

    /** Whether an answer to the conversation's question would be recognised after this turn. */
    public boolean keepsQuestion() {
        return parked.question() != null;
    }

    /** An event of this turn begins a conversation, if its key is new. */
    public void begin(Conversation started) {
        begun.add(started);
    }

    public long newId() {
        return means.ids().next();
    }

    // --- what is said

    /**
     * Answers the customer on the channel that they are on, from the number that they wrote to.
     *
     * @param key the text's name, for the journal
     */
    public void reply(String key, Supplier<String> words) {
        if (steps.begin("reply " + key).isEmpty()) {
            say(words.get());
            steps.result("true");
        }
    }

    /** As {@link #reply}, within a step that has begun already. */
    public void say(String words) {
        say(words, null);
    }

    /** As {@link #say(String)}, and asks for something. @param menu null if the text says all there is */
    public void say(String words, Menu menu) {
        String category = isReply() ? Outbound.REPLY : speaksAs;
        answers.add(new Outbound(newId(), customer.id(), channel(), customerAddress(), companyAddress(), words, "QUEUED", now,
                message == null ? 0 : message.id(), 0, category, 0, null, now.plus(means.channels().lifetimes().of(category)),
                place.connection(), place.thread(), Channels.hasMenus(channel()) ? menu : null));
    }

    private boolean isReply() {
        return message != null || !customer.optedOut() && conversation.isBegunByCustomer() && stimulus.kind() != Stimulus.Kind.REMIND;
    }

    /** What is said without having been asked for is of this category: alarm, dialogue or campaign. */
    public void speaksAs(String category) {
        speaksAs = category;
    }

    /** Tells the customer, once, that the answer takes a while. */
    public void notice(String words) {
        if (conversation == null || conversation.state() != State.CALLING) {
            say(words);
        }
    }

    List<Outbound> answers() {
        return answers;
    }

    /** Whether what is said in this turn goes to the customer: after an opt-out, a possible one too, only an answer to what they write does. */
    public boolean reachesCustomer() {
        return message != null || !customer.optedOut() && !customer.inReview();
    }

    /** Whether the customer is told something in this turn. */
    public boolean isAnswered() {
        return !answers.isEmpty();
    }

    // --- how it ends

    /** The route has come to its end. @throws ChangedRouteException if it did not get as far as before it was changed */
    public void reachedEnd() {
        if (!isParked() && ending.isByRoute()) {
            steps.reachedEnd();
        }
    }

    /**
     * The message could not be handled. What the route has said so far does not go out; what the customer consented to counts.
     *
     * @param apology what the customer is told instead
     * @param why     what the operator and the employee see
     */
    public void fail(String apology, String why) {
        answers.clear();
        parked = Parked.NOT;
        say(apology);
        dead(why);
        handOver(FAILED, why);
    }

    /** As {@link #fail}, because of a call to the back office: tried again, it asks with the same key. */
    public void failAtCall(String apology, String why) {
        ending = ending.failedAtCall();
        fail(apology, why);
    }

    /** An employee has to settle it. */
    public void handOver(String queue, String why) {
        handOver(queue, why, conversation != null || isParked() ? id() : 0);
    }

    /** As {@link #handOver(String, String)}, for another conversation of the customer. */
    public void handOver(String queue, String why, long conversationId) {
        items.add(new WorkItem(newId(), queue, why, customer.id(), conversationId, message == null ? 0 : message.id(), now));
    }

    /** The message needs no answer. */
    public void ignore(String why) {
        ending = ending.ignored(why);
    }

    /** The message could not be handled; the operator sees why. */
    public void dead(String why) {
        ending = ending.dead(why);
    }

    /** Why the conversation ended otherwise than by its route. */
    public void because(String why) {
        ending = ending.because(why);
    }

    /** Runs this when everything is decided, before it is stored; it may decide more. */
    public void atEnd(Runnable action) {
        atEnd.add(action);
    }

    void ending() {
        atEnd.forEach(Runnable::run);
    }

    /** Runs this once what the turn decided is committed. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    void committed() {
        afterCommit.forEach(Runnable::run);
    }

    // --- what was decided

    /** All that was decided. @param placed the answers as they go out */
    Decided decided(List<Outbound> placed) {
        boolean stored = isParked() || conversation != null;
        List<Outbound> messages = stored ? placed.stream().map(answer -> answer.in(id())).toList() : placed;
        return new Decided(closed(), handledBy, customer, !customer.equals(before), messages, List.copyOf(consent.entries()), stored ? id() : 0,
                changed(stored), List.copyOf(begun), stored ? steps.taken() : List.of(), List.copyOf(items),
                stored ? List.of() : List.copyOf(calls), ending.atCall());
    }

    /** The conversations that are other than before. @param stored whether that of this turn is one of them */
    private List<Conversation> changed(boolean stored) {
        List<Conversation> changed = new ArrayList<>();
        if (stored) {
            changed.add(next());
        }
        questions.changed().stream().filter(other -> !stored || other.id() != id())
                .forEach(other -> changed.add(other.withVersion(other.version() + 1)));
        return changed;
    }

    private long id() {
        return conversation != null ? conversation.id() : message.id();
    }

    private Inbound closed() {
        return message == null ? null : ending.closed(message, isAnswered() || isParked() || steps.hasReplied());
    }

    private Conversation next() {
        Conversation known = conversation != null ? conversation : new Conversation(message.id(), customer.id(), route, null, null,
                channel(), customerAddress(), companyAddress(), Json.write(body), null, null, null, null, null, 0, now);
        State end = isParked() ? parked.as() : ending.isDead() ? State.FAILED : State.ENDED;
        return known.at(channel(), customerAddress(), companyAddress(), place.thread())
                .in(end, ending.reason(), parked.question(), parked.deadline(), parked.due()).withVersion(known.version() + 1);
    }
}

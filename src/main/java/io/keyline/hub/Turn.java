package io.keyline.hub;

import io.keyline.store.Call;
import io.keyline.store.ConsentEntry;
import io.keyline.store.Conversation;
import io.keyline.store.Conversation.State;
import io.keyline.store.Customer;
import io.keyline.store.Decided;
import io.keyline.store.Ids;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private static final Duration SECRET_AGAIN = Duration.ofMinutes(10);
    /** Of a turn that calls in a loop, the rest is not told. */
    private static final int MOST_CALLS = 20;

    private final Inbound message;
    private final String text;
    private final Seal seal;
    private final Ids ids;
    private final Conversations conversations;
    private final Channels channels;
    private final Instant now;
    private final Customer before;
    private final Steps steps;
    private final List<Outbound> answers = new ArrayList<>();
    private final List<ConsentEntry> consent = new ArrayList<>();
    private final List<WorkItem> items = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<Conversation> begun = new ArrayList<>();
    private final Map<Long, Conversation> others = new LinkedHashMap<>();
    private final Map<String, Object> names = new LinkedHashMap<>();
    private final Set<String> secrets = new HashSet<>();
    private final List<Runnable> atEnd = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final long began = System.nanoTime();
    private Conversation conversation;
    private Stimulus stimulus = Stimulus.NOTHING;
    private List<Conversation> waiting;
    private Customer customer;
    private String handledBy;
    private String rule;
    private String route;
    private Map<String, Object> body = Map.of();
    /** What the conversation does from now on, if it goes on. */
    private State waitsAs;
    private String state;
    private String reason;
    private String question;
    private Instant deadline;
    private Instant due;
    private boolean secret;
    private boolean possibleOptOut;
    private boolean proved;
    private boolean failedCall;
    private String limited;
    /** What messages are that answer nothing which the customer wrote. */
    private String speaksAs = Outbound.DIALOGUE;

    /** @param message null if a time or a result is handled */
    Turn(Inbound message, Seal seal, Customer customer, List<Step> journal, Ids ids, Conversations conversations, Channels channels,
            Instant now) {
        this.channels = channels;
        this.message = message;
        this.seal = seal;
        this.text = message == null ? "" : seal.open(message.text());
        this.before = customer;
        this.customer = customer;
        this.ids = ids;
        this.conversations = conversations;
        this.now = now;
        this.steps = new Steps(journal);
    }

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
        return seal.open(stored);
    }

    public Instant now() {
        return now;
    }

    public Customer customer() {
        return customer;
    }

    public String channel() {
        return message != null ? message.channel() : speaksLater() ? Channels.SMS : conversation.channel();
    }

    /** Whether the customer was on a channel where they waited, and is there no more. */
    private boolean speaksLater() {
        return message == null && channels.isLive(conversation.channel());
    }

    /** How far the customer is believed to be who they say. Nobody else than the customer could set off a time or a result. */
    public Trust trust() {
        return message != null ? message.trust() : Trust.VERIFIED;
    }

    /** The customer has proved by a code who they are: for the conversation that begins with it, and for the session if there is one. */
    public void proved() {
        proved = true;
        asksNoSecret();
        steps.replay(List.of());
        stimulus = Stimulus.NOTHING;
        Map<String, Object> where = new HashMap<>(Map.of("channel", channel(), "address", customerAddress()));
        if (session() != null) {
            where.put("session", session());
        }
        steps.tookBefore("access", Json.write(where));
    }

    /** Whether they have proved it, in this conversation (0: in none) or in the session that goes on. */
    public boolean isProved(long inConversation) {
        return proved || conversations.isProved(customer.id(), channel(), customerAddress(), session(), inConversation);
    }

    /** Where the customer waits for answers, the thread of their messages is the session in which they do. */
    private String session() {
        return message != null && channels.isLive(message.channel()) ? message.thread() : null;
    }

    /**
     * How long the customer may be kept waiting for an answer, from this moment: earlier calls of the turn have taken their share.
     *
     * @param wanted where nobody waits at the telephone
     */
    public Duration patience(Duration wanted, Instant moment) {
        if (message == null || !channels.isLive(message.channel())) {
            return wanted;
        }
        Duration left = Duration.between(moment, message.at().plus(channels.patience(message.channel())));
        return left.isNegative() ? Duration.ZERO : left.compareTo(wanted) < 0 ? left : wanted;
    }

    public String customerAddress() {
        return message != null ? message.customerAddress() : conversation.customerAddress();
    }

    public String companyAddress() {
        return message != null ? message.companyAddress() : speaksLater() ? channels.sender() : conversation.companyAddress();
    }

    // --- the conversation

    /** The conversation that goes on in this turn, as it was stored; null while there is none. */
    public Conversation conversation() {
        return conversation;
    }

    /** The turn is about this conversation, and this is why it goes on. */
    public void goOn(Conversation stored, List<Step> journal, Stimulus why) {
        conversation = stored;
        stimulus = why;
        steps.replay(journal);
    }

    /** Why the conversation goes on. */
    public Stimulus stimulus() {
        return stimulus;
    }

    /** The route begins, with this as its body. */
    public void begins(String routeId, Map<String, Object> withBody) {
        route = routeId;
        body = withBody;
    }

    /** The other conversations of the customer whose answer would be recognised, the newest first, as they will be after this turn. */
    public List<Conversation> waiting() {
        if (waiting == null) {
            waiting = customer.askedUntil() == null || now.isAfter(customer.askedUntil()) ? List.of() : conversations.asked(customer.id());
        }
        return waiting.stream().filter(one -> conversation == null || one.id() != conversation.id())
                .map(one -> others.getOrDefault(one.id(), one)).filter(one -> one.question() != null).toList();
    }

    /** Another conversation of the customer changes with this turn. */
    public void change(Conversation other) {
        others.put(other.id(), other);
    }

    /** The steps that another conversation of the customer has taken. */
    public List<Step> journalOf(Conversation other) {
        return conversations.journal(other.id());
    }

    /**
     * The conversation knows something that nobody may keep, such as a PIN.
     *
     * @param name by which it knows it, or null
     */
    public void knowsSecret(String name) {
        secret = true;
        if (name != null) {
            secrets.add(name);
        }
    }

    public boolean isSecret() {
        return secret;
    }

    /** The names of what nobody may keep: for the back office, and for no text and no other dialogue. */
    public Set<String> secrets() {
        return secrets;
    }

    /** What the conversation knows by name; later values win. */
    public Map<String, Object> names() {
        return names;
    }

    /** Ends the turn here; it goes on with the answer, with what the back office says, or at the time that is due. */
    public void park(State as, String asked, Instant until, Instant next) {
        waitsAs = as;
        question = asked;
        deadline = until;
        due = next;
    }

    /** Questions of this customer are answered until then, or recognised as answered too late. */
    public void asked(Instant until, boolean secret) {
        boolean later = customer.askedUntil() == null || until.isAfter(customer.askedUntil());
        customer = customer.asked(later ? until : customer.askedUntil(), secret || customer.asksSecret());
    }

    /** Nothing is asked of this customer any more, but what they write may be the PIN once more: people send twice. */
    public void askedSecretLately() {
        customer = customer.asked(now.plus(SECRET_AGAIN), true);
    }

    /** Nothing is asked of this customer any more. */
    public void askedNothing() {
        customer = customer.asked(null, false);
    }

    /** No PIN is asked for any more. */
    public void asksNoSecret() {
        customer = customer.asked(customer.askedUntil(), false);
    }

    /** The conversation ends, but an answer to this question would still be recognised, as one that comes too late. */
    public void keepQuestion(String asked) {
        question = asked;
    }

    public boolean isParked() {
        return waitsAs != null;
    }

    /** Whether an answer to the conversation's question would be recognised after this turn. */
    public boolean keepsQuestion() {
        return question != null;
    }

    /** An event of this turn begins a conversation, if its key is new. */
    public void begin(Conversation started) {
        begun.add(started);
    }

    public long newId() {
        return ids.next();
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

    /** The customer uses this language, or asked for it. */
    public void speaks(String language) {
        if (!language.equals(customer.language())) {
            customer = customer.withLanguage(language);
        }
    }

    /** The customer wants to hear from the company on the channel that they are on, or by SMS if nobody can be called on there. */
    public void prefersThisChannel() {
        String here = channels.isLive(channel()) ? Channels.SMS : channel();
        if (!here.equals(customer.prefers())) {
            customer = customer.preferring(here);
        }
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
        boolean isReply = message != null || !customer.optedOut() && conversation.isBegunByCustomer()
                && stimulus.kind() != Stimulus.Kind.REMIND;
        String category = isReply ? Outbound.REPLY : speaksAs;
        answers.add(new Outbound(ids.next(), customer.id(), channel(), customerAddress(), companyAddress(), words, "QUEUED", now,
                message == null ? 0 : message.id(), 0, category, 0, null,
                now.plus(channels.lifetimes().of(category)), message == null ? null : message.connection(),
                message != null ? message.thread() : conversation.thread(), Channels.hasMenus(channel()) ? menu : null));
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

    // --- consent

    /** The customer wants no further messages. Returns false if they had said so before. */
    public boolean optOut(String rule) {
        return consent("OPT_OUT", rule, customer.withConsent(true, false));
    }

    /** The customer wants messages again. Returns false if nothing was in the way. */
    public boolean optIn(String rule) {
        return consent("OPT_IN", rule, customer.withConsent(false, false));
    }

    /** The customer may have meant STOP: until a person has read it, nothing but replies goes to them. */
    public void possibleOptOut(String rule) {
        possibleOptOut = true;
        Customer after = customer.withConsent(customer.optedOut(), true);
        if (!after.equals(customer)) {
            consent.add(new ConsentEntry(ids.next(), "POSSIBLE_OPT_OUT", "*", channel(), text, rule));
            customer = after;
            handOver("consent", "possible opt-out: " + rule);
        }
    }

    /** Whether the customer may have meant STOP in this turn. */
    public boolean isPossibleOptOut() {
        return possibleOptOut;
    }

    /** Whether the customer opted out in this turn. */
    public boolean isOptOut() {
        return customer.optedOut() && !before.optedOut();
    }

    private boolean consent(String action, String rule, Customer after) {
        Optional<Step> earlier = steps.begin("consent " + action);
        if (earlier.isPresent()) {
            return Boolean.parseBoolean(earlier.get().result());
        }
        boolean changes = !after.equals(customer);
        steps.result(String.valueOf(changes));
        consent.add(new ConsentEntry(ids.next(), action, "*", channel(), text, rule));
        customer = after;
        return changes;
    }

    // --- steps

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

    /** The route has come to its end. @throws ChangedRouteException if it did not get as far as before it was changed */
    public void reachedEnd() {
        if (waitsAs == null && state == null) {
            steps.reachedEnd();
        }
    }

    // --- how it ends

    /**
     * The message could not be handled. What the route has said so far does not go out; what the customer consented to counts.
     *
     * @param apology what the customer is told instead
     * @param why     what the operator and the employee see
     */
    public void fail(String apology, String why) {
        answers.clear();
        waitsAs = null;
        question = null;
        deadline = null;
        due = null;
        say(apology);
        dead(why);
        handOver(FAILED, why);
    }

    /** As {@link #fail}, because of a call to the back office: tried again, it asks with the same key. */
    public void failAtCall(String apology, String why) {
        failedCall = true;
        fail(apology, why);
    }

    /** An employee has to settle it. */
    public void handOver(String queue, String why) {
        handOver(queue, why, conversation != null || waitsAs != null ? id() : 0);
    }

    /** As {@link #handOver(String, String)}, for another conversation of the customer. */
    public void handOver(String queue, String why, long conversationId) {
        items.add(new WorkItem(ids.next(), queue, why, customer.id(), conversationId, message == null ? 0 : message.id(), now));
    }

    private long id() {
        return conversation != null ? conversation.id() : message.id();
    }

    /** The message needs no answer. */
    public void ignore(String why) {
        state = "IGNORED";
        reason = why;
    }

    /** A limit is reached. @param what is limited, for those who watch the hub */
    public void limited(String what) {
        limited = what;
    }

    /** What is limited, if a limit was reached; or null. */
    String limited() {
        return limited;
    }

    /** The message could not be handled; the operator sees why. */
    public void dead(String why) {
        state = "DEAD";
        reason = why;
    }

    /** Why the conversation ended otherwise than by its route. */
    public void because(String why) {
        reason = why;
    }

    /** Runs this when everything is decided, before it is stored; it may decide more. */
    public void atEnd(Runnable action) {
        atEnd.add(action);
    }

    /** How long it has taken so far. */
    long nanos() {
        return System.nanoTime() - began;
    }

    /** Whether this is the first time that the turn ends. */
    boolean endsNow() {
        return ended.compareAndSet(false, true);
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

    List<Conversation> begun() {
        return begun;
    }

    /** All that was decided. A route that ends without an answer has ignored the message. */
    Decided decided(List<Outbound> placed) {
        boolean goesOn = waitsAs != null;
        boolean stored = goesOn || conversation != null;
        List<Conversation> changed = new ArrayList<>();
        if (stored) {
            changed.add(next());
        }
        others.values().stream().filter(other -> !stored || other.id() != id())
                .forEach(other -> changed.add(other.withVersion(other.version() + 1)));
        List<Outbound> messages = stored ? placed.stream().map(answer -> answer.in(id())).toList() : placed;
        return new Decided(closed(), handledBy, customer, !customer.equals(before), messages, List.copyOf(consent), stored ? id() : 0,
                changed, List.copyOf(begun), stored ? steps.taken() : List.of(), List.copyOf(items), stored ? List.of() : List.copyOf(calls), failedCall);
    }

    private Inbound closed() {
        if (message == null) {
            return null;
        }
        boolean answered = !answers.isEmpty() || waitsAs != null || steps.hasReplied();
        String ended = state != null ? state : answered ? "ANSWERED" : "IGNORED";
        return message.closed(ended, state != null ? reason : answered ? message.reason() : "the route gave no answer");
    }

    private Conversation next() {
        Conversation known = conversation != null ? conversation : new Conversation(message.id(), customer.id(), route, null, null,
                message.channel(), message.customerAddress(), message.companyAddress(), Json.write(body), null, null, null, null, null, 0, now);
        Conversation here = known.at(channel(), customerAddress(), companyAddress(), message != null ? message.thread() : known.thread());
        State end = waitsAs != null ? waitsAs : "DEAD".equals(state) ? State.FAILED : State.ENDED;
        return here.in(end, reason, question, deadline, due).withVersion(known.version() + 1);
    }
}

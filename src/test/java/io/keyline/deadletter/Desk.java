package io.keyline.deadletter;

import static org.awaitility.Awaitility.await;

import io.keyline.hub.Arrival;
import io.keyline.hub.Channels;
import io.keyline.hub.Handler;
import io.keyline.hub.Hub;
import io.keyline.hub.Lifetimes;
import io.keyline.hub.Outgoing;
import io.keyline.hub.Outgoing.PartSent;
import io.keyline.hub.SendException;
import io.keyline.hub.Sessions;
import io.keyline.hub.Time;
import io.keyline.hub.Turn;
import io.keyline.route.EventsAgain;
import io.keyline.store.Conversation;
import io.keyline.store.ConversationSql;
import io.keyline.store.Database;
import io.keyline.store.DeadLetter;
import io.keyline.store.GoneSql;
import io.keyline.store.Outbound;
import io.keyline.store.TestDatabase;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.impl.DefaultCamelContext;
import org.jdbi.v3.core.Jdbi;

/** An operator's desk over a real hub and a real database. What customers write fails as they say; what is sent to them is a list. */
public final class Desk implements AutoCloseable {

    static final QuietHours NEVER_QUIET = new QuietHours(LocalTime.MIN, LocalTime.MIN, ZoneOffset.UTC);

    public final Hub hub;
    public final DeadLetters letters;
    public final DefaultCamelContext camel = new DefaultCamelContext();
    /** What was sent: the address and the text. */
    public final List<String> sent = new CopyOnWriteArrayList<>();
    /** The addresses that the provider knows no more, or that fail otherwise. */
    final Map<String, SendException> refusing = new ConcurrentHashMap<>();
    /** What the route cannot do now: the texts that fail. */
    final Set<String> broken = ConcurrentHashMap.newKeySet();
    /** The keys of the calls to the back office. */
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final Database database = TestDatabase.fresh();
    private final Replays replays;
    private final AtomicLong fingerprints = new AtomicLong();
    private final AtomicLong providerIds = new AtomicLong();

    public Desk() throws Exception {
        this(NEVER_QUIET, Lifetimes.USUAL);
    }

    Desk(QuietHours quiet, Lifetimes lifetimes) throws Exception {
        hub = new Hub(database, new Hub.Settings(0, Files.createTempDirectory("keyline-desk"), Duration.ofMinutes(10), Duration.ofMinutes(30),
                text -> false, Time.system(), new Channels(Map.of(), "1234", lifetimes,
                new GoneSql.Rule(3, Duration.ZERO, 100))), new Sessions(), List.of(this::understand), this::goOn);
        hub.outbox().open("sms", this::carry, 10, 0);
        hub.start();
        camel.disableJMX();
        letters = new DeadLetters(hub, jdbi(), new Limits(Duration.ofHours(24), quiet), new EventsAgain(camel));
        replays = Replays.start(jdbi(), letters, "jms:queue:dead.{kind}");
    }

    private void carry(Outgoing message) throws SendException {
        SendException refusal = refusing.get(message.to());
        if (refusal != null) {
            throw refusal;
        }
        message.parts().writing(1);
        message.parts().sent(new PartSent(1, 1, 0, "sms", "id-" + providerIds.incrementAndGet()));
        sent.add(message.to() + " " + message.text());
    }

    static SendException nobodyThere() {
        return new SendException(SendException.Outcome.UNKNOWN_ADDRESS, "0x0B", "invalid destination", null);
    }

    static SendException unknownSubscriber() {
        return new SendException(SendException.Outcome.REFUSED, "0x0000000B", "invalid destination", null);
    }

    /** Says what it heard. What is broken fails; PAY fails at a call. */
    private Optional<Handler> understand(Turn turn) {
        return Optional.of(handler("echo", turn.text()));
    }

    private Optional<Handler> goOn(Turn turn) {
        turn.goOn(turn.conversation(), turn.journalOf(turn.conversation()), turn.stimulus());
        return Optional.of(handler(turn.conversation().route(), "PAY"));
    }

    private Handler handler(String name, String words) {
        return new Handler() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void handle(Turn turn, Runnable done) {
                if (words.equals("STOP")) {
                    turn.optOut("word");
                }
                if (words.equals("PAY")) {
                    pay(turn);
                } else if (broken.contains(words)) {
                    turn.fail("sorry", "the route is broken");
                } else {
                    turn.reply("echo", () -> "echo " + words);
                }
                done.run();
            }
        };
    }

    private void pay(Turn turn) {
        if (turn.steps().begin("call payments.take").isEmpty()) {
            asked.add(turn.stepKey());
            turn.steps().result(broken.contains("PAY") ? "{\"status\": \"FAILED\"}" : "{\"status\": \"OK\"}");
            if (broken.contains("PAY")) {
                turn.failAtCall("sorry", "payments.take failed: out of order");
                return;
            }
        }
        turn.reply("paid", () -> "paid");
    }

    public Jdbi jdbi() {
        return database.jdbi();
    }

    /** A customer writes; returns when that is stored. */
    public void text(String customer, String text) {
        hub.intake().accept(new Arrival.Text("sms", "sms", 1, customer, "1234", text, true, fingerprints.incrementAndGet())).join();
    }

    /** The company says something to a customer who has written before. */
    long notice(String customer, String category, Duration worth) {
        return notice(customer, category, worth, 0);
    }

    long notice(String customer, String category, Duration worth, int attempts) {
        Outbound notice = new Outbound(hub.newId(), customer(customer), "sms", customer, "1234", "a " + category, "QUEUED", Instant.now(), 0, 0, category,
                attempts, null, Instant.now().plus(worth));
        hub.outbox().submit(List.of(notice));
        return notice.id();
    }

    long customer(String address) {
        return number("select customer_id from address where value = '" + address + "'");
    }

    /** A customer's conversation failed at its call. */
    long failedConversation(String address, String name) {
        text(address, "hello");
        await().until(() -> sent.contains(address + " echo hello"));
        long id = hub.newId();
        Instant now = Instant.now();
        jdbi().useTransaction(handle -> ConversationSql.begin(handle, List.of(new Conversation(id, customer(address), "pays", name,
                name == null ? null : "key", "sms", address, "1234", "{}", Conversation.State.STARTING, null, null, null, now, 1, now))));
        hub.takeUpDue();
        return id;
    }

    void awaitEnded(long conversation) {
        await().until(() -> text("select state from conversation where id = " + conversation).equals("ENDED"));
    }

    /** The only open letter about a customer, as soon as it is there. */
    public DeadLetter letter(String customer) {
        return await().until(() -> letters.list(null, null, null, 0, 100).stream()
                .filter(one -> one.isOpen() && letters.show(one.id()).orElseThrow().address().equals(customer)).findFirst().orElse(null), one -> one != null);
    }

    void replay(long id) {
        replay(id, false);
    }

    void replay(long id, boolean evenIfOld) {
        letters.replay(List.of(id), "anna", null, 100, evenIfOld);
    }

    /** Waits until the letter is in this state. */
    public DeadLetters.Shown awaitState(long id, String state) {
        return await().until(() -> letters.show(id).orElseThrow(), shown -> shown.letter().state().equals(state));
    }

    /** Waits until this was done to the letter. Returns the note. */
    String awaitAction(long id, String action) {
        return await().until(() -> letters.show(id).orElseThrow().history().stream().filter(event -> event.action().equals(action))
                .map(event -> String.valueOf(event.note())).findFirst().orElse(null), note -> note != null);
    }

    public void execute(String sql) {
        jdbi().useHandle(handle -> handle.execute(sql));
    }

    public long number(String sql) {
        return jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    public String text(String sql) {
        return jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).one());
    }

    @Override
    public void close() throws Exception {
        replays.close();
        camel.close();
        hub.close();
        database.close();
    }
}

package io.keyline.worklist;

import static org.awaitility.Awaitility.await;

import io.keyline.dialogue.Question;
import io.keyline.dialogue.QuestionReader;
import io.keyline.hub.Arrival;
import io.keyline.hub.Handler;
import io.keyline.hub.Hub;
import io.keyline.hub.Sessions;
import io.keyline.hub.TestHub;
import io.keyline.hub.Turn;
import io.keyline.identity.Links;
import io.keyline.language.AnswerReader;
import io.keyline.language.Expected;
import io.keyline.language.Texts;
import io.keyline.store.Conversation;
import io.keyline.store.Database;
import io.keyline.store.Rows;
import io.keyline.store.TestDatabase;
import io.keyline.store.WorkItem;
import io.keyline.store.WorkSql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;

/** A work list over a real hub and a real database. Customers write; what is sent to them is a list. */
public final class Office implements AutoCloseable, Rows {

    /** A question as a conversation keeps it. */
    public static final String QUESTION = new Question("renew.offer", "Renew?", null, new Expected(Expected.Kind.CHOICE,
            List.of(new Expected.Choice("yes", "YES", List.of("yes")), new Expected.Choice("no", "NO", List.of("no")))), List.of(), 0, 1,
            List.of(), 0, 0, "dialogues", 0, null, null).json();

    public final Hub hub;
    public final Worklist worklist;
    /** What was sent: the address and the text. */
    public final List<String> sent = new CopyOnWriteArrayList<>();
    public final List<String> woken = new CopyOnWriteArrayList<>();
    /** Turns of messages that say "wait" end when the test runs these. */
    public final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private final Database database = TestDatabase.fresh();
    private final AtomicLong fingerprints = new AtomicLong();

    public Office() throws Exception {
        hub = new Hub(database, TestHub.settings(Files.createTempDirectory("keyline-office")), new Sessions(), List.of(this::understand), this::wake);
        Texts texts = texts();
        worklist = new Worklist(hub, jdbi(), new QuestionReader(new AnswerReader("DK", "DKK"), () -> texts, ZoneOffset.UTC, "en"),
                new Links(hub, jdbi()));
        TestHub.carry(hub, "sms", message -> sent.add(message.to() + " " + message.text()));
        hub.start();
    }

    private static Texts texts() throws Exception {
        return Texts.load(Path.of("config/messages"), List.of("en"), "en", ZoneOffset.UTC);
    }

    @Override
    public Jdbi jdbi() {
        return database.jdbi();
    }

    private Optional<Handler> understand(Turn turn) {
        return Optional.of(new Handler() {
            @Override
            public String name() {
                return "echo";
            }

            @Override
            public void handle(Turn handled, Runnable done) {
                String text = handled.message().text();
                if (text.equals("da")) {
                    handled.speaks("da");
                }
                if (text.contains("maybe")) {
                    handled.consent().possibleOptOut("phrase");
                }
                handled.reply("echo", () -> "echo " + text);
                if (text.equals("wait")) {
                    handled.speaks("ru");
                    waiting.add(done);
                } else {
                    done.run();
                }
            }
        });
    }

    /** What a conversation does that goes on: here nothing. */
    private Optional<Handler> wake(Turn turn) {
        Conversation conversation = turn.conversation();
        return Optional.of(new Handler() {
            @Override
            public String name() {
                return conversation.route();
            }

            @Override
            public void handle(Turn handled, Runnable done) {
                woken.add(conversation.id() + " " + conversation.customerAddress());
                handled.park(conversation.state(), conversation.question(), null, null);
                done.run();
            }
        });
    }

    /** A customer writes; returns when it is stored. */
    public void text(String customer, String text) {
        hub.intake().accept(new Arrival.Text("sms", "sms", 1, customer, "1234", text, true, fingerprints.incrementAndGet())).join();
    }

    /** A customer writes, and is answered. Returns the customer's id. */
    public long customer(String address, String text) {
        text(address, text);
        await().until(() -> sent.contains(address + " echo " + text));
        long id = number("select customer_id from address where value = '" + address + "'");
        await().until(() -> number("select count(*) from message where customer_id = " + id + " and state in ('RECEIVED', 'SENDING', 'QUEUED')") == 0);
        return id;
    }

    /** Opens an item without a conversation. */
    public long item(String queue, long customer) {
        return item(queue, customer, 0);
    }

    public long item(String queue, long customer, long conversation) {
        long message = number("select coalesce(max(id), 0) from message where inbound and customer_id = " + customer);
        long id = hub.newId();
        jdbi().useTransaction(handle -> WorkSql.open(handle, List.of(new WorkItem(id, queue, "not understood", customer, conversation, message,
                Instant.now()))));
        // there may be one already: a possible opt-out opens its own
        return number("select id from work_item where customer_id = " + customer + " and queue = '" + queue + "' and state <> 'CLOSED' and "
                + "coalesce(conversation_id, 0) = " + conversation);
    }

    /** Stores a conversation as the core would. */
    public long conversation(long customer, String address, String state, String question) {
        long id = hub.newId();
        jdbi().useHandle(handle -> handle.createUpdate("insert into conversation (id, customer_id, route, channel, customer_address, company_address, "
                        + "body, state, question, version, started_at, claimed_until) values (:id, :customer, 'renew', 'sms', :address, '1234', "
                        + "'{\"plan\": \"Gold\"}', :state, :question::jsonb, 3, now(), now())")
                .bind("id", id).bind("customer", customer).bind("address", address).bind("state", state).bind("question", question).execute());
        return id;
    }

    /** A call to the back office in a conversation's journal. @param result null while it waits */
    public void call(long conversation, int step, String operation, String result) {
        jdbi().useHandle(handle -> handle.createUpdate("insert into journal (conversation_id, step, kind, result) values (:conversation, :step, "
                        + ":kind, :result::jsonb)")
                .bind("conversation", conversation).bind("step", step).bind("kind", "call " + operation).bind("result", result).execute());
    }

    @Override
    public void close() throws Exception {
        hub.close();
        database.close();
    }
}

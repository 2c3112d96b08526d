package io.keyline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.store.Conversation.State;
import io.keyline.store.Database;
import io.keyline.store.Menu;
import io.keyline.store.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A customer who waits is answered at once, or by SMS")
class LiveTest {

    private static final String CUSTOMER = "+4520123456";
    private static final Menu YES_OR_NO = new Menu("choice", List.of(new Menu.Item("1", "Yes"), new Menu.Item("2", "No")));

    @TempDir
    private Path directory;
    private final List<String> texted = new CopyOnWriteArrayList<>();
    private final AtomicInteger turns = new AtomicInteger();
    /** Turns that wait for the test, by what the customer wrote. */
    private final Map<String, CompletableFuture<Void>> held = new ConcurrentHashMap<>();
    private Database database;
    private Hub hub;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.fresh();
        open(Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        database.close();
    }

    private void open(Duration patience) {
        hub = new Hub(database, TestHub.settings(directory, new Channels(Map.of("ussd", patience), TestHub.NUMBER)), new Sessions(),
                List.of(this::understand), turn -> Optional.empty());
        TestHub.carry(hub, "sms", message -> texted.add(message.from() + ": " + message.text()));
        hub.start();
    }

    private void restart(Duration patience) throws Exception {
        hub.close();
        open(patience);
    }

    private CompletableFuture<Live.Answer> asks(String text, long fingerprint) {
        return hub.intake().ask(new Arrival.Text("ussd", "main", Arrival.Text.NAMED, CUSTOMER, "*123#", text, true, fingerprint));
    }

    private static Live.Answer shown(CompletableFuture<Live.Answer> answer) throws Exception {
        return answer.get(10, TimeUnit.SECONDS);
    }

    private static void isToldLater(CompletableFuture<Live.Answer> answer) {
        assertThat(answer).failsWithin(Duration.ofSeconds(10)).withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(TimeoutException.class);
    }

    private List<String> states(boolean inbound) {
        return database.jdbi().withHandle(handle -> handle.createQuery("select channel || ' ' || state from message where inbound = :in order by id")
                .bind("in", inbound).mapTo(String.class).list());
    }

    private void allIsStored() {
        await().until(() -> hub.messagesInHand() == 0 && hub.turnsInHand() == 0);
    }

    @Test
    void whatTheTurnSaysIsShownAndCountsAsSent() throws Exception {
        assertThat(shown(asks("ask", 1))).isEqualTo(new Live.Answer(List.of("Renew?"), YES_OR_NO));

        allIsStored();
        assertThat(states(false)).containsExactly("ussd SENT");
        assertThat(texted).isEmpty();
    }

    @Test
    void theSameRequestsAtOnceGetTheSameAnswerOfOneTurn() throws Exception {
        List<CompletableFuture<Live.Answer>> answers = new ArrayList<>();
        for (int request = 0; request < 200; request++) {
            answers.add(asks("ask", request / 4));
        }
        for (CompletableFuture<Live.Answer> answer : answers) {
            assertThat(shown(answer).menu()).isEqualTo(YES_OR_NO);
        }
        assertThat(turns).hasValue(50);
    }

    @Test
    void theSameRequestAtTheMomentOfItsAnswerGetsItToo() throws Exception {
        held.put("ask", new CompletableFuture<>());
        // on the very thread that hands the answer over
        CompletableFuture<Live.Answer> again = asks("ask", 1).thenApply(answer -> asks("ask", 1).orTimeout(3, TimeUnit.SECONDS).join());
        held.remove("ask").complete(null);

        assertThat(shown(again).texts()).containsExactly("Renew?");
        assertThat(turns).hasValue(1);
    }

    @Test
    void theSameRequestAfterARestartGetsTheSameAnswer() throws Exception {
        Live.Answer before = shown(asks("ask", 1));
        restart(Duration.ofSeconds(5));

        assertThat(shown(asks("ask", 1))).isEqualTo(before);
        assertThat(turns).hasValue(1);
        assertThat(texted).isEmpty();
    }

    @Test
    void whatTakesTooLongGoesBySmsWithItsMenuAsText() throws Exception {
        restart(Duration.ofMillis(50));
        held.put("ask", new CompletableFuture<>());
        CompletableFuture<Live.Answer> answer = asks("ask", 1);
        isToldLater(answer);

        held.remove("ask").complete(null);
        await().until(() -> !texted.isEmpty());
        allIsStored();

        assertThat(texted).containsExactly("1234: Renew?\n1 Yes\n2 No");
        assertThat(states(false)).containsExactly("sms SENT");
        isToldLater(asks("ask", 1)); // as before, and nothing is said twice
        allIsStored();
        assertThat(texted).hasSize(1);
        assertThat(turns).hasValue(1);
    }

    @Test
    void whoAsksAgainWhileTheTurnTakesItsTimeIsShownTheAnswerAfterAll() throws Exception {
        restart(Duration.ofMillis(50));
        held.put("ask", new CompletableFuture<>());
        isToldLater(asks("ask", 1));

        CompletableFuture<Live.Answer> again = asks("ask", 1);
        await().until(() -> states(true).size() == 2);
        held.remove("ask").complete(null);

        assertThat(shown(again).texts()).containsExactly("Renew?");
        allIsStored();
        assertThat(texted).isEmpty();
    }

    @Test
    void whatWasAboutToBeShownWhenTheHubDiedGoesBySms() throws Exception {
        shown(asks("ask", 1));
        allIsStored();
        database.jdbi().useHandle(handle -> handle.execute("update message set state = 'SENDING' where not inbound"));
        restart(Duration.ofSeconds(5));

        await().until(() -> !texted.isEmpty());
        allIsStored();
        assertThat(texted).containsExactly("1234: Renew?\n1 Yes\n2 No");
        isToldLater(asks("ask", 1));
    }

    @Test
    void aMessageWhoseTurnTheHubDidNotLiveToSeeIsAnsweredBySms() throws Exception {
        shown(asks("ask", 1));
        allIsStored();
        database.jdbi().useHandle(handle -> handle.execute("delete from message where not inbound"));
        database.jdbi().useHandle(handle -> handle.execute("delete from conversation"));
        database.jdbi().useHandle(handle -> handle.execute("update message set state = 'RECEIVED', conversation_id = null"));
        restart(Duration.ofSeconds(5));

        await().until(() -> !texted.isEmpty());
        assertThat(texted).containsExactly("1234: Renew?\n1 Yes\n2 No");
    }

    @Test
    void aTurnThatSaysNothingIsAnsweredWithNothing() throws Exception {
        assertThat(shown(asks("hm", 1))).isEqualTo(new Live.Answer(List.of(), null));
        assertThat(shown(asks("hm", 2)).texts()).isEmpty();
    }

    private Optional<Handler> understand(Turn turn) {
        turns.incrementAndGet();
        return Optional.of(new Handler() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public void handle(Turn handled, Runnable done) {
                held.getOrDefault(handled.text(), CompletableFuture.completedFuture(null)).thenRun(() -> {
                    if ("ask".equals(handled.text())) {
                        handled.begins("test", Map.of());
                        handled.say("Renew?", YES_OR_NO);
                        handled.park(State.ASKED, "{}", Instant.now().plusSeconds(3600), Instant.now().plusSeconds(3600));
                    }
                    done.run();
                });
            }
        });
    }
}

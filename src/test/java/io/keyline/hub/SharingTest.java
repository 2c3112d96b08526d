package io.keyline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keyline.hub.Outgoing.PartSent;
import io.keyline.store.Customer;
import io.keyline.store.Database;
import io.keyline.store.Outbound;
import io.keyline.store.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayName("Hubs on one database share the customers")
class SharingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A hub with a database connection of its own, in this process. */
    private final class Replica implements AutoCloseable {
        private final Database database;
        private final Membership membership;
        private final Hub hub;
        private final Sessions sessions = new Sessions();
        private final long session = sessions.opened();
        private boolean isOver;

        Replica(String name) throws Exception {
            this(url, name, false);
        }

        Replica(String place, String name, boolean oneAtWork) throws Exception {
            database = new Database(place, null, null);
            database.open();
            membership = Membership.join(database, directory.resolve(name), directory.resolve("secret.key"), () -> isOver = true);
            hub = new Hub(database, new Hub.Settings(membership, directory.resolve(name), Duration.ofMinutes(10), Duration.ofMinutes(30), text -> false, Limit.NONE,
                    Time.system(), new Channels(Map.of("ussd", PATIENCE), "1234"), Counts.none()), sessions, List.of(turn -> understand(name, turn)),
                    turn -> Optional.empty());
            hub.outbox().open("sms", message -> send(name, message), 10, 0);
            if (oneAtWork) {
                hub.oneAtWork();
            }
            hub.start();
        }

        CompletableFuture<Void> text(String customer, String text) {
            return hub.intake().accept(new Arrival.Text("sms", "main", session, customer, "1234", text, true, text.hashCode()));
        }

        @Override
        public void close() throws Exception {
            hub.drain(PATIENCE);
            hub.close();
            membership.close();
            database.close();
        }
    }

    private Path directory;
    private String url;
    private final List<String> turns = new CopyOnWriteArrayList<>();
    private final ConcurrentMap<String, List<String>> sent = new ConcurrentHashMap<>();
    private Replica first;
    private Replica second;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        url = TestDatabase.newUrl();
        first = new Replica("first");
        second = new Replica("second");
        await().until(() -> first.hub.bucketsOwned() == 128 && second.hub.bucketsOwned() == 128);
    }

    @BeforeEach
    void clear() {
        awaitNothingInHand();
        database().useHandle(handle -> handle.execute("truncate message"));
        turns.clear();
        sent.clear();
    }

    @AfterAll
    void stop() throws Exception {
        second.close();
        first.close();
    }

    private Optional<Handler> understand(String hub, Turn turn) {
        return Optional.of(new Handler() {
            @Override
            public String name() {
                return "echo";
            }

            @Override
            public void handle(Turn handled, Runnable done) {
                turns.add(hub + " " + handled.customerAddress());
                handled.say(handled.text(), null);
                done.run();
            }
        });
    }

    private void send(String hub, Outgoing message) {
        message.parts().writing(1);
        sent.computeIfAbsent(message.to(), to -> new CopyOnWriteArrayList<>()).add(message.text());
        message.parts().sent(new PartSent(1, 1, 0, "sms", Long.toString(message.id())));
    }

    private void awaitNothingInHand() {
        await().until(() -> first.hub.messagesInHand() + second.hub.messagesInHand() + first.hub.turnsInHand() + second.hub.turnsInHand() == 0);
    }

    private static List<String> customers() {
        return IntStream.range(0, 40).mapToObj(n -> "+45201000" + n).toList();
    }

    @Test
    void whoeverTakesTheMessagesTheyAreHandledAtOneHubInTheirOrder() throws Exception {
        for (int round = 0; round < 5; round++) {
            List<CompletableFuture<Void>> taken = new ArrayList<>();
            for (String customer : customers()) {
                taken.add((round % 2 == 0 ? first : second).text(customer, "text " + round));
            }
            CompletableFuture.allOf(taken.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
        }

        await().until(() -> sent.values().stream().mapToInt(List::size).sum() == 5 * customers().size());
        awaitNothingInHand();
        assertThat(sent.values()).allSatisfy(texts -> assertThat(texts).containsExactly("text 0", "text 1", "text 2", "text 3", "text 4"));
        assertThat(turns).anyMatch(turn -> turn.startsWith("first")).anyMatch(turn -> turn.startsWith("second"));
        assertThat(Set.copyOf(turns)).as("each customer at one of them").hasSize(customers().size());
    }

    @Test
    void whoWaitsAtAnotherHubThanTheirOwnIsShownTheAnswer() throws Exception {
        for (String customer : customers()) {
            Live.Answer answer = first.hub.intake().ask(new Arrival.Text("ussd", "main", Arrival.Text.NAMED, customer, "*123#", "hello", true,
                    customer.hashCode())).get(10, TimeUnit.SECONDS);
            assertThat(answer.texts()).containsExactly("hello");
        }

        assertThat(turns).anyMatch(turn -> turn.startsWith("second"));
        assertThat(sent).as("by SMS").isEmpty();
        await().untilAsserted(() -> assertThat(states(false)).containsOnly("SENT"));
    }

    private Jdbi database() {
        return first.database.jdbi();
    }

    private List<String> states(boolean inbound) {
        return database().withHandle(handle -> handle.createQuery("select state from message where inbound = :in order by id")
                .bind("in", inbound).mapTo(String.class).list());
    }

    @Test
    void whatIsToBeDoneBetweenTurnsBringsTheCustomerHere() throws Exception {
        String customer = "+4520100001";
        first.text(customer, "hello").get(10, TimeUnit.SECONDS);
        await().until(() -> sent.containsKey(customer));

        for (Replica replica : List.of(first, second, first)) {
            assertThat(replica.hub.pauses().<Boolean>between(customer, PATIENCE, handle -> true)).isTrue();
        }
    }

    @Test
    void aNoticeIsSentByTheHubOfItsCustomer() throws Exception {
        Map<String, Customer> known = database().inTransaction(handle -> first.hub.customers(handle, customers()));
        first.hub.outbox().submit(customers().stream().map(customer -> new Outbound(first.hub.newId(), known.get(customer).id(), "sms", customer, "1234",
                "notice", "QUEUED", Instant.now(), 0, 0, "notice", 0, null, null)).toList());

        await().until(() -> sent.size() == customers().size());
        assertThat(sent.values()).allSatisfy(texts -> assertThat(texts).containsExactly("notice"));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void whoLeavesGivesAllAwayAndLeavesNothingUnderWay() throws Exception {
        customers().forEach(customer -> second.text(customer, "hello"));
        assertThat(second.hub.drain(PATIENCE)).isTrue();

        assertThat(second.hub.bucketsOwned()).isZero();
        await().until(() -> first.hub.bucketsOwned() == 256);
        second.text("+4520100099", "at the door").get(10, TimeUnit.SECONDS);
        await().until(() -> sent.containsKey("+4520100099"));
        await().until(() -> sent.size() == customers().size() + 1);
        assertThat(sent.values()).allSatisfy(texts -> assertThat(texts).hasSize(1));
    }

    @Test
    void theProviderSendsAgainOverAnotherHubWhatALostSessionCarried() throws Exception {
        String customer = "+4520100002";
        first.text(customer, "hello").get(10, TimeUnit.SECONDS);
        second.text(customer, "hello").get(10, TimeUnit.SECONDS);

        await().untilAsserted(() -> assertThat(states(true)).containsExactly("ANSWERED", "IGNORED"));
        assertThat(sent.get(customer)).hasSize(1);
    }

    @Test
    void whereAProviderLetsInOneHubOnlyOneActsForAllAndTheOtherTakesOver() throws Exception {
        String place = TestDatabase.newUrl();
        String customer = "+4520100003";
        try (Replica standby = standbyOf(place, customer)) {
            await().until(() -> standby.hub.isAtWork() && standby.hub.bucketsOwned() == 256);
            standby.text(customer, "after").get(10, TimeUnit.SECONDS);
            await().until(() -> turns.contains("standby " + customer));
        }
        assertThat(sent.get(customer)).containsExactly("before", "between", "after");
    }

    /** Another hub was at work, and has gone in order. */
    private Replica standbyOf(String place, String customer) throws Exception {
        try (Replica atWork = new Replica(place, "at work", true)) {
            Replica standby = new Replica(place, "standby", true);
            assertThat(standby.hub.isAtWork()).isFalse();
            standby.text(customer, "before").get(10, TimeUnit.SECONDS);
            await().until(() -> sent.containsKey(customer));
            assertThat(standby.hub.pauses().<Boolean>between(customer, PATIENCE, handle -> true)).isTrue();
            await("what came to the standby between two turns goes back").until(() -> atWork.hub.bucketsOwned() == 256);
            atWork.text(customer, "between").get(10, TimeUnit.SECONDS);
            await().until(() -> sent.get(customer).size() == 2);
            assertThat(turns).containsOnly("at work " + customer);
            return standby;
        }
    }

    @Test
    void anotherKeyAndADirectoryInUseAreRefused() throws Exception {
        try (Database database = new Database(url, null, null)) {
            assertThatThrownBy(() -> Membership.join(database, directory.resolve("third"), directory.resolve("other.key"), () -> { }))
                    .hasMessageContaining("another key").hasMessageContaining("secret.key-file");
            assertThatThrownBy(() -> Membership.join(database, directory.resolve("first"), directory.resolve("secret.key"), () -> { }))
                    .hasMessageContaining("another Keyline works with");
        }
    }
}

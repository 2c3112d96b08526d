package io.keyline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keyline.hub.Outgoing.PartSent;
import io.keyline.hub.SendException.Outcome;
import io.keyline.store.Database;
import io.keyline.store.Outbound;
import io.keyline.store.TestDatabase;
import io.keyline.store.TurnSql;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A channel with several ways out")
class WaysTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NOTICE = "notice";
    private static final String DANE = "+4520123456";
    private static final String SWEDE = "+4670123456";
    private static final String NORTH = "+45";

    /** A provider that takes, or does not take, what its way brings. */
    private final class Provider implements Carrier {
        private final String name;
        private final List<String> seen = new CopyOnWriteArrayList<>();
        /** Until then answers wait. */
        private volatile CompletableFuture<Void> answers = CompletableFuture.completedFuture(null);
        private volatile SendException refusal;

        Provider(String name) {
            this.name = name;
        }

        @Override
        public void carry(Outgoing message) throws SendException {
            seen.add(message.text());
            answers.join();
            if (refusal != null) {
                throw refusal;
            }
            message.parts().writing(1);
            sent.add(name + ": " + message.text());
            message.parts().sent(new PartSent(1, 1, 0, name, Long.toString(message.id())));
        }

        void open(Set<String> numbers, Set<String> prefixes) {
            hub.outbox().open(way(numbers, prefixes), this);
        }

        private WayOut way(Set<String> numbers, Set<String> prefixes) {
            return new WayOut("sms", name, numbers, prefixes, 10, 0);
        }

        CompletableFuture<Void> close() {
            return CompletableFuture.runAsync(() -> {
                try {
                    hub.outbox().close("sms", this, PATIENCE.toMillis());
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }, Thread::startVirtualThread);
        }
    }

    @TempDir
    private Path directory;
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final AtomicInteger texts = new AtomicInteger();
    private final Provider north = new Provider("north");
    private final Provider rest = new Provider("rest");
    private static Database database;
    private Hub hub;

    @BeforeAll
    static void openDatabase() throws Exception {
        database = TestDatabase.fresh();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void start() {
        database.jdbi().useHandle(handle -> handle.execute("truncate message"));
        open();
    }

    private void open() {
        hub = new Hub(database, new Hub.Settings(0, directory, Duration.ofMinutes(10), Duration.ofMinutes(30), text -> false, Time.system(),
                new Channels(Map.of(), "1234")), new Sessions(), List.of(), turn -> Optional.empty());
        hub.start();
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    private Outbound message(String to, String category, Instant dueAt, Instant expiresAt) {
        long customer = database.jdbi().inTransaction(handle -> hub.customers(handle, List.of(to)).get(to).id());
        return new Outbound(hub.newId(), customer, "sms", to, "1234", "m" + texts.incrementAndGet(), "QUEUED", Instant.now(), 0, 0, category, 0,
                dueAt, expiresAt);
    }

    private String submit(String to, String category) {
        return submit(message(to, category, null, Instant.now().plusSeconds(3_600)));
    }

    private String submit(Outbound message) {
        hub.outbox().submit(List.of(message));
        return message.text();
    }

    private void awaitSent(String... wanted) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sent).containsExactly(wanted));
    }

    private List<String> states() {
        return database.jdbi().withHandle(handle -> handle.createQuery("select text || ' ' || state from message order by id")
                .mapTo(String.class).list());
    }

    private Traffic traffic(String route) {
        return hub.outbox().traffic().stream().filter(one -> one.way().route().equals(route)).findFirst().orElseThrow();
    }

    @Test
    void aProviderThatDoesNotAnswerHoldsUpOnlyWhatGoesItsWay() {
        north.open(Set.of(), Set.of(NORTH));
        rest.open(Set.of(), Set.of());
        north.answers = new CompletableFuture<>();
        for (int i = 0; i < 20; i++) {
            submit("+452000000" + i, NOTICE);
        }
        await().atMost(PATIENCE).until(() -> traffic("north").underWay() == 10 && traffic("north").waiting() == 10);

        String swede = submit(SWEDE, NOTICE);
        awaitSent("rest: " + swede);
        assertThat(traffic("rest").waiting()).isZero();
        north.answers.complete(null);
        await().atMost(PATIENCE).until(() -> sent.size() == 21);
    }

    @Test
    void aProviderThatIsAwayIsShownAndTheOtherGoesOn() {
        north.open(Set.of(), Set.of(NORTH));
        rest.open(Set.of(), Set.of());
        north.refusal = new SendException(Outcome.RETRY_LATER, SendException.NOT_CONNECTED, "down", null);
        String dane = submit(DANE, NOTICE);
        await().atMost(PATIENCE).until(() -> traffic("north").away());
        String swede = submit(SWEDE, NOTICE);
        awaitSent("rest: " + swede);
        assertThat(traffic("rest").away()).isFalse();

        north.refusal = null;
        awaitSent("rest: " + swede, "north: " + dane);
        assertThat(traffic("north").away()).isFalse();
    }

    @Test
    void whatNoRouteTakesWaitsForOneUntilItsTimeIsOver() {
        north.open(Set.of(), Set.of(NORTH));
        String swede = submit(SWEDE, NOTICE);
        submit(message("+4670000000", NOTICE, null, Instant.now().minusSeconds(1)));
        String dane = submit(DANE, NOTICE);
        awaitSent("north: " + dane);
        assertThat(traffic("none")).returns(2, Traffic::waiting).returns(false, Traffic::open);

        hub.outbox().expire();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(states()).containsExactly("m1 QUEUED", "m2 EXPIRED", "m3 SENT"));
        rest.open(Set.of(), Set.of());
        awaitSent("north: " + dane, "rest: " + swede);
        await().atMost(PATIENCE).until(() -> hub.messagesInHand() == 0);
    }

    @Test
    void whatWaitsGoesAnotherWayOnlyWhenItsRouteDoesNotComeBack() throws Exception {
        north.open(Set.of(), Set.of(NORTH));
        rest.open(Set.of(), Set.of());
        north.close().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        String first = submit(DANE, NOTICE);
        String swede = submit(SWEDE, NOTICE);
        awaitSent("rest: " + swede);
        assertThat(traffic("north").waiting()).isEqualTo(1);

        hub.outbox().keepWays(Set.of("north", "rest"));
        assertThat(traffic("north").waiting()).isEqualTo(1);
        hub.outbox().keepWays(Set.of("rest"));
        awaitSent("rest: " + swede, "rest: " + first);
        assertThat(hub.outbox().traffic()).extracting(traffic -> traffic.way().route()).containsExactly("rest", "none");
    }

    @Test
    void aRouteThatIsAnnouncedHasItsOwnBeforeItRuns() {
        hub.outbox().announce(north.way(Set.of(), Set.of(NORTH)));
        rest.open(Set.of(), Set.of());
        String dane = submit(DANE, NOTICE);
        String swede = submit(SWEDE, NOTICE);
        awaitSent("rest: " + swede);
        north.open(Set.of(), Set.of(NORTH));
        awaitSent("rest: " + swede, "north: " + dane);
    }

    @Test
    void noMessageOvertakesTheOneThatIsUnderWayAtTheOldWay() {
        rest.open(Set.of(), Set.of());
        rest.answers = new CompletableFuture<>();
        String first = submit(DANE, NOTICE);
        await().atMost(PATIENCE).until(() -> rest.seen.size() == 1);
        String second = submit(DANE, NOTICE);

        north.open(Set.of(), Set.of(NORTH));
        String third = submit(DANE, Outbound.REPLY);
        String other = submit("+4520999999", NOTICE);
        awaitSent("north: " + other);
        rest.answers.complete(null);
        awaitSent("north: " + other, "rest: " + first, "north: " + second, "north: " + third);
    }

    @Test
    void whatIsPutOffAtTheOldWayGoesFirstAtTheNewOne() {
        rest.open(Set.of(), Set.of());
        rest.answers = new CompletableFuture<>();
        rest.refusal = new SendException(Outcome.THROTTLED, "slow", "slow", null);
        String first = submit(DANE, NOTICE);
        await().atMost(PATIENCE).until(() -> rest.seen.size() == 1);
        String second = submit(DANE, NOTICE);
        north.open(Set.of(), Set.of(NORTH));
        rest.answers.complete(null);
        awaitSent("north: " + first, "north: " + second);
    }

    @Test
    void aNumberThatIsThrottledForEverHoldsUpNoOther() {
        AtomicInteger throttled = new AtomicInteger();
        hub.outbox().open(rest.way(Set.of(), Set.of()), message -> {
            if (SWEDE.equals(message.to())) {
                throttled.incrementAndGet();
                throw new SendException(Outcome.THROTTLED, "0x14", "its queue is full", null);
            }
            rest.carry(message);
        });
        submit(SWEDE, NOTICE);
        await().atMost(PATIENCE).until(() -> throttled.get() > 4);
        List<String> others = IntStream.range(0, 5).mapToObj(i -> "rest: " + submit("+452012345" + i, NOTICE)).toList();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sent).containsExactlyInAnyOrderElementsOf(others));
    }

    @Test
    void aRouteThatComesBackWithOtherOptionsTakesWhatWaitedForIt() throws Exception {
        north.open(Set.of(), Set.of(NORTH));
        north.answers = new CompletableFuture<>();
        String first = submit(DANE, NOTICE);
        await().atMost(PATIENCE).until(() -> north.seen.size() == 1);
        String second = submit(DANE, NOTICE);
        CompletableFuture<Void> closed = north.close();
        await().atMost(PATIENCE).until(() -> !traffic("north").open());
        String swede = submit(SWEDE, NOTICE);
        assertThat(closed).as("one is under way").isNotDone();
        north.answers.complete(null);
        closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        north.open(Set.of(), Set.of(NORTH, "+46"));
        await().atMost(PATIENCE).until(() -> sent.size() == 3);
        assertThat(sent).containsExactlyInAnyOrder("north: " + first, "north: " + second, "north: " + swede);
        assertThat(sent.indexOf("north: " + first)).isLessThan(sent.indexOf("north: " + second));
    }

    @Test
    void twoRoutesForTheSameAreRefused() {
        north.open(Set.of(), Set.of(NORTH, "+46"));
        assertThatThrownBy(() -> rest.open(Set.of(), Set.of("+46", "+47"))).isInstanceOf(IllegalStateException.class)
                .hasMessage("outbound:sms to +46 is taken by the route north");
    }

    /** Ways are opened and closed all the while, by two routes for the same customers. */
    @Test
    void changesUnderLoadLoseAndDoubleNothing() throws Exception {
        rest.open(Set.of(), Set.of());
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
            for (int i = 0; !over.get(); i++) {
                submit("+452000000" + i % 30, NOTICE);
            }
        }, Thread::startVirtualThread);
        for (int change = 0; change < 10; change++) {
            awaitMore(rest);
            north.open(Set.of(), Set.of(change % 2 == 0 ? NORTH : "+452"));
            awaitMore(north);
            north.close().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            hub.outbox().keepWays(Set.of("rest"));
        }
        over.set(true);
        load.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        await().atMost(PATIENCE).until(() -> hub.messagesInHand() == 0);
        assertThat(sent).hasSize(texts.get()).extracting(text -> text.split(" ")[1]).doesNotHaveDuplicates();
        for (int customer = 0; customer < 30; customer++) {
            int own = customer;
            assertThat(sent).extracting(text -> Integer.parseInt(text.split(" m")[1]) - 1).filteredOn(number -> number % 30 == own).isSorted();
        }
    }

    private static void awaitMore(Provider provider) {
        int before = provider.seen.size();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> provider.seen.size() > before);
    }

    @Test
    void whatComesAfterAMessageThatWaitsForItsNextTryWaitsBehindIt() throws Exception {
        String first = submit(message(DANE, NOTICE, Instant.now().plusSeconds(600), Instant.now().plusSeconds(3_600)));
        database.jdbi().useHandle(handle -> handle.execute("update message set attempts = 8"));
        hub.close();
        open(); // also after a restart
        rest.open(Set.of(), Set.of());
        String second = submit(DANE, NOTICE);
        String campaign = submit(DANE, Outbound.CAMPAIGN);
        String reply = submit(DANE, Outbound.REPLY);
        String other = submit(SWEDE, NOTICE);
        await().atMost(PATIENCE).until(() -> hub.messagesInHand() == 0);
        assertThat(sent).containsExactlyInAnyOrder("rest: " + reply, "rest: " + other);

        database.jdbi().useHandle(handle -> handle.execute("update message set due_at = now() where due_at is not null"));
        await().atMost(PATIENCE).until(() -> sent.size() == 5);
        assertThat(sent.subList(2, 5)).containsExactly("rest: " + first, "rest: " + second, "rest: " + campaign);
    }

    @Test
    void thoseBehindItInTheLineWaitAsLong() {
        Ways ways = new Ways("sms", hub.outbox());
        ways.open(rest.way(Set.of(), Set.of()), rest);
        Instant later = Instant.now().plusSeconds(3_600);
        List<Outbound> messages = List.of(message(DANE, NOTICE, null, later), message(DANE, NOTICE, null, later),
                message(DANE, Outbound.REPLY, null, later));
        database.jdbi().useTransaction(handle -> TurnSql.insert(handle, messages));
        assertThat(ways.reserve(messages.getFirst())).isTrue();
        messages.stream().skip(1).forEach(ways::queue);
        assertThat(ways.waiting()).isEqualTo(2);

        assertThat(ways.of(messages.getFirst()).putOff(messages.getFirst(), later)).containsExactly(messages.get(1));
        awaitSent("rest: " + messages.getLast().text());
        assertThat(ways.waiting()).isZero();
        ways.end();
    }
}

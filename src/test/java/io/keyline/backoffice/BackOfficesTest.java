package io.keyline.backoffice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.backoffice.Reply.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Systems of the back office, each on its own way")
class BackOfficesTest {

    private static final String OK = "{\"status\": \"ok\", \"data\": {\"by\": \"%s\"}}";

    @TempDir
    Path directory;
    private final List<Reply> late = new CopyOnWriteArrayList<>();
    private EmbeddedBroker own;
    private EmbeddedBroker depot;
    private Colleague here;
    private Colleague there;
    private WebSystem web;
    private BackOffices backOffices;

    @BeforeEach
    void start() throws Exception {
        own = EmbeddedBroker.start(directory.resolve("own"), 0, "hub", "secret");
        depot = EmbeddedBroker.start(directory.resolve("depot"), 0, "hub", "secret");
        here = new Colleague(own.url());
        there = new Colleague(depot.url());
        web = new WebSystem().answers(200, OK.formatted("web"));
        var faults = new ArrayList<PlanFile.Fault>();
        var plan = PlanFile.read("""
                connections:
                  depot: {jms: "%s", user: hub, password: secret}
                  crm: {http: "%s"}
                operations:
                  orders: {by: depot}
                  orders.cancel: {by: crm}
                  accounts.close: {concurrency: 1}
                """.formatted(depot.url(), web.url()), name -> Optional.empty(), faults);
        assertThat(faults).isEmpty();
        var unclaimed = new Unclaimed(late::add, () -> true, reason -> { });
        backOffices = new BackOffices(plan, new JmsBackOffice(Brokers.connectionFactory(own.localUrl(), "hub", "secret"), JmsBackOffice.PREFIX, 0, unclaimed), 0,
                unclaimed);
        for (var operation : List.of("accounts.balance", "orders.find", "orders.cancel")) {
            here.answer(operation, key -> OK.formatted("own"));
            there.answer(operation, key -> OK.formatted("depot"));
        }
    }

    @AfterEach
    void stop() throws Exception {
        backOffices.close();
        web.close();
        here.close();
        there.close();
        own.close();
        depot.close();
    }

    private CompletableFuture<Reply> call(String key, String operation) {
        return backOffices.call(new Request(key, operation, Map.of("address", "+4520123456"), Instant.now().plusSeconds(30), Map.of(), false));
    }

    @Test
    void areAskedWhereTheyAreAndTheMostSpecificWins() throws Exception {
        assertThat(call("m1-1", "accounts.balance").get(10, TimeUnit.SECONDS).data()).isEqualTo(Map.of("by", "own"));
        assertThat(call("m2-1", "orders.find").get(10, TimeUnit.SECONDS).data()).isEqualTo(Map.of("by", "depot"));
        assertThat(call("m3-1", "orders.cancel").get(10, TimeUnit.SECONDS).data()).isEqualTo(Map.of("by", "web"));
    }

    @Test
    void mayEachAnswerLate() throws Exception {
        here.put("m1-1", OK.formatted("own"));
        there.put("m2-1", OK.formatted("depot"));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(late).extracting(Reply::key).containsExactlyInAnyOrder("m1-1", "m2-1"));
    }

    @Test
    void doNotSufferFromEachOther() throws Exception {
        await().atMost(Duration.ofSeconds(20)).until(() -> backOffices.ways().values().stream().allMatch(BackOffice::connected));
        there.close();
        depot.close();
        await().atMost(Duration.ofSeconds(20)).until(() -> !backOffices.ways().get("depot").connected());
        call("m1-1", "orders.find");
        assertThat(call("m2-1", "accounts.balance").get(10, TimeUnit.SECONDS).status()).isEqualTo(Status.OK);
        assertThat(backOffices.ways().get(BackOffices.OWN).connected()).isTrue();
    }

    @Test
    void haveGatesWhereTheyHaveLimits() {
        assertThat(backOffices.gates()).extracting(Gate::name).containsExactly("accounts.close", "crm");
        call("m1-1", "accounts.close");
        call("m2-1", "accounts.close");
        assertThat(backOffices.gates().iterator().next().waiting()).isEqualTo(1);
    }
}

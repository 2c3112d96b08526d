package io.keyline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.backoffice.KafkaProcess;
import io.keyline.demo.BackOffice;
import io.keyline.hub.CrashPoint;
import io.keyline.store.EmbeddedDatabase;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hub with one system over HTTP and another over Kafka: killed, slow and broken, no customer is told anything twice, and nothing is done twice. */
@DisplayName("A hub whose back offices are a web service and Kafka")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackOfficesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WORKING = "We are working on it and will text you as soon as it is done.";
    private static final String PAID = "Thank you, we have received €100.00.";
    private static final String ROUTES = """
            - route:
                id: slow
                from:
                  uri: command:SLOW
                  parameters: { arguments: "amount:amount" }
                  steps:
                    - to: back-office:payments.take?patience=200&deadline=600000
                    - to: reply:pay.done
            - route:
                id: far
                from:
                  uri: command:FAR
                  steps:
                    - to: back-office:accounts.balance?patience=200&deadline=600000
                    - to: reply:bal.help
            """;

    private World world;
    private EmbeddedDatabase database;
    private KafkaProcess kafka;
    private BackOffice web;
    private BackOffice overKafka;

    @BeforeAll
    void build(@TempDir Path directory) throws Exception {
        database = EmbeddedDatabase.start(directory.resolve("postgres"), 0);
        kafka = new KafkaProcess(directory.resolve("kafka"));
        web = BackOffice.overHttp(0, null);
        overKafka = BackOffice.overKafka(kafka.url(), "keyline.");
        world = new World(directory).database(database.jdbcUrl());
        world.hub.with("routes.directory", Routes.shipped(directory.resolve("routes")).with("far-and-slow.yaml", ROUTES).directory())
                .with("back-office.file", Files.writeString(directory.resolve("back-office.yaml"), """
                        connections:
                          web: {http: "http://127.0.0.1:%d"}
                          stream: {kafka: "%s"}
                        operations:
                          payments: {by: web, idempotent: true, concurrency: 1, circuit-breaker: {failures: 50%%, of: 5, slow: 1500ms, open: 2s, trial: 1}}
                          accounts: {by: stream}
                        """.formatted(web.port(), kafka.url())));
    }

    @BeforeEach
    void whole() {
        web.faults().none();
        overKafka.faults().none();
        world.whole();
    }

    @AfterAll
    void end() throws Exception {
        try {
            world.awaitSettled();
        } finally {
            world.close();
            web.close();
            overKafka.close();
            kafka.close();
            database.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"CALL_AFTER_SEND", "TURN_AFTER_COMMIT"})
    void aWebServiceIsAskedAgainWithTheSameKeyByWhoeverWasKilled(CrashPoint point) {
        web.faults().delay(Duration.ofMillis(800));
        String customer = world.newcomer();
        world.haltsAt(point);
        world.text(customer, "SLOW 100");
        world.hub.awaitHalted();
        whole();
        await("the end").atMost(PATIENCE).untilAsserted(() -> assertThat(world.replies(customer)).last().asString().startsWith(PAID));
        assertThat(web.ledger().paymentsOf(customer)).hasSize(1);
        String key = web.ledger().paymentsOf(customer).getFirst().key();
        assertThat(web.ledger().effects(key)).hasSize(1);
        assertThat(world.replies(customer)).filteredOn(WORKING::equals).hasSizeLessThan(2);
    }

    @Test
    @Tag("long")
    void aReplyThatKafkaBringsAgainAfterAKillTellsTheCustomerNothingNew() {
        overKafka.faults().delay(Duration.ofMillis(800));
        String customer = world.newcomer();
        world.haltsAt(CrashPoint.RESULT_KEPT);
        world.text(customer, "FAR");
        world.hub.awaitHalted();
        whole();
        world.awaitReplies(customer, 2);
        assertThat(world.replies(customer)).containsExactly(WORKING, "BAL: your balance");
    }

    /** T10: slow, then failing, then well again. */
    @Test
    void whileASystemIsBrokenCustomersAreToldOnceAndThenServedInTheirOrder() {
        web.faults().delay(Duration.ofSeconds(2));
        List<String> customers = new ArrayList<>();
        asks(customers);
        asks(customers);
        web.faults().none();
        web.faults().fail(Integer.MAX_VALUE);
        for (int i = 0; i < 5; i++) {
            asks(customers);
        }
        await("the circuit").atMost(PATIENCE).until(() -> world.hub.log().contains("the circuit is open"));
        asks(customers);
        web.faults().none();
        for (String customer : customers) {
            await("the end of " + customer).atMost(PATIENCE).untilAsserted(
                    () -> assertThat(world.replies(customer)).hasSize(2).last().asString().startsWith(PAID));
            assertThat(world.replies(customer)).first().isEqualTo(WORKING);
            assertThat(web.ledger().paymentsOf(customer)).extracting(payment -> payment.amount().stripTrailingZeros()).containsExactly(
                    new BigDecimal("100").stripTrailingZeros());
        }
        assertThat(web.ledger().effects().stream().map(effect -> effect.address()).filter(customers::contains)).containsExactlyElementsOf(customers);
    }

    private void asks(List<String> customers) {
        customers.add(world.newcomer());
        world.text(customers.getLast(), "SLOW 100");
        world.awaitReplies(customers.getLast(), 1);
    }
}

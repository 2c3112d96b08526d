package io.keyline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.FreePort;
import io.keyline.demo.BackOffice;
import io.keyline.demo.Sent;
import io.keyline.demo.Smsc;
import io.keyline.demo.Submit;
import io.keyline.store.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The hub in its own process, between a simulated SMSC and a simulated back office that outlive it. */
final class World implements AutoCloseable {

    static final String SHORT_CODE = "1234";
    static final String PREFIX = "test.";
    static final String BROKER_ACCOUNT = "keyline";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final Smsc smsc;
    final BackOffice backOffice;
    final HubProcess hub;
    final int brokerPort;
    private final AtomicInteger numbers = new AtomicInteger(100_000);
    private int binds = 2;
    private Records records;

    /** Settles ports and settings; starts no hub yet. */
    World(Path directory) throws IOException {
        smsc = Smsc.start(0).account("keyline", "keyline", SHORT_CODE);
        brokerPort = freePort();
        backOffice = BackOffice.start("tcp://127.0.0.1:" + brokerPort, BROKER_ACCOUNT, BROKER_ACCOUNT, PREFIX);
        hub = new HubProcess(directory).with("sms.port", smsc.port()).with("broker.port", brokerPort)
                .with("back-office.prefix", PREFIX);
        records = new Records(() -> EmbeddedDatabase.runningAt(hub.data().resolve("postgres")).orElseThrow());
    }

    /** The hub works on a database of the test's own. */
    World database(EmbeddedDatabase database) {
        hub.with("database.url", database.jdbcUrl());
        records = new Records(database::jdbcUrl);
        return this;
    }

    /** The hub works on the database at this URL. */
    World database(String url) {
        hub.with("database.url", url);
        records = new Records(() -> url);
        return this;
    }

    /** The hub works on a broker of the test's own, at {@link #brokerPort}. */
    World broker() {
        hub.with("broker.url", "tcp://127.0.0.1:" + brokerPort);
        return this;
    }

    /** The hub's routes bind so often. */
    World binds(int number) {
        binds = number;
        return this;
    }

    /** Starts the hub; returns when messages can flow. */
    void start(String... options) {
        hub.launch(options);
        awaitReady();
    }

    void awaitReady() {
        hub.awaitRunning();
        await("bound").atMost(PATIENCE).until(() -> smsc.binds().size() == binds);
        await("the back office is there").atMost(PATIENCE).until(backOffice::isConnected);
    }

    Records records() {
        return records;
    }

    /** A number that nobody has used. */
    String newcomer() {
        return "+4520" + numbers.incrementAndGet();
    }

    Sent text(String customer, String text) {
        return smsc.send(customer, SHORT_CODE, text);
    }

    List<String> replies(String customer) {
        return smsc.repliesTo(customer).stream().map(Submit::text).toList();
    }

    void awaitReplies(String customer, int number) {
        await("replies to " + customer).pollDelay(Duration.ZERO).atMost(PATIENCE).untilAsserted(() -> assertThat(replies(customer)).hasSize(number));
    }

    /** Waits until every message is in a final state. */
    void awaitSettled() {
        await("settled").atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).ignoreExceptions()
                .untilAsserted(() -> assertThat(records.pending()).isEmpty());
    }

    static int freePort() {
        return FreePort.next();
    }

    @Override
    public void close() throws Exception {
        Discretion said = new Discretion().addresses(records.addresses()).texts(records.said())
                .addresses(smsc.submits().stream().map(Submit::to).toList()).texts(smsc.submits().stream().map(Submit::text).toList());
        hub.close();
        backOffice.close();
        smsc.close();
        hub.isDiscreet(said);
    }
}

package io.keyline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.FreePort;
import io.keyline.backoffice.EmbeddedBroker;
import io.keyline.demo.BackOffice;
import io.keyline.demo.Sent;
import io.keyline.demo.Smsc;
import io.keyline.demo.Submit;
import io.keyline.hub.CrashPoint;
import io.keyline.store.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
    private final Path directory;
    private final Path armed;
    private int binds = 2;
    private Records records;
    EmbeddedDatabase database;
    EmbeddedBroker broker;

    /** Settles ports and settings; starts no hub yet. */
    World(Path directory) throws IOException {
        this.directory = directory;
        armed = directory.resolve("armed");
        smsc = Smsc.start(0).account("keyline", "keyline", SHORT_CODE);
        brokerPort = freePort();
        backOffice = BackOffice.start("tcp://127.0.0.1:" + brokerPort, BROKER_ACCOUNT, BROKER_ACCOUNT, PREFIX);
        hub = new HubProcess(directory).with("sms.port", smsc.port()).with("broker.port", brokerPort)
                .with("back-office.prefix", PREFIX);
        records = new Records(() -> EmbeddedDatabase.runningAt(hub.data().resolve("postgres")).orElseThrow());
    }

    /** The hub works on the database at this URL. */
    World database(String url) {
        hub.with("database.url", url);
        records = new Records(() -> url);
        return this;
    }

    /** The hub works on {@link #database} and {@link #broker}, which outlive it as the simulators do. */
    World standing() {
        database = EmbeddedDatabase.start(directory.resolve("postgres"), 0);
        hub.with("broker.url", "tcp://127.0.0.1:" + brokerPort);
        startBroker();
        return database(database.jdbcUrl());
    }

    void startBroker() {
        broker = EmbeddedBroker.start(directory.resolve("broker"), brokerPort, BROKER_ACCOUNT, BROKER_ACCOUNT);
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

    /** From now on a hub that is {@link #armed} halts, as by kill -9, where it comes by this place. */
    void haltsAt(CrashPoint point) {
        try {
            Files.writeString(armed, point.name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The option of a hub that halts where it is told to. */
    String armed() {
        return "-Dkeyline.crash=@" + armed;
    }

    /** The hub runs, armed, after a halt again; and halts nowhere. */
    void whole() {
        try {
            Files.deleteIfExists(armed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!hub.isAlive()) {
            start(armed());
        }
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
        if (database != null) {
            broker.close();
            database.close();
        }
        hub.isDiscreet(said);
    }
}

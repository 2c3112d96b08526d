package io.keyline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.hub.Outgoing.PartSent;
import io.keyline.store.Database;
import io.keyline.store.EmbeddedDatabase;
import io.keyline.store.Ids;
import io.keyline.store.Outbound;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Once STOP is committed nothing but replies goes out, also what was queued before it. */
class ConsentAtSendTimeIT {

    private static final String CUSTOMER = "+4520123456";
    private static final String OTHER = "+4520654321";

    private final List<String> out = new CopyOnWriteArrayList<>();
    private final Ids ids = new Ids(63, 0);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private EmbeddedDatabase server;
    private Database database;
    private Hub hub;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        server = EmbeddedDatabase.start(directory.resolve("postgres"), 0);
        database = new Database(server.jdbcUrl(), "", "");
        database.open();
        hub = new Hub(database, new Hub.Settings(Membership.alone(0), directory, Duration.ofMinutes(10), Duration.ofMinutes(30), text -> false,
                Limit.NONE, Time.system(), new Channels(Map.of(), "1234"), new Counts(meters)), new Sessions(), List.of(ConsentAtSendTimeIT::understand), turn -> Optional.empty());
        hub.start();
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        database.close();
        server.close();
    }

    @Test
    void aNoticeAfterStopDoesNotGoOut() {
        open();
        arrive(CUSTOMER, "STOP");
        arrive(OTHER, "hello");
        await().until(() -> out.size() == 2);

        long notice = submit(CUSTOMER);
        submit(OTHER);

        await().untilAsserted(() -> assertThat(state(notice)).isEqualTo("OPTED_OUT"));
        await().until(() -> out.size() == 3);
        assertThat(out).containsExactlyInAnyOrder(CUSTOMER + " you are unsubscribed", OTHER + " hello", OTHER + " a notice");
        assertThat(meters.get("keyline.messages.suppressed").tags("channel", "sms", "reason", "consent").counter().count()).isEqualTo(1);
    }

    @Test
    void aNoticeThatWasQueuedBeforeStopDoesNotGoOutEither() {
        arrive(CUSTOMER, "hello");
        arrive(OTHER, "hello");
        await().until(() -> hub.outbox().waiting() == 2);
        long notice = submit(CUSTOMER);
        submit(OTHER);
        arrive(CUSTOMER, "STOP");
        await().until(() -> hub.outbox().waiting() == 5);

        open();

        await().untilAsserted(() -> assertThat(state(notice)).isEqualTo("OPTED_OUT"));
        await().until(() -> out.size() == 4);
        assertThat(out).filteredOn(text -> text.startsWith(CUSTOMER)).containsExactly(CUSTOMER + " hello", CUSTOMER + " you are unsubscribed");
        assertThat(out).filteredOn(text -> text.startsWith(OTHER)).containsExactly(OTHER + " hello", OTHER + " a notice");
    }

    /** The way out opens: what goes through it is accepted at once. */
    private void open() {
        hub.outbox().open("sms", message -> {
            message.parts().writing(1);
            out.add(message.to() + " " + message.text());
            message.parts().sent(new PartSent(1, 1, 0, "sms", Long.toString(message.id())));
        }, 10, 0);
    }

    private void arrive(String customer, String text) {
        hub.intake().accept(new Arrival.Text("sms", "sms", 1, customer, "1234", text, true, text.hashCode())).join();
    }

    private long submit(String customer) {
        long owner = database.jdbi().withHandle(handle -> handle.createQuery("select customer_id from address where value = :address")
                .bind("address", customer).mapTo(Long.class).one());
        Outbound notice = new Outbound(ids.next(), owner, "sms", customer, "1234", "a notice", "QUEUED", Instant.now(), 0, 0, "notice", 0,
                null, Instant.now().plusSeconds(3600));
        hub.outbox().submit(List.of(notice));
        return notice.id();
    }

    private String state(long message) {
        return database.jdbi().withHandle(handle -> handle.createQuery("select state from message where id = :id").bind("id", message)
                .mapTo(String.class).one());
    }

    private static Optional<Handler> understand(Turn turn) {
        boolean stop = turn.message().text().equals("STOP");
        return Optional.of(new Handler() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public void handle(Turn handled, Runnable done) {
                if (stop) {
                    handled.consent().optOut("test");
                }
                handled.reply("test", () -> stop ? "you are unsubscribed" : "hello");
                done.run();
            }
        });
    }
}

package io.keyline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.channel.web.Browser.Listening;
import io.keyline.deploy.Acme;
import io.keyline.store.Ids;
import io.keyline.store.Outbound;
import io.keyline.store.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("Who looks at the portal of a hub that does not act for them")
class PortalAtTwoHubsTest {

    private Path directory;
    private String url;
    private Premises owner;
    private Premises other;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        url = TestDatabase.newUrl();
        owner = premises("owner");
        other = premises("other");
        await().until(() -> owner.hub.bucketsOwned() == 128 && other.hub.bucketsOwned() == 128);
    }

    private Premises premises(String name) throws Exception {
        return new Premises(null, Acme.Place.oneOf(url, directory, name));
    }

    @AfterAll
    void stop() throws Exception {
        other.close();
        owner.close();
    }

    /** A customer for whom the hub called {@link #owner} acts. */
    private String customer() throws Exception {
        while (true) {
            String number = owner.number();
            owner.jdbi().useTransaction(handle -> owner.hub.customers(handle, List.of(number)));
            if (count("bucket b join address a on bucket_of(a.customer_id) = b.number where b.owner = 0 and a.value = '" + number + "'") == 1) {
                return number;
            }
        }
    }

    private int count(String what) {
        return owner.jdbi().withHandle(handle -> handle.createQuery("select count(*) from " + what).mapTo(Integer.class).one());
    }

    /** They sign in there; the code goes out at their own hub. */
    private Browser signedIn(String number) throws Exception {
        Browser browser = new Browser(other);
        Browser.Answer asked = browser.send("POST", "/code", "{\"address\": \"" + number + "\"}");
        assertThat(browser.redeem(number, asked.at("/request"), owner.code(number)).status()).isEqualTo(200);
        return browser;
    }

    @Test
    void seesWhatTheirOwnHubAnswers() throws Exception {
        Browser browser = signedIn(customer());
        try (Listening listening = browser.listen("")) {
            browser.say("BAL", "key-own-hub");
            assertThat(listening.next("Balance of account").data().get("channel").asText()).isEqualTo("web");
        }
    }

    @Test
    void seesWhatIsSentOnlyNowHoweverLongItWaited() throws Exception {
        String number = customer();
        Browser browser = signedIn(number);
        try (Listening listening = browser.listen("")) {
            browser.say("BAL", "key-waited");
            listening.next("Balance of account");
            long customer = owner.jdbi().withHandle(handle -> owner.hub.customers(handle, List.of(number))).get(number).id();
            owner.hub.outbox().submit(List.of(new Outbound(Ids.floor(Instant.now().minus(Duration.ofHours(1))) + 1, customer, "web", number, "us", "an alarm", "QUEUED",
                    Instant.now().minus(Duration.ofHours(1)), 0, 0, Outbound.ALARM, 0, null, null)));
            assertThat(listening.next("an alarm").data().get("channel").asText()).isEqualTo("web");
        }
    }
}

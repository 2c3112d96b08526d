package io.keyline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.hub.CrashPoint;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * kill -9 while a customer waits in a USSD session: the gateway asks again, and the session goes on as if nothing had been. What was
 * decided takes effect once, and the customer reads it: on the screen, by SMS, or, where nobody can know, on both.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveCrashPointsIT {

    private static final String PAID = "Thank you, we have received €100.00.";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ROUTES = """
            - route:
                id: offer
                from:
                  uri: command:OFFER
                  parameters: { arguments: "amount:amount" }
                  steps:
                    - to: ask:fault.kind?choices=power,water&within=1h
                    - to: back-office:payments.take?deadline=600000
                    - to: reply:pay.done
            """;

    private final HttpClient gateway = HttpClient.newHttpClient();
    private World world;
    private URI address;

    @BeforeAll
    void build(@TempDir Path directory) throws Exception {
        world = new World(directory).standing();
        int port = World.freePort();
        address = URI.create("http://127.0.0.1:" + port + "/ussd/main");
        world.hub.with("routes.directory", Routes.shipped(directory.resolve("routes")).with("offer.yaml", ROUTES).directory()).with("web.port", port);
    }

    @BeforeEach
    void whole() {
        world.whole();
    }

    @AfterAll
    void end() throws Exception {
        world.close();
    }

    @ParameterizedTest
    @CsvSource({"INTAKE_AFTER_COMMIT", "TURN_AFTER_COMMIT"})
    void aQuestionThatIsCutIsAskedOnceOnTheScreenOrBySms(CrashPoint point) throws Exception {
        Session session = new Session(world.newcomer());
        session.asks("");
        cut(session, "OFFER 100", point);

        String screen = session.asks("OFFER 100");
        if (screen.startsWith("CON ")) {
            assertThat(screen).startsWith("CON What is out of order?").contains("1 POWER", "2 WATER");
            assertThat(session.asks("OFFER 100*1")).startsWith("END " + PAID);
        } else { // the hub took the message up before the gateway asked again: nobody waited
            world.awaitReplies(session.customer, 1);
            assertThat(world.replies(session.customer).getFirst()).startsWith("What is out of order?").contains("1 POWER", "2 WATER");
            world.text(session.customer, "1");
            world.awaitReplies(session.customer, 2);
            assertThat(world.replies(session.customer).getLast()).startsWith(PAID);
        }
        endsWell(session.customer);
    }

    @ParameterizedTest
    @CsvSource({"INTAKE_BEFORE_INSERT", "CALL_AFTER_SEND", "TURN_BEFORE_COMMIT", "SEND_BEFORE_COMMIT"})
    void anAnswerThatIsCutTakesEffectOnceAndTheCustomerIsTold(CrashPoint point) throws Exception {
        Session session = new Session(world.newcomer());
        session.asks("");
        assertThat(session.asks("OFFER 100")).startsWith("CON What is out of order?");
        cut(session, "OFFER 100*1", point);

        String screen = session.asks("OFFER 100*1");
        assertThat(screen).startsWith("END ");
        await("the customer reads it").atMost(PATIENCE).untilAsserted(() -> assertThat(Stream.concat(Stream.of(screen.substring(4)),
                world.replies(session.customer).stream())).anyMatch(text -> text.startsWith(PAID)));
        assertThat(session.asks("OFFER 100*1")).as("the same request again").isEqualTo(screen);
        endsWell(session.customer);
    }

    private void cut(Session session, String inputs, CrashPoint point) {
        world.haltsAt(point);
        // a crash after the answer was handed over may still let it out
        session.tries(inputs);
        world.hub.awaitHalted();
        world.whole();
    }

    private void endsWell(String customer) {
        world.awaitSettled();
        assertThat(world.backOffice.ledger().paymentsOf(customer)).hasSize(1);
        assertThat(world.records().conversations(customer)).containsExactly("ENDED");
        assertThat(world.replies(customer)).doesNotHaveDuplicates();
        assertThat(world.records().workItems(customer)).isEmpty();
    }

    /** A session at the gateway, in the form of Africa's Talking. */
    private final class Session {

        private final String id = UUID.randomUUID().toString();
        private final String customer;

        Session(String customer) {
            this.customer = customer;
        }

        String asks(String inputs) {
            return tries(inputs).orElseThrow(() -> new AssertionError("no answer to " + inputs));
        }

        Optional<String> tries(String inputs) {
            String form = Stream.of(List.of("sessionId", id), List.of("phoneNumber", customer), List.of("serviceCode", "*123#"), List.of("text", inputs))
                    .map(field -> field.getFirst() + "=" + URLEncoder.encode(field.getLast(), StandardCharsets.UTF_8))
                    .reduce((one, other) -> one + "&" + other).orElseThrow();
            try {
                HttpResponse<String> answer = gateway.send(HttpRequest.newBuilder(address).timeout(PATIENCE)
                        .header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString(form)).build(),
                        HttpResponse.BodyHandlers.ofString());
                return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
            } catch (IOException e) {
                return Optional.empty();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

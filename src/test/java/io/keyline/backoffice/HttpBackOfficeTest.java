package io.keyline.backoffice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.keyline.backoffice.Reply.Status;
import io.keyline.channel.http.WebServer;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A back office over HTTP")
class HttpBackOfficeTest {

    private static final String SECRET = "a-secret-of-twenty-characters";
    private static final String OK = "{\"status\": \"ok\", \"data\": {\"balance\": 123.40}}";

    private final WebSystem system;
    private final List<Reply> late = new CopyOnWriteArrayList<>();
    private BackOffices backOffices;

    HttpBackOfficeTest() throws Exception {
        system = new WebSystem();
        backOffices = open(system.url() + "/keyline/");
    }

    @AfterEach
    void stop() {
        backOffices.close();
        system.close();
    }

    private BackOffices open(String url) {
        var faults = new CopyOnWriteArrayList<PlanFile.Fault>();
        var plan = PlanFile.read("""
                connections:
                  crm: {http: "%1$s", bearer: "token", timeout: 20s, callback-secret: %2$s}
                  hasty: {http: "%1$s", timeout: 500ms}
                operations:
                  bills: {by: hasty}
                  accounts: {by: crm}
                  payments: {by: crm}
                  payments.take: {idempotent: true}
                """.formatted(url, SECRET), name -> Optional.empty(), faults);
        assertThat(faults).isEmpty();
        return new BackOffices(plan, new Nobody(), 0, new Unclaimed(late::add, () -> true, reason -> { }));
    }

    private CompletableFuture<Reply> call(String key, String operation) {
        return call(key, operation, Duration.ofSeconds(20));
    }

    private CompletableFuture<Reply> call(String key, String operation, Duration deadline) {
        return backOffices.call(new Request(key, operation, Map.of("address", "+4520123456"), Instant.now().plus(deadline), Map.of("amount",
                new BigDecimal("10.50")), false));
    }

    private Reply answer(String operation) throws Exception {
        return call("m1-1", operation).get(20, TimeUnit.SECONDS);
    }

    @Test
    void isAskedAsTheContractSays() throws Exception {
        system.answers(200, OK);
        assertThat(answer("accounts.balance")).isEqualTo(new Reply("m1-1", Status.OK, null, Map.of("balance", new BigDecimal("123.40"))));
        var request = system.seen.getFirst();
        assertThat(request.path()).isEqualTo("/keyline/accounts.balance");
        assertThat(request.headers()).containsEntry("Idempotency-key", "m1-1").containsEntry("Authorization", "Bearer token")
                .containsEntry("Content-type", "application/json").doesNotContainKeys("Keyline-callback", "Traceparent");
        assertThat(Contract.read(request.body())).containsEntry("id", "m1-1").containsEntry("operation", "accounts.balance")
                .containsEntry("data", Map.of("amount", new BigDecimal("10.50")));
    }

    @Test
    void theTraceIsTheSameWhenItIsAskedAgain() throws Exception {
        var trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
        system.answers(503, "");
        var call = backOffices.call(new Request("m1-1", "accounts.balance", Map.of(), Instant.now().plusSeconds(20), Map.of(), false).in(trace));
        await().until(() -> system.seen.size() > 1);
        system.answers(200, OK);

        var reply = call.get(20, TimeUnit.SECONDS);
        assertThat(system.seen).allSatisfy(request -> assertThat(request.headers()).containsEntry("Traceparent", trace));
        assertThat(reply.held().attempts()).isEqualTo(system.seen.size());
        assertThat(reply.held().millis()).isBetween(100L, 20_000L);
        assertThat(reply.held().circuit()).isFalse();
    }

    @Test
    void manyAtOnceEachGetTheirOwnReplyAndNoThreadWaits() throws Exception {
        var latch = new CountDownLatch(1);
        system.waitsFor(latch, OK);
        var calls = IntStream.range(0, 100).mapToObj(i -> call("m" + i, "accounts.balance")).toList();
        await().until(() -> system.seen.size() == 100);
        assertThat(Thread.getAllStackTraces().keySet()).filteredOn(thread -> thread.getName().startsWith("HttpClient")).hasSizeLessThan(100);
        latch.countDown();
        for (int i = 0; i < calls.size(); i++) {
            assertThat(calls.get(i).get(5, TimeUnit.SECONDS).key()).isEqualTo("m" + i);
        }
    }

    @ParameterizedTest(name = "{0}: {2}, asked {3} times")
    @CsvSource(delimiter = '|', textBlock = """
            429 | {"Retry-After": "0"} | OK     | 2
            503 |                      | OK     | 2
            502 | {"Retry-After": "0"} | OK     | 2
            502 |                      | FAILED | 1
            504 |                      | FAILED | 1
            500 |                      | FAILED | 1
            400 |                      | FAILED | 1
            302 | {"Location": "/x"}   | FAILED | 1
            """)
    void isAskedAgainWhereItHasNotTakenTheRequest(int status, String header, Status outcome, int times) throws Exception {
        system.answers(status, "text/plain", header == null ? Map.of() : strings(Contract.read(header)), "x").answers(200, OK);
        assertThat(answer("accounts.balance").status()).isEqualTo(outcome);
        assertThat(system.seen).hasSize(times);
        assertThat(system.seen).extracting(seen -> seen.headers().get("Idempotency-key")).containsOnly("m1-1");
    }

    @ParameterizedTest
    @CsvSource({"500", "502", "504", "408"})
    void isAskedAgainWhateverHappenedWhereItKnowsKeys(int status) throws Exception {
        system.answers(status, "text/plain", Map.of(), "x").hangsUp().answers(200, OK);
        assertThat(answer("payments.take").status()).isEqualTo(Status.OK);
        assertThat(system.seen).hasSize(3);
    }

    @Test
    void thatHangsUpOrKeepsSilentIsNotAskedAgainElsewhere() throws Exception {
        system.hangsUp().waitsFor(new CountDownLatch(1), OK);
        assertThat(answer("accounts.balance")).isEqualTo(new Reply("m1-1", Status.FAILED, "connection lost", Map.of()));
        assertThat(answer("bills.find")).isEqualTo(new Reply("m1-1", Status.FAILED, "no answer in time", Map.of()));
        assertThat(system.seen).hasSize(2);
    }

    @Test
    void thatIsNotThereYetIsAskedWhenItIs() throws Exception {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        backOffices.close();
        backOffices = open("http://127.0.0.1:" + port);
        var call = call("m1-1", "accounts.balance");
        await().until(() -> !backOffices.ways().get("crm").connected());
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            var reply = call.get(10, TimeUnit.SECONDS);
            assertThat(reply.after(null)).isEqualTo(new Reply("m1-1", Status.OK, null, Map.of()));
            assertThat(reply.held().attempts()).as("it was asked again").isGreaterThan(1);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void refusesWithAProblemToo() throws Exception {
        problem(422, "{\"type\": \"https://crm.example.com/problems/insufficient-funds\", \"title\": \"x\", \"status\": 422, \"short\": 5}");
        assertThat(answer("accounts.balance")).isEqualTo(new Reply("m1-1", Status.REFUSED, "insufficient-funds", Map.of("short", new BigDecimal("5"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | {"type": "about:blank", "title": "Not Found"}
            404 | {"title": "Not Found"}
            409 | {"type": "urn:x:Has Blanks"}
            409 | not JSON
            401 | {"type": "urn:problems:no-token"}
            """)
    void aProblemThatSaysNoReasonIsAFailure(int status, String body) throws Exception {
        problem(status, body);
        assertThat(answer("accounts.balance")).isEqualTo(new Reply("m1-1", Status.FAILED, "HTTP " + status, Map.of()));
    }

    private void problem(int status, String body) {
        system.answers(status, "application/problem+json", Map.of(), body);
    }

    @Test
    void anAnswerThatIsNoReplyOrTooLargeIsMalformed() throws Exception {
        system.answers(200, "<html>").answers(200, "{\"status\": \"ok\", \"data\": {\"x\": \"" + "x".repeat(300 * 1024) + "\"}}")
                .answers(200, "{\"id\": \"other\", \"status\": \"ok\"}");
        assertThat(answer("accounts.balance")).extracting(Reply::status, reply -> reply.reason().substring(0, 8)).containsExactly(Status.MALFORMED, "not JSON");
        assertThat(answer("accounts.balance").reason()).isEqualTo("larger than 256 KiB");
        assertThat(answer("accounts.balance").reason()).isEqualTo("id is not the correlation id");
    }

    @Test
    void mayBringTheReplyLaterSigned() throws Exception {
        try (var web = WebServer.start("127.0.0.1", 0, null)) {
            backOffices.takeCallbacks(web);
            system.answers(202, "");
            var call = call("m1-1", "accounts.balance");
            await().until(() -> !system.seen.isEmpty());
            var callback = system.seen.getFirst().headers().get("Keyline-callback");
            assertThat(callback).isEqualTo(web.url() + "/back-office/crm");
            var reply = "{\"id\": \"m1-1\", \"status\": \"ok\", \"data\": {\"ticket\": 7}}";
            assertThat(bring(callback, reply, "sha256=00")).isEqualTo(401);
            assertThat(bring(callback, reply, "")).isEqualTo(401);
            assertThat(call).isNotDone();
            assertThat(bring(callback, reply, signature(reply))).isEqualTo(204);
            assertThat(call.get(5, TimeUnit.SECONDS).data()).containsEntry("ticket", new BigDecimal("7"));
            assertThat(bring(callback, reply, signature(reply))).isEqualTo(204);
            assertThat(late).extracting(Reply::key).containsExactly("m1-1");
            assertThat(bring(callback, "{}", signature("{}"))).isEqualTo(400);
        }
    }

    private static int bring(String url, String body, String signature) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).header("Keyline-Signature", signature).POST(
                    HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    private static String signature(String body) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes()));
    }

    private static Map<String, String> strings(Map<String, Object> map) {
        return map.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().toString()));
    }

    /** The hub's own broker, which nobody asks here. */
    private static final class Nobody implements BackOffice {

        @Override
        public CompletableFuture<Reply> call(Request request) {
            throw new AssertionError("asked the wrong way: " + request.operation());
        }

        @Override
        public boolean connected() {
            return true;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}

package io.keyline.backoffice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keyline.backoffice.Reply.Status;
import jakarta.jms.TextMessage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmsBackOfficeTest {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @TempDir
    Path directory;
    private EmbeddedBroker broker;
    private Colleague colleague;
    private JmsBackOffice backOffice;
    private final List<Reply> late = new CopyOnWriteArrayList<>();
    private final List<Unclaimed.Unreadable> unreadable = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.start(directory, 0, "hub", "secret");
        colleague = new Colleague(broker.url());
        backOffice = new JmsBackOffice(Brokers.connectionFactory(broker.localUrl(), "hub", "secret"), JmsBackOffice.PREFIX, 0, new Unclaimed(late::add, () -> true, unreadable::add));
    }

    @AfterEach
    void stop() throws Exception {
        backOffice.close();
        colleague.close();
        broker.close();
    }

    @Test
    void theRequestIsAsTheContractSays() throws Exception {
        var deadline = Instant.now().plusSeconds(60);
        backOffice.call(new Request("m1-1", "accounts.balance", Map.of("address", "+4520123456"), deadline, Map.of("amount", new BigDecimal("10.50")), false)
                .in(TRACE));
        var request = (TextMessage) colleague.next("keyline.accounts.balance", 5_000);
        assertThat(request.getJMSCorrelationID()).isEqualTo("m1-1");
        assertThat(request.getStringProperty("idempotencyKey")).isEqualTo("m1-1");
        assertThat(request.getStringProperty("traceparent")).isEqualTo(TRACE);
        assertThat(request.getJMSReplyTo().toString()).contains("keyline.replies");
        assertThat(request.getJMSDeliveryMode()).isEqualTo(jakarta.jms.DeliveryMode.PERSISTENT);
        assertThat(Instant.ofEpochMilli(request.getJMSExpiration())).isBetween(deadline.minusSeconds(2), deadline.plusSeconds(2));
        assertThat(Contract.read(request.getText())).isEqualTo(Map.of("id", "m1-1", "operation", "accounts.balance",
                "customer", Map.of("address", "+4520123456"), "deadline", deadline.toString(), "data", Map.of("amount", new BigDecimal("10.50"))));
    }

    @Test
    void whatBelongsToNoTraceSaysNothingOfOne() throws Exception {
        call("m1-1");
        assertThat(colleague.next("keyline.accounts.balance", 5_000).propertyExists("traceparent")).isFalse();
    }

    @Test
    void aReplyCompletesItsCallWithExactNumbers() throws Exception {
        colleague.answer("accounts.balance", key -> """
                {"id": "%s", "status": "ok", "data": {"balance": 123.40, "count": 3}}""".formatted(key));
        assertThat(call("m1-1").get(5, TimeUnit.SECONDS)).isEqualTo(new Reply("m1-1", Status.OK, null,
                Map.of("balance", new BigDecimal("123.40"), "count", new BigDecimal("3"))));
    }

    @Test
    void aRefusalAndAFailureAreRepliesToo() throws Exception {
        assertThat(answered("{\"status\": \"refused\", \"reason\": \"insufficient-funds\"}"))
                .isEqualTo(new Reply("m1-1", Status.REFUSED, "insufficient-funds", Map.of()));
        assertThat(answered("{\"status\": \"failed\"}").status()).isEqualTo(Status.FAILED);
    }

    @Test
    void aThousandCallsAtOnceEachGetTheirOwnReply() throws Exception {
        colleague.answer("accounts.balance", key -> "{\"id\": \"%s\", \"status\": \"ok\", \"data\": {\"for\": \"%s\"}}".formatted(key, key));
        var calls = IntStream.range(0, 1_000).parallel().mapToObj(i -> call("m" + i)).toList();
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        assertThat(calls).allSatisfy(call -> assertThat(call.join().data()).containsEntry("for", call.join().key()));
        assertThat(calls.stream().map(call -> call.join().key()).distinct()).hasSize(1_000);
        assertThat(late).isEmpty();
    }

    @Test
    void whatCameTooLateIsHandedOver() throws Exception {
        var call = call("m1-1");
        backOffice.forget("m1-1");
        assertThat(call).isCancelled();
        colleague.put("m1-1", "{\"status\": \"ok\"}");
        await().untilAsserted(() -> assertThat(late).extracting(Reply::key).containsExactly("m1-1"));
    }

    @Test
    void aRepeatedReplyIsHandedOver() throws Exception {
        assertThat(answered("{\"status\": \"ok\"}").status()).isEqualTo(Status.OK);
        colleague.put("m1-1", "{\"status\": \"ok\"}");
        await().untilAsserted(() -> assertThat(late).extracting(Reply::key).containsExactly("m1-1"));
    }

    @Test
    void aLateReplyThatCannotBeHandedOverComesAgain() throws Exception {
        backOffice.close();
        var attempts = new AtomicInteger();
        backOffice = new JmsBackOffice(Brokers.connectionFactory(broker.localUrl(), "hub", "secret"), JmsBackOffice.PREFIX, 0, new Unclaimed(reply -> {
            if (attempts.incrementAndGet() < 3) {
                throw new IllegalStateException("the database is away");
            }
            late.add(reply);
        }, () -> true, unreadable::add));
        colleague.put("m1-1", "{\"status\": \"ok\"}");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(late).extracting(Reply::key).containsExactly("m1-1"));
        await().untilAsserted(() -> assertThat(colleague.waitingIn("keyline.replies")).isZero());
    }

    @Test
    void malformedRepliesSayWhatIsWrong() throws Exception {
        assertThat(answered("balance is 5")).satisfies(JmsBackOfficeTest::isMalformed).extracting(Reply::reason).asString().startsWith("not JSON");
        assertMalformed("{\"status\": SECRET}", "not JSON: line 1, column 18");
        assertMalformed("[]", "not a JSON object");
        assertMalformed("{\"status\": \"ok\"} {}", "more than one JSON object");
        assertMalformed("{\"status\": \"fine\"}", "status is none of ok, refused, failed");
        assertMalformed("{}", "status is none of ok, refused, failed");
        assertMalformed("{\"id\": \"m9\", \"status\": \"ok\"}", "id is not the correlation id");
        assertMalformed("{\"status\": \"ok\", \"data\": 5}", "data is not an object");
        assertMalformed("{\"status\": \"ok\", \"reason\": 5}", "reason is not a string");
        assertMalformed("{\"status\": \"ok\", \"data\": {\"balance\": 1e999999999}}", "a number that is too large or too fine");
        assertThat(answered("{\"data\": ".repeat(40) + "5" + "}".repeat(40))).satisfies(JmsBackOfficeTest::isMalformed);
        assertMalformed("{\"status\": \"ok\", \"data\": {\"x\": \"" + "x".repeat(256 * 1024) + "\"}}", "larger than 256 KiB");
        assertMalformed("{\"status\": \"ok\", \"data\": {\"x\": \"" + "x".repeat(2 << 20) + "\"}}", "larger than 256 KiB");
    }

    @Test
    void nothingIsEverDeserialised() throws Exception {
        var call = call("m1-1");
        colleague.put("m1-1", colleague.session.createObjectMessage(new Tripwire()));
        assertThat(call.get(5, TimeUnit.SECONDS)).isEqualTo(new Reply("m1-1", Status.MALFORMED, "not a text message", Map.of()));
        var second = call("m1-2");
        colleague.put("m1-2", colleague.session.createStreamMessage());
        assertThat(second.get(5, TimeUnit.SECONDS).reason()).isEqualTo("not a text message");
        assertThat(Tripwire.READ).hasValue(0);
    }

    @Test
    void aReplyInBytesIsReadAsUtf8() throws Exception {
        var call = call("m1-1");
        var message = colleague.session.createBytesMessage();
        message.writeBytes("{\"status\": \"ok\", \"data\": {\"name\": \"Søren\"}}".getBytes("UTF-8"));
        colleague.put("m1-1", message);
        assertThat(call.get(5, TimeUnit.SECONDS).data()).isEqualTo(Map.of("name", "Søren"));
    }

    @Test
    void whatIsNobodysReplyIsShownAndDoesNotComeAgain() throws Exception {
        colleague.put(null, "hello");
        colleague.put(null, "{\"status\": \"ok\"}");
        colleague.put(null, colleague.session.createObjectMessage("x"));
        await().untilAsserted(() -> assertThat(unreadable).hasSize(3));
        assertThat(unreadable).extracting(one -> one.reason().split(":")[0]).containsExactly("not JSON", "no correlation id and no id", "not a text message");
        assertThat(unreadable).allSatisfy(one -> assertThat(one.source()).startsWith("jms:ID:"));
        assertThat(unreadable.get(0).body()).isNotEmpty();
        assertThat(unreadable.get(2).body()).as("an object is never opened").isNull();
        await().untilAsserted(() -> assertThat(colleague.waitingIn("keyline.replies")).isZero());
    }

    @Test
    void withoutACorrelationIdTheBodyTellsWhoseItIs() throws Exception {
        var call = call("m1-1");
        colleague.put(null, "{\"id\": \"m1-1\", \"status\": \"ok\"}");
        assertThat(call.get(5, TimeUnit.SECONDS).status()).isEqualTo(Status.OK);
    }

    @Test
    void theSameKeyIsAskedOnceWhileItIsWaitedFor() throws Exception {
        assertThat(call("m1-1")).isSameAs(call("m1-1"));
        await().untilAsserted(() -> assertThat(colleague.waitingIn("keyline.accounts.balance")).isPositive());
        call("m1-2");
        await().untilAsserted(() -> assertThat(colleague.waitingIn("keyline.accounts.balance")).isEqualTo(2));
    }

    @Test
    void theCallFailsAtItsDeadlineAndTheRequestExpires() throws Exception {
        var deadline = Instant.now().plusMillis(300);
        var call = backOffice.call(request("m1-1", deadline));
        assertThatThrownBy(() -> call.get(5, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(TimeoutException.class);
        // the time to live is counted from the send, which rounds and comes a moment after the call
        await().until(() -> Instant.now().isAfter(deadline.plusMillis(500)));
        assertThat(colleague.next("keyline.accounts.balance", 100)).as("must not be carried out any more").isNull();
        assertThat(colleague.next(EmbeddedBroker.EXPIRED, 5_000).getJMSCorrelationID()).isEqualTo("m1-1");
        var tooLate = backOffice.call(request("m1-2", Instant.now().minusSeconds(1)));
        assertThat(tooLate).isCompletedExceptionally();
    }

    @Test
    void anOperationThatIsNoQueueNameIsRefused() {
        for (var name : List.of("", "a b", "A", "a,b", "a#", "a*", "a::b")) {
            assertThatThrownBy(() -> backOffice.call(new Request("k", name, Map.of(), Instant.MAX, Map.of(), false)))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a-z, 0-9, dot and hyphen");
        }
    }

    @Test
    void whatCannotBeWrittenFailsItsCallerAndNobodyElse() throws Exception {
        var unwritable = new Request("m1-1", "accounts.balance", Map.of(), Instant.now().plusSeconds(60), Map.of("amount", Double.NaN), false);
        assertThatThrownBy(() -> backOffice.call(unwritable)).isInstanceOf(IllegalArgumentException.class);
        assertThat(answered("{\"status\": \"ok\"}").status()).isEqualTo(Status.OK);
    }

    @Test
    void aQueueThatTheBrokerDoesNotGiveFailsItsCallerAndNobodyElse() throws Exception {
        colleague.session.createConsumer(colleague.session.createTopic("keyline.payments.take"));
        var forbidden = backOffice.call(new Request("m1-2", "payments.take", Map.of(), Instant.now().plusSeconds(60), Map.of(), false));
        assertThatThrownBy(() -> forbidden.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(jakarta.jms.JMSException.class);
        assertThat(answered("{\"status\": \"ok\"}").status()).isEqualTo(Status.OK);
    }

    @Test
    void whileTheBrokerIsAwayRequestsWaitAndThenGoOnce() throws Exception {
        await().until(backOffice::connected);
        backOffice.close();
        var url = broker.url();
        var port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
        colleague.close();
        broker.close();
        backOffice = new JmsBackOffice(Brokers.connectionFactory(url, "hub", "secret"), JmsBackOffice.PREFIX, 0, new Unclaimed(late::add, () -> true, unreadable::add));
        var calls = IntStream.range(0, 50).mapToObj(i -> call("m" + i)).toList();
        assertThat(backOffice.connected()).isFalse();

        restart(port);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(colleague.waitingIn("keyline.accounts.balance")).isEqualTo(50));
        await().atMost(Duration.ofSeconds(20)).until(backOffice::connected);

        colleague.close();
        broker.close();
        await().until(() -> !backOffice.connected());
        restart(port);
        colleague.answer("accounts.balance", key -> "{\"status\": \"ok\"}");
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        assertThat(late).isEmpty();
    }

    @Test
    void closingSendsWhatStillWaits() throws Exception {
        await().until(backOffice::connected);
        var calls = IntStream.range(0, 500).mapToObj(i -> call("m" + i)).toList();
        backOffice.close();
        assertThat(colleague.waitingIn("keyline.accounts.balance")).isEqualTo(500);
        assertThat(calls).allMatch(CompletableFuture::isCancelled);
    }

    private void restart(int port) throws Exception {
        broker = EmbeddedBroker.start(directory, port, "hub", "secret");
        colleague = new Colleague(broker.url());
    }

    private Reply answered(String body) throws Exception {
        var call = call("m1-1");
        colleague.put("m1-1", body);
        return call.get(5, TimeUnit.SECONDS);
    }

    private void assertMalformed(String body, String reason) throws Exception {
        assertThat(answered(body)).isEqualTo(new Reply("m1-1", Status.MALFORMED, reason, Map.of()));
    }

    private static void isMalformed(Reply reply) {
        assertThat(reply.status()).isEqualTo(Status.MALFORMED);
    }

    private CompletableFuture<Reply> call(String key) {
        return backOffice.call(request(key, Instant.now().plusSeconds(60)));
    }

    private static Request request(String key, Instant deadline) {
        return new Request(key, "accounts.balance", Map.of("address", "+4520123456", "channel", "sms", "language", "da"), deadline, Map.of(), false);
    }
}

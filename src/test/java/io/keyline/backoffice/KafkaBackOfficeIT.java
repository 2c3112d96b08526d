package io.keyline.backoffice;

import static io.keyline.backoffice.KafkaProcess.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keyline.backoffice.Reply.Status;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A back office over Kafka")
class KafkaBackOfficeIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String OK = "{\"status\": \"ok\"}";

    @TempDir
    static Path directory;
    private static KafkaProcess kafka;

    private final List<Reply> late = new CopyOnWriteArrayList<>();
    private final List<Unclaimed.Unreadable> unreadable = new CopyOnWriteArrayList<>();
    private String prefix;
    private String replies;
    private KafkaBackOffice backOffice;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = new KafkaProcess(directory.resolve("kafka"));
    }

    @AfterAll
    static void stopKafka() throws Exception {
        kafka.close();
    }

    @BeforeEach
    void start(TestInfo test) {
        prefix = test.getTestMethod().orElseThrow().getName() + ".";
        replies = prefix + "replies-3";
        backOffice = open(late::add);
    }

    @AfterEach
    void stop() {
        backOffice.close();
    }

    private KafkaBackOffice open(Consumer<Reply> takesLate) {
        return new KafkaBackOffice(kafka.url(), Map.of(), prefix, 3, new Unclaimed(takesLate, () -> true, unreadable::add), Duration.ofMillis(20));
    }

    private CompletableFuture<Reply> call(String key) {
        return call(key, LONG);
    }

    private CompletableFuture<Reply> call(String key, Duration deadline) {
        return backOffice.call(request(key, deadline));
    }

    private static Request request(String key, Duration deadline) {
        return new Request(key, "accounts.balance", Map.of("address", "+4520123456"), Instant.now().plus(deadline), Map.of("amount", new BigDecimal("10.50")), false);
    }

    private void reply(String id, String text) throws Exception {
        kafka.write(replies, "+4520123456", id, text);
    }

    private void awaitReading() {
        await("it reads").atMost(LONG).until(backOffice::connected);
    }

    private void awaitLate(String... keys) {
        await().atMost(LONG).untilAsserted(() -> assertThat(late).extracting(Reply::key).containsExactly(keys));
    }

    @Test
    void isAskedAsTheContractSaysAndAnswersItsCaller() throws Exception {
        var call = backOffice.call(request("m1-1", LONG).in(TRACE));
        var request = kafka.read(prefix + "accounts.balance", 1).getFirst();
        assertThat(request.key()).isEqualTo("+4520123456");
        assertThat(header(request, "id")).isEqualTo("m1-1");
        assertThat(header(request, "idempotency-key")).isEqualTo("m1-1");
        assertThat(header(request, "reply-to")).isEqualTo(replies);
        assertThat(header(request, "traceparent")).isEqualTo(TRACE);
        assertThat(request.headers()).extracting(one -> one.key()).containsExactlyInAnyOrderElementsOf(
                ContractDocumentsTest.document("asyncapi.yaml").at("/components/messages/requestOverKafka/headers/properties").properties().stream()
                        .map(Map.Entry::getKey).toList());
        var text = Contract.read(new String(request.value(), StandardCharsets.UTF_8));
        assertThat(text).containsEntry("id", "m1-1").containsEntry("deadline", header(request, "deadline"))
                .containsEntry("data", Map.of("amount", new BigDecimal("10.50")));
        awaitReading();
        reply("m1-1", "{\"id\": \"m1-1\", \"status\": \"ok\", \"data\": {\"balance\": 123.40}}");
        assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo(new Reply("m1-1", Status.OK, null, Map.of("balance", new BigDecimal("123.40"))));
        await("committed").atMost(LONG).until(() -> kafka.committed(replies) == 1);
    }

    @Test
    void handsOverWhatIsLateOrRepeated() throws Exception {
        var call = call("m1-1");
        awaitReading();
        reply("m1-1", OK);
        assertThat(call.get(30, TimeUnit.SECONDS).status()).isEqualTo(Status.OK);
        reply("m1-1", OK);
        reply(null, "{\"id\": \"m2-1\", \"status\": \"refused\", \"reason\": \"x\"}");
        awaitLate("m1-1", "m2-1");
    }

    @Test
    void setsAsideWhatNobodyCanReadAndGoesOn() throws Exception {
        awaitReading();
        reply(null, "balance is 5");
        kafka.write(replies, null, null, (byte[]) null);
        reply(null, "[".repeat(100));
        reply(null, "{\"status\": \"ok\", \"data\": \"" + "x".repeat(300 * 1024) + "\"}");
        reply("m1-1", OK);
        awaitLate("m1-1");
        var dead = kafka.read(prefix + "dead-letters", 4);
        assertThat(dead).extracting(one -> header(one, "origin")).containsExactlyInAnyOrder(origin(0), origin(1), origin(2), origin(3));
        assertThat(dead).extracting(one -> header(one, "reason")).contains("empty", "larger than 256 KiB").anyMatch(reason -> reason.startsWith("not JSON"));
        assertThat(unreadable).extracting(Unclaimed.Unreadable::source).containsExactlyInAnyOrder("kafka:" + origin(0), "kafka:" + origin(1), "kafka:" + origin(2),
                "kafka:" + origin(3));
        assertThat(unreadable).filteredOn(one -> one.source().endsWith("@0")).singleElement()
                .satisfies(one -> assertThat(List.of(one.from(), one.body(), one.reason().split(":")[0])).containsExactly(replies, "balance is 5", "not JSON"));
        await("committed").atMost(LONG).until(() -> kafka.committed(replies) == 5);
    }

    private String origin(int offset) {
        return replies + "-0@" + offset;
    }

    @Test
    void setsAsideWhatCannotBeHandedOverForGood() throws Exception {
        backOffice.close();
        var attempts = new AtomicInteger();
        backOffice = open(reply -> {
            if (reply.key().equals("m1-1")) {
                attempts.incrementAndGet();
                throw new IllegalStateException("a defect");
            }
            late.add(reply);
        });
        awaitReading();
        reply("m1-1", OK);
        reply("m2-1", OK);
        awaitLate("m2-1");
        assertThat(attempts).hasValue(5);
        assertThat(header(kafka.read(prefix + "dead-letters", 1).getFirst(), "reason")).contains("a defect");
    }

    @Test
    void keepsRepliesInTheirOrderHoweverLongTheDatabaseIsAway() throws Exception {
        backOffice.close();
        var attempts = new AtomicInteger();
        backOffice = open(reply -> {
            if (attempts.incrementAndGet() <= 8) {
                throw new IllegalStateException(new SQLException("the database is away", "08006"));
            }
            late.add(reply);
        });
        awaitReading();
        reply("m1-1", OK);
        reply("m2-1", OK);
        awaitLate("m1-1", "m2-1");
        assertThat(unreadable).isEmpty();
    }

    @Test
    @Tag("long")
    void asksAgainWhenTheBrokerIsBackAndGivesUpAtTheDeadline() throws Exception {
        call("m1-1");
        kafka.read(prefix + "accounts.balance", 1);
        awaitReading();
        kafka.kill();
        var inVain = call("m2-1", Duration.ofMillis(500));
        var call = call("m3-1");
        assertThatThrownBy(() -> inVain.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(TimeoutException.class);
        await("it is seen to be away").atMost(LONG).until(() -> !backOffice.connected());
        kafka.start();
        assertThat(kafka.read(prefix + "accounts.balance", 2)).extracting(one -> header(one, "id")).contains("m3-1");
        reply("m3-1", OK);
        assertThat(call.get(60, TimeUnit.SECONDS).status()).isEqualTo(Status.OK);
    }

    @Test
    void losesNothingWhenAnotherMemberComesAndGoes() throws Exception {
        backOffice.close();
        kafka.create(replies, 4);
        Set<String> seen = ConcurrentHashMap.newKeySet();
        var perMember = List.of(new AtomicInteger(), new AtomicInteger());
        backOffice = open(member(seen, perMember.get(0)));
        awaitReading();
        int written = 0;
        try (var other = open(member(seen, perMember.get(1)))) {
            for (; perMember.get(1).get() == 0 || written < 400; written++) {
                kafka.write(replies, "customer-" + written, "m" + written + "-1", OK);
            }
            await().atMost(LONG).until(other::connected);
        }
        for (int until = written + 100; written < until; written++) {
            kafka.write(replies, "customer-" + written, "m" + written + "-1", OK);
        }
        var all = IntStream.range(0, written).mapToObj(i -> "m" + i + "-1").collect(Collectors.toSet());
        await().atMost(LONG).untilAsserted(() -> assertThat(seen).isEqualTo(all));
        assertThat(perMember).allSatisfy(number -> assertThat(number.get()).isPositive());
        await("all committed").atMost(LONG).until(() -> kafka.committed(replies) == all.size());
    }

    private static Consumer<Reply> member(Set<String> seen, AtomicInteger number) {
        return reply -> {
            seen.add(reply.key());
            number.incrementAndGet();
        };
    }

    @Test
    void killedBetweenOurCommitAndKafkasBringsTheReplyAgain() throws Exception {
        awaitReading();
        backOffice.close();
        var hub = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp", System.getProperty("java.class.path"),
                Killed.class.getName(), kafka.url(), prefix).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        reply("m1-1", OK);
        assertThat(hub.waitFor()).isEqualTo(Killed.AFTER_OUR_COMMIT);
        assertThat(kafka.committed(replies)).isZero();
        backOffice = open(late::add);
        awaitLate("m1-1");
        await("committed").atMost(LONG).until(() -> kafka.committed(replies) == 1);
    }

    @Test
    void takesNoSecretOfACustomer() {
        assertThatThrownBy(() -> backOffice.call(new Request("m1-1", "cards.unlock", Map.of(), Instant.now().plus(LONG), Map.of("pin", "1234"), true)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("cards.unlock").hasMessageNotContaining("1234");
    }

    /** A hub that is halted when the reply is on disk, and before Kafka knows. */
    static final class Killed {

        static final int AFTER_OUR_COMMIT = 77;

        public static void main(String[] arguments) throws Exception {
            var taken = new AtomicInteger();
            new KafkaBackOffice(arguments[0], Map.of(), arguments[1], 3, new Unclaimed(reply -> taken.incrementAndGet(), () -> {
                if (taken.get() > 0) {
                    Runtime.getRuntime().halt(AFTER_OUR_COMMIT);
                }
                return true;
            }, reason -> { }));
            Thread.currentThread().join();
        }
    }
}

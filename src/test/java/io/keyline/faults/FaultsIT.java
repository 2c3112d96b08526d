package io.keyline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.demo.Bind;
import io.keyline.demo.Concatenation.Form;
import io.keyline.demo.Receipts;
import io.keyline.demo.Segments;
import io.keyline.demo.Sent;
import io.keyline.demo.ShortMessage;
import io.keyline.demo.Submit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever of its surroundings goes away or misbehaves: the hub loses nothing, doubles nothing, and goes on by itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(2) // see CrashPointsIT
class FaultsIT {

    /** Long enough that what is the same again is another message, not a copy. */
    private static final Duration NOT_AT_ONCE = Duration.ofMillis(4_200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private World world;
    private Path directory;

    @BeforeAll
    void build(@TempDir Path temporary) throws Exception {
        Awaitility.setDefaultTimeout(PATIENCE);
        directory = temporary;
        world = new World(directory).standing().binds(3);
        world.hub.with("routes.directory", routesWithTwoReceivers()).with("intake.parts-within", "3s");
        world.start();
    }

    private Path routesWithTwoReceivers() throws IOException {
        String receiver = Files.readString(Path.of("routes", "sms-in.yaml"));
        return Routes.shipped(directory.resolve("routes")).with("sms-in-2.yaml", receiver.replace("id: sms-in", "id: sms-in-2")
                .replace("systemId:", "initialReconnectDelay: 900\n        systemId:")).directory();
    }

    @AfterEach
    void heal() {
        world.smsc.faults().none();
        world.smsc.receipts(Receipts.NONE);
        world.backOffice.faults().none();
    }

    @AfterAll
    void end() throws Exception {
        world.close();
        Awaitility.reset();
    }

    @Test
    void aDatabaseThatStopsHardLeavesTheMessagesToTheSmsc() throws Exception {
        Load load = new Load(world, "BAL", 50);
        await().until(() -> answered(load.sent()) > 25);
        world.database.stopImmediately();
        await().until(() -> toldToTryAgain(load.sent()).size() > 10);
        world.database.startAgain();
        int before = load.sent().size();
        await().until(() -> load.sent().size() > before + 50);

        Map<String, Sent> sent = load.stop();
        awaitEachAnsweredOnce(sent);
        assertThat(world.records().customersWith("UNCERTAIN")).doesNotContainAnyElementsOf(sent.keySet());
        askAgainOnceItIsNoCopy(toldToTryAgain(sent).stream().limit(10).toList());
    }

    private void askAgainOnceItIsNoCopy(List<String> customers) {
        awaitNotAtOnce();
        customers.forEach(customer -> world.text(customer, "BAL"));
        customers.forEach(customer -> world.awaitReplies(customer, 2));
    }

    private static Set<String> toldToTryAgain(Map<String, Sent> sent) {
        return sent.entrySet().stream().filter(one -> one.getValue().parts().getFirst().responses().contains(0x08)).map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Test
    void paymentsSurviveADatabaseThatStopsHard() throws Exception {
        world.backOffice.faults().delay(Duration.ofMillis(500));
        Load load = new Load(world, "PAY 100", 30);
        await().until(() -> answered(load.sent()) > 15);
        world.database.stopImmediately();
        await().until(() -> toldToTryAgain(load.sent()).size() > 5);
        Map<String, Sent> sent = load.stop();
        world.database.startAgain();

        awaitEachAnsweredOnce(sent);
        assertThat(sent.keySet()).allSatisfy(customer -> assertThat(world.backOffice.ledger().paymentsOf(customer)).hasSize(1));
    }

    @Test
    void aBrokerThatIsAwayDelaysTheAnswersAndDoublesNoPayment() throws Exception {
        world.broker.close();
        List<String> customers = Stream.generate(world::newcomer).limit(20).toList();
        customers.forEach(customer -> world.text(customer, "PAY 100"));
        customers.forEach(customer -> world.awaitReplies(customer, 1));
        assertThat(customers).allSatisfy(customer -> assertThat(world.replies(customer).getFirst()).startsWith("We are working on it"));

        world.startBroker();

        customers.forEach(customer -> world.awaitReplies(customer, 2));
        world.awaitSettled();
        assertThat(customers).allSatisfy(customer -> {
            assertThat(world.replies(customer)).hasSize(2).last().asString().startsWith("Thank you, we have received");
            assertThat(world.backOffice.ledger().paymentsOf(customer)).hasSize(1);
        });
    }

    @Test
    void anSmscThatIsGoneAndBackFindsNothingLost() throws Exception {
        Load load = new Load(world, "BAL", 50);
        await().until(() -> answered(load.sent()) > 25);
        world.smsc.stopListening();
        world.smsc.disconnectAll();
        int before = load.sent().size();
        await().until(() -> load.sent().size() > before + 50);
        world.smsc.listenAgain();

        Map<String, Sent> sent = load.stop();
        await().until(() -> sent.values().stream().allMatch(Sent::acknowledged));
        world.awaitSettled();
        List<String> uncertain = world.records().customersWith("UNCERTAIN");
        assertThat(sent.keySet()).allSatisfy(customer -> {
            if (uncertain.contains(customer)) {
                assertThat(world.replies(customer)).hasSizeLessThanOrEqualTo(1);
            } else {
                assertThat(world.replies(customer)).hasSize(1);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"0x58", "0x14"})
    void throttlingLosesNothingAndKeepsTheOrder(String status) {
        world.smsc.faults().throttle(0.05, Integer.decode(status));
        Bind receiver = receivers().getFirst(); // two sessions have no order between them
        List<String> customers = Stream.generate(world::newcomer).limit(10).toList();
        for (int amount = 1; amount <= 12; amount++) {
            for (String customer : customers) {
                world.smsc.send(ShortMessage.of(customer, World.SHORT_CODE).text("PAY " + amount), receiver);
            }
        }
        customers.forEach(customer -> world.awaitReplies(customer, 12));
        world.awaitSettled();
        assertThat(customers).allSatisfy(customer -> assertThat(amounts(customer)).isEqualTo(IntStream.rangeClosed(1, 12)
                .mapToObj(amount -> "€" + amount + ".00").toList()));
    }

    private List<Bind> receivers() {
        return world.smsc.binds().stream().filter(Bind::receives).toList();
    }

    /** What the customer was thanked for, in order. */
    private List<String> amounts(String customer) {
        return world.replies(customer).stream().map(reply -> reply.replaceAll(".*received (\\S+)\\. .*", "$1")).toList();
    }

    @Test
    void aSubmitWithoutResponseIsUncertainAndNotSentAgain() {
        world.smsc.faults().dropSubmitResponses(1);
        String customer = world.newcomer();
        world.text(customer, "BAL");

        await().untilAsserted(() -> assertThat(world.records().sent(customer)).containsExactly("UNCERTAIN"));
        assertThat(world.replies(customer)).hasSize(1);
    }

    @Test
    void aReceiptSettlesWhatWasUncertain() {
        world.smsc.receipts(Receipts.AFTER);
        world.smsc.faults().dropSubmitResponses(1);
        String customer = world.newcomer();
        world.text(customer, "BAL");

        await().untilAsserted(() -> assertThat(world.records().sent(customer)).containsExactly("DELIVERED"));
        assertThat(world.replies(customer)).hasSize(1);
    }

    @Test
    void aMessageWhoseAcknowledgementGotLostIsAnsweredOnce() {
        world.smsc.faults().dropDeliverResponses(1);
        String customer = world.newcomer();
        Sent sent = world.text(customer, "PAY 100");
        world.awaitReplies(customer, 1);
        world.smsc.disconnectAll();

        await().until(sent::acknowledged);
        world.awaitSettled();
        // with two receivers it may come once more while the sessions end one after the other
        assertThat(sent.attempts()).isGreaterThanOrEqualTo(2);
        assertThat(world.replies(customer)).hasSize(1);
        assertThat(world.backOffice.ledger().paymentsOf(customer)).hasSize(1);
        assertThat(world.records().received(customer)).hasSizeGreaterThanOrEqualTo(2).startsWith("ANSWERED")
                .filteredOn(state -> !state.equals("IGNORED duplicate")).hasSize(1);
        world.awaitReady();
    }

    @Test
    void theSameTextSomeSecondsLaterIsAnotherMessage() {
        String customer = world.newcomer();
        Sent first = world.text(customer, "BAL");
        world.awaitReplies(customer, 1);
        assertThat(first.acknowledged()).isTrue();
        awaitNotAtOnce();
        world.text(customer, "BAL");

        world.awaitReplies(customer, 2);
        assertThat(world.records().received(customer)).containsExactly("ANSWERED", "ANSWERED");
    }

    private static void awaitNotAtOnce() {
        Instant then = Instant.now().plus(NOT_AT_ONCE);
        await().until(() -> Instant.now().isAfter(then));
    }

    @Test
    void repliesKeepTheOrderOfTheWireOverTwoBinds() {
        List<Bind> receivers = receivers();
        assertThat(receivers).hasSize(2);
        String customer = world.newcomer();
        for (int amount = 1; amount <= 10; amount++) {
            var delivery = world.smsc.send(ShortMessage.of(customer, World.SHORT_CODE).text("PAY " + amount), receivers.get(amount % 2));
            await().pollInterval(Duration.ofMillis(1)).until(delivery::acknowledged);
        }
        world.awaitReplies(customer, 10);
        assertThat(amounts(customer)).isEqualTo(IntStream.rangeClosed(1, 10).mapToObj(amount -> "€" + amount + ".00").toList());
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void partsInAnyOrderMakeOneMessage(Form form) {
        String customer = world.newcomer();
        String text = "This is much longer than one short message can be, so it comes in several. ".repeat(5).strip();
        List<ShortMessage> parts = Segments.of(customer, World.SHORT_CODE, text, form, 77);
        assertThat(parts).hasSizeGreaterThan(2);
        parts.reversed().forEach(world.smsc::send);

        world.awaitReplies(customer, 1);
        world.awaitSettled();
        assertThat(world.records().texts(customer)).containsExactly(text);
        assertThat(world.replies(customer)).hasSize(1);
    }

    @Test
    void partsBeforeAndAfterAKillMakeOneMessageAndOneThatNeverComesHoldsNothingUp() throws Exception {
        String customer = world.newcomer();
        String text = "The first half, ".repeat(12) + "the second half.";
        List<ShortMessage> parts = Segments.of(customer, World.SHORT_CODE, text, Form.UDH_16_BIT, 4711);
        var first = world.smsc.send(parts.getLast());
        await().until(first::acknowledged);
        world.hub.kill();
        parts.subList(0, parts.size() - 1).forEach(world.smsc::send);
        world.hub.with("intake.parts-within", "30s");
        world.start();

        world.awaitReplies(customer, 1);
        assertThat(world.records().texts(customer)).containsExactly(text);

        world.hub.stop();
        world.hub.with("intake.parts-within", "3s");
        world.start();
        String other = world.newcomer();
        world.smsc.send(Segments.of(other, World.SHORT_CODE, text, Form.UDH_16_BIT, 4712).getFirst());
        world.awaitReplies(other, 1);
        assertThat(world.records().all("select text from message where inbound and customer_address = ?", other))
                .singleElement().asString().startsWith("The first half").doesNotContain("the second");
    }

    @ParameterizedTest
    @CsvSource({"TEXT,AFTER,DELIVERED,DELIVERED", "TLV,AFTER,DELIVERED,DELIVERED", "TEXT_AND_TLV,AFTER,UNDELIVERABLE,FAILED",
        "TEXT,BEFORE_RESPONSE,DELIVERED,DELIVERED", "TLV,BEFORE_RESPONSE,REJECTED,FAILED"})
    void receiptsOfAllPartsMakeOneStatus(Receipts.Form form, Receipts.When when, Receipts.State state, String status) {
        world.smsc.receipts(Receipts.AFTER.form(form).when(when).state(state).copies(2));
        List<String> customers = Stream.generate(world::newcomer).limit(20).toList();
        customers.forEach(customer -> world.text(customer, "ПОМОЩЬ"));

        await().untilAsserted(() -> assertThat(customers).allSatisfy(
                customer -> assertThat(world.records().sent(customer)).containsExactly(status)));
        assertThat(world.smsc.repliesTo(customers.getFirst()).getFirst().parts()).hasSizeGreaterThan(1);
    }

    @Test
    void theFinalReceiptCountsHoweverCloseItFollowsAnother() {
        List<String> customers = Stream.generate(world::newcomer).limit(20).toList();
        customers.forEach(customer -> world.text(customer, "BAL"));
        customers.forEach(customer -> world.awaitReplies(customer, 1));
        for (String customer : customers) {
            Submit.Part part = world.smsc.repliesTo(customer).getFirst().parts().getFirst();
            world.smsc.sendReceipt(part, Receipts.AFTER.state(Receipts.State.ACCEPTED));
            world.smsc.sendReceipt(part, Receipts.AFTER);
            world.smsc.sendReceipt(part, Receipts.AFTER.state(Receipts.State.ENROUTE));
        }
        await().untilAsserted(() -> assertThat(customers).allSatisfy(
                customer -> assertThat(world.records().sent(customer)).containsExactly("DELIVERED")));
    }

    @Test
    void eachLongReplyToACustomerHasAReferenceOfItsOwn() {
        String customer = world.newcomer();
        world.text(customer, "ПОМОЩЬ");
        world.awaitReplies(customer, 1);
        awaitNotAtOnce();
        world.text(customer, "ПОМОЩЬ");
        world.awaitReplies(customer, 2);

        List<Set<Integer>> references = world.smsc.repliesTo(customer).stream()
                .map(reply -> reply.parts().stream().map(FaultsIT::reference).collect(Collectors.toSet())).toList();
        assertThat(references).allSatisfy(ofOne -> assertThat(ofOne).hasSize(1)).doesNotHaveDuplicates();
    }

    /** The 16-bit reference of a part: 06 08 04 RR RR TT NN (3GPP TS 23.040, 9.2.3.24.8). */
    private static int reference(Submit.Part part) {
        byte[] octets = part.message().payload();
        assertThat(octets).startsWith(6, 8, 4);
        return ByteBuffer.wrap(octets).getShort(3) & 0xFFFF;
    }

    @Test
    void whatCannotBeReadIsKeptWithItsBytesAndHurtsNobody() {
        byte[] torn = HexFormat.of().parseHex("000000190000000500000000000000ff" + "000101343532303132");
        receivers().getFirst().send(torn);

        await().untilAsserted(() -> assertThat(world.records().all("select encode(raw, 'hex') from quarantine"))
                .contains(HexFormat.of().formatHex(torn)));
        String customer = world.newcomer();
        world.text(customer, "BAL");
        world.awaitReplies(customer, 1);
        assertThat(world.smsc.binds()).hasSize(3);
    }

    @Test
    void aTextWithTheCharacterThatNoDatabaseTakesIsAnsweredLikeOthers() {
        String customer = world.newcomer();
        Sent sent = world.text(customer, "баланс\0");

        await().until(sent::acknowledged);
        world.awaitReplies(customer, 1);
        assertThat(sent.attempts()).isEqualTo(1);
    }

    @Test
    void theHubStartsBeforeEverythingElseAndGoesOnWhenItComes() throws Exception {
        world.hub.stop();
        world.database.stopImmediately();
        world.broker.close();
        world.smsc.stopListening();
        String customer = world.newcomer();
        world.text(customer, "BAL");

        world.hub.launch();
        await().until(() -> world.hub.log().contains("waiting for PostgreSQL"));
        world.database.startAgain();
        world.hub.awaitRunning();
        world.smsc.listenAgain();
        world.startBroker();

        await().untilAsserted(() -> assertThat(world.replies(customer)).last().asString().startsWith("Balance"));
        world.awaitReady();
    }

    private long answered(Map<String, Sent> sent) {
        Set<String> answered = world.smsc.submits().stream().map(Submit::to).collect(Collectors.toSet());
        return sent.keySet().stream().filter(answered::contains).count();
    }

    private void awaitEachAnsweredOnce(Map<String, Sent> sent) {
        await().until(() -> answered(sent) == sent.size());
        world.awaitSettled();
        Map<String, Long> replies = world.smsc.submits().stream().filter(reply -> !reply.text().startsWith("We are working"))
                .collect(Collectors.groupingBy(Submit::to, Collectors.counting()));
        assertThat(sent.keySet()).allSatisfy(customer -> assertThat(replies.get(customer)).isEqualTo(1));
        assertThat(sent.values()).allMatch(Sent::acknowledged).noneMatch(Sent::refused);
    }
}

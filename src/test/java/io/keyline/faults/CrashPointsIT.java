package io.keyline.faults;

import static io.keyline.hub.CrashPoint.RECEIPT_BEFORE_COMMIT;
import static io.keyline.hub.CrashPoint.SEND_BEFORE_COMMIT;
import static io.keyline.hub.CrashPoint.SEND_CLAIMED;
import static io.keyline.hub.CrashPoint.SEND_PART_ACCEPTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.demo.Receipts;
import io.keyline.demo.Submit;
import io.keyline.hub.CrashPoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * kill -9 at every step between socket and socket loses nothing and doubles nothing. The hub has its database and its broker
 * embedded: both go down with it, and its next start finds what they left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(1) // the longest ones begin at both ends of the queue, or the last of them would run alone
class CrashPointsIT {

    private World world;

    @BeforeAll
    void build(@TempDir Path directory) throws Exception {
        world = new World(directory);
    }

    @AfterEach
    void heal() {
        world.smsc.faults().none();
        world.smsc.receipts(Receipts.NONE);
        if (world.hub.isAlive()) {
            world.hub.kill();
        }
    }

    @AfterAll
    void end() throws Exception {
        world.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"BEGIN_AFTER_COMMIT", "DUE_CLAIMED", "ASK_SAID", "ASK_ANSWERED", "STEP_TAKEN",
        "RESULT_KEPT", "CODE_BEFORE_COMMIT", "CODE_REDEEMED", "LINK_WANTED", "LINK_BEFORE_COMMIT",
        "REPLAY_BEFORE_COMMIT", "REPLAY_AFTER_COMMIT", "PUBLISH_READ", "PUBLISH_SENT"}) // the other *CrashPointsIT, and DeadLettersIT
    void aPaymentHappensOnceAndIsAnsweredOnceAndInOrder(CrashPoint point) {
        world.start("-Dkeyline.crash=" + point);
        if (point == SEND_CLAIMED) {
            world.smsc.faults().throttle(1, 0x58); // a message is claimed when it does not go at once
        }
        if (point == RECEIPT_BEFORE_COMMIT) {
            world.smsc.receipts(Receipts.AFTER);
        }
        String customer = world.newcomer();
        var paid = world.text(customer, "PAY 100");

        world.hub.awaitHalted();
        world.smsc.faults().none();
        var asked = world.text(customer, "BAL");
        world.start();

        world.awaitReplies(customer, 2);
        world.awaitSettled();
        assertThat(world.backOffice.ledger().paymentsOf(customer)).hasSize(1);
        assertThat(world.replies(customer)).satisfiesExactly(
                first -> assertThat(first).startsWith("Thank you, we have received €100.00."),
                second -> assertThat(second).startsWith("Balance of account main").contains("1,150.50"));
        assertThat(world.smsc.parts()).filteredOn(part -> part.message().to().equals(customer)).hasSize(2);
        await().until(() -> paid.acknowledged() && asked.acknowledged());
        assertThat(world.records().received(customer)).filteredOn(state -> !state.equals("IGNORED duplicate"))
                .containsExactly("ANSWERED", "ANSWERED");
        if (point == RECEIPT_BEFORE_COMMIT) {
            await().atMost(Duration.ofSeconds(10)).untilAsserted(
                    () -> assertThat(world.records().sent(customer)).containsExactly("DELIVERED", "DELIVERED"));
        } else {
            // accepted by the SMSC, but the hub died before it could note that: nobody can know
            assertThat(world.records().sent(customer)).containsExactly(point == SEND_PART_ACCEPTED ? "UNCERTAIN" : "SENT", "SENT");
        }
    }

    @Test
    void aReplyOnTheWireWithoutResponseIsUncertainAndNotSentAgain() {
        world.start();
        world.smsc.faults().dropSubmitResponses(1);
        String customer = world.newcomer();
        world.text(customer, "BAL");
        world.awaitReplies(customer, 1);

        world.hub.kill();
        world.start();

        world.awaitSettled();
        assertThat(world.records().sent(customer)).containsExactly("UNCERTAIN");
        assertThat(world.replies(customer)).hasSize(1);
    }

    @Test
    void aLongReplyGoesOnWithItsSecondPart() {
        world.start("-Dkeyline.crash=" + SEND_BEFORE_COMMIT);
        String customer = world.newcomer();
        world.text(customer, "ПОМОЩЬ");

        world.hub.awaitHalted();
        assertThat(world.smsc.incompleteParts()).filteredOn(part -> part.message().to().equals(customer)).hasSize(1);
        world.start();

        world.awaitReplies(customer, 1);
        world.awaitSettled();
        Submit whole = world.smsc.repliesTo(customer).getFirst();
        assertThat(world.smsc.parts()).filteredOn(part -> part.message().to().equals(customer)).hasSameSizeAs(whole.parts())
                .hasSizeGreaterThan(1);
        assertThat(world.records().sent(customer)).containsExactly("SENT");
    }

    @Test
    void aLongReplyWhosePartWasOnTheWireIsUncertain() {
        world.start("-Dkeyline.crash=" + SEND_PART_ACCEPTED + ":2");
        String customer = world.newcomer();
        world.text(customer, "ПОМОЩЬ");

        world.hub.awaitHalted();
        world.start();

        world.awaitSettled();
        assertThat(world.records().sent(customer)).containsExactly("UNCERTAIN");
        assertThat(world.smsc.parts()).filteredOn(part -> part.message().to().equals(customer)).hasSize(2);
    }

    @Test
    void whatWaitsAtTheSmscMeetsAHubThatKnowsAllItsWords() {
        List<String> customers = Stream.generate(world::newcomer).limit(20).toList();
        customers.forEach(customer -> world.text(customer, "STOP"));
        world.start();

        customers.forEach(customer -> world.awaitReplies(customer, 1));
        customers.forEach(customer -> assertThat(world.replies(customer).getFirst()).contains("you are unsubscribed"));
        world.awaitSettled();
        assertThat(world.records().customersWith("DEAD")).isEmpty();
    }

    @Test
    void anOrderlyStopUnderLoadLeavesNothingUncertain() {
        world.start();
        List<String> customers = Stream.generate(world::newcomer).limit(200).toList();
        customers.forEach(customer -> world.text(customer, "PAY 100"));
        await().until(() -> world.backOffice.ledger().effects().size() > 20);

        world.hub.stop();
        world.start();

        customers.forEach(customer -> world.awaitReplies(customer, 1));
        world.awaitSettled();
        assertThat(customers).allSatisfy(customer -> {
            assertThat(world.backOffice.ledger().paymentsOf(customer)).hasSize(1);
            assertThat(world.records().sent(customer)).containsExactly("SENT");
        });
    }
}

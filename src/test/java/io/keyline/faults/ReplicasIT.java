package io.keyline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.demo.Sent;
import io.keyline.demo.Submit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Two hubs on one database and one broker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplicasIT {

    private static final int WINDOW = 50;
    /** Texts a second. */
    private static final int FEW = 60;
    private static final int MANY = 300;
    private static final int BINDS_EACH = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private World world;
    private HubProcess other;

    @BeforeAll
    void build(@TempDir Path directory) throws IOException {
        Awaitility.setDefaultTimeout(PATIENCE);
        world = new World(directory).standing().binds(2 * BINDS_EACH);
        world.hub.with("sms.window", WINDOW).with("secret.key-file", directory.resolve("secret.key"));
        other = world.hub.another(Files.createDirectory(directory.resolve("other")));
        world.hub.launch();
        world.hub.awaitRunning();
        other.launch();
        bothRun();
    }

    @AfterAll
    void end() throws Exception {
        other.close();
        world.close();
        Awaitility.reset();
    }

    private void bothRun() {
        other.awaitRunning();
        world.awaitReady();
        await("customers are shared").untilAsserted(() -> assertThat(owners()).hasSize(2).allMatch(count -> count.endsWith(" 128")));
    }

    private List<String> owners() {
        return world.records().all("select owner || ' ' || count(*) from bucket group by owner order by owner");
    }

    @Test
    void oneIsKilledAndTheOtherGoesOn() throws Exception {
        int uncertain = uncertain().size();
        Talk talk = talk(FEW);
        Set<String> held = kill();
        check(talk, uncertain + WINDOW, held);
    }

    @Test
    void bothAreRestartedOneAfterTheOtherAndNothingIsUncertain() throws Exception {
        int uncertain = uncertain().size();
        Talk talk = talk(FEW);
        restartBoth();
        check(talk, uncertain, Set.of());
    }

    @Test
    @Tag("long")
    void nothingIsLostOrDoubledWhileThreeHundredASecondFlow() throws Exception {
        int uncertain = uncertain().size();
        Talk talk = talk(MANY);
        Set<String> held = new HashSet<>(kill());
        held.addAll(standStill());
        int before = uncertain().size();
        restartBoth();
        assertThat(uncertain()).hasSizeLessThanOrEqualTo(before);
        check(talk, uncertain + 2 * WINDOW, held);
    }

    @Test
    @Tag("long")
    void oneStandsStillForLongerThanItsLeaseAndEndsWhenItGoesOn() throws Exception {
        int uncertain = uncertain().size();
        Talk talk = talk(FEW);
        Set<String> held = standStill();
        check(talk, uncertain + WINDOW, held);
    }

    /** kill -9 of one, and its return. Returns of whom something may have been out meanwhile. */
    private Set<String> kill() {
        other.kill();
        return takenOver();
    }

    private Set<String> standStill() {
        other.pause();
        await("the other one takes over").until(() -> owners().equals(List.of(numberOf(world.hub) + " 256")));
        other.goOn();
        other.awaitGone();
        assertThat(other.log()).contains("another hub has taken over");
        return takenOver();
    }

    private Set<String> takenOver() {
        await("the other one takes over").until(() -> owners().equals(List.of(numberOf(world.hub) + " 256")));
        Set<String> held = uncertain();
        other.launch();
        bothRun();
        return held;
    }

    private void restartBoth() {
        for (HubProcess hub : List.of(world.hub, other)) {
            hub.stop();
            hub.launch();
            hub.awaitRunning();
            bothRun();
        }
    }

    private Talk talk(int perSecond) {
        Talk talk = new Talk(world, perSecond);
        await("customers write").until(() -> talk.customers() > perSecond);
        return talk;
    }

    private static String numberOf(HubProcess hub) {
        return hub.log().replaceAll("(?s).*hub (\\d+)\\.\\d+\\n.*", "$1");
    }

    private Set<String> uncertain() {
        return Set.copyOf(world.records().customersWith("UNCERTAIN"));
    }

    /**
     * Each text is answered once and paid once, each customer's in the order in which they wrote.
     *
     * @param held of whom something may have been out; the hub that had sent it, back again, knows better, and sends it after the others
     */
    private void check(Talk talk, int mayBeOut, Set<String> held) throws InterruptedException {
        Map<String, List<Sent>> sent = talk.end();
        await("accepted").until(talk::isOver);
        world.awaitSettled();
        Set<String> uncertain = uncertain();
        List<String> amounts = IntStream.rangeClosed(1, Talk.texts()).mapToObj(amount -> "€" + amount + ".00").toList();
        System.out.printf("replicas: %d texts, %d uncertain in all%n", Talk.texts() * sent.size(), uncertain.size());
        assertThat(uncertain).hasSizeLessThanOrEqualTo(mayBeOut);
        Map<String, List<String>> replies = world.smsc.submits().stream()
                .collect(Collectors.groupingBy(Submit::to, Collectors.mapping(Submit::text, Collectors.toList())));
        assertThat(sent.keySet()).allSatisfy(customer -> {
            List<String> said = replies.getOrDefault(customer, List.of());
            List<String> thanked = said.stream().filter(reply -> reply.contains("received")).map(reply -> reply.replaceAll(".*received (\\S+)\\. .*", "$1"))
                    .toList();
            if (uncertain.contains(customer)) {
                assertThat(thanked).doesNotHaveDuplicates().isSubsetOf(amounts);
            } else if (held.contains(customer) || said.size() > thanked.size()) { // told that it takes longer: what they wrote then was handled before
                assertThat(thanked).containsExactlyInAnyOrderElementsOf(amounts);
            } else {
                assertThat(thanked).as(said.toString()).isEqualTo(amounts);
            }
            assertThat(world.backOffice.ledger().paymentsOf(customer)).hasSize(Talk.texts());
        });
        assertThat(world.records().customersWith("DEAD")).isEmpty();
    }
}

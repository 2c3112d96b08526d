package io.keyline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A backup that was taken under load is a hub again")
class BackupIT {

    private static final String WAITS = "+4520000001";
    private static final String STOPPED = "+4520000002";

    @TempDir
    Path directory;

    @BeforeAll
    static void lookForPostgres() {
        assumeTrue(DebianPostgres.lacks() == null, DebianPostgres::lacks);
    }

    @Test
    void whatWasCommittedBeforeItIsThereAndDialoguesGoOn() throws Exception {
        Path dump = directory.resolve("keyline.dump");
        try (DebianPostgres lost = DebianPostgres.start(directory.resolve("lost"));
                DebianPostgres fresh = DebianPostgres.start(directory.resolve("fresh")); World world = new World(directory).database(lost.jdbcUrl())) {
            world.start();
            world.text(WAITS, "RENEW");
            world.awaitReplies(WAITS, 1);
            world.text(STOPPED, "STOP");
            world.awaitReplies(STOPPED, 1);
            Load load = new Load(world, "BAL", 30);
            await().atMost(Duration.ofSeconds(30)).until(() -> messages(world).size() > 60);
            List<String> before = messages(world);
            lost.dump(dump);
            Set<String> after = load.stop().keySet();
            after.forEach(customer -> world.awaitReplies(customer, 1));
            world.hub.kill();

            fresh.restore(dump);
            keepTheKeyAlone(world.hub.data());
            world.database(fresh.jdbcUrl()).start();
            world.awaitSettled();

            assertThat(new HashSet<>(messages(world))).containsAll(before);
            assertThat(world.records().conversations(WAITS)).containsExactly("ASKED");
            world.text(WAITS, "yes");
            await().untilAsserted(() -> assertThat(world.replies(WAITS)).last().asString().startsWith("Thank you! Gold is renewed"));
            assertThat(world.records().all("select opted_out::text from customer c join address a on a.customer_id = c.id where a.value = ?", STOPPED))
                    .containsExactly("true");
            String newcomer = world.newcomer();
            world.text(newcomer, "BAL");
            world.awaitReplies(newcomer, 1);
        }
    }

    private static List<String> messages(World world) {
        return world.records().all("select id || ' ' || inbound || ' ' || text from message where state in ('ANSWERED', 'SENT', 'DELIVERED')");
    }

    /** A new machine: nothing of the old one but the key. The in-flight file of a later time would call what was sent unsent. */
    private static void keepTheKeyAlone(Path data) throws Exception {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                if (!file.equals(data) && !file.getFileName().toString().equals("secret.key")) {
                    Files.delete(file);
                }
            }
        }
        assertThat(data.toFile().list()).containsExactly("secret.key");
    }
}

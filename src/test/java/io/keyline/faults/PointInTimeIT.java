package io.keyline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
@DisplayName("A hub goes back to any moment, from a base backup that was taken under load and the archive of the WAL")
class PointInTimeIT {

    private static final String WAITS = "+4520000001";
    private static final String TOO_LATE = "+4520000002";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ACCEPTED = "select id || ' ' || customer_address || ' ' || text from message where inbound";
    private static final String DONE = "select id || ' ' || state || ' ' || text from message where state in ('ANSWERED', 'SENT', 'DELIVERED')";

    @TempDir
    Path directory;

    @BeforeAll
    static void lookForPostgres() {
        assumeTrue(DebianPostgres.lacks() == null, DebianPostgres::lacks);
    }

    @Test
    void whatWasAcceptedBeforeItIsThereAndNothingThatCameAfter() throws Exception {
        Path archive = Files.createDirectory(directory.resolve("archive"));
        try (DebianPostgres lost = DebianPostgres.archiving(directory.resolve("lost"), archive);
                World world = new World(directory).database(lost.jdbcUrl())) {
            world.start();
            Load load = new Load(world, "BAL", 30);
            await().atMost(PATIENCE).until(() -> world.records().all(DONE).size() > 30);
            lost.takeBase();
            world.text(WAITS, "RENEW");
            world.awaitReplies(WAITS, 1);
            int since = load.sent().size();
            await().atMost(PATIENCE).until(() -> load.sent().size() > since + 30);
            List<String> accepted = world.records().all(ACCEPTED);
            List<String> done = world.records().all(DONE);
            String moment = world.records().all("select clock_timestamp()").getFirst();
            world.text(TOO_LATE, "BAL");
            world.awaitReplies(TOO_LATE, 1);
            load.stop();
            archived(world);
            world.hub.kill();

            try (DebianPostgres recovered = DebianPostgres.recovered(directory.resolve("recovered"), lost, archive, moment)) {
                world.database(recovered.jdbcUrl());
                await("promoted").atMost(PATIENCE).until(() -> world.records().all("select pg_is_in_recovery()").equals(List.of("f")));
                assertThat(new HashSet<>(world.records().all(ACCEPTED))).containsAll(accepted);
                assertThat(new HashSet<>(world.records().all(DONE))).containsAll(done);
                assertThat(world.records().received(TOO_LATE)).isEmpty();
                Files.delete(world.hub.data().resolve("in-flight"));
                world.start();
                world.awaitSettled();
                assertThat(world.records().conversations(WAITS)).as("asked after the base backup").containsExactly("ASKED");
                world.text(WAITS, "yes");
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(world.replies(WAITS)).last().asString().startsWith("Thank you! Gold is renewed"));
            }
        }
    }

    /** What a server that dies has not archived yet is lost; archive_timeout says how much that may be. */
    private static void archived(World world) {
        String last = world.records().all("select pg_walfile_name(pg_switch_wal())").getFirst();
        await("archived").atMost(PATIENCE).until(() -> world.records().all("select last_archived_wal >= '" + last + "' from pg_stat_archiver").equals(List.of("t")));
    }
}

package io.keyline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.hub.CrashPoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** kill -9 while a customer proves by a code that another number is theirs: one code, one answer, and the two are one in the end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkCrashPointsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private World world;

    @BeforeAll
    void build(@TempDir Path directory) throws Exception {
        world = new World(directory).standing();
        world.hub.with("routes.directory", Routes.shipped(directory.resolve("routes")).directory());
        world.whole();
    }

    @AfterAll
    void end() throws Exception {
        world.close();
    }

    @ParameterizedTest(name = "{0}, at {1}")
    @CsvSource({"link, CODE_BEFORE_COMMIT", "code, CODE_REDEEMED", "code, LINK_WANTED", "code, TURN_AFTER_COMMIT", "code, LINK_BEFORE_COMMIT"})
    void bothAreOneInTheEnd(String word, CrashPoint point) {
        String customer = world.newcomer();
        String other = world.newcomer();
        if (word.equals("link")) {
            cut(customer, "link " + other, point);
            world.awaitReplies(customer, 1);
        } else {
            world.text(customer, "link " + other);
            world.awaitReplies(customer, 1);
        }
        world.awaitReplies(other, 1);
        String code = world.replies(other).getFirst().substring(0, 6);
        if (word.equals("code")) {
            cut(customer, code, point);
        } else {
            world.text(customer, code);
        }
        await("the two are one").atMost(PATIENCE).untilAsserted(() -> assertThat(owners(customer, other)).hasSize(1));
        world.awaitSettled();
        assertThat(world.replies(other)).hasSize(1);
        assertThat(world.replies(customer)).hasSize(2).last().asString().startsWith("Thank you.");
        assertThat(world.records().all("select state from customer_link where address = ?", other)).containsExactly("DONE");
    }

    private void cut(String customer, String text, CrashPoint point) {
        world.haltsAt(point);
        world.text(customer, text);
        world.hub.awaitHalted();
        world.whole();
    }

    private List<String> owners(String... addresses) {
        return world.records().all("select distinct customer_id::text from address where value in (?, ?)", addresses);
    }
}

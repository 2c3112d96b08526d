package io.keyline.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Map;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.quartz.Scheduler;
import org.quartz.Trigger;
import org.quartz.impl.matchers.GroupMatcher;

@DisplayName("Events by the clock, as docs/events.md shows them")
@Isolated // it changes the time zone of the process
class EventsByTheClockTest {

    private static final ZoneId COPENHAGEN = ZoneId.of("Europe/Copenhagen");

    private final DialogueDouble dialogue = new DialogueDouble();
    private final DefaultCamelContext camel = new DefaultCamelContext();

    /** The documented route with this word in it. */
    private void start(String word, String instead) throws Exception {
        Matcher example = Pattern.compile("(?s)```yaml\\n((?:(?!```).)*?" + Pattern.quote(word) + ".*?)```")
                .matcher(Files.readString(Path.of("docs/events.md")));
        assertThat(example.find()).isTrue();
        camel.disableJMX();
        camel.addComponent("dialogue", dialogue);
        YamlRoutes.add(camel, "docs.yaml", example.group(1).replace(word, instead));
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void atNineInTheMorningInSummerAndInWinterWhereverTheMachineIs() throws Exception {
        TimeZone here = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        try {
            start("quartz:survey", "quartz:survey");
            Scheduler scheduler = camel.getComponent("quartz", QuartzComponent.class).getScheduler();
            Trigger trigger = scheduler.getTrigger(scheduler.getTriggerKeys(GroupMatcher.anyGroup()).iterator().next());
            assertThat(after(trigger, "2027-03-26T12:00:00Z")).as("the clocks go forward on Sunday").isEqualTo(Instant.parse("2027-03-29T07:00:00Z"));
            assertThat(after(trigger, "2027-10-29T12:00:00Z")).as("and back").isEqualTo(Instant.parse("2027-11-01T08:00:00Z"));
        } finally {
            TimeZone.setDefault(here);
        }
    }

    private static Instant after(Trigger trigger, String moment) {
        return trigger.getFireTimeAfter(Date.from(Instant.parse(moment))).toInstant();
    }

    @Test
    void theKeyHasTheDayOfTheTimeZone() throws Exception {
        start("0 0 9 ? * MON-FRI", "* * * ? * *");
        await().untilAsserted(() -> assertThat(dialogue.started()).hasSize(1));
        LocalDate today = ZonedDateTime.now(COPENHAGEN).toLocalDate();
        assertThat(dialogue.started().iterator().next().key()).isIn("survey-" + today, "survey-" + today.minusDays(1));
        await().untilAsserted(() -> assertThat(dialogue.attempts).hasSizeGreaterThan(1));
        assertThat(dialogue.started()).as("each second, and once a day by its key").hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void everySoOften() throws Exception {
        start("60000", "50");
        await().untilAsserted(() -> assertThat(dialogue.attempts).hasSizeGreaterThan(2));
        assertThat(dialogue.started()).extracting(Event::data).contains(Map.of("area", "Nord"));
        assertThat(dialogue.started()).hasSizeLessThanOrEqualTo(2);
    }
}

package io.keyline.deploy.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.deploy.Problem;
import io.keyline.deploy.RouteFiles;
import io.keyline.language.Texts;
import io.keyline.route.Keyline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A rehearsal on a real hub")
class HubTheatreTest {

    private static final ZoneId COPENHAGEN = ZoneId.of("Europe/Copenhagen");
    private static final String LATE = """
            back-office services.find -> {"services": [{"id": "music", "name": "Music"}]}
            back-office services.show -> {"active": false, "price": {"amount": 4.50, "currency": "EUR"}}
            > service
            < Which service?{any}
            | 1 Music
            > 1
            < Music is off.{any}
            """;
    private static final String OFFER = """
            back-office subscriptions.find -> {"plan": "Gold", "ends": "2027-01-31"}
            back-office subscriptions.renew -> {"plan": "Gold", "until": "2028-01-31"}
            """;
    private static final String ASKS = "< Your Gold subscription ends on January 31, 2027. Renew it? Answer YES or NO.\n";

    @TempDir
    private static Path own;
    private static Theatre theatre;

    @TempDir
    private Path directory;

    @BeforeAll
    static void open() throws Exception {
        for (String name : List.of("renew", "service", "unknown", "stop", "start", "sms-in", "sms-out", "renewal-events")) {
            Files.copy(Path.of("routes", name + ".yaml"), own.resolve(name + ".yaml"));
        }
        Files.writeString(own.resolve("clock.yaml"), """
                - route:
                    id: clock
                    from: { uri: "timer:clock", steps: [ { to: "dialogue:renewal" } ] }
                """);
        Texts texts = Texts.load(Path.of("config/messages"), List.of("en", "da", "ru", "zh"), "en", COPENHAGEN)
                .with(Map.of("company", "Acme", "contact", "+45 70 10 20 30"));
        theatre = HubTheatre.open(new HubTheatre.Repertoire(new RouteFiles(own, texts, new Properties(), Map::of), texts, new Properties(),
                "en", "DKK", new Keyline.Company(COPENHAGEN, "1234", "DK")));
    }

    @AfterAll
    static void close() {
        if (theatre != null) {
            theatre.close();
        }
    }

    private Failure failure(String text) throws IOException {
        List<Problem> problems = new ArrayList<>();
        List<Rehearsal> read = RehearsalFile.read(Files.writeString(directory.resolve("own.rehearsal"), text), problems);
        assertThat(problems).isEmpty();
        return new Player(theatre).play(read.getFirst()).failure();
    }

    private void green(String text) throws IOException {
        assertThat(failure(text)).isNull();
    }

    @Test
    void leavesNothingToTheNextOne() throws IOException {
        String event = OFFER + "event renewal key k {}\n" + ASKS + "conversation asked\n";
        green(event);
        green(event);
        green(OFFER + "after 60d\n");
        green("> yes\n< Sorry, we did not understand that.{any}\nwork item unknown: not understood\n");
    }

    @Test
    void mayBeginAnywhereInTime() throws IOException {
        green("at 2031-05-01T09:00\n" + OFFER + "> renew\n" + ASKS);
        green("at 2024-05-01T09:00\n" + OFFER + "> renew\n" + ASKS + "after 24h\n< Answer YES or NO to renew Gold.\n> yes\n< Thank you!{any}\n");
    }

    @Test
    void anAnswerWithinThePatienceOfItsStepIsNotLate() throws IOException {
        green(LATE + "back-office services.activate after 2s -> {}\n> yes\n< Music is on now.\nconversation ended\n");
    }

    @Test
    void aLateAnswerComesAtItsTimeAndInOrderWithAllElse() throws IOException {
        green(LATE + """
                back-office services.activate after 3m -> {}
                > yes
                < We are working on it{any}
                conversation calling
                after 2m
                < nothing
                after 1m
                < Music is on now.
                conversation ended
                """);
    }

    @Test
    void aCallThatIsNeverAnsweredIsGivenUp() throws IOException {
        green(LATE + """
                back-office services.activate is silent
                > yes
                < We are working on it{any}
                after 1h
                < Sorry, that cannot be done just now.{any}
                work item failed: no answer from services.activate in time
                conversation failed
                """);
    }

    @Test
    void manyDaysPassInOrder() throws IOException {
        green(OFFER + "> renew\n" + ASKS + """
                after 30d
                < Answer YES or NO to renew Gold.
                work item dialogues: no answer to renew.offer
                conversation handed
                """);
    }

    @Test
    void aDayOnWhichTheClocksChangeIsOne() throws IOException {
        green("at 2027-03-27T12:00\n" + OFFER + "> renew\n" + ASKS + """
                at 2027-03-28T12:59
                < nothing
                at 13:00
                < Answer YES or NO to renew Gold.
                """);
    }

    @Test
    void aChannelIsWhateverTheLineSays() throws IOException {
        green(OFFER + "channel whatsapp\nevent renewal {}\n" + ASKS + "channel sms\n> yes\n< Thank you!{any}\n");
    }

    @Test
    void aDialogueThatIsNotThereSaysSo() throws IOException {
        Failure failure = failure("event renewl {}\n");
        assertThat(failure.broken()).isTrue();
        assertThat(failure.message()).contains("no started route from dialogue:renewl");
    }

    @Test
    void whatARouteDidWrongIsSeen() throws IOException {
        Failure failure = failure(OFFER + "> renew\n" + ASKS.replace("January", "Januar"));
        assertThat(failure.broken()).isFalse();
        assertThat(failure.details()).contains("  but got   Your Gold subscription ends on January 31, 2027. Renew it? Answer YES or NO.");
    }
}

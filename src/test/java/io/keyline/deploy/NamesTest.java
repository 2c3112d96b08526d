package io.keyline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What a route names is there, and is named in the file")
class NamesTest {

    private static final String ADD = ", which is not in the message catalogue; add it to each language";

    @TempDir
    Path directory;
    private Draft draft;

    @BeforeEach
    void write() throws Exception {
        draft = new Draft(directory);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            - to: reply:nothing                                                             | nothing
            - to: ask:nothing?expect=text                                                   | nothing
            - to: ask:q?expect=text&otherwise=nothing                                       | nothing
            - to: { uri: "back-office:plans.find", parameters: { refused: plans.unknown } } | plans.unknown
            """)
    void aTextThatIsNot(String step, String key) throws Exception {
        draft.route("renew", "command:RENEW", "- to: direct:sub\n- to: reply:done").route("sub", "direct:sub", "- to: log:x\n" + step);
        assertThat(draft.problems()).containsExactly(
                "routes/sub.yaml:7: the text " + key + " is not in the message catalogue; add it to each language");
    }

    @Test
    void theTextsOfACommand() throws Exception {
        draft.route("renew", "command:RENEW?usage=renew.usage&help=renew.help", "- to: reply:done");
        assertThat(draft.problems()).containsExactly(
                "routes/renew.yaml:4: the text renew.usage is not in the message catalogue; add it to each language",
                "routes/renew.yaml:4: the text renew.help is not in the message catalogue; add it to each language");
    }

    @ParameterizedTest(name = "{0} needs {1}")
    @CsvSource({"ask:q?expect=text,ask.again", "ask:q?expect=text,dialogue.which", "ask:q?expect=text,dialogue.still-open",
        "ask:q?expect=text,dialogue.too-late", "ask:q?expect=text,dialogue.handed-over", "ask:q?list=plans,choice.more",
        "ask:q?expect=text,dialogue.changed", "ask:q?expect=text,dialogue.with-employee", "reply:done,sorry.failed", "reply:done,stop.review", "reply:done,limit.messages",
        "back-office:plans.find,back-office.working"})
    void aHouseTextThatAStepNeeds(String step, String key) throws Exception {
        draft.without(key).route("renew", "command:RENEW", "- to: " + step + "\n- to: reply:done");
        assertThat(draft.problems()).containsExactly("routes/renew.yaml:6: " + step.replaceFirst("\\?.*", "") + " needs the text " + key + ADD);
    }

    @Test
    void aChoiceWithoutWords() throws Exception {
        draft.without("choice.gold").route("renew", "command:RENEW", "- to: ask:q?choices=gold,no");
        assertThat(draft.problems()).containsExactly("routes/renew.yaml:6: warning: the choice gold has no text choice.gold, so that customers of "
                + "every language have to write gold; add it with the words of each language, parted by commas");
    }

    @Test
    void houseTextsThatNoStepNeeds() throws Exception {
        draft.without("choice.more").without("ask.again").without("dialogue.handed-over").text("q.again", "Again?")
                .route("renew", "command:RENEW", "- to: ask:q?choices=yes,no&otherwise=continue");
        assertThat(draft.problems()).isEmpty();
    }

    @Test
    void aDialogueHasOneRoute() throws Exception {
        draft.route("a", "dialogue:survey", "- to: log:x").route("b", "dialogue:survey", "- to: log:x");
        assertThat(draft.problems())
                .containsExactly("routes/b.yaml:4: dialogue:survey is taken by routes/a.yaml:4; give each dialogue its own name");
    }

    @Test
    void aDialogueThatIsStartedIsThere() throws Exception {
        draft.route("a", "dialogue:survey", "- to: log:x").route("b", "command:B", "- to: dialogue:survy\n- to: direct:servey\n- to: reply:done");
        assertThat(draft.problems()).containsExactly("routes/b.yaml:6: no route begins with dialogue:survy; did you mean survey?",
                "routes/b.yaml:7: no route begins with direct:servey");
    }

    @Test
    void whatAFileThatCannotBeReadMayHoldIsNotMissed() throws Exception {
        draft.file("a.yaml", "- rout:\n    id: x\n").route("b", "command:B", "- to: dialogue:survey\n- to: direct:sub\n- to: reply:done");
        assertThat(draft.problems()).singleElement().asString().startsWith("routes/a.yaml:1: ");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"reply:${body}", "ask:q-${header.x}?expect=text", "worklist:${variable.queue}", "reply:plan.${variable.plan}"})
    void aTextIsNotChosenByTheRun(String address) throws Exception {
        draft.route("renew", "command:RENEW", "- to: reply:done\n- toD: \"" + address + "\"");
        assertThat(draft.problems()).containsExactly("routes/renew.yaml:7: " + address + " is only known when the route runs, and what a customer "
                + "writes must not choose it; write choice: and a step for each");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"toD: { uri: \"${body}\" }", "recipientList: { simple: \"${header.to}\" }", "routingSlip: { header: to }",
        "toD: \"${variable.component}:x\""})
    void norIsAComponent(String step) throws Exception {
        draft.route("renew", "command:RENEW", "- to: reply:done\n- to: direct:sub").route("sub", "direct:sub", "- " + step);
        assertThat(draft.problems()).containsExactly("routes/sub.yaml:6: " + step.split(":")[0] + " sends to an address that is only known when "
                + "the route runs, and what a customer writes must not choose it; write the component out");
    }

    @Test
    void whatIsWrittenOutMayHaveAVariableEnd() throws Exception {
        draft.route("renew", "command:RENEW", "- to: reply:done\n- toD: \"log:${variable.plan}\"");
        assertThat(draft.problems()).isEmpty();
    }
}

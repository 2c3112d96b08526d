package io.keyline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A route that waits does the same when it runs again")
class ReplayRulesTest {

    @TempDir
    Path directory;
    private Draft draft;

    @BeforeEach
    void write() throws Exception {
        draft = new Draft(directory);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"${date:now:yyyyMMdd}", "${date:now+1h}", "${random(10)}", "${exchangeId}", "${messageTimestamp}", "${uuid}", "${id}"})
    void whatIsOtherEachTime(String expression) throws Exception {
        draft.route("renew", "command:RENEW", "- setVariable: { name: x, simple: \"" + expression + "\" }\n- to: ask:q?expect=text");
        assertThat(draft.problems()).containsExactly("routes/renew.yaml:6: warning: " + expression + " gives something else when the route runs "
                + "again after an answer, and it may then take another way; let the back office give the value");
        draft.route("renew", "command:RENEW", "- setVariable: { name: x, simple: \"" + expression + "\" }\n- to: reply:done");
        assertThat(draft.problems()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"${body}", "${variable.identity}", "${header.random}", "${date:variable.due:yyyy}", "date:now"})
    void whatIsTheSame(String expression) throws Exception {
        draft.route("renew", "command:RENEW", "- setVariable: { name: x, simple: \"" + expression + "\" }\n- to: ask:q?expect=text");
        assertThat(draft.problems()).isEmpty();
    }

    @Test
    void inEveryPlaceOfAnExpression() throws Exception {
        draft.route("renew", "command:RENEW", """
                - choice:
                    when:
                      - simple: "${date:now:HH} > 12"
                        steps:
                          - to: direct:sub
                - to: back-office:plans.find
                - to: reply:done
                """).route("sub", "direct:sub", "- setBody: { simple: \"${random(5)}\" }");
        assertThat(draft.problems()).extracting(problem -> problem.split(" gives")[0]).containsExactly(
                "routes/renew.yaml:8: warning: ${date:now:HH}", "routes/sub.yaml:6: warning: ${random(5)}");
    }

    @Test
    void aDelayBeforeAQuestionDelaysEachTime() throws Exception {
        String message = ": delays again each time that the route runs again after an answer; put it behind the last ask: or back-office:, or "
                + "let the question wait";
        draft.route("renew", "command:RENEW", """
                - delay: { constant: 1000 }
                - to: ask:q?expect=text
                - throttle: { constant: 10 }
                - to: ask:q?expect=text
                - delay: { constant: 1000 }
                """).route("loop", "command:LOOP", """
                - loop:
                    constant: 3
                    steps:
                      - to: ask:q?expect=text
                      - delay: { constant: 1000 }
                """).route("pace", "command:PACE", "- delay: { constant: 1000 }\n- to: reply:done");
        assertThat(draft.problems()).containsExactly("routes/loop.yaml:10: warning: delay" + message,
                "routes/renew.yaml:6: warning: delay" + message, "routes/renew.yaml:8: warning: throttle" + message);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simple", "constant"})
    void aLoopWithoutEnd(String language) throws Exception {
        draft.route("renew", "command:RENEW", "- to: reply:done\n- loop: { doWhile: true, "
                + language + ": \"true\", steps: [ { to: \"log:x\" } ] }");
        assertThat(draft.problems()).containsExactly("routes/renew.yaml:7: warning: this loop: does not end: its condition always holds; write a "
                + "condition that its steps change, or a number of rounds");
    }

    @Test
    void aDialogueThatBeginsItselfBeforeAnybodyHasAnswered() throws Exception {
        draft.route("one", "dialogue:one", "- to: dialogue:two").route("two", "dialogue:two", "- to: direct:sub")
                .route("sub", "direct:sub", "- to: dialogue:one\n- to: ask:q?expect=text");
        assertThat(draft.problems()).containsExactlyInAnyOrder(
                "routes/one.yaml:6: dialogue:one begins itself here, again and again, before anybody has answered; ask first, or write a loop",
                "routes/sub.yaml:6: dialogue:two begins itself here, again and again, before anybody has answered; ask first, or write a loop");
    }

    @Test
    void aDialogueThatBeginsItselfAfterAnAnswer() throws Exception {
        draft.route("one", "dialogue:one", "- to: ask:q?expect=text\n- to: dialogue:one");
        assertThat(draft.problems()).isEmpty();
    }

    @Test
    void aLoopOfCopies() throws Exception {
        draft.route("renew", "command:RENEW", "- to: reply:done\n- loop: { doWhile: true, copy: true, "
                + "simple: \"${body} == 1\", steps: [ { to: \"log:x\" } ] }");
        assertThat(draft.problems()).containsExactly("routes/renew.yaml:7: warning: this loop: does not end: with copy: true each round begins "
                + "with the same message; write a condition that its steps change, or a number of rounds");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"to: \"ask:q?expect=text\"", "to: \"direct:sub\"", "stop: {}"})
    void aLoopThatAsksOrStopsIsBounded(String step) throws Exception {
        draft.route("renew", "command:RENEW", "- to: reply:done\n- loop: { doWhile: true, simple: \"true\", steps: [ { " + step + " } ] }")
                .route("sub", "direct:sub", "- to: ask:q?expect=text").route("other", "command:OTHER", "- to: direct:sub");
        assertThat(draft.problems()).isEmpty();
    }
}

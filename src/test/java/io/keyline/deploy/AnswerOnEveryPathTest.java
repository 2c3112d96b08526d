package io.keyline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Check finds the ways on which a customer hears nothing")
class AnswerOnEveryPathTest {

    @TempDir
    Path directory;
    private Draft draft;

    @BeforeEach
    void write() throws Exception {
        draft = new Draft(directory);
    }

    private static String warning(String place, String where) {
        return "routes/" + place + ": warning: the route renew can end" + where
                + " and the customer hears nothing; write reply:, ask: or worklist: there";
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"reply:done", "ask:q?expect=text", "worklist:sales", "dialogue:survey", "direct:sub"})
    void aStepThatSpeaks(String step) throws Exception {
        draft.route("renew", "command:RENEW", "- to: log:x\n- to: " + step).route("sub", "direct:sub", "- to: reply:done")
                .route("other", "command:OTHER", "- to: direct:sub").route("survey", "dialogue:survey", "- to: log:nothing-to-ask");
        assertThat(draft.problems()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"log:x", "back-office:plans.find", "direct:sub", "consent:opt-in"})
    void aStepThatDoesNot(String step) throws Exception {
        draft.route("renew", "command:RENEW", "- to: " + step).route("sub", "direct:sub", "- to: log:x");
        assertThat(draft.problems()).containsExactly(warning("renew.yaml:4", ""));
    }

    @Test
    void branches() throws Exception {
        draft.route("renew", "command:RENEW", """
                - choice:
                    when:
                      - simple: "${body} == 1"
                        steps:
                          - to: reply:done
                      - simple: "${body} == 2"
                        steps:
                          - choice:
                              when:
                                - simple: "${body} == 3"
                                  steps:
                                    - to: log:x
                                    - stop: {}
                              otherwise:
                                steps:
                                  - throwException: { exceptionType: "java.lang.IllegalStateException", message: "no" }
                    otherwise:
                      steps:
                        - to: log:x
                """);
        assertThat(draft.problems()).containsExactly(warning("renew.yaml:15", " in this when:"), warning("renew.yaml:22", " in this otherwise:"));
    }

    @Test
    void aChoiceWithoutOtherwise() throws Exception {
        draft.route("renew", "command:RENEW", """
                - choice:
                    when:
                      - simple: "${body} == 1"
                        steps:
                          - to: reply:done
                """);
        assertThat(draft.problems()).containsExactly(warning("renew.yaml:6", " where no when: of this choice: holds (it has no otherwise:)"));
    }

    @Test
    void whatIsSaidBehindTheBranchesCounts() throws Exception {
        draft.route("renew", "command:RENEW", """
                - choice:
                    when:
                      - simple: "${body} == 1"
                        steps:
                          - to: log:x
                - filter: { simple: "${body} == 1", steps: [ { to: "reply:done" } ] }
                - to: reply:done
                """);
        assertThat(draft.problems()).isEmpty();
    }

    @Test
    void aFilterAndALoopMayLetNothingThrough() throws Exception {
        draft.route("renew", "command:RENEW", "- filter: { simple: \"${body} == 1\", steps: [ { to: \"reply:done\" } ] }")
                .route("again", "command:AGAIN", "- loop: { doWhile: true, simple: \"${body} == 1\", steps: [ { to: \"reply:done\" } ] }")
                .route("thrice", "command:THRICE", "- loop: { constant: 3, steps: [ { to: \"reply:done\" } ] }");
        assertThat(draft.problems()).containsExactly(
                warning("again.yaml:6", " where this loop: has no round").replace("route renew", "route again"),
                warning("renew.yaml:6", " where this filter: lets nothing pass"));
    }

    @Test
    void anErrorThatIsCaughtInSilence() throws Exception {
        draft.route("renew", "command:RENEW", """
                - doTry:
                    steps:
                      - to: back-office:plans.find
                      - to: reply:done
                    doCatch:
                      - exception: [ "java.lang.Exception" ]
                        steps:
                          - to: log:x
                """).route("also", "command:ALSO", """
                - doTry:
                    steps:
                      - to: reply:done
                    doCatch:
                      - exception: [ "java.lang.Exception" ]
                        steps:
                          - to: log:x
                - to: reply:done
                """);
        assertThat(draft.problems()).containsExactly(warning("renew.yaml:11", " in this doCatch:"));
    }

    @Test
    void aDialogueThatAnEventBeginsNeedsNotSpeak() throws Exception {
        draft.route("survey", "dialogue:survey", "- to: log:x");
        assertThat(draft.problems()).isEmpty();
    }
}

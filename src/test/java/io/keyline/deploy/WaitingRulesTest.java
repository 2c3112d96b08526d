package io.keyline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A route waits only where it can go on with the answer")
class WaitingRulesTest {

    @TempDir
    Path directory;
    private Draft draft;

    @BeforeEach
    void write() throws Exception {
        draft = new Draft(directory);
    }

    @Test
    void aDialogueInEveryPlaceThatCanWait() throws Exception {
        draft.route("renew", "command:RENEW", """
                - to: back-office:plans.find
                - choice:
                    when:
                      - simple: "${variable.open}"
                        steps:
                          - loop:
                              doWhile: true
                              simple: "${body} != 'yes'"
                              steps:
                                - to: ask:q?choices=yes,no
                    otherwise:
                      steps:
                        - doTry:
                            steps:
                              - to: direct:again
                            doCatch:
                              - exception: [ "java.lang.Exception" ]
                                steps:
                                  - to: ask:q?expect=text
                - filter:
                    simple: "${body} == 'yes'"
                    steps:
                      - to: ask:q?expect=text
                - to: reply:done
                """).route("again", "direct:again", "- to: ask:q?choices=yes,no\n- to: direct:again\n");
        assertThat(draft.problems()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            split: { tokenize: ",", | split | a question there ends one part, and the others go on
            split: { tokenize: ",", parallelProcessing: true, | split | its parts run beside the customer's turn, in parallel
            multicast: { | multicast | a question there ends one branch, and the others go on
            loadBalance: { roundRobinLoadBalancer: {}, | loadBalance | another branch may be taken when the answer comes
            resequence: { simple: "${body}", batchConfig: {}, | resequence | it runs when the customer's turn is over
            """)
    void notInside(String eip, String name, String reason) throws Exception {
        draft.route("renew", "command:RENEW", "- to: reply:done\n- " + eip + "steps: [ { to: \"ask:q?expect=text\" } ] }\n");
        assertThat(draft.problems()).contains("routes/renew.yaml:7: ask:q cannot wait inside " + name + " (routes/renew.yaml:7): " + reason
                + "; put it before or after");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            wireTap: { uri: "direct:sub" }                            | wireTap       | it runs beside the route
            recipientList: { constant: "direct:sub,log:x" }           | recipientList | a question there ends one branch, and the others go on
            routingSlip: { simple: "direct:sub" }                     | routingSlip   | what it calls is not kept step by step
            enrich: { constant: "direct:sub" }                        | enrich        | it is kept as one step, without what is inside
            split: { tokenize: ",", steps: [ { to: "direct:via" } ] } | split         | a question there ends one part, and the others go on
            """)
    void notInARouteThatIsCalledFromInside(String eip, String name, String reason) throws Exception {
        draft.route("renew", "command:RENEW", "- to: reply:done\n- " + eip)
                .route("via", "direct:via", "- to: direct:sub").route("also", "command:ALSO", "- to: direct:sub")
                .route("sub", "direct:sub", "- to: ask:q?expect=text\n- to: direct:via");
        assertThat(draft.problems()).containsExactly("routes/sub.yaml:6: ask:q cannot wait inside " + name + " (routes/renew.yaml:7): " + reason
                + "; put it before or after");
    }

    @Test
    void notBehindThreads() throws Exception {
        draft.route("renew", "command:RENEW", "- to: ask:q?expect=text\n- threads: {}\n- to: back-office:plans.find\n- to: reply:done");
        assertThat(draft.problems()).containsExactly(
                "routes/renew.yaml:8: back-office:plans.find, which may have to wait, cannot do so inside threads (routes/renew.yaml:7): what follows "
                        + "runs beside the customer's turn; put it before or after",
                "routes/renew.yaml:9: reply:done has no customer inside threads (routes/renew.yaml:7): what follows runs beside the customer's "
                        + "turn; put it before or after");
    }

    @Test
    void notInAnErrorHandlerOfTheFileNorInFinally() throws Exception {
        draft.file("renew.yaml", """
                - onException:
                    exception: [ "java.lang.Exception" ]
                    steps:
                      - to: ask:q?expect=text
                      - to: reply:done
                - route:
                    id: renew
                    from:
                      uri: command:RENEW
                      steps:
                        - doTry:
                            steps:
                              - to: reply:done
                            doFinally:
                              steps:
                                - to: ask:q?expect=number
                """);
        assertThat(draft.problems()).containsExactly(
                "routes/renew.yaml:4: ask:q cannot wait inside onException (routes/renew.yaml:1): the error is gone when the answer comes; put it "
                        + "before or after",
                "routes/renew.yaml:16: ask:q cannot wait inside doFinally (routes/renew.yaml:14): an error on its way there would be forgotten "
                        + "while the route waits; put it before or after");
    }

    @Test
    void repliesOnlyWhereTheTurnIs() throws Exception {
        draft.route("renew", "command:RENEW", """
                - split: { tokenize: ",", steps: [ { to: "reply:done" } ] }
                - split: { tokenize: ",", parallelProcessing: true, steps: [ { to: "worklist:sales" } ] }
                - to: reply:done
                """);
        assertThat(draft.problems()).containsExactly("routes/renew.yaml:7: worklist:sales has no customer inside split (routes/renew.yaml:7): its "
                + "parts run beside the customer's turn, in parallel; put it before or after");
    }

    @Test
    void somebodyHasToBeThereToBeAsked() throws Exception {
        draft.route("nightly", "timer:nightly", "- to: direct:ask\n- to: dialogue:survey").route("beside", "seda:beside", "- to: reply:done")
                .route("sub", "direct:ask", "- to: ask:q?expect=text").route("idle", "direct:idle", "- to: reply:done")
                .route("survey", "dialogue:survey", "- to: ask:q?expect=text");
        assertThat(draft.problems()).containsExactly(
                "routes/beside.yaml:6: reply:done has no customer: the route beside begins with seda:beside, beside the route that sends there; "
                        + "begin with command: or dialogue:, or call the step by direct: from such a route",
                "routes/idle.yaml:6: reply:done has no customer: no route that begins with command: or dialogue: calls direct:idle; call it, or "
                        + "remove the route idle",
                "routes/sub.yaml:6: ask:q has no customer: the route nightly begins with timer:nightly; begin with command: or dialogue:, or "
                        + "call the step by direct: from such a route");
    }
}

package io.keyline.deploy.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A route is read as what a customer can meet")
class FlowReaderTest {

    private static final String REFUSED = "Sorry, we cannot do that. Questions? +45 70 10 20 30";
    private static final String FAILED = "Sorry, that cannot be done just now. Please try again later, or ask us: +45 70 10 20 30";

    @TempDir
    Path directory;

    /** The steps of a route that an event begins, in words; without that beginning. */
    private String read(String steps, String... others) throws Exception {
        String yaml = "- route:\n    id: first\n    from:\n      uri: dialogue:first\n      steps:\n" + steps.indent(8) + String.join("", others);
        String outline = Outline.of(Drawn.flow(directory, yaml)).replace('\u00A0', ' ');
        assertThat(outline).startsWith("event: first\n");
        return outline.substring("event: first\n".length());
    }

    private static String subRoute(String name, String steps) {
        return "- route:\n    id: " + name + "\n    from:\n      uri: direct:" + name + "\n      steps:\n" + steps.indent(8);
    }

    @Test
    void aCommandWithItsWordsArgumentsAndUsage() throws Exception {
        assertThat(Outline.of(Drawn.flow(directory, """
                - route:
                    id: pay
                    from:
                      uri: command:PAY
                      parameters: { aliases: "da:BETAL", arguments: "amount:amount,account?:word", usage: pay.usage }
                      steps:
                        - to: reply:help.answer
                """))).isEqualTo("""
                customer writes: PAY amount [account] BETAL
                understood?
                  → yes
                  → no
                    reply: Enter an amount, for example 100 or 99.50.
                    end
                reply: Acme: {commands}. STOP: no more messages. Talk to us: +45 70 10 20 30
                end
                """);
    }

    @Test
    void aQuestionAndTheChoiceBehindItAreOneDecisionWithSilenceAndNonsense() throws Exception {
        assertThat(read("""
                - to: { uri: "ask:offer", parameters: { choices: "yes,no", within: 48h, remind: "24h,36h" } }
                - choice:
                    when:
                      - simple: "${body} == 'yes'"
                        steps: [ { to: "reply:thanks" } ]
                    otherwise:
                      steps: [ { to: "reply:kept" } ]
                """)).isEqualTo("""
                ask: offer
                answer?
                  → YES
                    reply: thanks
                  → NO
                    reply: kept
                  → no answer in 48 h reminded after 24 h, 36 h
                    work list: dialogues: no answer
                    end
                  → not understood 3 times
                    reply: Sorry, we still do not understand. A colleague will look at it and write to you.
                    work list: dialogues: not understood
                    end
                end
                """);
    }

    @Test
    void answersThatTheChoiceLeavesOutGoStraightOn() throws Exception {
        assertThat(read("""
                - to: { uri: "ask:offer", parameters: { choices: "gold,silver,none", as: plan, otherwise: sorry, tries: 1, within: 2d } }
                - choice:
                    when:
                      - simple: "${variable.plan} == 'gold'"
                        steps: [ { stop: {} } ]
                """)).isEqualTo("""
                ask: offer
                answer?
                  → gold
                    end
                  → silver, none
                  → no answer in 2 days
                    reply: sorry
                    end
                  → not understood
                    reply: sorry
                    end
                end
                """);
    }

    @Test
    void aRouteThatDecidesByTheOutcomeItself() throws Exception {
        assertThat(read("""
                - to: { uri: "ask:amount", parameters: { expect: amount, otherwise: continue } }
                - choice:
                    when:
                      - simple: "${variable.outcome} == 'no-answer'"
                        steps: [ { to: "worklist:payments?reason=silent" } ]
                      - simple: "${variable.outcome} == \\"answered\\""
                        steps: [ { to: "reply:thanks" } ]
                """)).isEqualTo("""
                ask: amount
                answer?
                  → no answer in 24 h
                    work list: payments: silent
                  → an amount
                    reply: thanks
                  → not understood 3 times
                end
                """);
    }

    @Test
    void aChoiceAboutSomethingElseIsADecisionOfItsOwn() throws Exception {
        assertThat(read("""
                - to: { uri: "ask:amount", parameters: { expect: amount, as: amount } }
                - choice:
                    when:
                      - simple: "${variable.amount} > 100"
                        steps: [ { to: "reply:much" } ]
                      - simple: "${variable.plan} == 'gold'"
                        steps: [ { to: "reply:gold" } ]
                - choice:
                    when:
                      - simple: "${variable.plan} == 'gold'"
                        steps: [ { to: "reply:gold" } ]
                    otherwise:
                      steps: [ { to: "reply:other" } ]
                """)).contains("""
                which?
                  → amount > 100
                    reply: much
                  → plan = gold
                    reply: gold
                  → otherwise
                plan?
                  → gold
                    reply: gold
                  → otherwise
                    reply: other
                end
                """).startsWith("ask: amount\nanswer?\n  → an amount\n");
    }

    @Test
    void theBackOfficeMayRefuseOrStaySilent() throws Exception {
        assertThat(read("- to: { uri: 'back-office:payments.take', parameters: { deadline: 15m } }")).isEqualTo("""
                back office: payments.take
                result?
                  → done
                  → refused
                    reply: %s
                    end
                  → no answer in 15 min
                    reply: %s
                    work list: an employee takes over
                    end
                end
                """.formatted(REFUSED, FAILED));
    }

    @Test
    void aRefusalThatTheRouteHandles() throws Exception {
        assertThat(read("""
                - to: { uri: 'back-office:payments.take', parameters: { refused: continue } }
                - choice:
                    when:
                      - simple: "${variable.reason} == 'too-late'"
                        steps: [ { to: "reply:late" } ]
                      - simple: "${variable.outcome} == 'refused'"
                        steps: [ { to: "reply:sorry" } ]
                    otherwise:
                      steps: [ { to: "reply:thanks" } ]
                """)).startsWith("""
                back office: payments.take
                result?
                  → reason = too-late
                    reply: late
                  → refused
                    reply: sorry
                  → done
                    reply: thanks
                  → no answer in 1 min
                """);
    }

    @Test
    void aLoopAndAFilter() throws Exception {
        assertThat(read("""
                - loop:
                    simple: "3"
                    steps: [ { to: "reply:again" } ]
                - filter:
                    simple: "${body} == 'x'"
                    steps: [ { to: "consent:opt-in" } ]
                """)).isEqualTo("""
                repeat: 3 times
                    reply: again
                body = x?
                  → yes
                    consent: opt-in
                  → no
                end
                """);
    }

    @Test
    void aFailureThatIsCaught() throws Exception {
        assertThat(read("""
                - doTry:
                    steps: [ { to: "reply:a" } ]
                    doCatch:
                      - exception: [ java.io.IOException ]
                        steps: [ { to: "worklist:technical?reason=broken" }, { stop: {} } ]
                      - exception: [ java.lang.Exception ]
                        steps: [ { to: "reply:b" } ]
                    doFinally:
                      steps: [ { to: "reply:c" } ]
                """)).isEqualTo("""
                try
                  →
                    reply: a
                  → on failure: IOException
                    work list: technical: broken
                    end
                  → on failure
                    reply: b
                reply: c
                end
                """);
    }

    @Test
    void aSubRouteIsDrawnWhereItIsCalled() throws Exception {
        assertThat(read("- to: direct:menu\n- to: reply:bye\n", subRoute("menu", "- to: reply:menu\n"))).isEqualTo("""
                reply: menu
                reply: bye
                end
                """);
    }

    @Test
    void aSubRouteThatIsCalledAgainIsDrawnOnceAndThenNamed() throws Exception {
        assertThat(read("- to: direct:menu\n- to: reply:bye\n- to: direct:nowhere\n",
                subRoute("menu", "- to: reply:menu\n- to: direct:menu\n"))).isEqualTo("""
                (menu)
                reply: menu
                (menu)
                reply: bye
                (nowhere)
                end
                """);
    }

    @Test
    void aSubRouteInAChoiceThatIsNotOneWithTheQuestionIsStillDrawn() throws Exception {
        assertThat(read("""
                - to: { uri: "ask:amount", parameters: { expect: amount } }
                - choice:
                    when:
                      - simple: "${variable.plan} == 'gold'"
                        steps: [ { to: "direct:menu" } ]
                """, subRoute("menu", "- to: reply:menu\n"))).contains("  → gold\n    reply: menu\n");
    }

    @Test
    void subRoutesThatCallTwoThatCallTwoHaveAChart() throws Exception {
        StringBuilder others = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            others.append(subRoute("r" + i, "- to: direct:r" + (i + 1) + "\n- to: direct:r" + (i + 1) + "\n"));
        }
        assertThat(read("- to: direct:r0\n", others.toString()).lines()).hasSize(81);
    }

    @Test
    void otherStepsByTheirNamesWithoutOptionsAndPasswords() throws Exception {
        assertThat(read("""
                - to: "kafka:billing?brokers=secret:9092"
                - to: "smtp://user:secret@mail:25?password=secret"
                - toD: "jms:queue:${variable.x}?concurrentConsumers=5"
                - setVariable: { name: x, constant: y }
                - log: { message: "not for charts" }
                - to: log:neither
                - to: dialogue:survey
                - setBody: { constant: secret }
                - throwException: { exceptionType: java.lang.IllegalStateException, message: secret }
                - to: reply:never
                """)).isEqualTo("""
                kafka:billing
                smtp:mail:25
                jms:queue:${variable.x}
                remembers: x
                begins the dialogue: survey
                setBody
                fails
                end
                """);
    }

    @Test
    void whatIsSwitchedOffIsNotThere() throws Exception {
        assertThat(read("""
                - to: { uri: 'reply:a', disabled: true }
                - choice:
                    when:
                      - { simple: "${body} == 'x'", disabled: true, steps: [ { to: "reply:x" } ] }
                      - { simple: "${body} == 'y'", steps: [ { to: "reply:y" } ] }
                """)).isEqualTo("body?\n  → y\n    reply: y\n  → otherwise\nend\n");
    }

    @Test
    void theLanguageIsThatOfTheCaller() throws Exception {
        assertThat(Drawn.flows(Path.of("routes"), "da")).filteredOn(flow -> flow.name().equals("unknown")).singleElement()
                .extracting(Outline::of).asString().startsWith("customer writes: anything else\nreply: Det forstod vi desværre ikke.");
    }
}

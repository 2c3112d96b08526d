package io.keyline.deploy.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.deploy.Problem;
import io.keyline.store.Conversation.State;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Playing a rehearsal")
class PlayerTest {

    private static final String OFFER = "Dit abonnement Gold udløber 31. januar 2027. Forny? Svar JA eller NEJ.";
    private final ScriptedStage stage = new ScriptedStage();
    private int opened;

    @AfterEach
    void everyStageIsClosed() {
        assertThat(stage.closed()).isEqualTo(opened);
    }

    private Outcome play(String text) {
        List<Problem> problems = new ArrayList<>();
        Rehearsal rehearsal = RehearsalFile.parse("routes/renew.rehearsal", text, problems).getFirst();
        assertThat(problems).isEmpty();
        opened++;
        return new Player(stage).play(rehearsal);
    }

    /** What an operator reads. */
    private String report(String text) {
        StringWriter out = new StringWriter();
        new Report(new PrintWriter(out, true), false).file("routes/renew.rehearsal", List.of(play(text)));
        return out.toString().replaceAll(" +\\d+ ms", " N ms");
    }

    private void isGreen(String text) {
        assertThat(report(text)).isEqualTo("routes/renew.rehearsal                             1 ok N ms\n");
    }

    private void isRed(String text, String report) {
        assertThat(report(text)).isEqualTo("routes/renew.rehearsal                             0 ok, 1 not N ms\n\n" + report + "\n");
    }

    /** What docs/rehearsals.md shows is what comes. */
    private static String asDocumented(String report) throws IOException {
        assertThat(Files.readString(Path.of("docs/rehearsals.md"))).contains(report.indent(4).replaceAll("(?m)^ +$", ""));
        return report;
    }

    /** The renewal of design.md. */
    private void renewal() {
        stage.when("customer> forny", () -> stage.calls("subscriptions.find", Map.of("word", "forny"), found -> {
            stage.sends("customer", OFFER);
            stage.is("customer", State.ASKED);
            stage.later(Duration.ofHours(24), () -> stage.sends("customer", "Svar JA eller NEJ for at forny Gold."));
        }));
        stage.when("customer> ja", () -> stage.calls("subscriptions.renew", Map.of("plan", "Gold"), renewed -> {
            stage.sends("customer", "Tak! Gold er fornyet til 31. januar 2028.");
            stage.is("customer", State.ENDED);
        }));
    }

    @Test
    void theExampleOfTheDesignIsGreen() {
        renewal();
        isGreen("""
                language da
                back-office subscriptions.find -> {"plan": "Gold", "ends": "2027-01-31"}
                > forny
                < Dit abonnement Gold udløber 31. januar 2027. Forny? Svar JA eller NEJ.
                conversation asked
                after 24h
                < Svar JA eller NEJ for at forny Gold.
                back-office subscriptions.renew -> {"until": "2028-01-31"}
                > ja
                back-office subscriptions.renew receives {"plan": "Gold"}
                < Tak! Gold er fornyet til {any}.
                < nothing
                no work item
                conversation ended
                """);
        assertThat(stage.heard()).containsExactly("customer speaks da", "customer> forny by sms", "pass to 2026-11-24T10:00", "customer> ja by sms");
    }

    @Test
    void anotherTextIsShownWithTheFirstDifferenceAndAllThatElseWaits() throws IOException {
        renewal();
        stage.when("customer> ja", () -> stage.calls("subscriptions.renew", Map.of(), renewed -> {
            stage.sends("customer", "Tak! Guld er fornyet til 31. januar 2028.", "Kvittering\nR-7");
            stage.opens("customer", "renewals", "a large customer");
            stage.calls("receipts.send", Map.of("to", "Åse"), sent -> { });
            stage.is("customer", State.CALLING);
        }));
        isRed("""
                language da
                back-office subscriptions.find -> {"plan": "Gold"}
                back-office subscriptions.renew -> {}
                back-office receipts.send is silent
                > forny
                < Dit abonnement {any}. Forny? Svar JA eller NEJ.
                # a comment
                after 1d
                < Svar JA eller NEJ for at forny Gold.
                > ja
                < Tak! Gold er fornyet til 31. januar 2028.
                > tak
                """, asDocumented("""
                routes/renew.rehearsal:11: the customer got another text
                  in: renew

                     1  language da
                     2  back-office subscriptions.find -> {"plan": "Gold"}
                     3  back-office subscriptions.renew -> {}
                     4  back-office receipts.send is silent
                     5  > forny
                          subscriptions.find {"word": "forny"} -> {"plan": "Gold"}
                     6  < Dit abonnement Gold udløber 31. januar 2027. Forny? Svar JA eller NEJ.
                     8  after 1d
                     9  < Svar JA eller NEJ for at forny Gold.
                    10  > ja
                          subscriptions.renew {} -> {}
                          receipts.send {"to": "Åse"} is silent
                *   11  < Tak! Gold er fornyet til 31. januar 2028.

                  expected  Tak! Gold er fornyet til 31. januar 2028.
                  but got   Tak! Guld er fornyet til 31. januar 2028.
                                  ^

                  what else waits
                    < Kvittering
                    | R-7
                    work item renewals: a large customer
                    receipts.send {"to": "Åse"}: not answered yet
                  at Tue 2026-11-24 10:00:00; the conversation is calling
                """));
    }

    @Test
    void severalCustomersEachHaveTheirOwnMessagesLanguagesAndItems() {
        stage.when("anna> hi", () -> stage.sends("anna", "Hello Anna"));
        stage.when("bo> hej", () -> {
            stage.sends("bo", "Hej Bo");
            stage.sends("anna", "Bo is here");
            stage.opens("bo", "desk", "Bo is new");
        });
        isGreen("""
                customer anna
                channel web
                customer bo
                language da
                anna> hi
                < Hello Anna
                bo> hej
                anna< Bo is here
                bo< Hej Bo
                work item desk: Bo {any}
                anna< nothing
                no work item
                """);
        assertThat(stage.heard()).containsExactly("bo speaks da", "anna> hi by web", "bo> hej by sms");
    }

    @Test
    void anEventStartsADialogue() {
        stage.when("event renewal", () -> stage.sends("anna", OFFER));
        isGreen("customer anna\nevent renewal key inv-77 {\"plan\": \"Gold\"}\n< " + OFFER + "\nevent renewal\n< " + OFFER);
        assertThat(stage.heard()).containsExactly("event renewal for anna by sms key inv-77 {\"plan\": \"Gold\"}",
                "event renewal for anna by sms key null {}");
    }

    @Test
    void anEmployeeActsOnTheLastItemOfTheCustomer() {
        stage.when("customer> a person", () -> stage.opens("customer", "desk", "asked for a person"));
        stage.when("employee answers Hello!", () -> stage.sends("customer", "Hello!"));
        stage.when("employee hands back yes", () -> stage.opens("customer", "renewals", "once more"));
        isGreen("""
                > a person
                work item desk: asked for a person
                employee answers Hello!
                < Hello!
                employee hands back yes
                work item renewals: once more
                employee closes
                """);
        assertThat(stage.heard()).containsExactly("customer> a person by sms", "employee answers Hello! in desk", "employee hands back yes in desk",
                "employee closes in renewals");
    }

    @Test
    void aBackOfficeAnswersAsItsLinesSayThoseForOneCallFirst() {
        stage.when("customer> ask", () -> stage.calls("a.b", Map.of(), answer -> stage.sends("customer", answer.toString())));
        isGreen("""
                back-office a.b -> {"n": 1}
                back-office a.b once refuses busy
                back-office a.b once fails closed
                > ask
                < refuses busy
                > ask
                < fails closed
                > ask
                < -> {"n": 1}
                > ask
                < -> {"n": 1}
                back-office a.b is silent
                > ask
                < nothing
                back-office a.b after 2m -> {}
                > ask
                after 119s
                < nothing
                after 1s
                < after 2m -> {}
                """);
    }

    @Test
    void daysAreThoseOfTheCalendarAndHoursThoseOfTheClock() {
        isGreen("at 2026-10-24T10:00\n> a\nafter 1d\n");
        isGreen("at 2026-10-24T10:00\n> a\nafter 24h\n");
        isGreen("> a\nat 11:00\nat 10:00\nat 2026-11-25T08:30\n");
        assertThat(stage.heard()).filteredOn(heard -> heard.startsWith("pass")).containsExactly("pass to 2026-10-25T10:00", "pass to 2026-10-25T09:00",
                "pass to 2026-11-23T11:00", "pass to 2026-11-24T10:00", "pass to 2026-11-25T08:30");
    }

    @Test
    void nothingWhereSomethingWasExpected() {
        stage.when("customer> hi", () -> stage.is("customer", State.HANDED));
        isRed("> hi\n< Hello\n", """
                routes/renew.rehearsal:2: the customer got nothing
                  in: renew

                     1  > hi
                *    2  < Hello

                  at Mon 2026-11-23 10:00:00; the conversation is handed
                """);
    }

    @Test
    void aMessageThatIsNotWrittenBeforeSomethingElseHappens() {
        stage.when("customer> hi", () -> stage.sends("customer", "Hello", "How are you?\nFine?", "Well?"));
        isRed("> hi\n< Hello\nafter 1m\n< Bye\n", """
                routes/renew.rehearsal:3: the customer got a message that is not written here
                  in: renew

                     1  > hi
                     2  < Hello
                *    3  after 1m

                  but got   < How are you?
                            | Fine?

                  what else waits
                    < Well?
                  at Mon 2026-11-23 10:00:00
                """);
    }

    @Test
    void aMessageThatIsNotWrittenAtTheEnd() {
        stage.when("anna> hi", () -> stage.sends("bo", "Anna is here"));
        isRed("customer bo\nlanguage da\nanna> hi\n", """
                routes/renew.rehearsal:3: bo got a message that is not written here
                  in: renew

                     2  language da
                     3  anna> hi
                *    3  (the end)

                  but got   bo< Anna is here

                  at Mon 2026-11-23 10:00:00
                """);
    }

    @Test
    void aMessageWhereNothingWasExpected() {
        stage.when("customer> hi", () -> stage.sends("customer", "Hello"));
        isRed("> hi\n< nothing\n", """
                routes/renew.rehearsal:2: the customer got a message that is not written here
                  in: renew

                     1  > hi
                *    2  < nothing

                  but got   < Hello

                  at Mon 2026-11-23 10:00:00
                """);
    }

    @Test
    void aWorkItemThatIsNotWritten() {
        stage.when("customer> hi", () -> stage.opens("customer", "desk", "not understood"));
        String report = """
                routes/renew.rehearsal:%s: a work item about the customer was opened that is not written here
                  in: renew

                     1  > hi
                *    %s

                  but got   work item desk: not understood

                  at Mon 2026-11-23 10:00:00
                """;
        isRed("> hi\n", report.formatted(1, "1  (the end)"));
        isRed("> hi\nno work item\n", report.formatted(2, "2  no work item"));
    }

    @Test
    void aWorkItemThatIsMissing() {
        isRed("anna> hi\nwork item desk: not understood\n", """
                routes/renew.rehearsal:2: there is no new work item about anna
                  in: renew

                     1  anna> hi
                *    2  work item desk: not understood

                  at Mon 2026-11-23 10:00:00
                """);
    }

    @Test
    void anotherWorkItem() {
        stage.when("customer> hi", () -> stage.opens("customer", "desk", "no answer to invoice 7 in 24 h"));
        isRed("> hi\nwork item desk: no answer to {any} in 48 h\n", """
                routes/renew.rehearsal:2: the work item about the customer is another one
                  in: renew

                     1  > hi
                *    2  work item desk: no answer to {any} in 48 h

                  expected  desk: no answer to {any} in 48 h
                                                        ^
                  but got   desk: no answer to invoice 7 in 24 h
                                                            ^

                  at Mon 2026-11-23 10:00:00
                """);
    }

    @Test
    void anEmployeeWithoutAnItem() {
        isRed("> hi\nemployee closes\n", """
                routes/renew.rehearsal:2: no work item about the customer was expected before; write above this line: work item QUEUE: REASON
                  in: renew

                     1  > hi
                *    2  employee closes

                  at Mon 2026-11-23 10:00:00
                """);
    }

    @Test
    void aCallThatNoLineAnswers() throws IOException {
        stage.when("customer> hi", () -> stage.calls("accounts.balance", Map.of("account", "4711"), answer -> stage.sends("customer", "Sorry")));
        isRed("> hi\n< Your balance is 7.\n", asDocumented("""
                routes/renew.rehearsal:1: accounts.balance was called, and no line says what it answers
                  in: renew

                *    1  > hi
                          accounts.balance {"account": "4711"}

                  add above this line
                    back-office accounts.balance -> {}
                """) + """

                  what else waits
                    < Sorry
                  at Mon 2026-11-23 10:00:00
                """);
    }

    @Test
    void aCallWithOtherData() {
        stage.when("customer> hi", () -> stage.calls("a.b", Map.of("item", Map.of("name", "x", "price", 7)), answer -> { }));
        isRed("back-office a.b -> {}\n> hi\nback-office a.b receives {\"item\": {\"price\": 7.5}}\n", """
                routes/renew.rehearsal:3: a.b was called with other data: item.price is 7; expected 7.5
                  in: renew

                     1  back-office a.b -> {}
                     2  > hi
                          a.b {"item": %s} -> {}
                *    3  back-office a.b receives {"item": {"price": 7.5}}

                  expected  {"item": {"price": 7.5}}
                  but got   {"item": %s}

                  at Mon 2026-11-23 10:00:00
                """.replace("%s", Json.write(Map.of("name", "x", "price", 7))));
    }

    @Test
    void aCallThatWasNotMadeByWhatHappenedLast() {
        stage.when("customer> hi", () -> stage.calls("a.b", Map.of(), answer -> { }));
        stage.when("customer> ho", () -> stage.calls("c.d", Map.of(), answer -> { }));
        String rehearsal = "back-office a.b -> {}\nback-office c.d -> {}\n> hi\nback-office a.b receives {}\n";
        assertThat(play(rehearsal).isGreen()).isTrue();
        assertThat(play(rehearsal + "> ho\nback-office a.b receives {}\n").failure().message()).isEqualTo("a.b was not called, but c.d");
        assertThat(play(rehearsal + "> other\nback-office a.b receives {}\n").failure().message()).isEqualTo("a.b was not called");
    }

    @Test
    void anAnswerForOneCallThatIsLeft() {
        isRed("back-office a.b once -> {}\n> hi\n", """
                routes/renew.rehearsal:2: a.b was not called as often as its lines with once say
                  in: renew

                     1  back-office a.b once -> {}
                     2  > hi
                *    2  (the end)

                  at Mon 2026-11-23 10:00:00
                """);
    }

    @Test
    void anotherStateOfTheConversation() {
        String report = """
                routes/renew.rehearsal:2: the conversation is in another state
                  in: renew

                     1  anna> hi
                *    2  conversation ended

                  expected  ended
                  but got   %s

                  at Mon 2026-11-23 10:00:00%s
                """;
        isRed("anna> hi\nconversation ended\n", report.formatted("there is none", ""));
        stage.is("anna", State.ASKED);
        isRed("anna> hi\nconversation ended\n", report.formatted("asked", "; the conversation of anna is asked"));
    }

    @Test
    void aTimeThatHasPassed() {
        isRed("> hi\nat 2026-11-22T10:00\n", """
                routes/renew.rehearsal:2: this time has passed already
                  in: renew

                     1  > hi
                *    2  at 2026-11-22T10:00

                  at Mon 2026-11-23 10:00:00
                """);
    }

    @Test
    void aStageThatFails() {
        stage.when("customer> hi", () -> {
            throw new IllegalStateException("there is no channel fax; channels are sms and web");
        });
        isRed("channel fax\n> hi\n< Hello\n", """
                routes/renew.rehearsal:2: cannot be played: there is no channel fax; channels are sms and web
                  in: renew

                     1  channel fax
                *    2  > hi
                """);
        assertThat(play("> hi").failure().broken()).isTrue();
    }

    @Test
    void aStageThatDoesNotOpen() {
        Theatre shut = new Theatre() {
            @Override
            public Stage stage(LocalDateTime start, BackOffice backOffice) {
                throw new IllegalStateException("the database is away");
            }

            @Override
            public void close() {
                throw new UnsupportedOperationException();
            }
        };
        Rehearsal rehearsal = RehearsalFile.parse("routes/a.rehearsal", "> a", new ArrayList<>()).getFirst();
        assertThat(new Player(shut).play(rehearsal).failure())
                .isEqualTo(new Failure(1, "cannot be played: the database is away", true, List.of()));
    }

    private String comparison(String wanted, String actual) {
        stage.when("customer> hi", () -> stage.sends("customer", actual));
        List<String> details = play("> hi\n< " + wanted.replace("\n", "\n| ")).failure().details();
        int begin = details.indexOf("") + 1;
        return String.join("\n", details.subList(begin, begin + details.subList(begin, details.size()).indexOf(""))) + "\n";
    }

    @Test
    void theMarkStandsRightUnderWideCharacters() {
        assertThat(comparison("续订成功：金卡", "续订成功：银卡")).isEqualTo("""
                  expected  续订成功：金卡
                  but got   续订成功：银卡
                                      ^
                """);
    }

    @Test
    void lettersThatLookAlikeAreNamed() throws IOException {
        assertThat(comparison("PAY 5", "P\u0410Y 5")).isEqualTo(asDocumented("""
                  expected  PAY 5
                  but got   P\u0410Y 5
                             ^ U+0410 CYRILLIC CAPITAL LETTER A, expected U+0041 LATIN CAPITAL LETTER A
                """));
    }

    @Test
    void whatWouldActOnATerminalIsShown() {
        assertThat(comparison("Hello {any}", "H\u001b[2Jello \u202eevil\u0007")).isEqualTo("""
                  expected  Hello {any}
                  but got   H\u241b[2Jello \ufffdevil\u2407
                             ^ U+001B ESCAPE, expected U+0065 LATIN SMALL LETTER E
                """);
    }

    @Test
    void linesThatAreMissingOrTooManyAreMarked() {
        assertThat(comparison("A:\n1 yes\n2 no", "A:\n1 yes")).isEqualTo("""
                  expected  A:
                            1 yes
                            2 no
                            ^
                  but got   A:
                            1 yes
                            ^ no more lines
                """);
        assertThat(comparison("A:", "A:\n1 yes")).isEqualTo("""
                  expected  A:
                            ^ no more lines
                  but got   A:
                            1 yes
                            ^
                """);
        assertThat(comparison("A:\n1 yes\n2 no", "A:\n1 yep\n2 no")).isEqualTo("""
                  expected  A:
                            1 yes
                            2 no
                  but got   A:
                            1 yep
                                ^
                            2 no
                """);
    }
}

package io.keyline.deploy.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.deploy.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A file of rehearsals")
class GrammarTest {

    private final List<Problem> problems = new ArrayList<>();

    private List<Rehearsal> read(String text) {
        return RehearsalFile.parse("routes/renew.rehearsal", text, problems);
    }

    private List<String> said() {
        return problems.stream().map(Problem::toString).toList();
    }

    private List<String> steps(Rehearsal rehearsal) {
        return rehearsal.lines().stream().map(line -> line.number() + " " + line.step()).toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '§', quoteCharacter = '^', textBlock = """
            > forny                  § Says[customer=customer, text=forny]
            >forny                   § Says[customer=customer, text=forny]
            >                        § Says[customer=customer, text=]
            anna> forny nu           § Says[customer=anna, text=forny nu]
            Åse> ja                  § Says[customer=Åse, text=ja]
            > > #1 | 2 < 3           § Says[customer=customer, text=> #1 | 2 < 3]
            < Forny? Svar JA.        § Gets[customer=customer, text=Wanted[text=Forny? Svar JA.]]
            anna< Hej                § Gets[customer=anna, text=Wanted[text=Hej]]
            < nothing                § GetsNothing[customer=customer]
            anna< nothing            § GetsNothing[customer=anna]
            language da              § Language[customer=customer, language=da]
            language zh-Hant         § Language[customer=customer, language=zh-Hant]
            channel ussd             § Channel[customer=customer, channel=ussd]
            after 2d 3h              § After[span=Span[days=2, rest=PT3H]]
            after 1h 30m 5s          § After[span=Span[days=0, rest=PT1H30M5S]]
            event renewal            § Event[customer=customer, dialogue=renewal, key=null, data={}]
            event renewal key i-7    § Event[customer=customer, dialogue=renewal, key=i-7, data={}]
            event pay {"a": 12.10}   § Event[customer=customer, dialogue=pay, key=null, data={a=12.10}]
            event pay key 7 {"a":[1,null,true,{"b":"c"}]} § Event[customer=customer, dialogue=pay, key=7, data={a=[1, null, true, {b=c}]}]
            back-office a.b -> {"x": "y"}                 § Answers[operation=a.b, once=false, answer=-> {"x": "y"}]
            back-office a.b once -> {}                    § Answers[operation=a.b, once=true, answer=-> {}]
            back-office a.b after 2m -> {"n": 1.50}       § Answers[operation=a.b, once=false, answer=after 2m -> {"n": 1.50}]
            back-office a.b once after 1d 2s refuses late § Answers[operation=a.b, once=true, answer=after 24h2s refuses late]
            back-office a.b refuses no-money {"need": 5}  § Answers[operation=a.b, once=false, answer=refuses no-money {"need": 5}]
            back-office a.b fails closed                  § Answers[operation=a.b, once=false, answer=fails closed]
            back-office a.b is silent                     § Answers[operation=a.b, once=false, answer=is silent]
            back-office a.b receives {"account": "4711"}  § Receives[operation=a.b, data={account=4711}]
            work item renewals: no answer: {any}          § HasItem[customer=customer, queue=renewals, reason=Wanted[text=no answer: {any}]]
            no work item             § HasNoItem[customer=customer]
            employee answers Hej Bo  § EmployeeAnswers[customer=customer, text=Hej Bo]
            employee hands back yes  § EmployeeHandsBack[customer=customer, text=yes]
            employee closes          § EmployeeCloses[customer=customer]
            conversation ended       § IsIn[customer=customer, state=ENDED]
            """)
    void aLineIsRead(String line, String step) {
        Rehearsal rehearsal = read("> first\n" + line).getFirst();
        assertThat(said()).isEmpty();
        assertThat(steps(rehearsal)).element(1).isEqualTo("2 " + step);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '§', quoteCharacter = '^', textBlock = """
            bakc-office a.b -> {}        § no line of a rehearsal begins with 'bakc-office'; did you mean back-office?
            afterwards 2h                § no line of a rehearsal begins with 'afterwards'
            <                            § write what the customer must get behind <, or < nothing
            language Danish              § 'Danish' cannot be read; write behind language a language, for example language da
            language                     § write behind language a language, for example language da
            channel SMS                  § 'SMS' cannot be read; write behind channel a channel, for example channel sms
            customer 7                   § '7' cannot be read; write behind customer a name, for example customer anna
            at nine                      § 'nine' is no time; write for example at 09:00 or at 2026-11-23T09:00
            at 2026-13-01T09:00          § '2026-13-01T09:00' is no time; write for example at 09:00 or at 2026-11-23T09:00
            after a day                  § 'a day' is no length of time; write for example 24h, 2d 3h, 10m or 30s
            after 3                      § '3' is no length of time; write for example 24h, 2d 3h, 10m or 30s
            event                        § write the dialogue, if you like a key, and the data: event renewal key inv-77 {"plan": "Gold"}
            event a b                    § write the dialogue, if you like a key, and the data: event renewal key inv-77 {"plan": "Gold"}
            event a {plan: 7}            § this is not JSON: Unexpected character ('p' (code 112)): was expecting double-quote to start field name; near {
            event a {"b": 1} x           § this is not JSON: Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false'); near {"b": 1} x
            event a {"b": 1, "b": 2}     § this is not JSON: Duplicate field 'b'; near {"b": 1, "b"
            back-office                  § write the operation and what it answers: back-office subscriptions.find -> {"plan": "Gold"}
            back-office find -> {}       § write the operation and what it answers: back-office subscriptions.find -> {"plan": "Gold"}
            back-office a.b -> [1]       § '[1]' is not a JSON object; write for example {"plan": "Gold"}
            back-office a.b ->           § '' is not a JSON object; write for example {"plan": "Gold"}
            back-office a.b refuse no    § 'refuse' cannot stand here; write -> {data}, refuses REASON, fails REASON, is silent or receives {data}; did you mean refuses?
            back-office a.b refuses      § '' is no reason; write a short word, for example insufficient-funds, and if you like {data}
            back-office a.b fails Badly  § 'Badly' is no reason; write a short word, for example insufficient-funds, and if you like {data}
            back-office a.b is late      § write is silent, and no time with it
            back-office a.b after 2m is silent      § write is silent, and no time with it
            back-office a.b once receives {}        § 'receives' cannot stand here; write -> {data}, refuses REASON, fails REASON, is silent or receives {data}; did you mean receives?
            work item renewals           § write the queue and the reason: work item renewals: no answer
            work                         § write the queue and the reason: work item renewals: no answer
            no more                      § write no work item
            employee answer hej          § an employee does not 'answer'; write employee answers TEXT, employee hands back TEXT or employee closes; did you mean answers?
            employee answers             § write behind employee answers what the employee writes
            employee hands back          § 'back' cannot be read; write behind employee hands back and the answer: employee hands back yes
            conversation over            § 'over' is no state; write one of starting, asked, calling, handed, ended, failed, stopped
            conversation finished        § 'finished' is no state; write one of starting, asked, calling, handed, ended, failed, stopped
            conversation aksed           § 'aksed' is no state; write one of starting, asked, calling, handed, ended, failed, stopped; did you mean asked?
            rehearsal                    § write behind rehearsal what it shows
            """)
    void aLineThatCannotBeReadIsRefusedWithWhatToWrite(String line, String message) {
        read("rehearsal the first\n> first\n" + line + "\n> last");
        assertThat(said()).containsExactly("routes/renew.rehearsal:3: " + message);
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        read("> hello\nlanguage\n\n# a comment\n< \nafter\n");
        assertThat(problems).extracting(Problem::line).containsExactly(2, 5, 6);
    }

    @Test
    void withoutATitleTheFileIsOneRehearsalOnAMondayMorning() {
        List<Rehearsal> all = read("# what this is\n\nlanguage da\n  > forny\n");
        assertThat(all).singleElement().satisfies(one -> {
            assertThat(one.title()).isEqualTo("renew");
            assertThat(one.line()).isEqualTo(1);
            assertThat(one.start()).isEqualTo(LocalDateTime.of(2026, 11, 23, 10, 0));
            assertThat(steps(one)).containsExactly("3 Language[customer=customer, language=da]", "4 Says[customer=customer, text=forny]");
        });
    }

    @Test
    void whatStandsAboveTheFirstTitleCountsForAll() {
        List<Rehearsal> all = read("""
                at 2026-12-24T18:00
                customer anna
                language da
                rehearsal one
                > a
                rehearsal two
                at 09:00
                > b
                """);
        assertThat(said()).isEmpty();
        assertThat(all).extracting(Rehearsal::title).containsExactly("one", "two");
        assertThat(all).extracting(Rehearsal::line).containsExactly(4, 6);
        assertThat(all).extracting(Rehearsal::start).containsExactly(LocalDateTime.of(2026, 12, 24, 18, 0), LocalDateTime.of(2026, 12, 24, 9, 0));
        assertThat(all).allSatisfy(one -> assertThat(steps(one)).first().isEqualTo("3 Language[customer=anna, language=da]"));
        assertThat(steps(all.getLast())).element(1).isEqualTo("8 Says[customer=anna, text=b]");
    }

    @Test
    void nothingHappensAboveTheFirstTitle() {
        read("> hello\nrehearsal one\n> a\n");
        assertThat(said()).containsExactly("routes/renew.rehearsal:1: above the first rehearsal stands only what counts for all: language, channel, "
                + "at, customer, back-office; write rehearsal TITLE above this line");
    }

    @Test
    void titlesAreUnique() {
        read("rehearsal one\n> a\nrehearsal one\n> b\n");
        assertThat(said()).containsExactly("routes/renew.rehearsal:3: the title is taken by the rehearsal in line 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing yet\n", "language da\n< Hej\n"})
    void aRehearsalInWhichNothingHappensIsRefused(String text) {
        read(text);
        assertThat(said()).containsExactly("routes/renew.rehearsal:1: nothing happens in this rehearsal; write what a customer says: > renew");
    }

    @Test
    void aTimeInTheMiddleIsOneThatPasses() {
        assertThat(steps(read("at 09:00\n> a\nat 10:30\nat 2026-11-25T08:00\n").getFirst())).containsExactly("2 Says[customer=customer, text=a]",
                "3 At[date=null, time=10:30]", "4 At[date=2026-11-25, time=08:00]");
    }

    @Test
    void aBarContinuesTheLineAbove() {
        Rehearsal rehearsal = read("> one\n| two\n|\n| four\n< A:\n# between\n|  1 yes\nevent pay {\n| \"a\": 1}\n").getFirst();
        assertThat(said()).isEmpty();
        assertThat(steps(rehearsal)).containsExactly("1 Says[customer=customer, text=one\ntwo\n\nfour]",
                "5 Gets[customer=customer, text=Wanted[text=A:\n 1 yes]]",
                "8 Event[customer=customer, dialogue=pay, key=null, data={a=1}]");
    }

    @Test
    void aBarNeedsALineAbove() {
        read("# title\n| two\n> a\n");
        assertThat(said()).containsExactly("routes/renew.rehearsal:2: | continues a line, and there is none above");
    }

    @Test
    void whoIsNamedIsTheOneTheNextLinesAreAbout() {
        Rehearsal rehearsal = read("anna> a\n< b\nwork item q: r\nbo> c\nconversation asked\ncustomer anna\nno work item\n").getFirst();
        assertThat(rehearsal.customers()).containsExactly("anna", "bo");
        assertThat(rehearsal.lines()).extracting(line -> ((Step.OfCustomer) line.step()).customer())
                .containsExactly("anna", "anna", "anna", "bo", "bo", "anna");
    }

    @Test
    void aFileIsUtf8WithOrWithoutAMark(@TempDir Path directory) throws IOException {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Path marked = Files.writeString(routes.resolve("a.rehearsal"), "\uFEFF> продлить\r\n");
        assertThat(steps(RehearsalFile.read(marked, problems).getFirst())).containsExactly("1 Says[customer=customer, text=продлить]");
        Path latin = Files.write(routes.resolve("b.rehearsal"), "> Grøn".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(RehearsalFile.read(latin, problems)).isEmpty();
        assertThat(RehearsalFile.read(routes.resolve("c.rehearsal"), problems)).isEmpty();
        assertThat(said()).first().isEqualTo("routes/b.rehearsal: is not UTF-8");
        assertThat(said()).last().asString().startsWith("routes/c.rehearsal: cannot be read: ");
    }

    @Test
    void theExamplesOfTheDocumentationCanBeRead() throws IOException {
        List<String> examples = Pattern.compile("(?s)```rehearsal\n(.*?)```").matcher(Files.readString(Path.of("docs/rehearsals.md"))).results()
                .map(found -> found.group(1)).toList();
        assertThat(examples).hasSize(6).allSatisfy(example -> {
            read(example);
            assertThat(said()).isEmpty();
        });
    }
}

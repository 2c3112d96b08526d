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

@DisplayName("The options of a question are each of their form, and go together")
class AskOptionsTest {

    @TempDir
    Path directory;
    private Draft draft;

    @BeforeEach
    void write() throws Exception {
        draft = new Draft(directory);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"choices=yes,no", "choices=gold, silver", "list=services&page=4", "expect=pin&as=pin", "expect=date&within=2d 3h",
        "expect=text&within=48h&remind=1m, 1d, 47h", "expect=text&tries=1&otherwise=continue", "expect=text&otherwise=done",
        "expect=text&otherwise=worklist&queue=sales-2"})
    void whatIsRight(String options) throws Exception {
        draft.route("renew", "command:RENEW", "- to: \"ask:q?" + options + "\"");
        assertThat(draft.problems()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            tries=3 | nothing tells what is expected, write choices=yes,no, or list= and a name, or expect=text
            expect=numer | expect is 'numer'; did you mean number?, write one of choice, text, number, amount, date, phone, email, pin
            choices=yes,no&list=services | choices and list contradict each other, write one of them
            choices=yes,no&expect=text | choices and expect=text contradict each other, write one of them
            list=services&expect=date | list and expect=date contradict each other, write one of them
            choices=yes,yes | the choice yes is there twice
            choices=yes,2 | the choice '2' is no name, write letters, digits and hyphens; what customers write is the text choice.NAME
            expect=text&within=soon | within is 'soon', write for example 30s, 10m, 48h, 2d or 2d 3h
            expect=text&remind=1h,,2h | remind is '', write for example 30s, 10m, 48h, 2d or 2d 3h
            expect=text&within=1d&remind=23h,24h | remind is 24h after the question, which waits only 1d; write less
            expect=text&tries=0 | tries is 0, write 1 or more
            list=services&page=0 | page is 0, write 1 or more
            expect=text&as=my answer | as is 'my answer', write a name of letters and digits, for example amount
            list=my.services | list is 'my.services', write a name of letters and digits, for example amount
            """)
    void whatIsWrong(String options, String message) throws Exception {
        draft.text("choice.2", "two").route("renew", "command:RENEW", "- to: \"ask:q?" + options + "\"");
        assertThat(draft.problems()).contains("routes/renew.yaml:6: ask:q: " + message);
    }

    @Test
    void queuesThatNobodyCouldType() throws Exception {
        draft.route("renew", "command:RENEW", "- to: \"ask:q?expect=text&queue=My Queue\"\n- to: worklist:Sales")
                .route("other", "command:OTHER", "- to: \"ask:q?expect=text&otherwise=continue&queue=My Queue\"");
        assertThat(draft.problems()).containsExactly(
                "routes/renew.yaml:6: ask:q: the queue is 'My Queue', write small letters, digits and hyphens, 40 at most, for example payments",
                "routes/renew.yaml:7: worklist:Sales: the queue is 'Sales', write small letters, digits and hyphens, 40 at most, for "
                        + "example payments");
    }
}

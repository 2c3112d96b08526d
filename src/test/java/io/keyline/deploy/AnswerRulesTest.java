package io.keyline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An answer is one word for one thing, and none that consent law or a carrier has")
class AnswerRulesTest {

    private static final String WAY = "; choose another word; for a yes or a no write choices=yes,no, whose words and numbers count in every "
            + "language";
    private static final String PROVIDERS = " alone opts customers out, unless the open question offers it; some providers (Twilio, Telnyx, "
            + "Sinch, AWS, US and Canadian numbers) do so whatever we say";

    @TempDir
    Path directory;
    private Draft draft;

    @BeforeEach
    void write() throws Exception {
        draft = new Draft(directory);
    }

    private Draft asking(String choices) throws Exception {
        return draft.route("renew", "command:RENEW", "- to: ask:q?choices=" + choices);
    }

    @Test
    void yesAndNoAreManaged() throws Exception {
        assertThat(asking("yes,no").problems()).isEmpty();
    }

    @Test
    void yesAndNoWhereTheProviderTakesThem() throws Exception {
        assertThat(asking("yes,no").setting("sms.provider-handles-opt-out", "true").problems()).containsExactly(
                "routes/renew.yaml:6: warning: the answer Yes (choice.yes in en) is not safe with a provider that handles opt-out itself: "
                        + "YES opts customers in at some providers (Twilio, Braze); let the text ask for 1 or 2, which always count",
                "routes/renew.yaml:6: warning: the answer No (choice.no in en) is not safe with a provider that handles opt-out itself: "
                        + "NO opts customers out at some providers (Adobe with Infobip); let the text ask for 1 or 2, which always count");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            Stop       | STOP opts customers out, before any keyword or answer
            STOP 2     | STOP opts customers out, before any keyword or answer
            unsubscribe | UNSUBSCRIBE opts customers out, before any keyword or answer
            HELP       | HELP has to be answered with help, always
            start      | START opts customers in
            """)
    void reservedEverywhere(String word, String reason) throws Exception {
        assertThat(asking("gold,silver").text("choice.gold", "da", "guld, " + word).problems())
                .containsExactly("routes/renew.yaml:6: the answer " + word + " (choice.gold in da) is reserved: " + reason + WAY);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"CANCEL,CANCEL", "end,END", "quit,QUIT", "取消,取消", "отмена,ОТМЕНА"})
    void reservedAtSomeProviders(String word, String known) throws Exception {
        asking("gold,silver").text("choice.gold", "en", "gold," + word);
        assertThat(draft.problems()).containsExactly("routes/renew.yaml:6: warning: the answer " + word
                + " (choice.gold in en) may be taken by the carrier: " + known + PROVIDERS + WAY);
        draft.setting("sms.provider-handles-opt-out", "true");
        assertThat(draft.problems()).containsExactly("routes/renew.yaml:6: the answer " + word + " (choice.gold in en) is reserved: " + known
                + PROVIDERS + WAY);
    }

    @Test
    void aYesOfOnesOwnIsNotManaged() throws Exception {
        assertThat(asking("gold,silver").text("choice.gold", "en", "gold,yes").problems()).containsExactly(
                "routes/renew.yaml:6: warning: the answer yes (choice.gold in en) may be taken by the carrier: YES opts customers in at some "
                        + "providers (Twilio, Braze)" + WAY);
    }

    @Test
    void theNameOfAChoiceWithoutWordsIsItsWord() throws Exception {
        assertThat(asking("gold,help").problems()).contains("routes/renew.yaml:6: the answer help (choice.help in da) is reserved: HELP has to be "
                + "answered with help, always" + WAY);
    }

    @Test
    void oneWordForTwoChoices() throws Exception {
        assertThat(asking("gold,silver").text("choice.gold", "da", "guld,plan").text("choice.silver", "da", "sølv,«PLAN»").problems())
                .containsExactly("routes/renew.yaml:6: in da the word «PLAN» stands for the choices gold and silver; give it to one of them");
    }

    @Test
    void aWordForYesAsTheWordOfAnotherChoice() throws Exception {
        assertThat(asking("yes,gold").text("choice.gold", "da", "guld, Ja").problems())
                .containsExactly("routes/renew.yaml:6: in da the word Ja stands for the choices yes and gold; give it to one of them");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"2", "１２", "٣"})
    void aNumber(String number) throws Exception {
        assertThat(asking("gold,silver").text("choice.gold", "en", "gold," + number).problems()).containsExactly("routes/renew.yaml:6: the word "
                + number + " for the choice gold is a number, and a number chooses by place; write a word");
    }

    @Test
    void aKeywordThatIsAlsoAnAnswer() throws Exception {
        assertThat(asking("gold,silver").text("choice.gold", "da", "guld").route("price", "command:PRICE?aliases=da:GULD", "- to: reply:done")
                .problems()).containsExactly("routes/price.yaml:4: warning: the keyword GULD is also an answer to ask:q (routes/renew.yaml:6), "
                + "and while that is open the answer wins; choose another word");
    }

    @Test
    void aKeywordThatMeansYes() throws Exception {
        assertThat(asking("yes,no").route("ja", "command:JA", "- to: reply:done").problems()).containsExactly("routes/ja.yaml:4: warning: the "
                + "keyword JA is also an answer to ask:q (routes/renew.yaml:6), and while that is open the answer wins; choose another word");
    }

    @Test
    void aKeywordThatSomeProvidersTake() throws Exception {
        draft.route("end", "command:END", "- to: reply:done");
        assertThat(draft.problems()).containsExactly("routes/end.yaml:4: warning: the keyword END is reserved: END" + PROVIDERS
                + "; choose another word, or say reserved: true if this route is its handling");
        assertThat(draft.setting("sms.provider-handles-opt-out", "true").problems()).containsExactly("routes/end.yaml:4: the keyword END is "
                + "reserved: END" + PROVIDERS + "; choose another word, or say reserved: true if this route is its handling");
    }
}

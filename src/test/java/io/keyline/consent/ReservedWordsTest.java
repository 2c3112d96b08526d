package io.keyline.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.keyline.consent.Reading.Kind;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("STOP means stop")
class ReservedWordsTest {

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"STOP", "stop", "stop.", "Stop!!!", " \"STOP\" ", "#stop", "<STOP>", "(stop)", "\nSTOP\n", "stop😡", "ＳＴＯＰ",
        "ST\u200BOP", "S\u00ADTOP", "\uFEFFSTOP", "\u202ESTOP", "ЅТОР", "ѕтор", "STΟP", "ЅＴＯР", "stóp", "STOPALL", "STOP ALL", "UNSUBSCRIBE",
        "UNSUB", "REVOKE", "OPTOUT", "OPT-OUT", "opt–out", "Opt out", "DESABONNER", "désabonner", "BAJA", "NO MAS", "No más", "AFMELD",
        "FRAMELD", "STOP ALLE", "STOPP", "AVMELD", "AVSLUTA", "ABMELDEN", "REZYGNUJĘ", "СТОП", "отписаться", "CТОП", "СТОΠ", "退订", "退訂", "退订。", "TD", "td",
        "إيقاف", "توقف"})
    void aHardWordAloneOptsOut(String text) {
        assertThat(read(text)).returns(Kind.HARD_OPT_OUT, Reading::kind).returns("hard-alone", Reading::rule)
                .returns(true, Reading::beforeOpenQuestion);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            STOP PLEASE               | STOP        | please
            stop,please               | STOP        | please
            Stop it now               | STOP        | it,now
            STOP 4711                 | STOP        | 4711
            STOP news                 | STOP        | news
            STOP ALL messages         | STOP ALL    | messages
            stop stop stop STOP stop! | STOP        | stop,stop,stop,stop
            退订123                    | 退订         | 123
            退订，谢谢                  | 退订         | 谢谢
            СТОП пожалуйста           | СТОП        | пожалуиста
            ЅТОР please               | STOP        | please
            """)
    void aHardWordBeginsAShortMessage(String text, String word, String arguments) {
        assertThat(read(text)).isEqualTo(
                new Reading(Kind.HARD_OPT_OUT, word, "hard-first-word", word.equals("退订") ? "zh" : word.equals("СТОП") ? "ru" : null,
                        List.of(arguments.split(","))));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"CANCEL", "end", "Quit.", "REMOVE", "ARRET", "ARRÊT", "arrêt !", "ARRETE", "ARRETT", "ALTO", "PARAR", "CANCELAR", "SAIR",
        "ANNULLA", "ОТМЕНА", "停止", "取消", "САNСЕL"})
    void aSoftWordOptsOutAlone(String text) {
        assertThat(read(text)).returns(Kind.SOFT_OPT_OUT, Reading::kind).returns("soft-alone", Reading::rule)
                .returns(false, Reading::beforeOpenQuestion);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"please stop", "Leave me alone!", "leave\nme  alone", "Wrong number", "Please, opt me out."})
    void aPhraseOptsOut(String text) {
        assertThat(read(text)).returns(Kind.PHRASE_OPT_OUT, Reading::kind).returns("phrase", Reading::rule)
                .returns(true, Reading::beforeOpenQuestion);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            which stop do I get off at                  | STOP
            when does my plan end                       | END
            cancel my visit on Friday                   | CANCEL
            cancel everything please, and then stop     | STOP
            Reply STOP to unsubscribe                   | STOP
            I want you to leave me alone from now on    | leave me alone
            Stop. I never signed up for any of this     | STOP
            请帮我退订短信                                | 退订
            取消我周五的预约                              | 取消
            please put me on the ЅТОР list              | STOP
            """)
    void aStopWordInALongerTextIsForAnEmployeeToRead(String text, String word) {
        assertThat(read(text)).returns(Kind.POSSIBLE_OPT_OUT, Reading::kind).returns("word-in-text", Reading::rule)
                .returns(word, Reading::word).returns(false, Reading::beforeOpenQuestion);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"NO STOP", "yes but stop after this", "Yes. STOP", "Nej, stop", "да, но потом СТОП"})
    void stopWinsOverAYesOrNo(String text) {
        assertThat(read(text)).returns(Kind.POSSIBLE_OPT_OUT, Reading::kind).returns("stop-after-answer", Reading::rule)
                .returns(true, Reading::beforeOpenQuestion);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"HELP", "help?", "INFO", "AIDE", "AYUDA", "HJÆLP", "Hjaelp", "HILFE", "ПОМОЩЬ", "帮助"})
    void helpAlone(String text) {
        assertThat(read(text)).returns(Kind.HELP, Reading::kind).returns("help-alone", Reading::rule);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"START", "start!", "UNSTOP"})
    void optInAlone(String text) {
        assertThat(read(text)).returns(Kind.OPT_IN, Reading::kind).returns("opt-in-alone", Reading::rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "?", "BAL", "BAL 4711", "YES", "NO", "Nope", "Ja", "yes pls", "help me", "HЕLР", "start over", "nonstop",
        "a non-stop flight", "stopping", "end2end", "my friend", "余额", "帮助我", "ok"})
    void anythingElseIsNotReserved(String text) {
        assertThat(ReservedWords.read(text)).isEmpty();
    }

    @Test
    void aWordMayTellTheLanguage() {
        assertThat(read("СТОП").language()).isEqualTo("ru");
        assertThat(read("退订").language()).isEqualTo("zh");
        assertThat(read("STOP").language()).isNull();
        assertThat(read("STOPP").language()).as("Norwegian, Swedish or German").isNull();
    }

    @ParameterizedTest
    @MethodSource("io.keyline.language.HostileTexts#all")
    void hostileTextsAreReadWithoutHarm(String hostile) {
        assertThatCode(() -> ReservedWords.read(hostile)).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            STOP   | true  | STOP opts customers out, before any keyword or answer
            STOP 1 | true  | STOP opts customers out, before any keyword or answer
            СТОП   | true  | СТОП opts customers out, before any keyword or answer
            Info   | true  | INFO has to be answered with help, always
            START  | true  | START opts customers in
            CANCEL | false | CANCEL alone opts customers out, unless the open question offers it
            ARRÊT  | false | Canadian
            yes    | false | YES opts customers in at some providers
            NO     | false | NO opts customers out at some providers
            """)
    void reservedWordsAreNoKeywords(String keyword, boolean always, String reason) {
        assertThat(ReservedWords.reserved(keyword)).hasValueSatisfying(reservation -> {
            assertThat(reservation.always()).isEqualTo(always);
            assertThat(reservation.reason()).contains(reason);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"BAL", "PAY", "1", "余额", "CANCEL VISIT", "HELP DESK"})
    void otherWordsAreFree(String keyword) {
        assertThat(ReservedWords.reserved(keyword)).isEmpty();
    }

    private static Reading read(String text) {
        return ReservedWords.read(text).orElseThrow();
    }
}

package io.keyline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A question fits in one short message and on one USSD screen")
class QuestionLengthTest {

    @TempDir
    Path directory;
    private Draft draft;

    @BeforeEach
    void write() throws Exception {
        draft = new Draft(directory).route("renew", "command:RENEW", "- to: ask:q?expect=text");
    }

    @Test
    void whatJustFits() throws Exception {
        assertThat(draft.text("q", "en", "x".repeat(158) + "€").text("q", "da", "æ".repeat(160)).text("q", "zh", "中".repeat(70)).problems())
                .isEmpty();
    }

    @Test
    void whatJustDoesNot() throws Exception {
        assertThat(draft.text("q", "en", "x".repeat(159) + "€").text("q", "zh", "中".repeat(71)).problems()).containsExactly(
                "routes/renew.yaml:6: warning: the text q is 161 characters long in en, and one short message has room for 160; shorten it",
                "routes/renew.yaml:6: warning: the text q is 71 characters long in zh, and one short message has room for 70 of this alphabet; "
                        + "shorten it");
    }

    @Test
    void aScreenIsLargerThanAMessage() throws Exception {
        draft.text("q", "en", "x".repeat(183)).text("q", "zh", "中".repeat(81));
        assertThat(draft.problems()).containsExactly(
                "routes/renew.yaml:6: warning: the text q is 183 characters long in en, and one USSD screen has room for 182; shorten it",
                "routes/renew.yaml:6: warning: the text q is 81 characters long in zh, and one USSD screen has room for 80 of this alphabet; "
                        + "shorten it");
    }

    @Test
    void onlyTheChannelsOfTheCommandCount() throws Exception {
        draft.text("q", "en", "x".repeat(170)).text("q", "da", "x".repeat(190));
        assertThat(draft.route("renew", "command:RENEW?channels=ussd", "- to: ask:q?expect=text").problems()).containsExactly(
                "routes/renew.yaml:6: warning: the text q is 190 characters long in da, and one USSD screen has room for 182; shorten it");
        assertThat(draft.route("renew", "command:RENEW?channels=email", "- to: ask:q?expect=text").problems()).isEmpty();
    }

    @Test
    void remindersAndTheSecondAskingToo() throws Exception {
        assertThat(draft.text("q.remind", "en", "x".repeat(161)).text("q.remind", "da", "x").text("q.remind", "zh", "x")
                .text("q.again", "en", "x").text("q.again", "da", "x".repeat(162)).text("q.again", "zh", "x").problems()).containsExactly(
                "routes/renew.yaml:6: warning: the text q.remind is 161 characters long in en, and one short message has room for 160; shorten it",
                "routes/renew.yaml:6: warning: the text q.again is 162 characters long in da, and one short message has room for 160; shorten it");
    }

    @Test
    void valuesAreGuessed() throws Exception {
        draft.text("q", "{amount, number, currency}{due, date, medium}{name}{code}" + "x".repeat(133));
        assertThat(draft.problems()).containsExactly(
                "routes/renew.yaml:6: warning: the text q is about 169 characters long in da, and one short message has room for 160; shorten it",
                "routes/renew.yaml:6: warning: the text q is about 167 characters long in en, and one short message has room for 160; shorten it",
                "routes/renew.yaml:6: warning: the text q is about 164 characters long in zh, and one USSD screen has room for 80 of this "
                        + "alphabet; shorten it");
    }

    @Test
    void aListIsNotCounted() throws Exception {
        draft.route("renew", "command:RENEW", "- to: ask:q?list=services&page=70").text("q", "Which?{list}");
        assertThat(draft.problems()).isEmpty();
        draft.text("q", "Which?{list}" + "x".repeat(160));
        assertThat(draft.problems()).hasSize(3);
    }
}

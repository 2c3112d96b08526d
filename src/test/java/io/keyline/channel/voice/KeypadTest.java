package io.keyline.channel.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.store.Menu;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeypadTest {

    private static final Said YES_OR_NO = asking("choice", new Menu.Item("1", "YES"), new Menu.Item("2", "NO"));
    private static final Said PAY = asking(Menu.ARGUMENT, new Menu.Item("PAY", ""));

    private static Said asking(String expects, Menu.Item... items) {
        return Said.asking("en", List.of("?"), new Menu(expects, List.of(items)));
    }

    @ParameterizedTest
    @CsvSource({"amount, 49*90, 49.90", "date, 01122026, 2026-12-01", "date, 31022026, 31022026", "date, 0112, 0112", "number, 12, 12", "pin, 0420, 0420",
        "phone, 004520123456, 004520123456", "text, 12, 12"})
    void whatIsEnteredIsWrittenAsTheHubReadsIt(String expects, String keys, String words) {
        assertThat(Keypad.words(asking(expects), keys)).contains(words);
    }

    @Test
    void aChoiceIsTheNumberThatWasTold() {
        Said commands = asking(Menu.COMMAND, new Menu.Item("BAL", "Your balance"), new Menu.Item("PAY", "Pay an amount"));

        assertThat(Keypad.words(commands, "2")).contains("PAY");
        assertThat(Keypad.words(commands, "3")).isEmpty();
        assertThat(Keypad.words(commands, "*")).isEmpty();
        assertThat(Keypad.words(commands, "99999999999")).isEmpty();
    }

    @Test
    void anArgumentFollowsItsCommand() {
        assertThat(Keypad.words(PAY, "99*50")).contains("PAY 99.50");
        assertThat(Keypad.spoken(PAY, "100")).isEqualTo("PAY 100");
        assertThat(Keypad.spoken(PAY, "stop")).isEqualTo("stop");
    }

    @Test
    void noughtIsAPersonButWhereANumberIsAsked() {
        assertThat(Keypad.wantsAgent(YES_OR_NO, "0")).isTrue();
        assertThat(Keypad.wantsAgent(asking("amount"), "0")).isTrue();
        assertThat(Keypad.wantsAgent(asking("number"), "0")).isFalse();
        assertThat(Keypad.wantsAgent(YES_OR_NO, "10")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"Your balance., BAL", "'your balance, please', BAL", "2, PAY", "pay, pay", "Stop!, Stop", "agent, agent", "'', ''"})
    void aCommandIsSpokenByItsLabel(String speech, String words) {
        Said commands = asking(Menu.COMMAND, new Menu.Item("BAL", "Your balance"), new Menu.Item("PAY", "Pay an amount"));

        assertThat(Keypad.spoken(commands, speech)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"Yes., Yes", "'no, stop', 'no, stop'", "2, 2"})
    void theHubReadsChoices(String speech, String words) {
        assertThat(Keypad.spoken(YES_OR_NO, speech)).isEqualTo(words);
    }

    @Test
    void aNumberSpokenDigitByDigitIsOneNumber() {
        assertThat(Keypad.spoken(asking("phone"), "20 12 34 56.")).isEqualTo("20123456");
        assertThat(Keypad.spoken(asking("text"), "12 Main Street")).isEqualTo("12 Main Street");
    }
}

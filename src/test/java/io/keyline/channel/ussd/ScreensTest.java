package io.keyline.channel.ussd;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.channel.gsm.Gsm0338;
import io.keyline.channel.ussd.Screens.Turning;
import io.keyline.hub.Live;
import io.keyline.store.Menu;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Screens hold what a telephone shows")
class ScreensTest {

    private static final Screens SCREENS = new Screens(182, 80);
    private static final Turning TURNING = new Turning("Back", "More");

    private static Live.Answer text(String text) {
        return new Live.Answer(List.of(text), null);
    }

    private static Live.Answer list(int items, String label) {
        return new Live.Answer(List.of("Which?"), new Menu("choice", IntStream.rangeClosed(1, items)
                .mapToObj(i -> new Menu.Item(String.valueOf(i), label)).toList()));
    }

    private static String joined(List<String> screens) {
        return String.join(" ", screens.stream().map(screen -> screen.replaceAll("\n0+ \\p{L}+", "")).toList());
    }

    @Test
    void whatHasRoomIsOneScreen() {
        assertThat(SCREENS.of(text("a".repeat(182)), TURNING)).containsExactly("a".repeat(182));
        assertThat(SCREENS.of(text("ж".repeat(80)), TURNING)).containsExactly("ж".repeat(80));
        assertThat(SCREENS.of(text("€".repeat(91)), TURNING)).containsExactly("€".repeat(91));
        assertThat(SCREENS.of(text("€".repeat(92)), TURNING)).hasSize(2);
    }

    @Test
    void aLongTextIsCutBetweenWords() {
        String words = "The quick brown fox jumps over the lazy dog. ".repeat(12).strip();
        List<String> screens = SCREENS.of(text(words), TURNING);
        assertThat(joined(screens)).isEqualTo(words);
        assertThat(screens.getFirst()).endsWith("\n00 More").doesNotContain("0 Back");
        assertThat(screens.get(1)).endsWith("\n0 Back\n00 More");
        assertThat(screens.getLast()).doesNotContain("More").doesNotContain("Back"); // the session ends there
        assertThat(screens).allSatisfy(screen -> assertThat(Gsm0338.septets(screen)).isBetween(1, 182));
    }

    @Test
    void aScreenInAnotherAlphabetHoldsLess() {
        String words = "Съешь же ещё этих мягких французских булок, да выпей чаю. ".repeat(4).strip();
        List<String> screens = SCREENS.of(text(words), new Turning("Назад", "Ещё"));
        assertThat(joined(screens)).isEqualTo(words);
        assertThat(screens).allSatisfy(screen -> assertThat(screen.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void anItemStaysWholeAndKeepsItsNumber() {
        List<String> screens = SCREENS.of(list(30, "Some service"), TURNING);
        List<String> items = screens.stream().flatMap(String::lines).filter(line -> line.endsWith("Some service")).toList();
        assertThat(items).hasSize(30);
        assertThat(items.get(29)).isEqualTo("30 Some service");
        assertThat(screens.getLast()).endsWith("\n0 Back");
    }

    @Test
    void whatHasNoGapIsCutBetweenCharactersAsPeopleSeeThem() {
        String family = "👨‍👩‍👧‍👦";
        List<String> screens = SCREENS.of(text(family.repeat(20)), TURNING);
        assertThat(String.join("", screens.stream().map(screen -> screen.replaceAll("\n0.*", "").replace("\n", "")).toList()))
                .isEqualTo(family.repeat(20));
        assertThat(screens).allSatisfy(screen -> assertThat(screen.replaceAll("(?s)\n0.*", "").length() % family.length()).isZero());
        assertThat(SCREENS.of(text("x".repeat(1_000)), TURNING)).hasSize(6);
    }

    @Test
    void aCurlyQuoteCostsNothingAndControlCharactersDoNotReachATelephone() {
        assertThat(SCREENS.of(text("It’s “done”" + "a".repeat(160) + "\u001b[2J\u0007"), TURNING)).containsExactly("It's \"done\"" + "a".repeat(160) + "[2J");
    }

    @Test
    void nothingIsAnEmptyScreen() {
        assertThat(SCREENS.of(text(""), TURNING)).containsExactly("");
    }
}

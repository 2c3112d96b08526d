package io.keyline.channel.voice;

import io.keyline.store.Menu;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a caller means who presses keys or speaks: the words that the hub understands. */
final class Keypad {

    static final String AGENT = "0";
    static final String MORE = "*";
    private static final Pattern DATE = Pattern.compile("(\\d{2})(\\d{2})(\\d{4})");
    private static final Pattern DIGITS_SAID = Pattern.compile("\\+?\\d(?:[\\s-]?\\d)+");
    private static final Pattern NUMBER_SAID = Pattern.compile("\\+?\\d+");
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,3}");
    private static final Pattern AROUND = Pattern.compile("^[\\p{P}\\s]+|[\\p{P}\\s]+$");

    private Keypad() {
    }

    /** Whether the caller wants to talk to a person. Only of a number nobody can say whether nought was meant. */
    static boolean wantsAgent(Said said, String keys) {
        return AGENT.equals(keys) && (said.menu() == null || !"number".equals(said.menu().expects()));
    }

    static boolean wantsMore(Said said, String keys) {
        return MORE.equals(keys) && said.hasMore();
    }

    /** What these keys say; empty if they say nothing here. */
    static Optional<String> words(Said said, String keys) {
        if (said.isChoice()) {
            return item(said.menu().items(), keys);
        }
        String expects = said.menu() == null ? "text" : said.menu().expects();
        String entered = switch (expects) {
            case "amount" -> keys.replace('*', '.');
            case "date" -> date(keys);
            case Menu.ARGUMENT -> said.menu().items().getFirst().say() + " " + keys.replace('*', '.');
            default -> keys;
        };
        return Optional.of(entered);
    }

    /** What this speech says: the command whose label was said, and otherwise the words. Choices the hub reads better than we could. */
    static String spoken(Said said, String words) {
        String bare = AROUND.matcher(words).replaceAll("");
        String expects = said.menu() == null ? "text" : said.menu().expects();
        return switch (expects) {
            case Menu.COMMAND -> item(said.menu().items(), bare).or(() -> labelled(said.menu().items(), bare)).orElse(bare);
            case Menu.ARGUMENT -> NUMBER_SAID.matcher(digits(bare)).matches() ? said.menu().items().getFirst().say() + " " + digits(bare) : bare;
            default -> digits(bare);
        };
    }

    private static Optional<String> item(List<Menu.Item> items, String number) {
        return NUMBER.matcher(number).matches() && Integer.parseInt(number) <= items.size()
                ? Optional.of(items.get(Integer.parseInt(number) - 1).say()) : Optional.empty();
    }

    /** The one command whose label was said, alone or, if it has several words, among others: {@code your balance please}. */
    private static Optional<String> labelled(List<Menu.Item> items, String words) {
        String said = " " + fold(words) + " ";
        List<Menu.Item> same = items.stream().filter(item -> said.equals(" " + fold(item.label()) + " ")).toList();
        List<Menu.Item> meant = same.isEmpty() ? items.stream().filter(item -> fold(item.label()).contains(" ")
                && said.contains(" " + fold(item.label()) + " ")).toList() : same;
        return meant.size() == 1 ? Optional.of(meant.getFirst().say()) : Optional.empty();
    }

    private static String fold(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    }

    /** A number that was said digit by digit is one number. */
    private static String digits(String words) {
        return DIGITS_SAID.matcher(words).matches() ? words.replaceAll("[\\s-]", "") : words;
    }

    /** Day, month and year as eight digits; whatever else was entered stays, and is not understood. */
    private static String date(String keys) {
        Matcher parts = DATE.matcher(keys);
        if (!parts.matches()) {
            return keys;
        }
        try {
            return LocalDate.of(Integer.parseInt(parts.group(3)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(1))).toString();
        } catch (DateTimeException noSuchDay) {
            return keys;
        }
    }
}

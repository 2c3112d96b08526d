package io.keyline.language;

import com.ibm.icu.text.DateFormat;
import com.ibm.icu.text.DateFormatSymbols;
import com.ibm.icu.text.RelativeDateTimeFormatter;
import com.ibm.icu.text.RelativeDateTimeFormatter.AbsoluteUnit;
import com.ibm.icu.text.RelativeDateTimeFormatter.Direction;
import com.ibm.icu.text.SimpleDateFormat;
import com.ibm.icu.util.GregorianCalendar;
import com.ibm.icu.util.ULocale;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words for months and days in a language, from CLDR, in each form that it has: {@code декабрь}, {@code декабря}, {@code дек.} */
final class DateWords {

    private static final int SHORTEST_START = 3;
    private static final Map<Direction, Integer> NEAR = Map.of(Direction.LAST, -1, Direction.THIS, 0, Direction.NEXT, 1, Direction.NEXT_2, 2);
    private static final List<AbsoluteUnit> WEEK = List.of(AbsoluteUnit.MONDAY, AbsoluteUnit.TUESDAY, AbsoluteUnit.WEDNESDAY,
            AbsoluteUnit.THURSDAY, AbsoluteUnit.FRIDAY, AbsoluteUnit.SATURDAY, AbsoluteUnit.SUNDAY);
    private static final Pattern LITERAL = Pattern.compile("'([^']+)'");

    /** By word; what a word that has several meanings stands for is a set of several. */
    private final Map<String, Set<Integer>> months = new HashMap<>();
    private final Map<String, Set<Integer>> weekdays = new HashMap<>();
    private final Map<String, Set<Integer>> near = new HashMap<>();
    private final Set<String> fillers = new HashSet<>(Set.of("of", "the", "on", "d", "le", "el", "во"));

    DateWords(ULocale locale) {
        DateFormatSymbols symbols = new DateFormatSymbols(GregorianCalendar.class, locale);
        for (int context : new int[] {DateFormatSymbols.FORMAT, DateFormatSymbols.STANDALONE}) {
            for (int width : new int[] {DateFormatSymbols.WIDE, DateFormatSymbols.ABBREVIATED}) {
                addMonths(symbols.getMonths(context, width));
                addWeekdays(symbols.getWeekdays(context, width));
            }
        }
        RelativeDateTimeFormatter relative = RelativeDateTimeFormatter.getInstance(locale);
        WEEK.forEach(day -> addPhrase(relative.format(Direction.THIS, day), WEEK.indexOf(day) + 1));
        NEAR.forEach((direction, days) -> add(near, relative.format(direction, AbsoluteUnit.DAY), days));
        for (int style : new int[] {DateFormat.FULL, DateFormat.LONG}) {
            String pattern = ((SimpleDateFormat) DateFormat.getDateInstance(style, locale)).toPattern();
            LITERAL.matcher(pattern).results().forEach(literal -> fillers.add(Words.fold(literal.group(1))));
        }
    }

    /** @return 1 to 12 */
    Optional<Integer> month(String word) {
        return find(months, word);
    }

    /** @return 1 for Monday, to 7 */
    Optional<Integer> weekday(String words) {
        return find(weekdays, words);
    }

    /** @return how many days from today: {@code tomorrow} is 1; nothing for Hindi कल, which is tomorrow and yesterday */
    Optional<Integer> near(String words) {
        return only(near.getOrDefault(squeezed(words), Set.of()));
    }

    /** Whether the word says nothing by itself, as in {@code 1 de diciembre} and {@code den 1. december}. */
    boolean isFiller(String word) {
        return fillers.contains(word);
    }

    private void addMonths(String[] names) {
        for (int month = 0; month < names.length; month++) {
            add(months, names[month], month + 1);
        }
    }

    /** @param names from 1, Sunday, as ICU has them */
    private void addWeekdays(String[] names) {
        for (int day = 1; day < names.length; day++) {
            add(weekdays, names[day], day == 1 ? WEEK.size() : day - 1);
        }
    }

    /** {@code в эту среду} also has the case in which people answer, {@code в среду}. */
    private void addPhrase(String phrase, int day) {
        List<String> words = phrase == null ? List.of("") : List.of(Words.fold(phrase).split(" "));
        add(weekdays, phrase, day);
        add(weekdays, words.getLast(), day);
        fillers.addAll(words.subList(0, words.size() - 1));
    }

    private static void add(Map<String, Set<Integer>> names, String name, int value) {
        String key = squeezed(name == null ? "" : name);
        if (!key.isEmpty()) {
            names.computeIfAbsent(key, none -> new HashSet<>()).add(value);
        }
    }

    /** By the whole name, or by its start where only one starts so. */
    private static Optional<Integer> find(Map<String, Set<Integer>> names, String words) {
        String key = squeezed(words);
        if (names.containsKey(key) || key.length() < SHORTEST_START) {
            return only(names.getOrDefault(key, Set.of()));
        }
        return only(names.keySet().stream().filter(name -> name.startsWith(key)).flatMap(name -> names.get(name).stream())
                .collect(Collectors.toSet()));
    }

    private static Optional<Integer> only(Set<Integer> values) {
        return values.size() == 1 ? Optional.of(values.iterator().next()) : Optional.empty();
    }

    private static String squeezed(String words) {
        return Words.fold(words).replaceAll("[ .-]", "");
    }
}

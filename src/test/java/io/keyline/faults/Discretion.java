package io.keyline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What no log may have at INFO or above (facts/security.md, T45): what customers wrote and were told, their numbers and addresses, codes,
 * and passwords. Hubs log nothing below INFO, so each line counts.
 */
final class Discretion {

    /** Shorter texts are words that a log may use, too. */
    private static final int LEAST_TEXT = 12;
    /** With or without the code of the country, a number ends in these. */
    private static final int NATIONAL_DIGITS = 8;
    private static final Pattern DIGITS = Pattern.compile("\\d{8,}");
    private static final Pattern CODE = Pattern.compile("(?<![\\d.,])\\d{6}(?![\\d.,])");

    private final Set<String> numbers = new HashSet<>();
    private final Set<String> codes = new HashSet<>();
    private final Set<String> words = new HashSet<>();

    /** The numbers and mailboxes of customers. */
    Discretion addresses(Collection<String> addresses) {
        for (String address : addresses) {
            String digits = address.replaceAll("\\D", "");
            if (address.contains("@")) {
                words.add(address);
            } else if (digits.length() >= NATIONAL_DIGITS) {
                numbers.add(national(digits));
            }
        }
        return this;
    }

    /** What was said, either way; the codes in it as well by themselves. */
    Discretion texts(Collection<String> texts) {
        texts.stream().filter(text -> text.length() >= LEAST_TEXT).forEach(words::add);
        texts.stream().flatMap(text -> CODE.matcher(text).results()).forEach(code -> codes.add(code.group()));
        return this;
    }

    /** Passwords, tokens, keys. */
    Discretion secrets(Collection<String> secrets) {
        words.addAll(secrets);
        return this;
    }

    /** Fails if a log has any of it; names the file and quotes the line. */
    void keptIn(Path file, String log) {
        assertThat(hits(log)).as("%s tells what it must not", file).isEmpty();
    }

    private List<String> hits(String log) {
        List<String> hits = new ArrayList<>();
        words.stream().filter(log::contains).forEach(word -> hits.add(line(log, log.indexOf(word))));
        find(DIGITS, log, this::holdsNumber, hits);
        find(CODE, log, codes::contains, hits);
        return hits;
    }

    private static void find(Pattern digits, String log, Predicate<String> isKnown, List<String> hits) {
        digits.matcher(log).results().filter(found -> isKnown.test(found.group())).forEach(found -> hits.add(line(log, found.start())));
    }

    private boolean holdsNumber(String digits) {
        return IntStream.rangeClosed(0, digits.length() - NATIONAL_DIGITS).anyMatch(from -> numbers.contains(digits.substring(from, from + NATIONAL_DIGITS)));
    }

    private static String national(String digits) {
        return digits.substring(digits.length() - NATIONAL_DIGITS);
    }

    private static String line(String log, int at) {
        int end = log.indexOf('\n', at);
        return log.substring(log.lastIndexOf('\n', at) + 1, end < 0 ? log.length() : end);
    }
}

package io.keyline.channel.voice;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a voice browser is to recognise at a question, by keys and by speech (W3C, SRGS 1.0, XML form). */
final class Grammars {

    private static final String TYPE = "application/srgs+xml";
    private static final String MOST_KEYS = "1-32";
    private static final List<String> KEYS = List.of("0 1 2 3 4 5 6 7 8 9 *".split(" "));

    private Grammars() {
    }

    /** @param agentWord what the caller may always say */
    static void write(Xml xml, Said said, String agentWord) {
        xml.open("grammar", "mode", "dtmf", "version", "1.0", "root", "keys", "type", TYPE).open("rule", "id", "keys", "scope", "public");
        if (said.isChoice()) {
            oneOf(xml, numbers(said));
        } else {
            xml.open("item", "repeat", MOST_KEYS);
            oneOf(xml, KEYS);
            xml.close();
        }
        xml.close().close();
        if (said.isChoice()) {
            xml.open("grammar", "mode", "voice", "version", "1.0", "root", "words", "type", TYPE, "xml:lang", Tongue.of(said.language()))
                    .open("rule", "id", "words", "scope", "public");
            oneOf(xml, words(said, agentWord));
            xml.close().close();
        }
    }

    private static void oneOf(Xml xml, List<String> items) {
        xml.open("one-of");
        items.forEach(item -> xml.element("item", item));
        xml.close();
    }

    /** Keys are parted by blanks. */
    private static List<String> numbers(Said said) {
        List<String> numbers = new ArrayList<>(List.of(Keypad.AGENT));
        if (said.hasMore()) {
            numbers.add(Keypad.MORE);
        }
        for (int number = 1; number <= said.menu().items().size(); number++) {
            numbers.add(String.join(" ", String.valueOf(number).split("")));
        }
        return numbers;
    }

    /** STOP counts everywhere, and a keyword beside its label. In a grammar quotes and the like have a meaning of their own. */
    private static List<String> words(Said said, String agentWord) {
        List<String> words = new ArrayList<>(List.of("stop", agentWord));
        said.menu().items().stream().flatMap(item -> Stream.of(item.label(), item.say())).map(label -> label.replaceAll("[^\\p{L}\\p{N}' -]", " ").strip())
                .filter(label -> label.codePoints().anyMatch(Character::isLetter))
                .forEach(words::add);
        return words.stream().distinct().toList();
    }
}

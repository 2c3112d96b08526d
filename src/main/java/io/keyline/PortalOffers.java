package io.keyline;

import io.keyline.channel.web.Offers;
import io.keyline.dialogue.Menus;
import io.keyline.language.AnswerReader;
import io.keyline.language.Expected;
import io.keyline.language.Texts;
import io.keyline.route.Commands;
import io.keyline.store.Conversation;
import io.keyline.store.Menu;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What the portal shows of commands, questions and texts. */
public final class PortalOffers implements Offers {

    private static final String CHANNEL = "web";
    private static final String WORDS = "portal.";
    private static final int LETTERS = 26;

    private final Supplier<Commands> commands;
    private final Supplier<Texts> texts;
    private final String defaultLanguage;
    private final AnswerReader reader;

    /**
     * @param commands asked for each time, as the texts are, for they change while the hub runs
     * @param texts    the catalogue
     */
    public PortalOffers(Supplier<Commands> commands, Supplier<Texts> texts, String defaultLanguage, AnswerReader reader) {
        this.commands = commands;
        this.texts = texts;
        this.defaultLanguage = defaultLanguage;
        this.reader = reader;
    }

    @Override
    public Optional<String> address(String written) {
        Expected.Kind kind = written.contains("@") ? Expected.Kind.EMAIL : Expected.Kind.PHONE;
        return reader.read(Expected.of(kind), written, null, LocalDate.EPOCH).map(address -> address.toString().toLowerCase(Locale.ROOT));
    }

    @Override
    public List<Menu.Item> commands(String language) {
        return commands.get().menu(CHANNEL, CHANNEL, help -> texts.get().render(help, language, Map.of("channel", CHANNEL)));
    }

    @Override
    public Optional<Question> question(Conversation asked, boolean others) {
        return io.keyline.dialogue.Question.readable(asked.question()).map(question -> {
            Menu menu = Menus.of(question.expected());
            return new Question(question.prompt(CHANNEL), others ? coded(menu, question.number()) : menu);
        });
    }

    /** With the number of the question, the answer is none to another one: {@code 1a}. */
    private static Menu coded(Menu menu, int number) {
        List<Menu.Item> items = menu.items();
        return new Menu(menu.expects(), IntStream.range(0, items.size()).mapToObj(i -> i < LETTERS
                ? new Menu.Item(number + String.valueOf((char) ('a' + i)), items.get(i).label()) : items.get(i)).toList());
    }

    @Override
    public Map<String, String> words(String language) {
        Map<String, String> words = new TreeMap<>();
        Texts now = texts.get();
        now.keys().stream().filter(key -> key.startsWith(WORDS)).forEach(key -> words.put(key.substring(WORDS.length()),
                now.render(key, language, Map.of())));
        return words;
    }

    @Override
    public String language(String learned, String accepted) {
        return learned != null ? learned : Optional.ofNullable(accepted).flatMap(this::best).orElse(defaultLanguage);
    }

    private Optional<String> best(String accepted) {
        try {
            return Optional.ofNullable(Locale.lookupTag(Locale.LanguageRange.parse(accepted), texts.get().languages()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // anybody may send anything
        }
    }
}

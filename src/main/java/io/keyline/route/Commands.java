package io.keyline.route;

import io.keyline.dialogue.Voice;
import io.keyline.hub.Channels;
import io.keyline.hub.Handler;
import io.keyline.hub.Interpreter;
import io.keyline.hub.Limit;
import io.keyline.hub.Turn;
import io.keyline.language.Keyword;
import io.keyline.language.Keywords;
import io.keyline.language.Texts;
import io.keyline.store.Menu;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The commands whose routes are started, by their keywords. */
public final class Commands implements Interpreter {

    private final Keywords<CommandConsumer> keywords = new Keywords<>();
    private final List<CommandConsumer> started = new CopyOnWriteArrayList<>();
    /** Two machines that answer each other would never stop, and a customer who was told five times calls. */
    private final Limit notUnderstood;
    private final Map<String, String> summaries = new ConcurrentHashMap<>();

    public Commands() {
        this(new Limit(5, Duration.ofMinutes(10)));
    }

    private Commands(Limit notUnderstood) {
        this.notUnderstood = notUnderstood;
    }

    /** Commands that take the place of these: none yet. Who was told often enough that nothing was understood stays so. */
    public Commands successor() {
        return new Commands(notUnderstood);
    }

    void add(CommandConsumer command) {
        if (!command.getEndpoint().isForAnythingElse()) {
            for (Keyword word : command.getEndpoint().words()) {
                keywords.add(word, command);
            }
        }
        started.add(command);
        summaries.clear();
    }

    void remove(CommandConsumer command) {
        keywords.remove(command);
        started.remove(command);
        summaries.clear();
    }

    @Override
    public Optional<Handler> interpret(Turn turn) {
        var match = keywords.match(turn.text())
                .filter(found -> found.target().getEndpoint().appliesTo(turn.channel(), turn.companyAddress()));
        if (match.isEmpty()) {
            return Optional.empty();
        }
        if (turn.consent().isPossibleOptOut() && match.get().target().getEndpoint().isReserved()) {
            return Optional.empty(); // "stop the delivery" is for a person to read
        }
        if (match.get().keyword().language() != null) {
            turn.speaks(match.get().keyword().language());
        }
        return Optional.of(match.get().target().handler(match.get().rest()));
    }

    /** What no other route understands goes to the route {@code command:*}. */
    public Interpreter anythingElse() {
        return turn -> everythingElse().map(command -> limited(command.handler("")));
    }

    /** Whether this begins with one of the keywords. */
    public boolean beginsWithKeyword(String text) {
        return keywords.match(text).isPresent();
    }

    /** Whether this is one of the keywords and nothing else. */
    public boolean isKeywordAlone(String text) {
        return keywords.match(text).filter(match -> match.arguments().isEmpty()).isPresent();
    }

    private Handler limited(Handler handler) {
        return new Handler() {
            @Override
            public String name() {
                return handler.name();
            }

            @Override
            public void handle(Turn turn, Runnable done) {
                if (notUnderstood.take(turn.customerAddress(), turn.now()) == Limit.Verdict.ALLOWED) {
                    handler.handle(turn, done);
                    return;
                }
                turn.ignore("not understood, and told so often enough");
                done.run();
            }
        };
    }

    private Optional<CommandConsumer> everythingElse() {
        return started.stream().filter(command -> command.getEndpoint().isForAnythingElse()).findFirst();
    }

    /** The command with this keyword, if its route is started. */
    public Optional<Handler> named(String keyword) {
        return started.stream().filter(command -> command.getEndpoint().getKeyword().equalsIgnoreCase(keyword)).findFirst()
                .map(command -> command.handler(""));
    }

    /** The commands that the customer of a turn may use where they are, by what they would write. */
    public List<Menu.Item> menu(Turn turn, Voice voice) {
        return menu(turn.channel(), turn.companyAddress(), help -> voice.say(help, turn, Map.of()));
    }

    /**
     * The commands that customers may use on a channel, by what they would write.
     *
     * @param number to which they would write it
     * @param words  gives a help text by its key
     */
    public List<Menu.Item> menu(String channel, String number, UnaryOperator<String> words) {
        return started.stream().map(CommandConsumer::getEndpoint)
                .filter(endpoint -> endpoint.getHelp() != null && endpoint.appliesTo(channel, number))
                .sorted(Comparator.comparing(CommandEndpoint::getKeyword))
                .map(endpoint -> new Menu.Item(endpoint.getKeyword(), words.apply(endpoint.getHelp()))).toList();
    }

    /** What a customer may be told of the commands, in their language: {@code BAL: your balance, PAY 100: pay an amount}. */
    String summary(String language, Texts texts) {
        return summaries.computeIfAbsent(language, key -> started.stream().map(CommandConsumer::getEndpoint)
                .filter(endpoint -> endpoint.getHelp() != null).sorted(Comparator.comparing(CommandEndpoint::getKeyword))
                .map(endpoint -> texts.render(endpoint.getHelp(), language, Map.of("channel", Channels.SMS))).collect(Collectors.joining(", ")));
    }
}

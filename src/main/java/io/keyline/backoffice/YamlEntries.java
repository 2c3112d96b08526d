package io.keyline.backoffice;

import io.keyline.backoffice.PlanFile.Fault;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The entries of a mapping in a YAML file: gives each in its form, and says of what is wrong in which line it stands. */
final class YamlEntries {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private final Node node;
    private final String name;
    private final Function<String, Optional<String>> named;
    private final List<Fault> faults;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Set<String> asked = new TreeSet<>();

    YamlEntries(Node node, String name, Function<String, Optional<String>> named, List<Fault> faults) {
        this.node = node;
        this.name = name;
        this.named = named;
        this.faults = faults;
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(entry -> put(entry.getKeyNode(), entry.getValueNode()));
        } else if (!isNothing(node)) {
            wrong(name + " is not of the form name: value");
        }
    }

    private void put(Node key, Node value) {
        var word = key instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (values.putIfAbsent(word, value) != null) {
            faults.add(new Fault(line(key), word + " stands here twice"));
        }
    }

    private static boolean isNothing(Node node) {
        return node instanceof ScalarNode scalar && (scalar.getValue().isEmpty() || scalar.getValue().equals("null"));
    }

    boolean has(String entry) {
        return values.containsKey(entry);
    }

    Optional<String> text(String entry) {
        asked.add(entry);
        var value = values.get(entry);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof ScalarNode scalar) || scalar.getValue().isEmpty()) {
            faults.add(new Fault(line(value), entry + " has no value"));
            return Optional.empty();
        }
        return Optional.of(filled(scalar));
    }

    /** With what the placeholders stand for. */
    private String filled(ScalarNode value) {
        return PLACEHOLDER.matcher(value.getValue()).replaceAll(match -> {
            var said = named.apply(match.group(1).strip());
            if (said.isEmpty()) {
                faults.add(new Fault(line(value), "{{" + match.group(1) + "}} stands for nothing: it is no setting, or no environment variable"));
            }
            return Matcher.quoteReplacement(said.orElse(""));
        });
    }

    Optional<String> matching(String entry, Pattern form, String words) {
        var written = text(entry);
        var right = written.filter(form.asMatchPredicate());
        if (written.isPresent() && right.isEmpty()) {
            wrongAt(entry, entry + " is '" + written.get() + "', write " + words);
        }
        return right;
    }

    Optional<Integer> number(String entry, int least, int most) {
        var words = "a whole number from " + least + " to " + most;
        var number = matching(entry, NUMBER, words).map(Integer::valueOf);
        number.filter(n -> n < least || n > most).ifPresent(n -> wrongAt(entry, entry + " is '" + n + "', write " + words));
        return number.filter(n -> n >= least && n <= most);
    }

    Optional<Integer> percent(String entry) {
        return matching(entry, Pattern.compile("([1-9]\\d?|100)%"), "a share, for example 50%").map(text -> Integer.valueOf(text.replace("%", "")));
    }

    Optional<Boolean> flag(String entry) {
        return matching(entry, Pattern.compile("true|false"), "true or false").map(Boolean::valueOf);
    }

    Optional<Duration> duration(String entry) {
        return matching(entry, DURATION, "a duration, for example 500ms, 30s, 10m or 2h").map(YamlEntries::length);
    }

    private static Duration length(String text) {
        var parts = DURATION.matcher(text);
        parts.matches();
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    Optional<YamlEntries> entries(String entry) {
        asked.add(entry);
        return Optional.ofNullable(values.get(entry)).map(value -> new YamlEntries(value, entry, named, faults));
    }

    /** Each with its name, in their order. */
    void each(BiConsumer<String, YamlEntries> action) {
        values.forEach((word, value) -> action.accept(word, new YamlEntries(value, word, named, faults)));
    }

    /** All of them as texts. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        values.keySet().forEach(word -> text(word).ifPresent(text -> texts.put(word, text)));
        return texts;
    }

    /** Nothing else has been asked for: what else is there is unknown. */
    void end() {
        values.keySet().stream().filter(word -> !asked.contains(word))
                .forEach(word -> wrongAt(word, name + ": " + word + " is unknown; there are " + String.join(", ", asked)));
    }

    void wrong(String message) {
        faults.add(new Fault(line(node), message));
    }

    void wrongAt(String entry, String message) {
        faults.add(new Fault(line(values.get(entry)), message));
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}

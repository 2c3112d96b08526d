package io.keyline.deploy;

import io.keyline.channel.sms.SmscComponent;
import io.keyline.language.Texts;
import io.keyline.language.TextsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.component.direct.DirectComponent;

/** Route files and texts as an operator may have written them. */
final class Draft {

    private static final List<String> LANGUAGES = List.of("en", "da", "zh");
    private static final List<String> KNOWN = List.of("ask.again", "dialogue.still-open", "dialogue.which", "dialogue.too-late",
            "dialogue.handed-over", "dialogue.with-employee", "dialogue.changed", "sorry.failed", "stop.review", "limit.messages", "choice.more", "back-office.working",
            "back-office.failed", "back-office.refused", "q", "done", "choice.gold",
            "choice.silver");

    private final Path routes;
    private final Path messages;
    private final Map<String, Map<String, String>> texts = new HashMap<>();
    private final Properties settings = new Properties();

    /** An empty directory of routes, and a catalogue of the house texts, a question q, an answer done, and choices gold and silver. */
    Draft(Path directory) throws IOException {
        routes = Files.createDirectories(directory.resolve("routes"));
        messages = Files.createDirectories(directory.resolve("messages"));
        LANGUAGES.forEach(language -> texts.put(language, new TreeMap<>()));
        KNOWN.forEach(key -> text(key, "x" + key.replace("choice.", "").replace(".", "")));
    }

    /** A route; its id is in line 2, its address in line 4, and its steps begin in line 6. */
    Draft route(String id, String from, String steps) throws IOException {
        return file(id + ".yaml", """
                - route:
                    id: %s
                    from:
                      uri: "%s"
                      steps:
                """.formatted(id, from) + steps.indent(8));
    }

    Draft file(String name, String yaml) throws IOException {
        Files.writeString(routes.resolve(name), yaml);
        return this;
    }

    /** The same text in each language. */
    Draft text(String key, String text) {
        LANGUAGES.forEach(language -> text(key, language, text));
        return this;
    }

    Draft text(String key, String language, String text) {
        texts.get(language).put(key, text);
        return this;
    }

    Draft without(String key) {
        texts.values().forEach(all -> all.remove(key));
        return this;
    }

    Draft setting(String key, String value) {
        settings.setProperty(key, value);
        return this;
    }

    /** What check says, errors and warnings. */
    List<String> problems() throws IOException, TextsException {
        for (String language : LANGUAGES) {
            Files.writeString(messages.resolve(language + ".properties"), texts.get(language).entrySet().stream()
                    .map(text -> text.getKey() + " = " + text.getValue()).collect(Collectors.joining("\n")));
        }
        return new RouteFiles(routes, Texts.load(messages, LANGUAGES, "en"), settings, () -> Map.of("smpp", SmscComponent.forChecks(),
                // as good as the real ones, since nothing is started
                "seda", new DirectComponent(), "timer", new DirectComponent())).check().stream().map(Problem::toString).toList();
    }
}

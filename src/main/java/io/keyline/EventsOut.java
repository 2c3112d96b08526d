package io.keyline;

import io.keyline.deploy.Closest;
import io.keyline.deploy.Problem;
import io.keyline.hub.Seal;
import io.keyline.hub.Traces;
import io.keyline.publish.CloudEvents;
import io.keyline.publish.Destination;
import io.keyline.publish.Publisher;
import io.keyline.store.CaptureSql;
import io.keyline.store.CaptureSql.Capture;
import io.keyline.store.Database;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Events out, as an operator has set them. */
final class EventsOut {

    private static final byte[] PURPOSE = "events".getBytes(StandardCharsets.US_ASCII);
    private static final int HASH_OCTETS = 16;

    private EventsOut() {
    }

    /** @param problems receives what is wrong with the settings, as an operator would mend it */
    static void check(Settings settings, List<Problem> problems) {
        String to = settings.text(Setting.EVENTS_TO);
        try {
            if (!to.isEmpty() && Destination.of(to).kind() == Destination.Kind.KAFKA && !settings.isSet(Setting.KAFKA_BROKERS)) {
                problems.add(new Problem(Setting.EVENTS_TO.key(), 0, "is '" + to + "': set " + Setting.KAFKA_BROKERS.key() + " too"));
            }
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(Setting.EVENTS_TO.key(), 0, e.getMessage()));
        }
        List<String> known = Arrays.stream(CaptureSql.Kind.values()).flatMap(kind -> Stream.concat(Stream.of(kind.word()), kind.types())).toList();
        types(settings).stream().filter(type -> !known.contains(type)).forEach(type -> problems.add(
                new Problem(Setting.EVENTS_TYPES.key(), 0, type + " is unknown" + Closest.to(type, known))));
        checkSource(settings.text(Setting.EVENTS_SOURCE), problems);
        if (settings.isSet(Setting.KAFKA_PROPERTIES) && !Files.isReadable(settings.path(Setting.KAFKA_PROPERTIES))) {
            problems.add(new Problem(Setting.KAFKA_PROPERTIES.key(), 0, "there is no file " + settings.text(Setting.KAFKA_PROPERTIES) + " that can be read"));
        }
    }

    private static void checkSource(String source, List<Problem> problems) {
        try {
            URI.create(source);
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(Setting.EVENTS_SOURCE.key(), 0, "is '" + source + "', write a URI, for example /keyline"));
        }
    }

    private static List<String> types(Settings settings) {
        return settings.list(Setting.EVENTS_TYPES).stream().filter(type -> !type.isEmpty()).toList();
    }

    /** Lets the database write the events that are wanted, and begins to publish what it and others write. */
    static Publisher start(Settings settings, Database database, ConnectionFactory broker, Optional<Traces> traces) throws IOException {
        boolean texts = Boolean.parseBoolean(settings.text(Setting.EVENTS_TEXTS));
        Optional<Capture> capture = settings.isSet(Setting.EVENTS_TO)
                ? Optional.of(new Capture(settings.text(Setting.EVENTS_TO), types(settings), texts)) : Optional.empty();
        database.jdbi().useHandle(handle -> CaptureSql.set(handle, capture));
        Seal seal = Seal.of(settings.path(Setting.DATA_DIRECTORY).resolve("secret.key"));
        CloudEvents form = new CloudEvents(settings.text(Setting.EVENTS_SOURCE), texts,
                address -> HexFormat.of().formatHex(seal.mac(PURPOSE, address), 0, HASH_OCTETS), traces);
        return new Publisher(database.jdbi(), broker, kafka(settings), form, settings.number(Setting.EVENTS_MOST_WAITING));
    }

    private static Map<String, Object> kafka(Settings settings) throws IOException {
        if (!settings.isSet(Setting.KAFKA_BROKERS)) {
            return Map.of();
        }
        Properties properties = new Properties();
        if (settings.isSet(Setting.KAFKA_PROPERTIES)) {
            try (Reader file = Files.newBufferedReader(settings.path(Setting.KAFKA_PROPERTIES))) {
                properties.load(file);
            }
        }
        properties.setProperty("bootstrap.servers", settings.text(Setting.KAFKA_BROKERS));
        return properties.stringPropertyNames().stream().collect(Collectors.toMap(Function.identity(), properties::getProperty));
    }
}

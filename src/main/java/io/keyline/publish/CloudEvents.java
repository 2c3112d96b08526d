package io.keyline.publish;

import io.keyline.hub.Names;
import io.keyline.hub.Seal;
import io.keyline.hub.Traces;
import io.keyline.store.Json;
import io.keyline.store.PublishSql.Waiting;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Events as they leave: CloudEvents 1.0 in the structured mode of its JSON format (docs/events-out.md), with type and id also as headers, for
 * whoever chooses by them. The SDK of CloudEvents would bring its own model of an event and three dependencies for one map.
 *
 * @param source    of all events, a URI
 * @param texts     whether texts and addresses may leave
 * @param pseudonym what stands for an address: the same for the same one, and telling nothing of it
 * @param traces    names the step of a trace that an event tells of; empty while no traces are made
 */
public record CloudEvents(String source, boolean texts, UnaryOperator<String> pseudonym, Optional<Traces> traces) {

    private static final String ROOT = "root";
    private static final String TRACEPARENT = "traceparent";
    private static final Set<String> IDS = Set.of("message", "customer", "answers", "conversation", "consent", "link", "other", "item");

    /** A row as it leaves; what is no event goes as it is. */
    Outgoing of(Waiting row) {
        if (row.type() == null) {
            return Outgoing.of(row);
        }
        Map<String, Object> body = Json.names(row.body());
        String customer = row.key().isEmpty() ? null : Names.of(Long.parseLong(row.key()));
        String id = Names.of(row.id()) + "-" + Names.of(row.at().toEpochMilli()); // a database that was restored may number anew
        String type = "io.keyline." + row.type();
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", source);
        event.put("type", type);
        event.put("subject", customer);
        event.put("time", row.at().truncatedTo(ChronoUnit.MILLIS).toString());
        event.put("datacontenttype", "application/json");
        Map<String, String> headers = new LinkedHashMap<>(Map.of("content-type", "application/cloudevents+json; charset=UTF-8", "ce_id", id, "ce_type", type));
        traces.map(made -> trace(made, row.type(), body)).ifPresent(step -> {
            event.put(TRACEPARENT, step); // the extension "Distributed Tracing" of CloudEvents
            headers.put(TRACEPARENT, step); // where the clients of brokers look for it
        });
        event.put("data", data(body));
        return new Outgoing(row.key().isEmpty() ? "" : customer, headers, Json.write(event));
    }

    /** Null where it is not known: of a message that has just come nobody can say yet to which conversation it belongs. */
    private static String trace(Traces traces, String type, Map<String, Object> body) {
        return switch (type.substring(0, type.indexOf('.'))) {
            case "message" -> "in".equals(body.get("direction")) ? type.endsWith(".received") ? null : traces.ofTurn(id(body, "message"), id(body, "conversation"))
                    : traces.ofSending(id(body, "message"), id(body, "conversation", "answers", "message"));
            case "part" -> body.containsKey(ROOT) ? traces.ofSending(id(body, "message"), id(body, ROOT)) : null;
            case "conversation" -> traces.ofConversation(id(body, "conversation"));
            default -> null;
        };
    }

    /** The first of these that there is, or 0. */
    private static long id(Map<String, Object> body, String... names) {
        return Stream.of(names).map(body::get).filter(Objects::nonNull).mapToLong(id -> ((Number) id).longValue()).findFirst().orElse(0);
    }

    private Map<String, Object> data(Map<String, Object> row) {
        Map<String, Object> data = new LinkedHashMap<>();
        row.forEach((name, value) -> {
            if (IDS.contains(name)) {
                data.put(name, Names.of(((Number) value).longValue()));
            } else if (name.equals("address")) {
                data.put("addressHash", pseudonym.apply((String) value));
                data.computeIfAbsent("address", absent -> texts ? value : null);
            } else if (!name.equals("text") || texts && !Seal.isSealed((String) value)) {
                data.put(name, value);
            }
        });
        data.remove(ROOT);
        return data;
    }
}

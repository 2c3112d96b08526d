package io.keyline.publish;

import io.keyline.hub.Names;
import io.keyline.hub.Seal;
import io.keyline.store.Json;
import io.keyline.store.PublishSql.Waiting;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Events as they leave: CloudEvents 1.0 in the structured mode of its JSON format (docs/events-out.md), with type and id also as headers, for
 * whoever chooses by them. The SDK of CloudEvents would bring its own model of an event and three dependencies for one map.
 *
 * @param source    of all events, a URI
 * @param texts     whether texts and addresses may leave
 * @param pseudonym what stands for an address: the same for the same one, and telling nothing of it
 */
public record CloudEvents(String source, boolean texts, UnaryOperator<String> pseudonym) {

    private static final Set<String> IDS = Set.of("message", "customer", "answers", "conversation", "consent", "link", "other", "item");

    /** A row as it leaves; what is no event goes as it is. */
    Outgoing of(Waiting row) {
        if (row.type() == null) {
            return Outgoing.of(row);
        }
        Map<String, Object> data = data(Json.names(row.body()));
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
        event.put("data", data);
        return new Outgoing(row.key().isEmpty() ? "" : customer, Map.of("content-type", "application/cloudevents+json; charset=UTF-8", "ce_id", id, "ce_type", type),
                Json.write(event));
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
        return data;
    }
}

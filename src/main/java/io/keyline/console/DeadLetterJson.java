package io.keyline.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyline.deadletter.DeadLetters;
import io.keyline.deadletter.Kinds;
import io.keyline.hub.Names;
import io.keyline.store.DeadLetter;

/** Dead letters as docs/dead-letters-openapi.yaml describes them. What is not known is left out. */
final class DeadLetterJson {

    private DeadLetterJson() {
    }

    static ObjectNode of(DeadLetter letter) {
        ObjectNode json = Json.object().put("id", Names.of(letter.id())).put("kind", Kinds.name(letter.kind())).put("state", letter.state())
                .put("reason", letter.reason()).put("attempts", letter.attempts()).put("edited", letter.edited());
        Json.put(json, "customer", Json.name(letter.customerId()));
        Json.put(json, "source", letter.source());
        Json.put(json, "from", letter.origin());
        Json.put(json, "firstAt", letter.firstAt());
        Json.put(json, "lastAt", letter.lastAt());
        return json;
    }

    static ObjectNode of(DeadLetters.Shown shown) {
        ObjectNode json = Json.object();
        json.set("letter", of(shown.letter()));
        Json.put(json, "address", shown.address());
        Json.put(json, "content", shown.content());
        ArrayNode history = json.putArray("history");
        shown.history().forEach(event -> history.add(of(event)));
        return json;
    }

    private static ObjectNode of(DeadLetter.Event event) {
        ObjectNode json = Json.object();
        Json.put(json, "at", event.at());
        json.put("who", event.who()).put("action", event.action());
        Json.put(json, "note", event.note());
        return json;
    }
}

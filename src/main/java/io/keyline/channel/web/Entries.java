package io.keyline.channel.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyline.channel.http.HttpAnswer;
import io.keyline.hub.Names;
import io.keyline.hub.Seal;
import io.keyline.store.Menu;
import io.keyline.store.PortalEntry;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The answers of the API, as docs/portal-openapi.yaml describes them. */
final class Entries {

    private static final String HIDDEN = "****";
    private static final Set<String> ON_ITS_WAY = Set.of("QUEUED", "SENDING", "RECEIVED", "WAITING");
    private static final Set<String> FAILED = Set.of("FAILED", "DEAD", "EXPIRED", "OPTED_OUT");

    private Entries() {
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static HttpAnswer answer(int status, ObjectNode body) {
        return answer(status, body, Map.of());
    }

    static HttpAnswer answer(int status, ObjectNode body, Map<String, String> headers) {
        return new HttpAnswer(status, "application/json", body.toString().getBytes(StandardCharsets.UTF_8), headers);
    }

    static <T> ArrayNode array(Collection<T> all, Function<T, ObjectNode> each) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        all.forEach(one -> array.add(each.apply(one)));
        return array;
    }

    static ObjectNode of(PortalEntry entry) {
        ObjectNode json = object().put("id", Names.of(entry.id())).put("at", entry.at().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("from", entry.inbound() ? "customer" : "company").put("channel", entry.channel())
                .put("text", Seal.isSealed(entry.text()) ? HIDDEN : entry.text()).put("state", state(entry));
        if (entry.menu() != null) {
            json.set("menu", of(entry.menu()));
        }
        return json;
    }

    /** What its customer needs to know of it; what goes to the portal is there as soon as it is stored. */
    static String state(PortalEntry entry) {
        if (!entry.inbound() && entry.channel().equals(Portal.CHANNEL)) {
            return "done";
        }
        return ON_ITS_WAY.contains(entry.state()) ? "pending" : FAILED.contains(entry.state()) ? "failed" : "done";
    }

    static ObjectNode of(Menu menu) {
        ObjectNode json = object().put("expects", menu.expects());
        json.set("items", items(menu.items()));
        return json;
    }

    static ArrayNode items(List<Menu.Item> items) {
        return array(items, item -> object().put("say", item.say()).put("label", item.label()));
    }
}

package io.keyline.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyline.hub.Names;
import io.keyline.store.Conversation;
import io.keyline.store.HistoryEntry;
import io.keyline.store.Step;
import io.keyline.store.Work;
import io.keyline.worklist.CaseFile;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The API's answers as docs/worklist-openapi.yaml describes them. What is not known is left out. */
final class Json {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Json() {
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /**
     * A page of a list, and by what the next one is asked for if there is more.
     *
     * @param field that holds it
     * @param found one more than the limit if there is more
     * @param id    of one of them
     */
    static <T> ObjectNode page(String field, List<T> found, int limit, Function<T, ObjectNode> as, ToLongFunction<T> id) {
        ObjectNode json = object();
        ArrayNode page = json.putArray(field);
        found.stream().limit(limit).forEach(one -> page.add(as.apply(one)));
        if (found.size() > limit) {
            json.put("next", Names.of(id.applyAsLong(found.get(limit - 1))));
        }
        return json;
    }

    static ObjectNode of(Work work) {
        ObjectNode json = object().put("id", Names.of(work.id())).put("queue", work.queue()).put("reason", work.reason());
        put(json, "customer", work.address());
        json.put("state", work.state());
        put(json, "claimedBy", work.claimedBy());
        put(json, "claimedAt", work.claimedAt());
        put(json, "openedAt", work.openedAt());
        put(json, "closedAt", work.closedAt());
        put(json, "outcome", work.outcome());
        put(json, "conversation", name(work.conversationId()));
        put(json, "message", name(work.messageId()));
        return json;
    }

    static ObjectNode of(CaseFile file) {
        ObjectNode json = object();
        json.set("item", of(file.work()));
        ObjectNode customer = json.putObject("customer");
        ArrayNode addresses = customer.putArray("addresses");
        file.addresses().forEach(addresses::add);
        put(customer, "language", file.customer().language());
        customer.put("optedOut", file.customer().optedOut()).put("inReview", file.customer().inReview());
        if (file.conversation() != null) {
            json.set("conversation", of(file.conversation(), file));
        }
        ArrayNode history = json.putArray("history");
        file.history().forEach(entry -> history.add(of(entry)));
        put(json, "earlier", name(file.earlier()));
        return json;
    }

    private static ObjectNode of(Conversation conversation, CaseFile file) {
        ObjectNode json = object().put("id", Names.of(conversation.id())).put("route", conversation.route());
        put(json, "dialogue", conversation.name());
        json.put("channel", conversation.channel()).put("customerAddress", conversation.customerAddress())
                .put("state", conversation.state().name());
        put(json, "reason", conversation.reason());
        put(json, "startedAt", conversation.startedAt());
        json.set("began", parsed(conversation.body()));
        if (conversation.question() != null) {
            json.set("question", parsed(conversation.question()));
        }
        ArrayNode steps = json.putArray("steps");
        file.steps().forEach(step -> steps.add(of(step)));
        return json;
    }

    private static ObjectNode of(Step step) {
        ObjectNode json = object().put("number", step.number()).put("kind", step.kind());
        if (!step.isPending()) {
            json.set("result", parsed(step.result()));
        }
        return json;
    }

    private static ObjectNode of(HistoryEntry entry) {
        ObjectNode json = object().put("id", Names.of(entry.id()));
        put(json, "at", entry.at());
        json.put("kind", entry.kind());
        put(json, "channel", entry.channel());
        put(json, "address", entry.address());
        put(json, "text", entry.text());
        put(json, "state", entry.state());
        put(json, "detail", entry.detail());
        put(json, "by", entry.by());
        put(json, "item", name(entry.itemId()));
        return json;
    }

    /** What the database keeps as JSON; a sealed whole is a mere word by now. */
    static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.getNodeFactory().textNode(text);
        }
    }

    static String name(long id) {
        return id == 0 ? null : Names.of(id);
    }

    static void put(ObjectNode json, String field, String value) {
        if (value != null) {
            json.put(field, value);
        }
    }

    static void put(ObjectNode json, String field, Instant value) {
        if (value != null) {
            json.put(field, value.truncatedTo(ChronoUnit.MILLIS).toString());
        }
    }
}

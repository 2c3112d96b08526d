package io.keyline.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyline.hub.Names;
import io.keyline.messages.Bill;
import io.keyline.messages.Cost;
import io.keyline.messages.Shown;
import io.keyline.messages.Story;
import io.keyline.messages.Tariff;
import io.keyline.store.Call;
import io.keyline.store.Delay;
import io.keyline.store.Held;
import io.keyline.store.MessageLogSql.Found;
import io.keyline.store.StorySql.Going;
import io.keyline.store.StorySql.Note;
import io.keyline.store.StorySql.Part;
import io.keyline.store.StorySql.Taken;
import io.keyline.store.StorySql.Told;
import java.time.Duration;
import java.util.List;

/**
 * Messages as docs/messages-openapi.yaml describes them. What is not known is left out.
 *
 * @param shown whether texts and whole numbers are
 */
record MessageJson(Tariff tariff, Shown shown) {

    ObjectNode of(Found found) {
        ObjectNode json = head(found.id(), found.inbound(), found.channel());
        Json.put(json, "at", found.at());
        Json.put(json, "provider", found.provider());
        ends(json, found.customer(), found.company());
        json.put("state", found.state());
        Json.put(json, "reason", found.reason());
        Json.put(json, "route", found.route());
        Json.put(json, "account", found.account());
        Json.put(json, "category", found.category());
        json.put("department", tariff.department(found)).put("segments", found.segments());
        json.set("cost", of(tariff.cost(found)));
        text(json, found.text());
        return json;
    }

    ObjectNode of(Story story) {
        ObjectNode json = Json.object().put("id", Names.of(story.asked().id()));
        ArrayNode messages = json.putArray("messages");
        story.messages().forEach(message -> messages.add(of(message, story)));
        ArrayNode steps = json.putArray("steps");
        story.steps().forEach(step -> steps.add(of(step, story)));
        ArrayNode notes = json.putArray("notes");
        story.notes().forEach(note -> notes.add(of(note)));
        story.conversation().ifPresent(going -> json.set("conversation", of(going)));
        json.set("cost", of(tariff.cost(story)));
        return json;
    }

    private ObjectNode of(Told message, Story story) {
        List<Part> parts = story.parts(message);
        ObjectNode json = head(message.id(), message.inbound(), message.channel());
        Json.put(json, "at", message.at());
        Json.put(json, "provider", message.connection());
        ends(json, message.customerAddress(), message.companyAddress());
        json.put("state", message.state());
        Json.put(json, "reason", message.reason());
        Json.put(json, "route", message.handledBy());
        Json.put(json, "trust", message.inbound() ? message.trust() : null);
        Json.put(json, "category", message.category());
        Json.put(json, "answers", Json.name(message.answers()));
        Json.put(json, "conversation", Json.name(message.conversation()));
        json.put("attempts", message.attempts());
        Json.put(json, "dueAt", message.dueAt());
        Json.put(json, "expiresAt", message.expiresAt());
        json.put("segments", message.inbound() ? message.segments() : parts.size());
        json.set("cost", of(tariff.cost(message, parts)));
        text(json, message.text());
        message.calls().forEach(call -> json.withArray("calls").add(of(call)));
        parts.forEach(part -> json.withArray("parts").add(of(part)));
        story.delays(message).forEach(delay -> json.withArray("delays").add(of(delay)));
        return json;
    }

    private static ObjectNode head(long id, boolean inbound, String channel) {
        return Json.object().put("id", Names.of(id)).put("direction", inbound ? "in" : "out").put("channel", channel);
    }

    private void ends(ObjectNode json, String customer, String company) {
        json.put("customer", shown.address(customer)).put("company", company);
    }

    private void text(ObjectNode json, String text) {
        if (shown.texts()) {
            json.put("text", shown.text(text));
        }
    }

    private static ObjectNode of(Part part) {
        ObjectNode json = Json.object().put("number", part.number()).put("total", part.total()).put("provider", part.connection());
        Json.put(json, "providerId", part.providerId());
        json.put("state", part.state());
        Json.put(json, "error", part.error());
        Json.put(json, "sentAt", part.sentAt());
        if (!part.state().equals("SENT")) {
            Json.put(json, "receiptAt", part.at());
            json.put("receiptMillis", Duration.between(part.sentAt(), part.at()).toMillis());
        }
        return json;
    }

    private static ObjectNode of(Delay delay) {
        ObjectNode json = Json.object().put("reason", delay.reason()).put("times", delay.times());
        Json.put(json, "since", delay.since());
        Json.put(json, "until", delay.until());
        return json;
    }

    private static ObjectNode of(Call call) {
        ObjectNode json = Json.object().put("what", call.what()).put("outcome", call.outcome());
        Json.put(json, "reason", call.reason());
        return held(json.put("millis", call.millis()), call.held());
    }

    private static ObjectNode held(ObjectNode json, Held held) {
        if (held != null) {
            json.putObject("held").put("attempts", held.attempts()).put("millis", held.millis()).put("circuit", held.circuit());
        }
        return json;
    }

    private static ObjectNode of(Going going) {
        ObjectNode json = Json.object().put("id", Names.of(going.id())).put("route", going.route()).put("state", going.state());
        Json.put(json, "reason", going.reason());
        Json.put(json, "deadline", going.deadline());
        Json.put(json, "dueAt", going.dueAt());
        Json.put(json, "endedAt", going.endedAt());
        return json;
    }

    private ObjectNode of(Taken step, Story story) {
        ObjectNode json = Json.object().put("number", step.number()).put("kind", step.kind()).put("waits", step.result() == null && story.goesOn());
        Json.put(json, "at", step.at());
        Json.put(json, "answeredAt", step.answeredAt());
        held(json, step.held());
        if (step.result() != null) {
            Json.put(json, "outcome", Json.parsed(step.result()).path("status").textValue());
            if (shown.texts()) {
                json.set("result", Json.parsed(shown.result(step.result())));
            }
        }
        return json;
    }

    private static ObjectNode of(Note note) {
        ObjectNode json = Json.object();
        Json.put(json, "at", note.at());
        return json.put("words", note.words());
    }

    private static ObjectNode of(Cost cost) {
        ObjectNode json = Json.object();
        ArrayNode amounts = json.putArray("amounts");
        cost.amounts().forEach((currency, amount) -> amounts.addObject().put("amount", amount.toPlainString()).put("currency", currency));
        return json.put("unrated", cost.unrated());
    }

    static ObjectNode of(Bill bill) {
        ObjectNode json = Json.object();
        ArrayNode lines = json.putArray("lines");
        bill.lines().forEach(line -> lines.add(of(line)));
        json.set("total", of(bill.total()));
        return json;
    }

    private static ObjectNode of(Bill.Line line) {
        ObjectNode json = Json.object().put("name", line.name()).put("messages", line.messages()).put("segments", line.segments());
        json.set("cost", of(line.cost()));
        return json;
    }
}

package io.keyline.messages;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyline.hub.Names;
import io.keyline.store.Call;
import io.keyline.store.Delay;
import io.keyline.store.Held;
import io.keyline.store.Json;
import io.keyline.store.StorySql.Going;
import io.keyline.store.StorySql.Note;
import io.keyline.store.StorySql.Part;
import io.keyline.store.StorySql.Taken;
import io.keyline.store.StorySql.Told;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The story of a message in lines: all that happened, by time. Whoever shows them takes care of what customers wrote into them.
 *
 * @param shown whether texts and whole numbers are told
 */
public record StoryText(Tariff tariff, Shown shown) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
    private static final String INDENT = " ".repeat(27);

    /** What happened at a time. */
    private record Event(Instant at, List<String> lines) {
    }

    /** Messages, one a line, with their names. */
    public List<String> list(List<Told> messages) {
        return messages.stream().map(message -> TIME.format(message.at()) + "  " + head(message) + ending(message)).toList();
    }

    /** All that is known of a message, with its answers and the conversation that it belongs to. */
    public List<String> of(Story story) {
        List<Event> events = new ArrayList<>();
        story.messages().forEach(message -> events.add(new Event(message.at(), message(message, story))));
        story.notes().forEach(note -> events.add(note(note)));
        story.steps().forEach(step -> events.add(step(step, story)));
        story.conversation().ifPresent(one -> events.add(conversation(one)));
        return events.stream().sorted(Comparator.comparing(Event::at)).flatMap(event -> event.lines().stream()).toList();
    }

    private List<String> message(Told message, Story story) {
        List<String> lines = new ArrayList<>();
        lines.add(TIME.format(message.at()) + (message.id() == story.asked().id() ? "  > " : "    ") + head(message));
        if (message.inbound()) {
            lines.add(INDENT + (message.handledBy() == null ? "handled by nothing" : "handled by " + message.handledBy()) + ending(message));
        } else {
            lines.add(INDENT + message.category() + ending(message));
        }
        if (shown.texts()) {
            lines.add(INDENT + "\"" + shown.text(message.text()) + "\"");
        }
        message.calls().forEach(call -> lines.add(INDENT + called(call)));
        story.delays(message).forEach(delay -> lines.add(INDENT + delay(delay)));
        story.parts(message).forEach(part -> lines.add(INDENT + part(part)));
        String cost = tariff.cost(message, story.parts(message)).toString();
        if (!cost.isEmpty()) {
            lines.add(INDENT + "cost " + cost);
        }
        return lines;
    }

    private String head(Told message) {
        String direction = message.inbound() ? "in   " : "out  ";
        String by = message.connection() == null ? "" : " by " + message.connection();
        String trust = message.inbound() ? ", " + message.trust().toLowerCase(Locale.ROOT) : "";
        return direction + Names.of(message.id()) + "  " + message.channel() + by + ", " + (message.inbound() ? "from " : "to ")
                + shown.address(message.customerAddress()) + trust;
    }

    private static String ending(Told message) {
        StringBuilder ending = new StringBuilder(": ").append(message.state());
        if (message.reason() != null) {
            ending.append(", ").append(message.reason());
        }
        if (message.attempts() > 1) {
            ending.append(", ").append(message.attempts()).append(" attempts");
        }
        if (message.dueAt() != null) {
            ending.append(", waits until ").append(TIME.format(message.dueAt()));
        }
        if ("EXPIRED".equals(message.state()) && message.expiresAt() != null) {
            ending.append(", worth nothing after ").append(TIME.format(message.expiresAt()));
        }
        return ending.toString();
    }

    private static String delay(Delay delay) {
        return "delayed " + lasted(delay.since(), delay.until()) + ": " + delay.reason() + (delay.times() > 1 ? ", " + delay.times() + " times" : "");
    }

    private static String called(Call call) {
        return "called " + call.what() + ": " + call.outcome() + (call.reason() == null ? "" : " " + call.reason()) + " after " + seconds(call.millis())
                + held(call.held());
    }

    private static String held(Held held) {
        if (held == null) {
            return "";
        }
        String attempts = held.attempts() > 1 ? ", asked " + held.attempts() + " times" : "";
        return attempts + ", waited " + seconds(held.millis()) + " in the hub, " + (held.circuit() ? "where its circuit was open"
                : held.attempts() > 1 ? "to be asked again" : "for a place");
    }

    private static String part(Part part) {
        String receipt = part.state().equals("SENT") ? "" : ", " + lasted(part.sentAt(), part.at()) + " after it was sent";
        return "part " + part.number() + " of " + part.total() + " by " + part.connection() + ", there " + part.providerId() + ": " + part.state()
                + (part.error() == null ? "" : " " + part.error()) + " at " + TIME.format(part.at()) + receipt;
    }

    private static String lasted(Instant from, Instant to) {
        return seconds(Duration.between(from, to).toMillis());
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, millis < 100 ? "%.3f s" : "%.1f s", millis / 1000.0);
    }

    private static Event note(Note note) {
        return new Event(note.at(), List.of(TIME.format(note.at()) + "    " + note.words()));
    }

    /** Of a call what it came to; what the back office said of the customer only with texts, and never a secret. */
    private Event step(Taken step, Story story) {
        return new Event(step.at(), List.of(TIME.format(step.at()) + "    step " + step.number() + ": " + step.kind() + outcome(step, story)));
    }

    private String outcome(Taken step, Story story) {
        if (step.result() == null) {
            return pending(story);
        }
        String whole = shown.texts() ? " " + shown.result(step.result()) : "";
        String waited = step.answeredAt() == null ? "" : ", waited for: it came after " + lasted(step.at(), step.answeredAt());
        JsonNode result = Json.read(step.result(), JsonNode.class);
        String reason = result.hasNonNull("reason") ? " " + result.get("reason").asText() : "";
        String status = result.hasNonNull("status") ? ": " + result.get("status").asText().toLowerCase(Locale.ROOT) + reason : "";
        return status + waited + held(step.held()) + whole;
    }

    /** The result of a step has not come: it is waited for, or was. */
    private static String pending(Story story) {
        if (!story.goesOn()) {
            return ", no result came";
        }
        Instant deadline = story.conversation().map(Going::deadline).orElse(null);
        return ", waited for" + (deadline == null ? "" : " until " + TIME.format(deadline));
    }

    /** Where it stands: by the time of its end, or after all that has happened. */
    private static Event conversation(Going going) {
        boolean isOver = going.endedAt() != null;
        StringBuilder line = new StringBuilder(isOver ? TIME.format(going.endedAt()) + "    " : INDENT)
                .append("conversation ").append(Names.of(going.id())).append(" of ").append(going.route()).append(": ").append(going.state());
        if (going.reason() != null) {
            line.append(", ").append(going.reason());
        }
        if (!isOver && going.dueAt() != null) {
            line.append(", goes on by itself at ").append(TIME.format(going.dueAt()));
        }
        if (!isOver && going.deadline() != null && !going.deadline().equals(going.dueAt())) {
            line.append(", given up at ").append(TIME.format(going.deadline()));
        }
        return new Event(isOver ? going.endedAt() : Instant.MAX, List.of(line.toString()));
    }
}

package io.keyline.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyline.hub.Names;
import io.keyline.hub.Seal;
import io.keyline.store.StorySql;
import io.keyline.store.StorySql.Note;
import io.keyline.store.StorySql.Part;
import io.keyline.store.StorySql.Taken;
import io.keyline.store.StorySql.Told;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The story of a message in lines for a terminal: all that happened, by time.
 *
 * @param texts whether texts and whole numbers are told
 */
public record Story(boolean texts) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
    private static final String INDENT = " ".repeat(27);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HIDDEN_DIGITS = 4;

    /** What happened at a time. */
    private record Event(Instant at, List<String> lines) {
    }

    /** Messages, one a line, with their names. */
    public List<String> list(List<Told> messages) {
        return messages.stream().map(message -> TIME.format(message.at()) + "  " + head(message) + ending(message)).map(Story::plain).toList();
    }

    /** All that is known of a message, with its answers and the conversation that it belongs to. */
    public List<String> of(Handle handle, Told asked) {
        List<Told> messages = StorySql.around(handle, asked);
        List<Part> parts = StorySql.parts(handle, messages);
        List<Event> events = new ArrayList<>();
        messages.forEach(message -> events.add(new Event(message.at(), message(message, parts, message.id() == asked.id()))));
        StorySql.consent(handle, asked.customer(), messages).forEach(note -> events.add(note(note)));
        StorySql.work(handle, asked.customer(), asked.conversation(), messages).forEach(note -> events.add(note(note)));
        if (asked.conversation() != 0) {
            StorySql.steps(handle, asked.conversation()).forEach(step -> events.add(step(step)));
        }
        return events.stream().sorted(Comparator.comparing(Event::at)).flatMap(event -> event.lines().stream()).map(Story::plain).toList();
    }

    private List<String> message(Told message, List<Part> parts, boolean isAsked) {
        List<String> lines = new ArrayList<>();
        lines.add(TIME.format(message.at()) + (isAsked ? "  > " : "    ") + head(message));
        if (message.inbound()) {
            lines.add(INDENT + (message.handledBy() == null ? "handled by nothing" : "handled by " + message.handledBy()) + ending(message));
        } else {
            lines.add(INDENT + message.category() + ending(message));
        }
        if (texts) {
            lines.add(INDENT + "\"" + (Seal.isSealed(message.text()) ? "****" : message.text()) + "\"");
        }
        parts.stream().filter(part -> part.message() == message.id()).forEach(part -> lines.add(INDENT + part(part)));
        return lines;
    }

    private String head(Told message) {
        String direction = message.inbound() ? "in   " : "out  ";
        String by = message.connection() == null ? "" : " by " + message.connection();
        String trust = message.inbound() ? ", " + message.trust().toLowerCase(Locale.ROOT) : "";
        return direction + Names.of(message.id()) + "  " + message.channel() + by + ", " + (message.inbound() ? "from " : "to ")
                + address(message.customerAddress()) + trust;
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

    private static String part(Part part) {
        return "part " + part.number() + " of " + part.total() + " by " + part.connection() + ", there " + part.providerId() + ": " + part.state()
                + (part.error() == null ? "" : " " + part.error()) + " at " + TIME.format(part.at());
    }

    private static Event note(Note note) {
        return new Event(note.at(), List.of(TIME.format(note.at()) + "    " + note.words()));
    }

    /** Of a call what it came to; what the back office said of the customer only with texts, and never a secret. */
    private Event step(Taken step) {
        return new Event(step.at(), List.of(TIME.format(step.at()) + "    step " + step.number() + ": " + step.kind() + outcome(step)));
    }

    private String outcome(Taken step) {
        if (step.result() == null) {
            return ", waits";
        }
        String whole = !texts ? "" : step.result().contains("\"sealed\"") ? " ****" : " " + step.result();
        try {
            JsonNode result = JSON.readTree(step.result());
            String reason = result.hasNonNull("reason") ? " " + result.get("reason").asText() : "";
            return (result.hasNonNull("status") ? ": " + result.get("status").asText().toLowerCase(Locale.ROOT) + reason : "") + whole;
        } catch (JsonProcessingException e) {
            return whole;
        }
    }

    private String address(String address) {
        return texts ? address : address.length() <= HIDDEN_DIGITS ? "****" : address.substring(0, address.length() - HIDDEN_DIGITS) + "****";
    }

    /** On one line, without what would steer a terminal or turn the direction of writing. */
    private static String plain(String text) {
        return text.codePoints().map(point -> Character.isWhitespace(point) ? ' ' : point)
                .filter(point -> !Character.isISOControl(point) && Character.getType(point) != Character.FORMAT)
                .mapToObj(Character::toString).collect(Collectors.joining());
    }
}

package io.keyline;

import static io.keyline.ApiAccess.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Dead letters as people read them in a terminal, at most 120 columns wide. */
final class DeadLettersText {

    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final String ROW = "%-12s  %-12s  %-9s  %-19s  %5s  %s%n";
    private static final int REASON = 53;

    private DeadLettersText() {
    }

    static void list(PrintWriter out, List<JsonNode> letters) {
        if (letters.isEmpty()) {
            out.println("there are none");
            return;
        }
        out.printf(ROW, "LETTER", "KIND", "STATE", "DIED", "TRIED", "REASON");
        letters.forEach(letter -> out.printf(ROW, text(letter, "id"), text(letter, "kind"), state(letter), time(letter, "lastAt"),
                text(letter, "attempts"), cut(text(letter, "reason"))));
    }

    static void show(PrintWriter out, JsonNode shown) {
        JsonNode letter = shown.get("letter");
        out.printf("letter        %s, %s, %s, tried %s times%n", text(letter, "id"), text(letter, "kind"), state(letter), text(letter, "attempts"));
        out.printf("reason        %s%n", WorklistText.plain(text(letter, "reason")));
        out.printf("died          %s%s%n", time(letter, "lastAt"),
                text(letter, "firstAt").equals(text(letter, "lastAt")) ? "" : ", for the first time " + time(letter, "firstAt"));
        line(out, "customer", text(shown, "address"));
        line(out, "came from", text(letter, "from"));
        line(out, "known there", text(letter, "source"));
        if (shown.has("content")) {
            out.println(letter.get("edited").asBoolean() ? "holds, edited" : "holds");
            text(shown, "content").lines().forEach(one -> out.println("  " + WorklistText.plain(one)));
        }
        out.println("history");
        shown.get("history").forEach(event -> out.printf("  %s  %-10s  %s%s%n", time(event, "at"), text(event, "action"),
                WorklistText.plain(text(event, "who")), event.has("note") ? ": " + WorklistText.plain(text(event, "note")) : ""));
    }

    private static void line(PrintWriter out, String name, String value) {
        if (!value.isEmpty()) {
            out.printf("%-13s %s%n", name, WorklistText.plain(value));
        }
    }

    private static String state(JsonNode letter) {
        return text(letter, "state").toLowerCase(Locale.ROOT);
    }

    private static String time(JsonNode json, String field) {
        return SECOND.format(Instant.parse(text(json, field)));
    }

    private static String cut(String reason) {
        String plain = WorklistText.plain(reason);
        return plain.length() <= REASON ? plain : plain.substring(0, REASON - 1) + "…";
    }
}

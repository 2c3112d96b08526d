package io.keyline;

import static io.keyline.ApiAccess.text;
import static io.keyline.WorklistText.cut;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** The message log and its costs as people read them in a terminal. */
final class MessagesText {

    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final String ROW = "%-19s  %-12s  %-3s  %-6s  %-8s  %-16s  %-10s  %-14s  %s%n";
    private static final String COST_ROW = "%-24s  %10s  %10s  %18s%n";
    private static final int WIDEST = 97;

    private MessagesText() {
    }

    static void list(PrintWriter out, JsonNode page, boolean isFirst) {
        if (isFirst && page.get("messages").isEmpty()) {
            out.println("there are none from " + time(page, "from") + " to " + time(page, "to"));
        } else if (isFirst) {
            out.printf(ROW, "TIME", "MESSAGE", "", "BY", "PROVIDER", "CUSTOMER", "STATE", "ROUTE", "COST");
        }
        page.get("messages").forEach(message -> row(out, message));
    }

    private static void row(PrintWriter out, JsonNode message) {
        String route = text(message, message.has("route") ? "route" : "category");
        out.printf(ROW, time(message, "at"), text(message, "id"), text(message, "direction"), cut(text(message, "channel"), 6),
                cut(text(message, "provider"), 8), cut(text(message, "customer"), 16), text(message, "state"), cut(route, 14),
                cost(message.get("cost"), ""));
        if (message.has("text")) {
            out.println(" ".repeat(21) + cut(text(message, "text"), WIDEST));
        }
    }

    static void bill(PrintWriter out, JsonNode bill) {
        out.printf("from %s to %s%n", time(bill, "from"), time(bill, "to"));
        out.printf(COST_ROW, text(bill, "by").toUpperCase(java.util.Locale.ROOT), "MESSAGES", "SEGMENTS", "COST");
        bill.get("lines").forEach(line -> line(out, line));
        line(out, bill.get("total"));
        long unrated = bill.at("/total/cost/unrated").asLong();
        if (unrated > 0) {
            out.println(unrated + " segments have no rate: see rates.file");
        }
    }

    private static void line(PrintWriter out, JsonNode line) {
        out.printf(COST_ROW, cut(text(line, "name"), 24), text(line, "messages"), text(line, "segments"), cost(line.get("cost"), "-"));
    }

    private static String cost(JsonNode cost, String unknown) {
        List<String> amounts = new ArrayList<>();
        cost.get("amounts").forEach(amount -> amounts.add(text(amount, "amount") + " " + text(amount, "currency")));
        return amounts.isEmpty() ? unknown : String.join(" + ", amounts);
    }

    private static String time(JsonNode json, String field) {
        return SECOND.format(Instant.parse(text(json, field)));
    }
}

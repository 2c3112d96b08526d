package io.keyline;

import static io.keyline.ApiAccess.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The work list as people read it in a terminal, at most 120 columns wide. */
final class WorklistText {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());
    private static final String ROW = "%-12s  %-12s  %-16s  %-11s  %-16s  %s%n";
    private static final int REASON = 41;
    private static final int WIDEST = 110;

    private WorklistText() {
    }

    static void list(PrintWriter out, List<JsonNode> items) {
        if (items.isEmpty()) {
            out.println("nothing waits for an employee");
            return;
        }
        out.printf(ROW, "ITEM", "QUEUE", "OPENED", "WHO", "CUSTOMER", "REASON");
        items.forEach(item -> row(out, item));
    }

    private static void row(PrintWriter out, JsonNode item) {
        String who = text(item, "state").equals("CLOSED") ? text(item, "outcome") : text(item, "claimedBy");
        out.printf(ROW, text(item, "id"), cut(text(item, "queue"), 12), time(item, "openedAt"), cut(who.isEmpty() ? "-" : who, 11),
                cut(text(item, "customer"), 16), cut(text(item, "reason"), REASON));
    }

    static void file(PrintWriter out, JsonNode file) {
        JsonNode item = file.get("item");
        out.printf("item          %s, %s, opened %s, %s%n", text(item, "id"), plain(text(item, "queue")), time(item, "openedAt"), standing(item));
        out.printf("reason        %s%n", plain(text(item, "reason")));
        out.printf("customer      %s%n", customer(file.get("customer")));
        if (file.has("conversation")) {
            conversation(out, file.get("conversation"));
        }
        out.println("history       > from the customer, < to the customer, * consent and work list");
        file.get("history").forEach(entry -> entry(out, entry, text(item, "id")));
        if (file.has("earlier")) {
            out.println("              there is more before this: --all shows it");
        }
    }

    private static String standing(JsonNode item) {
        return switch (text(item, "state")) {
            case "CLAIMED" -> plain(text(item, "claimedBy")) + " has it";
            case "CLOSED" -> "closed by " + plain(text(item, "claimedBy")) + " " + time(item, "closedAt") + " as " + text(item, "outcome");
            default -> "open";
        };
    }

    private static String customer(JsonNode customer) {
        List<String> known = new ArrayList<>();
        customer.get("addresses").forEach(address -> known.add(plain(address.asText())));
        known.add(customer.has("language") ? "speaks " + text(customer, "language") : "language unknown");
        if (customer.get("optedOut").asBoolean()) {
            known.add("WANTS NO MESSAGES");
        }
        if (customer.get("inReview").asBoolean()) {
            known.add("POSSIBLE OPT-OUT: read it, then close with --opt-out or --no-opt-out");
        }
        return String.join(", ", known);
    }

    private static void conversation(PrintWriter out, JsonNode conversation) {
        String why = conversation.has("reason") ? ": " + plain(text(conversation, "reason")) : "";
        out.printf("conversation  %s, %s%s%n", plain(text(conversation, "route")), text(conversation, "state"), why);
        out.printf("  began with  %s%n", cut(conversation.get("began").toString(), WIDEST - 4));
        conversation.get("steps").forEach(step -> out.printf("  step %2d     %s  %s%n", step.get("number").asInt(), plain(text(step, "kind")),
                cut(step.has("result") ? result(step.get("result")) : "(waits)", WIDEST - 40)));
        if (conversation.has("question")) {
            JsonNode question = conversation.get("question");
            out.printf("  asked       %s%n", cut(text(question, "text") + ": " + text(question, "prompt"), WIDEST - 4));
        }
    }

    /** Of a call only what the back office said. */
    private static String result(JsonNode result) {
        if (!result.has("status")) {
            return result.toString();
        }
        String reason = result.has("reason") ? " " + text(result, "reason") : "";
        return text(result, "status").toLowerCase(Locale.ROOT) + reason + " " + result.path("data");
    }

    private static void entry(PrintWriter out, JsonNode entry, String shown) {
        String head = "  " + time(entry, "at") + "  ";
        switch (text(entry, "kind")) {
            case "in" -> folded(out, head + "> ", text(entry, "text"), troubled(entry, "ANSWERED"));
            case "out" -> folded(out, head + "< ", text(entry, "text"), troubled(entry, "SENT", "DELIVERED"));
            case "consent" -> folded(out, head + "* ", text(entry, "state") + " by rule " + text(entry, "detail") + ": " + text(entry, "text"), "");
            case "link" -> folded(out, head + "* ", text(entry, "by") + " " + (text(entry, "state").equals("UNDONE") ? "unlinked " : "linked ")
                    + text(entry, "address") + ": " + text(entry, text(entry, "state").equals("UNDONE") ? "detail" : "text"), "");
            default -> folded(out, head + "* ", text(entry, "by") + " " + text(entry, "state")
                    + (text(entry, "item").equals(shown) ? "" : " " + text(entry, "item") + " of " + text(entry, "detail"))
                    + (entry.has("text") ? ": " + text(entry, "text") : ""), "");
        }
    }

    /** The state of a message, where it is not simply well. */
    private static String troubled(JsonNode entry, String... well) {
        String state = text(entry, "state");
        return List.of(well).contains(state) ? "" : "  [" + state + (entry.has("detail") ? ": " + text(entry, "detail") : "") + "]";
    }

    /** A long text goes on below its beginning. */
    private static void folded(PrintWriter out, String head, String text, String after) {
        String rest = plain(text + after);
        String margin = head;
        do {
            int end = lineEnd(rest, WIDEST - head.length());
            out.println(margin + rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
            margin = " ".repeat(head.length());
        } while (!rest.isEmpty());
    }

    /** Behind the last word that fits; what has no gaps is cut where the line is full. */
    private static int lineEnd(String text, int width) {
        if (text.length() <= width) {
            return text.length();
        }
        int gap = text.lastIndexOf(' ', width);
        if (gap > 0) {
            return gap;
        }
        return Character.isHighSurrogate(text.charAt(width - 1)) ? width - 1 : width;
    }

    private static String time(JsonNode json, String field) {
        return json.has(field) ? MINUTE.format(Instant.parse(text(json, field))) : "";
    }

    /** On one line of this width. */
    static String cut(String text, int width) {
        String line = plain(text);
        return line.codePointCount(0, line.length()) <= width ? line
                : line.substring(0, line.offsetByCodePoints(0, width - 1)) + "…";
    }

    /** On one line, without what would steer a terminal or turn the direction of writing. */
    static String plain(String text) {
        return text.codePoints().map(point -> Character.isWhitespace(point) ? ' ' : point).filter(point -> !steers(point))
                .mapToObj(Character::toString).collect(Collectors.joining());
    }

    private static boolean steers(int point) {
        return Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE
                || point == 0x61C || point == 0x200E || point == 0x200F || point >= 0x202A && point <= 0x202E || point >= 0x2066 && point <= 0x2069;
    }
}

package io.keyline;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyline erase}: all that is kept of a customer goes, over the hub's API. */
@Command(name = "erase", mixinStandardHelpOptions = true,
        description = "Erases a customer: what was said on all their addresses, and the addresses. It cannot be undone.")
final class EraseCommand implements Callable<Integer> {

    /** Why the rows that stay do. */
    private static final Map<String, String> WHY_KEPT = Map.of(
            "messages", "messages without text and address: for statistics and bills",
            "parts", "parts of them, without receipts: for bills",
            "workItems", "work items without notes: how long they took",
            "consentEvidence", "addresses by a keyed hash, with the evidence of consent: so that STOP stays STOP");
    private static final Map<String, String> WHAT_ENDED = Map.of(
            "queuedMessages", "messages cancelled that were to go out",
            "messagesUnderWay", "messages that were being sent, and may be out",
            "conversations", "conversations ended");

    @Mixin
    private ApiAccess access;

    @Parameters(paramLabel = "ADDRESS", description = "one of the customer's: a number as +4520123456, or a mail address; whatever is linked goes too")
    private String address;

    @Option(names = "--why", paramLabel = "TEXT", description = "kept with the report: the number of the request, never whom it is about")
    private String why;

    @Option(names = "--dry-run", description = "tells what would go, and erases nothing")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return access.call(api -> {
            if (dryRun) {
                print(api.post("erasures/preview", Map.of("address", address)));
                return;
            }
            Map<String, String> fields = new LinkedHashMap<>(Map.of("address", address));
            fields.put("why", why);
            print(api.post("erasures", fields));
        });
    }

    private void print(JsonNode report) {
        PrintWriter out = spec.commandLine().getOut();
        boolean isDone = report.has("number");
        out.println(isDone ? "erasure " + report.get("number").asText() + " at " + report.get("at").asText() : "nothing is erased");
        section(out, isDone ? "gone, rows by table" : "would go, rows by table", report.get("erased"), Map.of());
        section(out, isDone ? "ended with them" : "would end with them", report.get("ended"), WHAT_ENDED);
        section(out, isDone ? "kept" : "would be kept", report.get("kept"), WHY_KEPT);
        if (isNothing(report.get("erased")) && isNothing(report.get("ended")) && isNothing(report.get("kept"))) {
            out.println("there is nothing of this address: is it written right?");
        }
        out.flush();
    }

    private static boolean isNothing(JsonNode rows) {
        return rows.properties().stream().allMatch(row -> row.getValue().asLong() == 0);
    }

    /** What there is; nothing if there is none. @param meanings by name; without one the name says it */
    private static void section(PrintWriter out, String title, JsonNode rows, Map<String, String> meanings) {
        List<Map.Entry<String, JsonNode>> some = rows.properties().stream().filter(row -> row.getValue().asLong() > 0).toList();
        if (!some.isEmpty()) {
            out.println(title);
            some.forEach(row -> out.printf("  %8d  %s%n", row.getValue().asLong(), meanings.getOrDefault(row.getKey(), row.getKey())));
        }
    }
}

package io.keyline;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
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
            "messages", "that there was one, without text and address: statistics and bills",
            "parts", "of these messages, without receipts: bills",
            "workItems", "how long they took, without notes",
            "consentEvidence", "a keyed hash of the address, so that STOP stays STOP, without the words");
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
        out.println(report.has("number") ? "erasure " + report.get("number").asText() + " at " + report.get("at").asText() : "nothing is erased; this would go:");
        out.println("rows by table");
        rows(out, report.get("erased"), Map.of());
        out.println("with them");
        rows(out, report.get("ended"), WHAT_ENDED);
        out.println(report.has("number") ? "kept" : "kept of what there is");
        rows(out, report.get("kept"), WHY_KEPT);
        out.flush();
    }

    private static void rows(PrintWriter out, JsonNode rows, Map<String, String> meanings) {
        rows.properties().stream().filter(row -> row.getValue().asLong() > 0)
                .forEach(row -> out.printf("  %8d  %s%s%n", row.getValue().asLong(), row.getKey().replaceAll("([A-Z])", " $1").toLowerCase(java.util.Locale.ROOT),
                        meanings.containsKey(row.getKey()) ? ": " + meanings.get(row.getKey()) : ""));
    }
}

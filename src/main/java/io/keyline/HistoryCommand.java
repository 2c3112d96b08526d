package io.keyline;

import static io.keyline.ApiAccess.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyline history}: what was deployed, by whom and why, and what was refused. */
@Command(name = "history", mixinStandardHelpOptions = true,
        description = "Lists what was deployed and refused, the newest first, and what is wrong now; or shows a file as it was.")
final class HistoryCommand implements Callable<Integer> {

    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final String ROW = "%-8s  %-19s  %-9s  %-12s  %-24s  %s%n";

    @Mixin
    private ApiAccess access;

    @Option(names = "--show", paramLabel = "VERSION", description = "print the file as it was in this version")
    private String version;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "only this file; the directory does not matter")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (version != null && file == null) {
            spec.commandLine().getErr().println("say of which file: keyline history bal.yaml --show " + version);
            return 2;
        }
        return access.call(api -> {
            if (version == null) {
                list(out, api);
            } else {
                out.print(text(api.get("deployments/" + segment(version) + "/" + segment(file.getFileName().toString()), Map.of()), "text"));
                out.flush();
            }
        });
    }

    private static String segment(String written) throws ApiClient.RefusedException {
        if (!written.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new ApiClient.RefusedException("'" + written + "' is neither a version nor a file");
        }
        return written;
    }

    private void list(PrintWriter out, ApiClient api) throws ApiClient.RefusedException {
        JsonNode items = api.get("deployments", file == null ? Map.of() : Map.of("file", file.getFileName().toString())).get("items");
        out.printf(ROW, "VERSION", "AT", "STATE", "WHO", "FILE", "WHY");
        for (int i = 0; i < items.size(); i++) {
            int others = file == null ? alike(items, i) : 0;
            row(out, items.get(i), others);
            i += others;
        }
        JsonNode faults = api.get("deployments/faults", Map.of()).get("files");
        if (!faults.isEmpty()) {
            out.println("not deployed, what ran runs on:");
            faults.properties().forEach(one -> one.getValue().forEach(problem -> out.println("  " + WorklistText.plain(problem.asText()))));
        }
    }

    /** How many of those behind it were deployed with it. */
    private static int alike(JsonNode items, int first) {
        int last = first;
        while (last + 1 < items.size() && isAlike(items.get(first), items.get(last + 1))) {
            last++;
        }
        return last - first;
    }

    private static boolean isAlike(JsonNode one, JsonNode other) {
        return text(one, "state").equals("DEPLOYED") && text(other, "state").equals("DEPLOYED") && one.get("version").equals(other.get("version"));
    }

    private static void row(PrintWriter out, JsonNode item, int others) {
        boolean gone = !item.has("sha256");
        out.printf(ROW, text(item, "version"), SECOND.format(Instant.parse(text(item, "at"))), text(item, "state").toLowerCase(Locale.ROOT),
                WorklistText.plain(text(item, "who")), text(item, "file") + (gone ? " (gone)" : others > 0 ? " +" + others : ""), WorklistText.plain(text(item, "why")));
        if (text(item, "state").equals("REFUSED")) {
            item.get("problems").forEach(problem -> out.println("          " + WorklistText.plain(problem.asText())));
        }
    }
}

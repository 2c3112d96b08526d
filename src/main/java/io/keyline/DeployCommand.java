package io.keyline;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
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

/** {@code keyline deploy}: puts route files, rehearsals and texts into the hub that runs. */
@Command(name = "deploy", mixinStandardHelpOptions = true, description = {
    "Checks files, rehearses what they change, and puts all of them in the place of those that run, or none.",
    "Exit status: 0 they run, 1 they do not, 2 a file cannot be read."})
final class DeployCommand implements Callable<Integer> {

    @Mixin
    private ApiAccess access;

    @Option(names = "--why", paramLabel = "TEXT", description = "for the history")
    private String why;

    @Option(names = "--check", description = "only check and rehearse; nothing changes")
    private boolean check;

    @Option(names = "--remove", description = "the files go, instead of coming")
    private boolean remove;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "a route file (.yaml), rehearsals (.rehearsal) or texts (LANGUAGE.properties)")
    private List<Path> files;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Path file : files) {
            try {
                texts.put(file.toAbsolutePath().normalize().toFile().getName(), remove ? null : GivenFile.text(file));
            } catch (ApiClient.RefusedException e) {
                return refuse(e.getMessage());
            }
        }
        return access.call(api -> show(spec.commandLine().getOut(), deploy(api, texts), check));
    }

    private JsonNode deploy(ApiClient api, Map<String, String> texts) throws ApiClient.RefusedException {
        Map<String, Object> fields = new LinkedHashMap<>(Map.of("files", texts));
        if (check) {
            return api.postLong("deployments/check", fields);
        }
        fields.put("why", why);
        return api.postLong("deployments", fields);
    }

    private int refuse(String words) {
        spec.commandLine().getErr().println(words);
        return 2;
    }

    /** Says what came of it. @throws ApiClient.RefusedException if it was refused, with all that is wrong */
    static void show(PrintWriter out, JsonNode outcome, boolean only) throws ApiClient.RefusedException {
        outcome.path("warnings").forEach(warning -> out.println(WorklistText.plain(warning.asText())));
        if (!outcome.path("refused").isEmpty()) {
            StringBuilder words = new StringBuilder(only ? "they would be refused:" : "nothing is deployed, and what ran runs on:");
            outcome.path("refused").properties().forEach(file -> file.getValue().forEach(problem -> {
                if (words.indexOf(problem.asText()) < 0) {
                    words.append("\n  ").append(WorklistText.plain(problem.asText()));
                }
            }));
            throw new ApiClient.RefusedException(words.toString());
        }
        if (outcome.path("deployed").isEmpty()) {
            out.println("nothing to do: that runs already");
        } else if (only) {
            out.println("right, and as rehearsed: " + names(outcome.path("deployed")));
        } else {
            out.println("version " + outcome.path("version").asLong() + " runs: " + names(outcome.path("deployed")));
        }
        if (!outcome.path("notWritten").isEmpty()) {
            out.println("the directory cannot be written and has other texts than those that run: " + names(outcome.path("notWritten"))
                    + "; bring them to where the directory comes from");
        }
    }

    private static String names(JsonNode array) {
        StringBuilder names = new StringBuilder();
        array.forEach(one -> names.append(names.isEmpty() ? "" : ", ").append(WorklistText.plain(one.asText())));
        return names.toString();
    }
}

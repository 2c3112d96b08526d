package io.keyline;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyline dead-letters}: what could not be handled, over the hub's API. */
@Command(name = "dead-letters", mixinStandardHelpOptions = true,
        description = "Lists what could not be handled, the oldest first; its commands mend it, replay it or drop it.")
final class DeadLettersCommand implements Callable<Integer> {

    @Mixin
    private ApiAccess access;

    @Option(names = "--kind", paramLabel = "KIND", description = "only these: outgoing, message, conversation, call, event, reply, request or quarantine")
    private String kind;

    @Option(names = "--state", paramLabel = "STATE", description = "only these: open, replaying, replayed or dropped (default: open and replaying)")
    private String state;

    @Option(names = "--since", paramLabel = "TIME", description = "only what died last at this time or later, as 2026-11-22T15:00")
    private String since;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return access.call(api -> {
            Map<String, String> query = new LinkedHashMap<>(Map.of("limit", "200"));
            query.put("kind", kind);
            query.put("state", state);
            query.put("since", since == null ? null : instant(since));
            DeadLettersText.list(out(), api.all("dead-letters", "letters", query));
        });
    }

    private static String instant(String written) throws ApiClient.RefusedException {
        try {
            return written.endsWith("Z") ? Instant.parse(written).toString()
                    : LocalDateTime.parse(written).atZone(ZoneId.systemDefault()).toInstant().toString();
        } catch (DateTimeException e) {
            throw new ApiClient.RefusedException("'" + written + "' is no time; write for example 2026-11-22T15:00");
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows a letter: why it died, what it holds, and what was done to it.")
    int show(@Mixin ApiAccess who, @Parameters(paramLabel = "ID") String id) {
        return who.call(api -> DeadLettersText.show(out(), api.get("dead-letters/" + ApiClient.id(id), Map.of())));
    }

    @Command(name = "edit", mixinStandardHelpOptions = true, description = "Puts something else in its place; it is replayed with that.")
    int edit(@Mixin ApiAccess who, @Parameters(paramLabel = "ID") String id,
            @Option(names = "--text", paramLabel = "TEXT", description = "what a customer is to read (outgoing)") String text,
            @Option(names = "--data", paramLabel = "FILE", description = "what a system is to read (event, reply), or from, to and text of what "
                    + "nobody could read (quarantine), in JSON") Path data) {
        return who.call(api -> {
            Map<String, String> fields = new HashMap<>();
            fields.put("text", text);
            fields.put("data", data == null ? null : GivenFile.text(data));
            DeadLettersText.show(out(), api.post("dead-letters/" + ApiClient.id(id) + "/edit", fields));
        });
    }

    @Command(name = "replay", mixinStandardHelpOptions = true,
            description = "Lets letters go again, the oldest first. What customers do not want any more, or what is too old, does not go.")
    int replay(@Mixin ApiAccess who, @Parameters(paramLabel = "ID", arity = "0..*") List<String> ids,
            @Option(names = "--kind", paramLabel = "KIND", description = "all open ones of this kind") String all,
            @Option(names = "--rate", paramLabel = "N/s", description = "letters a second (default: 10)") String rate,
            @Option(names = "--even-if-old", description = "also what was worth nothing after a time that has passed") boolean evenIfOld,
            @Option(names = "--why", paramLabel = "WHY", description = "for the history") String why) {
        return who.call(api -> {
            Map<String, String> fields = new HashMap<>();
            fields.put("ids", ids == null || ids.isEmpty() ? null : ids(ids));
            fields.put("kind", all);
            fields.put("rate", rate == null ? null : rate.replaceFirst("/s$", ""));
            fields.put("evenIfOld", Boolean.toString(evenIfOld));
            fields.put("why", why);
            JsonNode answer = api.post("dead-letters/replay", fields);
            done(answer, "replaying", all == null ? "nothing is replayed" : "nothing is replayed: no letter of the kind " + all + " is open",
                    "are being replayed; --state replaying lists those under way");
        });
    }

    @Command(name = "drop", mixinStandardHelpOptions = true, description = "Nothing more is to be done for these.")
    int drop(@Mixin ApiAccess who, @Parameters(paramLabel = "ID", arity = "1..*") List<String> ids,
            @Option(names = "--why", paramLabel = "WHY", required = true, description = "for the history") String why) {
        return who.call(api -> done(api.post("dead-letters/drop", Map.of("ids", ids(ids), "why", why)), "dropped", "nothing is dropped", "are dropped"));
    }

    private static String ids(List<String> written) throws ApiClient.RefusedException {
        List<String> ids = new ArrayList<>();
        for (String one : written) {
            ids.add(ApiClient.id(one));
        }
        return String.join(",", ids);
    }

    /** Says what was done and what was not, and why. @throws ApiClient.RefusedException if that is nothing */
    private void done(JsonNode answer, String field, String nothing, String what) throws ApiClient.RefusedException {
        List<String> not = new ArrayList<>();
        answer.get("notOpen").forEach(one -> not.add(ApiAccess.text(one, "id") + ": " + ApiAccess.text(one, "why")));
        int number = answer.get(field).size();
        if (number == 0) {
            throw new ApiClient.RefusedException(String.join("\n", Stream.concat(Stream.of(nothing), not.stream()).toList()));
        }
        out().println(number + (number == 1 ? " letter " + what.replaceFirst("^are", "is") : " letters " + what));
        not.forEach(out()::println);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}

package io.keyline;

import static io.keyline.ApiAccess.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** {@code keyline worklist}: what an employee has to settle, over the hub's API. */
@Command(name = "worklist", mixinStandardHelpOptions = true,
        description = "Lists what an employee has to settle, the oldest first; its commands take an item to its end.")
final class WorklistCommand implements Callable<Integer> {

    @Mixin
    private ApiAccess access;

    @Option(names = "--queue", paramLabel = "QUEUE", description = "only this queue")
    private String queue;

    @Option(names = "--all", description = "closed ones too")
    private boolean all;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return access.call(api -> {
            Map<String, String> query = new LinkedHashMap<>(Map.of("limit", "200"));
            query.put("queue", queue);
            List<JsonNode> items = api.all("worklist", "items", query);
            if (all) {
                query.put("state", "CLOSED");
                items.addAll(api.all("worklist", "items", query));
            }
            WorklistText.list(out(), items);
        });
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows an item, its customer, their history and conversation.")
    int show(@Mixin ApiAccess who, @Parameters(paramLabel = "ITEM") String item,
            @Option(names = "--all", description = "the history from its beginning") boolean whole) {
        return who.call(api -> {
            JsonNode file = show(api, item, Map.of());
            for (JsonNode page = file; whole && page.has("earlier");) {
                page = show(api, item, Map.of("before", text(page, "earlier")));
                ArrayNode history = ((ObjectNode) page).withArray("history").deepCopy();
                ((ObjectNode) file).set("history", history.addAll((ArrayNode) file.get("history")));
            }
            if (whole) {
                ((ObjectNode) file).remove("earlier");
            }
            WorklistText.file(out(), file);
        });
    }

    @Command(name = "claim", mixinStandardHelpOptions = true, description = "Takes an item: nobody else can act on it then.")
    int claim(@Mixin ApiAccess who, @Parameters(paramLabel = "ITEM") String item) {
        return who.call(api -> out().println("it is " + WorklistText.plain(text(act(api, item, "claim", Map.of()), "claimedBy")) + "'s now"));
    }

    @Command(name = "release", mixinStandardHelpOptions = true, description = "Gives an item back to its queue.")
    int release(@Mixin ApiAccess who, @Parameters(paramLabel = "ITEM") String item) {
        return who.call(api -> {
            act(api, item, "release", Map.of());
            out().println("it is open again");
        });
    }

    @Command(name = "answer", mixinStandardHelpOptions = true, description = "Answers the customer on their channel; the item stays yours.")
    int answer(@Mixin ApiAccess who, @Parameters(paramLabel = "ITEM") String item, @Parameters(paramLabel = "TEXT") String answer) {
        return who.call(api -> out().println("message " + text(act(api, item, "answer", Map.of("text", answer)), "message") + " is on its way"));
    }

    @Command(name = "hand-back", mixinStandardHelpOptions = true,
            description = "Lets the conversation go on, with an answer in the customer's stead; without one the question is asked again.")
    int handBack(@Mixin ApiAccess who, @Parameters(paramLabel = "ITEM") String item,
            @Parameters(paramLabel = "ANSWER", arity = "0..1") String answer) {
        return who.call(api -> {
            act(api, item, "hand-back", answer == null ? Map.of() : Map.of("answer", answer));
            out().println("the conversation goes on");
        });
    }

    @Command(name = "link", mixinStandardHelpOptions = true, description = "Another address is the customer's, too.")
    int link(@Mixin ApiAccess who, @Parameters(paramLabel = "ITEM") String item, @Parameters(paramLabel = "ADDRESS") String address,
            @Option(names = "--why", paramLabel = "WHY", required = true, description = "for the ledger") String why) {
        return who.call(api -> {
            act(api, item, "link", Map.of("address", address, "why", why));
            out().println("it is the customer's now");
        });
    }

    @Command(name = "unlink", mixinStandardHelpOptions = true, description = "An address is not the customer's after all.")
    int unlink(@Mixin ApiAccess who, @Parameters(paramLabel = "ITEM") String item, @Parameters(paramLabel = "ADDRESS") String address,
            @Option(names = "--why", paramLabel = "WHY", required = true, description = "for the ledger") String why) {
        return who.call(api -> {
            act(api, item, "unlink", Map.of("address", address, "why", why));
            out().println("it is its own customer's again");
        });
    }

    @Command(name = "close", mixinStandardHelpOptions = true, description = "Closes an item; a conversation that an employee has ends with it.")
    int close(@Mixin ApiAccess who, @Parameters(paramLabel = "ITEM") String item,
            @Option(names = "--note", paramLabel = "NOTE", description = "why") String note,
            @Option(names = "--opt-out", description = "the customer wants no messages") boolean optOut,
            @Option(names = "--no-opt-out", description = "what looked like an opt-out was none") boolean noOptOut) {
        if (optOut && noOptOut) {
            spec.commandLine().getErr().println("--opt-out or --no-opt-out, not both");
            return 2;
        }
        Map<String, String> fields = new LinkedHashMap<>(Map.of("outcome", optOut ? "opted-out" : noOptOut ? "no-opt-out" : "closed"));
        if (note != null) {
            fields.put("note", note);
        }
        return who.call(api -> {
            String outcome = text(act(api, item, "close", fields), "outcome");
            out().println(outcome.equals("closed") ? outcome : "closed as " + outcome);
        });
    }

    private static JsonNode show(ApiClient api, String item, Map<String, String> query) throws ApiClient.RefusedException {
        return api.get("worklist/" + ApiClient.id(item), query);
    }

    private static JsonNode act(ApiClient api, String item, String act, Map<String, String> fields) throws ApiClient.RefusedException {
        return api.post("worklist/" + ApiClient.id(item) + "/" + act, fields);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}

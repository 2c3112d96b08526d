package io.keyline;

import static io.keyline.ApiAccess.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keyline messages}: the message log, over the hub's API. */
@Command(name = "messages", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Lists messages of both ways, the newest first; writes them to a file; or says what they cost.")
final class MessagesCommand implements Callable<Integer> {

    private static final int LARGEST_PAGE = 200;

    @Mixin
    private ApiAccess access;

    @Option(names = "--customer", paramLabel = "ADDRESS", description = "from and to this customer, at any of their addresses")
    private String customer;

    @Option(names = "--text", paramLabel = "WORDS", description = "with each of these words somewhere in the text")
    private String words;

    @Option(names = "--from", paramLabel = "TIME", description = "since 2026-11-22, or 2026-11-22T08:00:00+01:00 (default: the last day, of a customer "
            + "all, for costs this month)")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "until then; a day is meant whole")
    private String to;

    @Option(names = "--state", paramLabel = "STATE", description = "ANSWERED, IGNORED, DEAD, SENT, DELIVERED, FAILED, UNCERTAIN, EXPIRED, OPTED_OUT, ...")
    private String state;

    @Option(names = "--keyword", paramLabel = "WORD", description = "customers' messages that begin with it")
    private String keyword;

    @Option(names = "--route", paramLabel = "ROUTE", description = "that this route handled or wrote")
    private String route;

    @Option(names = "--provider", paramLabel = "CONNECTION", description = "that this connection carried")
    private String provider;

    @Option(names = "--channel", paramLabel = "CHANNEL", description = "sms, email, ussd, voice, web")
    private String channel;

    @Option(names = "--direction", paramLabel = "in|out", description = "from customers, or to them")
    private String direction;

    @Option(names = "--texts", description = "show texts and whole numbers")
    private boolean texts;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "how many at most (default: ${DEFAULT-VALUE})")
    private int limit;

    @Option(names = "--csv", paramLabel = "FILE", description = "write all of them to this file")
    private Path csv;

    @Option(names = "--cost", description = "what was sent and received cost, instead of a list; needs nothing but --by, --from and --to")
    private boolean cost;

    @Option(names = "--by", paramLabel = "WHAT", description = "department (default), provider, day or route")
    private String by;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return access.call(api -> {
            if (cost) {
                MessagesText.bill(out(), api.get("costs", costs()));
            } else if (csv != null) {
                out().println(api.download("messages.csv", filters(), csv) + " bytes are in " + csv);
            } else {
                list(api);
            }
        });
    }

    private void list(ApiClient api) throws ApiClient.RefusedException {
        if (limit < 1) {
            throw new ApiClient.RefusedException("--limit: write 1 or more");
        }
        Map<String, String> query = filters();
        int left = limit;
        JsonNode page;
        do {
            query.put("limit", Integer.toString(Math.clamp(left, 1, LARGEST_PAGE)));
            page = api.get("messages", query);
            MessagesText.list(out(), page, left == limit);
            left -= page.get("messages").size();
            query.put("before", text(page, "next"));
        } while (left > 0 && page.has("next"));
        if (page.has("next")) {
            out().println("there are more: --limit N shows them, --csv FILE writes all");
        }
    }

    private Map<String, String> filters() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("customer", customer);
        query.put("text", words);
        query.put("from", from);
        query.put("to", to);
        query.put("state", state);
        query.put("keyword", keyword);
        query.put("route", route);
        query.put("provider", provider);
        query.put("channel", channel);
        query.put("direction", direction);
        query.put("texts", texts ? "true" : null);
        return query;
    }

    private Map<String, String> costs() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("by", by);
        query.put("from", from);
        query.put("to", to);
        return query;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}

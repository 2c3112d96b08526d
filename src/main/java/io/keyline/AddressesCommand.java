package io.keyline;

import static io.keyline.ApiAccess.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyline addresses}: those that nobody has any more, over the hub's API. */
@Command(name = "addresses", mixinStandardHelpOptions = true,
        description = "Lists addresses of customers that are gone: nothing goes there that the company says first.")
final class AddressesCommand implements Callable<Integer> {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneId.systemDefault());
    private static final String ROW = "%-28s  %-8s  %-10s  %7s  %-10s  %-14s  %s%n";

    @Mixin
    private ApiAccess access;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return access.call(api -> print(api.all("gone-addresses", "addresses", Map.of("limit", "200"))));
    }

    @Command(name = "lift", mixinStandardHelpOptions = true, description = "Somebody has this address after all: the company may write there again.")
    int lift(@Mixin ApiAccess who, @Parameters(paramLabel = "ADDRESS") String address) {
        return who.call(api -> {
            JsonNode lifted = api.post("gone-addresses/lift", Map.of("address", address));
            out().println(WorklistText.plain(text(lifted, "address")) + " is gone no more");
        });
    }

    private void print(List<JsonNode> addresses) {
        if (addresses.isEmpty()) {
            out().println("there are none");
            return;
        }
        out().printf(ROW, "ADDRESS", "CHANNEL", "GONE SINCE", "REFUSED", "FIRST", "CODE", "LAST MESSAGE");
        addresses.forEach(one -> out().printf(ROW, WorklistText.plain(text(one, "address")), text(one, "channel"), day(one, "goneAt"), text(one, "times"),
                day(one, "firstAt"), WorklistText.plain(text(one, "code")), text(one, "message")));
    }

    private static String day(JsonNode json, String field) {
        return DAY.format(Instant.parse(text(json, field)));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}

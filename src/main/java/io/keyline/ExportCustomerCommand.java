package io.keyline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyline export-customer}: all that is kept of a customer, for them to read. */
@Command(name = "export-customer", mixinStandardHelpOptions = true,
        description = "Writes all that is kept of a customer as JSON, by table; what is sealed stays sealed.")
final class ExportCustomerCommand implements Callable<Integer> {

    @Mixin
    private ApiAccess access;

    @Parameters(paramLabel = "ADDRESS", description = "one of the customer's: a number as +4520123456, or a mail address")
    private String address;

    @Option(names = "--why", paramLabel = "TEXT", description = "gets into the log: the number of the request, never whom it is about")
    private String why;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return access.call(api -> {
            Map<String, String> fields = new LinkedHashMap<>(Map.of("address", address));
            fields.put("why", why);
            spec.commandLine().getOut().println(api.post("customers/export", fields).toPrettyString());
        });
    }
}

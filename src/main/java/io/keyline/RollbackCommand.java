package io.keyline;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyline rollback}: deploys an older text of a file again. */
@Command(name = "rollback", mixinStandardHelpOptions = true,
        description = "Deploys an older text of a file again, through the same checks and rehearsals.")
final class RollbackCommand implements Callable<Integer> {

    @Mixin
    private ApiAccess access;

    @Option(names = "--why", paramLabel = "TEXT", description = "for the history")
    private String why;

    @Parameters(index = "0", paramLabel = "FILE", description = "a route file, rehearsals or texts; the directory does not matter")
    private Path file;

    @Parameters(index = "1", paramLabel = "VERSION", arity = "0..1", description = "as keyline history names it (default: what ran before)")
    private String version;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, String> fields = new LinkedHashMap<>(Map.of("file", file.getFileName().toString()));
        fields.put("version", version);
        fields.put("why", why);
        return access.call(api -> DeployCommand.show(spec.commandLine().getOut(), api.postLong("deployments/rollback", fields), false));
    }
}

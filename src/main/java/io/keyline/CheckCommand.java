package io.keyline;

import io.keyline.deploy.Problem;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keyline check}: whether the hub would start with what is written. */
@Command(name = "check", mixinStandardHelpOptions = true,
        description = "Checks settings, texts and routes without starting anything, and names all that is wrong or doubtful.")
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOption configuration;

    @Option(names = "--production", description = "also names what is unsafe where customers write, with which bin/keyline run does not start")
    private boolean production;

    @Override
    public Integer call() {
        List<Problem> problems = new ArrayList<>();
        Settings settings = configuration.read(problems);
        Application checked = Application.check(settings, problems);
        if (production) {
            problems.addAll(Production.problems(settings));
        }
        if (checked == null || problems.stream().anyMatch(Problem::isError)) {
            return ConfigurationOption.refuse(spec.commandLine().getErr(), problems);
        }
        PrintWriter out = spec.commandLine().getOut();
        problems.forEach(out::println);
        out.println("settings, texts and routes are right" + warnings(problems.size()));
        return 0;
    }

    private static String warnings(int count) {
        return count == 0 ? "" : count == 1 ? ", with one warning" : ", with " + count + " warnings";
    }
}

package io.keyline;

import io.keyline.deploy.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The option {@code --config}, for the commands that read the settings. */
final class ConfigurationOption {

    private static final Path USUAL = Path.of("config", "keyline.properties");

    @Option(names = "--config", paramLabel = "FILE", description = "the configuration file (default: config/keyline.properties)")
    private Path file;

    private final Map<String, String> environment;

    ConfigurationOption() {
        this(System.getenv());
    }

    ConfigurationOption(Map<String, String> environment) {
        this.environment = environment;
    }

    Settings read(List<Problem> problems) {
        return Settings.read(file == null ? USUAL : file, file != null, environment, problems);
    }

    /** Says all that is wrong or doubtful, at once. Returns the exit status. */
    static int refuse(PrintWriter err, List<Problem> problems) {
        return refuse(err, "Keyline does not start", problems);
    }

    /** The same, for what does not happen because of it: errors first, for warnings stop nothing. */
    static int refuse(PrintWriter err, String whatNot, List<Problem> problems) {
        long errors = problems.stream().filter(Problem::isError).count();
        err.println(whatNot + ", " + (errors == 1 ? "one thing is wrong:" : errors + " things are wrong:"));
        Stream.concat(problems.stream().filter(Problem::isError), problems.stream().filter(problem -> !problem.isError()))
                .forEach(problem -> err.println("  " + problem));
        return 2;
    }
}

package io.keyline;

import io.keyline.deploy.Problem;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option {@code --config}, for the commands that read the settings. */
final class ConfigurationOption {

    private static final Path USUAL = Path.of("config", "keyline.properties");

    @Option(names = "--config", paramLabel = "FILE", description = "the configuration file (default: config/keyline.properties)")
    private Path file;

    Settings read(List<Problem> problems) {
        return Settings.read(file == null ? USUAL : file, file != null, System.getenv(), problems);
    }

    /** Says all that is wrong or doubtful, at once. Returns the exit status. */
    static int refuse(List<Problem> problems) {
        long errors = problems.stream().filter(Problem::isError).count();
        System.err.println(errors == 1 ? "Keyline does not start, one thing is wrong:"
                : "Keyline does not start, " + errors + " things are wrong:");
        problems.forEach(problem -> System.err.println("  " + problem));
        return 2;
    }
}

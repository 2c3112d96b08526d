package io.keyline.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A route file as it was read.
 *
 * @param name as the operator would name it, for example {@code routes/bal.yaml}
 */
public record RouteFile(String name, String text) {

    private static final Pattern UNKNOWN_OPTION = Pattern.compile("Unknown parameters=\\[\\{([A-Za-z0-9-]+)=");
    private static final Pattern OF_SCHEME = Pattern.compile("Failed to resolve endpoint: ([A-Za-z0-9-]+):");
    private static final Pattern UNKNOWN_COMPONENT = Pattern.compile(
            "(?:No component found with scheme: |No endpoint could be found for: )([A-Za-z0-9-]+)");
    private static final String ENVIRONMENT = "env:";
    private static final Pattern UNKNOWN_SETTING = Pattern.compile("Property with key \\[([^\\]]+)\\]");
    private static final Pattern UNKNOWN_FIELD = Pattern.compile("Unsupported field: ([A-Za-z0-9-]+)");
    private static final Pattern YAML_LINE = Pattern.compile("line:? (\\d+)");

    static RouteFile read(Path path) {
        try {
            return new RouteFile(path.getParent().getFileName() + "/" + path.getFileName(), Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException("the route file " + path + " cannot be read", e);
        }
    }

    /** A problem at the first line that names this. */
    Problem problem(String named, String message) {
        return new Problem(name, lineOf(named), message);
    }

    /**
     * What Camel says about the file, as an operator can use it.
     *
     * @param options the options of a component, by its scheme
     */
    Problem problem(Exception failure, Function<String, Set<String>> options) {
        String all = messages(failure);
        Matcher option = UNKNOWN_OPTION.matcher(all);
        if (option.find()) {
            Matcher scheme = OF_SCHEME.matcher(all);
            return problem(option.group(1), "the option " + option.group(1) + " is unknown here"
                    + Closest.to(option.group(1), scheme.find() ? options.apply(scheme.group(1)) : Set.of()));
        }
        Matcher component = UNKNOWN_COMPONENT.matcher(all);
        if (component.find()) {
            return problem(component.group(1), "there is no component " + component.group(1) + ":");
        }
        Matcher setting = UNKNOWN_SETTING.matcher(all);
        if (setting.find()) {
            return problem(setting.group(1), setting.group(1).startsWith(ENVIRONMENT)
                    ? "the environment variable " + setting.group(1).substring(ENVIRONMENT.length()) + " is not set"
                    : "the setting " + setting.group(1) + " is unknown; bin/keyline settings lists those that there are");
        }
        Matcher field = UNKNOWN_FIELD.matcher(all);
        if (field.find()) {
            return problem(field.group(1), "there is nothing that is called " + field.group(1) + " here; see Camel's YAML DSL");
        }
        String message = rootMessage(failure);
        Matcher line = YAML_LINE.matcher(all);
        // our own messages begin with what they are about: the address of a step, or an option
        return line.find() ? new Problem(name, Integer.parseInt(line.group(1)), message)
                : problem(message.split(":? ", 2)[0], message);
    }

    private static String messages(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append('\n');
        }
        return all.toString();
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.toString() : root.getMessage();
        // a parser quotes the file, indented; what it says is not
        return message.lines().filter(line -> !line.startsWith(" ")).collect(Collectors.joining(", "));
    }

    /** The first line that has this as a word of its own, comments left out; else the first that has it at all, or 0. */
    private int lineOf(String named) {
        Predicate<String> word = Pattern.compile("(?<![\\p{L}\\p{N}_.-])" + Pattern.quote(named) + "(?![\\p{L}\\p{N}_.-])").asPredicate();
        int line = firstLine(word);
        return line > 0 ? line : firstLine(text -> text.contains(named));
    }

    private int firstLine(Predicate<String> wanted) {
        List<String> lines = text.lines().toList();
        return 1 + IntStream.range(0, lines.size()).filter(i -> !lines.get(i).stripLeading().startsWith("#") && wanted.test(lines.get(i)))
                .findFirst().orElse(-1);
    }
}

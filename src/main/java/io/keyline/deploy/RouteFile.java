package io.keyline.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A route file as it was read.
 *
 * @param name as the operator would name it, for example {@code routes/bal.yaml}
 */
record RouteFile(String name, String text) {

    private static final Pattern UNKNOWN_OPTION = Pattern.compile("Unknown parameters=\\[\\{([A-Za-z0-9-]+)=");
    private static final Pattern UNKNOWN_COMPONENT = Pattern.compile("No component found with scheme: ([A-Za-z0-9-]+)");
    private static final Pattern UNKNOWN_SETTING = Pattern.compile("Property with key \\[([^\\]]+)\\]");
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

    /** What Camel says about the file, as an operator can use it. */
    Problem problem(Exception failure) {
        String all = messages(failure);
        Matcher option = UNKNOWN_OPTION.matcher(all);
        if (option.find()) {
            return problem(option.group(1), "the option " + option.group(1) + " is unknown here; see the component's options");
        }
        Matcher component = UNKNOWN_COMPONENT.matcher(all);
        if (component.find()) {
            return problem(component.group(1) + ":", "there is no component " + component.group(1) + ":");
        }
        Matcher setting = UNKNOWN_SETTING.matcher(all);
        if (setting.find()) {
            return problem("{{" + setting.group(1), "the setting " + setting.group(1) + " is unknown; add it to config/keyline.properties");
        }
        Matcher line = YAML_LINE.matcher(all);
        return new Problem(name, line.find() ? Integer.parseInt(line.group(1)) : 0, rootMessage(failure));
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
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    private int lineOf(String named) {
        int at = text.indexOf(named);
        return at < 0 ? 0 : (int) text.substring(0, at).lines().count() + (at > 0 && text.charAt(at - 1) == '\n' ? 1 : 0);
    }
}

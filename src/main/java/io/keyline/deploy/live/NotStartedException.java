package io.keyline.deploy.live;

import io.keyline.deploy.Plan.Unit;
import io.keyline.deploy.RouteFile;
import java.util.Set;
import java.util.stream.Collectors;

/** Routes that are right in themselves do not start: a port is taken, for example. */
final class NotStartedException extends Exception {

    private final transient Set<String> files;

    NotStartedException(Unit unit, Exception cause) {
        super(cause);
        files = unit.files().stream().map(RouteFile::name).collect(Collectors.toSet());
    }

    /** Which files they are written in, as an operator names them. */
    Set<String> files() {
        return files;
    }

    /** What was wrong, at the root of it. */
    String reason() {
        Throwable root = this;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}

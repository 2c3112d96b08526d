package io.keyline.console;

import java.io.InputStream;

/**
 * One thing that the API can do.
 *
 * @param name   of its route, for example {@code worklist-show}
 * @param method of HTTP
 * @param path   exact, with names in braces for what varies: {@code /api/worklist/{id}}
 * @param role   who may do it
 * @param status of an answer that is good
 * @param largest body that it takes, in bytes
 */
public record Operation(String name, String method, String path, Role role, int status, int largest, Work work) {

    private static final int USUAL_BODY = 64 * 1024;

    /** Who may do it. */
    public enum Role {
        /** Whoever has a token. */
        EMPLOYEE,
        /** Whoever also runs the hub: those of {@code api.operators}. */
        OPERATOR
    }

    /** What it does. */
    public interface Work {

        /**
         * Does it for this employee.
         *
         * @return a JSON object, or a {@link Download}
         * @throws ProblemException it is not done, and why
         */
        Object perform(Request request, String who) throws Exception;
    }

    /** An answer that is too long for memory. @param body is read and closed by whoever sends it */
    record Download(String type, InputStream body) {
    }

    /** With a body of the usual size. */
    Operation(String name, String method, String path, Role role, int status, Work work) {
        this(name, method, path, role, status, USUAL_BODY, work);
    }

    /** With the status 200. */
    Operation(String name, String method, String path, Role role, Work work) {
        this(name, method, path, role, 200, work);
    }

    /** Whether this path, as it came, is one of the operation's. */
    boolean isAt(String asked) {
        return asked.matches(path.replaceAll("\\{[a-z]+}", "[^/]+"));
    }
}

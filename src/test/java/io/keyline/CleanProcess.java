package io.keyline;

import java.util.List;

/** A process to be started as whoever has set no {@code KEYLINE_…} starts it: what a developer has exported does not come in. */
public final class CleanProcess {

    private CleanProcess() {
    }

    /** @param line the program and its arguments */
    public static ProcessBuilder of(List<String> line) {
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("KEYLINE_"));
        return builder;
    }
}

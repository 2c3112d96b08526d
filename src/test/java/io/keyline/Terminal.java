package io.keyline;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * A terminal in which {@code bin/keyline} is typed. Its commands run in this process, and what the last of them printed is kept. The
 * {@code KEYLINE_…} of whoever runs the tests plays no part.
 */
public final class Terminal {

    private final List<String> always;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    /** @param always stands at the end of each line */
    public Terminal(String... always) {
        this.always = List.of(always);
    }

    /** Returns the exit status. */
    public int run(Object command, String... words) {
        out = new StringWriter();
        err = new StringWriter();
        return new CommandLine(command, Terminal::make).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of(words), always.stream()).toArray(String[]::new));
    }

    private static <K> K make(Class<K> type) throws Exception {
        return type == ConfigurationOption.class ? type.cast(new ConfigurationOption(Map.of())) : CommandLine.defaultFactory().create(type);
    }

    /** On standard output. */
    public String out() {
        return out.toString();
    }

    /** On standard error. */
    public String err() {
        return err.toString();
    }
}

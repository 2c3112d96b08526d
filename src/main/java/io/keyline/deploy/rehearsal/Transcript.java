package io.keyline.deploy.rehearsal;

import io.keyline.deploy.rehearsal.Rehearsal.Line;
import java.util.ArrayList;
import java.util.List;

/** What was played so far, as the report shows it. */
final class Transcript {

    private static final String INDENT = " ".repeat(8);
    private final List<String> lines = new ArrayList<>();
    private Line last;
    private int place;

    void played(Line line) {
        add(line, continued(line.text()));
    }

    /** What came in place of a pattern. */
    void played(Line line, String customer, String text) {
        add(line, message(customer, text));
    }

    /** Marks the line at which the rehearsal stops. */
    void failed(Line line) {
        if (line != last) {
            add(line, continued(line.text()));
        }
        lines.set(place, "*" + lines.get(place).substring(1));
    }

    void called(BackOffice.Call call) {
        lines.add(INDENT + Shown.of("  " + call + (call.isUnknown() ? "" : " " + call.answer())));
    }

    private void add(Line line, String text) {
        last = line;
        place = lines.size();
        lines.add("%6d  %s".formatted(line.number(), Shown.indented(text, INDENT)));
    }

    /** As a rehearsal would say it. */
    static String message(String customer, String text) {
        return Rehearsal.prefix(customer) + "< " + continued(text);
    }

    private static String continued(String text) {
        return text.replaceAll("\\R", "\n| ");
    }

    List<String> lines() {
        return lines;
    }
}

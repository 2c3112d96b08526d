package io.keyline.deploy.rehearsal;

import io.keyline.deploy.rehearsal.Wanted.Difference;
import java.util.ArrayList;
import java.util.List;

/** Two texts, one above the other, with a mark where they part. */
final class Comparison {

    private static final String WANTED = "  expected  ";
    private static final String ACTUAL = "  but got   ";
    private static final String INDENT = " ".repeat(ACTUAL.length());

    private Comparison() {
    }

    /** Two texts without a mark. */
    static String[] of(String wanted, String actual) {
        return new String[] {WANTED + Shown.indented(wanted, INDENT), ACTUAL + Shown.indented(actual, INDENT)};
    }

    /** What came although nothing was expected. */
    static String[] actual(String actual) {
        return new String[] {ACTUAL + Shown.indented(actual, INDENT)};
    }

    static String[] of(Wanted wanted, String actual, Difference difference) {
        List<String> wantedLines = Wanted.lines(Shown.of(wanted.text()));
        List<String> actualLines = Wanted.lines(Shown.of(actual.replaceAll("\\R", "\n")));
        List<String> shown = new ArrayList<>();
        boolean alike = difference.wantedColumn() == difference.actualColumn()
                && difference.line() < Math.min(wantedLines.size(), actualLines.size());
        add(shown, WANTED, wantedLines, alike ? -1 : difference.line(), difference.wantedColumn(), "");
        add(shown, ACTUAL, actualLines, difference.line(), difference.actualColumn(), names(wanted, actual, difference));
        return shown.toArray(String[]::new);
    }

    private static void add(List<String> shown, String label, List<String> lines, int marked, int column, String names) {
        for (int i = 0; i < lines.size(); i++) {
            shown.add((i == 0 ? label : INDENT) + lines.get(i));
            if (i == marked) {
                shown.add(INDENT + " ".repeat(Shown.width(lines.get(i).substring(0, column))) + "^" + names);
            }
        }
        if (marked >= lines.size()) {
            shown.add(INDENT + "^ no more lines");
        }
    }

    /** Letters of different alphabets look alike, so what is not plain is named. */
    private static String names(Wanted wanted, String actual, Difference difference) {
        String wantedLine = line(Wanted.lines(wanted.text()), difference.line());
        String actualLine = line(Wanted.lines(actual), difference.line());
        if (isPlain(wantedLine, difference.wantedColumn()) && isPlain(actualLine, difference.actualColumn())) {
            return "";
        }
        return " " + Shown.name(actualLine, difference.actualColumn()) + ", expected " + Shown.name(wantedLine, difference.wantedColumn());
    }

    private static String line(List<String> lines, int number) {
        return number < lines.size() ? lines.get(number) : "";
    }

    private static boolean isPlain(String line, int column) {
        return column >= line.length() || line.charAt(column) >= ' ' && line.charAt(column) < 0x7f
                || Character.isIdeographic(line.codePointAt(column));
    }
}

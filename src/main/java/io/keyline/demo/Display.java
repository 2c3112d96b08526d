package io.keyline.demo;

import java.util.ArrayList;
import java.util.List;

/** The display of a simple telephone, as lines of text in a frame. */
final class Display {

    /** In columns of the terminal, of which a Chinese character takes two. */
    private static final int WIDTH = 36;

    private Display() {
    }

    static String framed(String screen) {
        StringBuilder frame = new StringBuilder("┌" + "─".repeat(WIDTH + 2) + "┐\n");
        for (String line : screen.split("\n", -1)) {
            wrapped(harmless(line)).forEach(row -> frame.append("│ ").append(row).append(" ".repeat(Math.max(0, WIDTH - columns(row)))).append(" │\n"));
        }
        return frame.append("└").append("─".repeat(WIDTH + 2)).append("┘").toString();
    }

    /** Nothing that a terminal would obey. */
    private static String harmless(String line) {
        return line.replaceAll("\\p{Cc}", "");
    }

    private static List<String> wrapped(String line) {
        List<String> rows = new ArrayList<>();
        String rest = line;
        while (columns(rest) > WIDTH) {
            int end = end(rest);
            int space = rest.lastIndexOf(' ', end);
            int cut = space > 0 ? space : end;
            rows.add(rest.substring(0, cut));
            rest = rest.substring(cut).stripLeading();
        }
        rows.add(rest);
        return rows;
    }

    /** How much of the text has room. */
    private static int end(String text) {
        int end = 0;
        while (end < text.length() && columns(text.substring(0, text.offsetByCodePoints(end, 1))) <= WIDTH) {
            end = text.offsetByCodePoints(end, 1);
        }
        return end;
    }

    private static int columns(String text) {
        return text.codePoints().map(c -> c >= 0x1100 && Character.isIdeographic(c) || c >= 0x3000 && c < 0x3040 || c >= 0xFF01 && c < 0xFF61 ? 2 : 1).sum();
    }
}

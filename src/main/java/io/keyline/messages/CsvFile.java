package io.keyline.messages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;

/** A table that an operator keeps: a line with the names of the columns, then a line for each row. What begins with # is for people. */
final class CsvFile {

    /** Takes a row. */
    interface Row {
        /** @throws IllegalArgumentException with what is wrong, in words for the operator */
        void take(List<String> cells);
    }

    private CsvFile() {
    }

    /**
     * Reads a file, if it is there.
     *
     * @param columns  that it must have, in this order
     * @param problems receives each line that is wrong, by its number, and why
     */
    static void read(Path file, List<String> columns, Row row, BiConsumer<Integer, String> problems) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            read(Files.readAllLines(file), columns, row, problems);
        } catch (IOException e) {
            problems.accept(0, "cannot be read as UTF-8: " + e.getMessage());
        }
    }

    private static void read(List<String> lines, List<String> columns, Row row, BiConsumer<Integer, String> problems) {
        boolean named = false;
        for (int i = 0; i < lines.size(); i++) {
            List<String> cells = List.of(lines.get(i).replace("\uFEFF", "").strip().split("\\s*,\\s*", -1));
            if (cells.getFirst().startsWith("#") || cells.equals(List.of(""))) {
                continue;
            }
            if (!named && !cells.equals(columns)) {
                problems.accept(i + 1, "the first line names the columns: " + String.join(",", columns));
                return;
            }
            if (named) {
                take(row, cells, columns, i + 1, problems);
            }
            named = true;
        }
    }

    private static void take(Row row, List<String> cells, List<String> columns, int line, BiConsumer<Integer, String> problems) {
        try {
            if (cells.size() != columns.size()) {
                throw new IllegalArgumentException("has " + cells.size() + " cells, write " + columns.size() + ": " + String.join(",", columns));
            }
            row.take(cells);
        } catch (IllegalArgumentException e) {
            problems.accept(line, e.getMessage());
        }
    }
}

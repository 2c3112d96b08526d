package io.keyline.messages;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Which department a message belongs to: that of the account of sendsms that asked for it, else that of the route that wrote or
 * handled it, else that of its category.
 */
public final class Departments {

    /** Of what no line names. */
    static final String NONE = "none";

    private static final List<String> COLUMNS = List.of("by", "name", "department");
    private static final Set<String> KINDS = Set.of("account", "route", "category");

    private record Sender(String by, String name) {
    }

    private final Map<Sender, String> departments = new HashMap<>();

    private Departments() {
    }

    /**
     * Those of a file; none if it is not there.
     *
     * @param problems receives each line that is wrong, by its number, and why
     */
    public static Departments read(Path file, BiConsumer<Integer, String> problems) {
        Departments departments = new Departments();
        CsvFile.read(file, COLUMNS, departments::take, problems);
        return departments;
    }

    private void take(List<String> cells) {
        if (!KINDS.contains(cells.get(0))) {
            throw new IllegalArgumentException("is by '" + cells.get(0) + "', write one of " + String.join(", ", new TreeSet<>(KINDS)));
        }
        if (cells.get(1).isEmpty() || cells.get(2).isEmpty()) {
            throw new IllegalArgumentException("leaves a cell empty: write " + String.join(",", COLUMNS));
        }
        if (departments.put(new Sender(cells.get(0), cells.get(1)), cells.get(2)) != null) {
            throw new IllegalArgumentException("gives " + cells.get(0) + " " + cells.get(1) + " a second department");
        }
    }

    /** Of a message; each may be null. */
    String of(String account, String route, String category) {
        String byCategory = departments.getOrDefault(new Sender("category", category), NONE);
        return departments.getOrDefault(new Sender("account", account), departments.getOrDefault(new Sender("route", route), byCategory));
    }
}

package io.keyline.messages;

import io.keyline.store.CostSql.Segments;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What messages cost, by one thing. Adds up; used by one thread.
 */
public final class Bill {

    /** What a bill is split by. */
    public enum By {
        DEPARTMENT, PROVIDER, DAY, ROUTE
    }

    /** What belongs together. */
    public record Line(String name, long messages, long segments, Cost cost) {

        private Line plus(Line other) {
            return new Line(name, messages + other.messages, segments + other.segments, cost.plus(other.cost));
        }
    }

    private final By by;
    private final Rates rates;
    private final Departments departments;
    private final SortedMap<String, Line> lines = new TreeMap<>();

    Bill(By by, Rates rates, Departments departments) {
        this.by = by;
        this.rates = rates;
        this.departments = departments;
    }

    void add(Segments segments) {
        String name = name(segments);
        Cost cost = rates.cost(segments.provider(), segments.inbound(), segments.prefix(), segments.day(), segments.number());
        lines.merge(name, new Line(name, segments.messages(), segments.number(), cost), Line::plus);
    }

    private String name(Segments segments) {
        String name = switch (by) {
            case DEPARTMENT -> departments.of(segments.account(), segments.route(), segments.category());
            case PROVIDER -> segments.provider();
            case DAY -> segments.day().toString();
            case ROUTE -> segments.route();
        };
        return name == null ? Departments.NONE : name;
    }

    /** In the order of their names. */
    public Collection<Line> lines() {
        return lines.values();
    }

    public Line total() {
        return lines.values().stream().reduce(new Line("total", 0, 0, Cost.NOTHING), Line::plus);
    }
}

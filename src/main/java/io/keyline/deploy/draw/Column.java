package io.keyline.deploy.draw;

import io.keyline.deploy.draw.Drawing.Label;
import io.keyline.deploy.draw.Drawing.Point;
import io.keyline.deploy.draw.Drawing.Rectangle;
import io.keyline.deploy.draw.Sketch.Loose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One of the ways that part at a node: a line that runs down, its label on it, and the body under it.
 *
 * @param from  the id of the node
 * @param label null for none; like the body it is placed as if the line ran down from x = 0, y = 0
 * @param body  empty if the way only goes on
 * @param x     the axis of the way
 * @param top   where the line has turned and runs down
 * @param start where the line leaves the node
 */
record Column(int from, Label label, Optional<Sketch> body, double x, double top, Point start) {

    static final double LABEL = 11.5;
    static final double LABEL_LINE = 15;
    private static final double WIDEST_LABEL = 170;
    private static final double LEAD = 10;
    private static final double BETWEEN = 26;
    /** How far ways run down before they part. */
    private static final double TURN = 16;
    /** How far they run down below the last box before they meet. */
    private static final double MEET = 14;

    static Column of(int from, String text, Optional<Sketch> body) {
        Label label = label(text);
        double below = label == null ? Sketch.GAP : label.at().bottom() + 20;
        return new Column(from, label, body.map(sketch -> sketch.moved(0, below)), 0, 0, new Point(0, 0));
    }

    private static Label label(String text) {
        if (text.isBlank()) {
            return null;
        }
        List<String> lines = Arrays.stream(text.split("\n")).flatMap(line -> Lettering.wrap(line, WIDEST_LABEL, LABEL, 4).stream()).toList();
        double half = Math.ceil(Shapes.widest(lines, LABEL) / 2) + 4;
        return new Label(lines, new Rectangle(-half, LEAD, half, LEAD + lines.size() * LABEL_LINE + 2));
    }

    Column at(double x, double top, Point start) {
        return new Column(from, label, body, x, top, start);
    }

    /** On the right of what ends there, its line leaving a corner of the node sideways. */
    Column rightOf(double right, Point corner) {
        return at(right + BETWEEN - bounds().left(), corner.y(), corner);
    }

    /** From left to right, under the point where their line leaves the node; the one that alone goes on is straight below it. */
    static List<Column> sideBySide(List<Column> columns, Point start) {
        double top = start.y() + (columns.size() > 1 ? TURN : 0);
        List<Column> placed = new ArrayList<>();
        for (Column column : columns) {
            double x = placed.isEmpty() ? 0 : placed.getLast().bounds().right() + BETWEEN - column.bounds().left();
            placed.add(column.at(x, top, start));
        }
        double axis = axis(placed);
        return placed.stream().map(column -> column.at(column.x - axis, top, start)).toList();
    }

    private static double axis(List<Column> columns) {
        List<Column> goOn = columns.stream().filter(column -> !column.loose().isEmpty()).toList();
        if (goOn.size() == 1) {
            return goOn.getFirst().x;
        }
        int half = columns.size() / 2;
        return columns.isEmpty() ? 0 : columns.size() % 2 == 1 ? columns.get(half).x : (columns.getFirst().x + columns.getLast().x) / 2;
    }

    Rectangle bounds() {
        Rectangle bounds = body.map(sketch -> sketch.moved(x, top).bounds()).orElse(new Rectangle(x - 8, top, x + 8, exit().y()));
        return label == null ? bounds : union(bounds, label.moved(x, top).at());
    }

    private static Rectangle union(Rectangle one, Rectangle other) {
        return new Rectangle(Math.min(one.left(), other.left()), Math.min(one.top(), other.top()), Math.max(one.right(), other.right()),
                Math.max(one.bottom(), other.bottom()));
    }

    private Loose line() {
        return new Loose(from, List.of(start, new Point(start.x(), top), new Point(x, top)));
    }

    private Point exit() {
        return body.map(sketch -> sketch.exit().moved(x, top))
                .orElseGet(() -> new Point(x, top + (label == null ? LEAD : label.at().bottom() + 6)));
    }

    /** The ends with which the way goes on; none if it does not. */
    List<Loose> loose() {
        return body.map(sketch -> sketch.moved(x, top).loose()).orElseGet(() -> List.of(line().through(exit())));
    }

    Sketch addTo(Sketch drawn) {
        Sketch entered = body.map(sketch -> drawn.beside(sketch.moved(x, top), line())).orElse(drawn);
        return label == null ? entered : entered.with(label.moved(x, top));
    }

    /** Brings the ways that go on back to the axis, below all that stands between them. */
    static Sketch join(Sketch drawn, List<Column> columns) {
        List<Column> goOn = columns.stream().filter(column -> !column.loose().isEmpty()).toList();
        if (goOn.size() == 1 && goOn.getFirst().x == 0) {
            return drawn.leaving(goOn.getFirst().loose(), goOn.getFirst().exit());
        }
        double left = goOn.stream().mapToDouble(Column::x).reduce(0, Math::min);
        double right = goOn.stream().mapToDouble(Column::x).reduce(0, Math::max);
        double below = columns.stream().map(Column::bounds).filter(bounds -> bounds.left() <= right && bounds.right() >= left)
                .mapToDouble(Rectangle::bottom).max().orElse(0) + MEET;
        Point exit = new Point(0, below);
        List<Loose> ends = goOn.stream().flatMap(column -> column.loose().stream()
                .map(end -> end.through(new Point(column.x, below), exit))).toList();
        return drawn.leaving(ends, exit);
    }
}

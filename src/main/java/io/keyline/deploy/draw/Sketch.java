package io.keyline.deploy.draw;

import io.keyline.deploy.draw.Drawing.Box;
import io.keyline.deploy.draw.Drawing.Edge;
import io.keyline.deploy.draw.Drawing.Label;
import io.keyline.deploy.draw.Drawing.Point;
import io.keyline.deploy.draw.Drawing.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A part of a drawing: it is entered at the top of its first box, at x = 0 as long as it was not moved, and left at its exit.
 *
 * @param loose the edges that wait for what comes next; all end at the exit. None if nothing can come next
 */
record Sketch(List<Box> boxes, List<Edge> edges, List<Label> labels, List<Loose> loose, Point exit) {

    /** Between two boxes, one below the other: room for an arrow. */
    static final double GAP = 26;
    /** Between things that have nothing to do with each other. */
    static final double MARGIN = 14;

    /** An edge that has no end yet. */
    record Loose(int from, List<Point> points) {

        Loose through(Point... more) {
            return new Loose(from, Stream.concat(points.stream(), Stream.of(more)).toList());
        }

        Edge to(int box, Point... more) {
            return new Edge(from, box, through(more).points());
        }

        Loose moved(double dx, double dy) {
            return new Loose(from, points.stream().map(point -> point.moved(dx, dy)).toList());
        }
    }

    Sketch moved(double dx, double dy) {
        return new Sketch(boxes.stream().map(box -> box.moved(dx, dy)).toList(), edges.stream().map(edge -> edge.moved(dx, dy)).toList(),
                labels.stream().map(label -> label.moved(dx, dy)).toList(), loose.stream().map(end -> end.moved(dx, dy)).toList(),
                exit.moved(dx, dy));
    }

    Sketch leaving(List<Loose> ends, Point exit) {
        return new Sketch(boxes, edges, labels, ends, exit);
    }

    /** This, and below it what comes next: as high as it can be without touching what hangs beside the axis. */
    Sketch then(Sketch next) {
        return join(next.moved(exit.x(), exit.y() + GAP + room(next)));
    }

    private Sketch join(Sketch next) {
        Box entry = next.boxes.getFirst();
        List<Edge> joined = new ArrayList<>(edges);
        loose.forEach(end -> joined.add(end.to(entry.id(), new Point(exit.x(), entry.at().top()))));
        joined.addAll(next.edges);
        return new Sketch(both(boxes, next.boxes), joined, both(labels, next.labels), next.loose, next.exit);
    }

    /** This with something that has its place already, and is entered by an edge of its own. */
    Sketch beside(Sketch other, Loose entering) {
        Box entry = other.boxes.getFirst();
        List<Edge> all = both(edges, List.of(entering.to(entry.id(), new Point(entry.at().middle(), entry.at().top()))));
        all.addAll(other.edges);
        return new Sketch(both(boxes, other.boxes), all, both(labels, other.labels), loose, exit);
    }

    Sketch with(Label label) {
        return new Sketch(boxes, edges, both(labels, List.of(label)), loose, exit);
    }

    Sketch with(Edge edge) {
        return new Sketch(boxes, both(edges, List.of(edge)), labels, loose, exit);
    }

    private static <T> List<T> both(List<T> one, List<T> other) {
        List<T> both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }

    /** How much lower than right below the exit it must be. */
    private double room(Sketch next) {
        List<Rectangle> hanging = obstacles().filter(one -> one.bottom() + MARGIN > exit.y() + GAP).map(one -> one.grown(MARGIN)).toList();
        if (hanging.isEmpty()) {
            return 0;
        }
        List<Rectangle> coming = next.moved(exit.x(), exit.y() + GAP).obstacles().toList();
        double down = 0;
        for (boolean touched = true; touched; ) {
            touched = false;
            for (Rectangle one : coming) {
                for (Rectangle other : hanging) {
                    if (one.moved(0, down).overlaps(other)) {
                        down = other.bottom() - one.top();
                        touched = true;
                    }
                }
            }
        }
        return down;
    }

    /** Everything that takes room. */
    Stream<Rectangle> obstacles() {
        Stream<List<Point>> lines = Stream.concat(edges.stream().map(Edge::points), loose.stream().map(Loose::points));
        return Stream.of(boxes.stream().map(Box::at), labels.stream().map(Label::at), lines.flatMap(Sketch::segments))
                .flatMap(all -> all);
    }

    private static Stream<Rectangle> segments(List<Point> points) {
        return IntStream.range(1, points.size()).mapToObj(i -> segment(points.get(i - 1), points.get(i)));
    }

    static Rectangle segment(Point one, Point other) {
        return new Rectangle(Math.min(one.x(), other.x()), Math.min(one.y(), other.y()), Math.max(one.x(), other.x()),
                Math.max(one.y(), other.y()));
    }

    Rectangle bounds() {
        return obstacles().reduce((one, other) -> new Rectangle(Math.min(one.left(), other.left()), Math.min(one.top(), other.top()),
                Math.max(one.right(), other.right()), Math.max(one.bottom(), other.bottom()))).orElse(new Rectangle(0, 0, 0, 0));
    }
}

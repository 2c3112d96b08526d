package io.keyline.deploy.draw;

import java.util.List;

/**
 * A flow with a place for everything, in pixels; y grows downwards.
 *
 * @param title       the id of the route
 * @param description the same in words, for those who cannot see it
 */
public record Drawing(String title, String description, double width, double height, List<Box> boxes, List<Edge> edges, List<Label> labels) {

    public record Point(double x, double y) {

        Point moved(double dx, double dy) {
            return new Point(x + dx, y + dy);
        }
    }

    public record Rectangle(double left, double top, double right, double bottom) {

        Rectangle moved(double dx, double dy) {
            return new Rectangle(left + dx, top + dy, right + dx, bottom + dy);
        }

        Rectangle grown(double by) {
            return new Rectangle(left - by, top - by, right + by, bottom + by);
        }

        boolean overlaps(Rectangle other) {
            return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
        }

        double middle() {
            return (left + right) / 2;
        }
    }

    /** A shape around a node. The lines are its text, wrapped, and cut if there is too much. */
    public record Box(int id, Flow.Node node, List<String> lines, Rectangle at) {

        Box moved(double dx, double dy) {
            return new Box(id, node, lines, at.moved(dx, dy));
        }
    }

    /** An arrow from the border of one box to that of another, along straight lines. */
    public record Edge(int from, int to, List<Point> points) {

        Edge moved(double dx, double dy) {
            return new Edge(from, to, points.stream().map(point -> point.moved(dx, dy)).toList());
        }
    }

    /** What stands on an edge, which is hidden behind it. */
    public record Label(List<String> lines, Rectangle at) {

        Label moved(double dx, double dy) {
            return new Label(lines, at.moved(dx, dy));
        }
    }
}

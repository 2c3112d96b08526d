package io.keyline.deploy.draw;

import static io.keyline.deploy.draw.SvgWriter.at;

import io.keyline.deploy.draw.Drawing.Point;
import io.keyline.deploy.draw.Drawing.Rectangle;
import java.util.ArrayList;
import java.util.List;

/** Lines and shapes as path data of SVG (SVG 1.1, section 8.3). */
final class PathData {

    private static final double RADIUS = 6;
    private static final double HEAD = 8;

    private PathData() {
    }

    /** A line with its corners rounded, which stops in its arrow's head. */
    static String rounded(List<Point> points) {
        List<Point> corners = corners(points);
        StringBuilder path = new StringBuilder("M").append(at(corners.getFirst()));
        for (int i = 1; i < corners.size() - 1; i++) {
            Point corner = corners.get(i);
            double radius = Math.min(RADIUS, Math.min(distance(corners.get(i - 1), corner), distance(corner, corners.get(i + 1))) / 2);
            path.append(" L").append(at(toward(corner, corners.get(i - 1), radius))).append(" Q").append(at(corner)).append(' ')
                    .append(at(toward(corner, corners.get(i + 1), radius)));
        }
        return path.append(" L").append(at(toward(corners.getLast(), corners.get(corners.size() - 2), HEAD / 2))).toString();
    }

    /** The arrow's head at the end of a line. */
    static String head(List<Point> points) {
        List<Point> corners = corners(points);
        Point tip = corners.getLast();
        Point base = toward(tip, corners.get(corners.size() - 2), HEAD);
        double acrossX = (base.y() - tip.y()) / 2;
        double acrossY = (tip.x() - base.x()) / 2;
        return "M" + at(tip) + " L" + at(base.moved(acrossX, acrossY)) + " L" + at(base.moved(-acrossX, -acrossY)) + " Z";
    }

    /** The points at which a line turns, besides its ends. */
    static List<Point> corners(List<Point> points) {
        List<Point> corners = new ArrayList<>();
        for (Point point : points) {
            if (!corners.isEmpty() && corners.getLast().equals(point)) {
                continue;
            }
            int last = corners.size() - 1;
            if (last >= 1 && isStraight(corners.get(last - 1), corners.get(last), point)) {
                corners.set(last, point);
            } else {
                corners.add(point);
            }
        }
        return corners;
    }

    private static boolean isStraight(Point one, Point two, Point three) {
        return one.x() == two.x() && two.x() == three.x() || one.y() == two.y() && two.y() == three.y();
    }

    private static double distance(Point one, Point other) {
        return Math.abs(one.x() - other.x()) + Math.abs(one.y() - other.y());
    }

    private static Point toward(Point from, Point to, double distance) {
        return from.moved(Math.signum(to.x() - from.x()) * distance, Math.signum(to.y() - from.y()) * distance);
    }

    static String diamond(Rectangle at) {
        double middle = (at.top() + at.bottom()) / 2;
        return "M" + at(new Point(at.middle(), at.top())) + " L" + at(new Point(at.right(), middle)) + " L"
                + at(new Point(at.middle(), at.bottom())) + " L" + at(new Point(at.left(), middle)) + " Z";
    }

    /** A rounded rectangle with a tail at its lower left. */
    static String bubble(Rectangle at) {
        double left = at.left() + Shapes.TAIL;
        double right = at.right() - Shapes.TAIL;
        double r = 10;
        return "M" + at(new Point(left + r, at.top())) + " H" + SvgWriter.number(right - r) + quarter(r, r) + " V"
                + SvgWriter.number(at.bottom() - r) + quarter(-r, r) + " H" + SvgWriter.number(left + 4) + " L"
                + at(new Point(at.left(), at.bottom())) + " Q" + at(new Point(left, at.bottom() - 4)) + " "
                + at(new Point(left, at.bottom() - 14)) + " V" + SvgWriter.number(at.top() + r) + quarter(r, -r) + " Z";
    }

    private static String quarter(double dx, double dy) {
        double radius = Math.abs(dx);
        return " a" + SvgWriter.number(radius) + " " + SvgWriter.number(radius) + " 0 0 1 " + at(new Point(dx, dy));
    }

    /** The bars on both sides that mark work done elsewhere. */
    static String bars(Rectangle at) {
        return "M" + at(new Point(at.left() + 6, at.top())) + " V" + SvgWriter.number(at.bottom()) + " M"
                + at(new Point(at.right() - 6, at.top())) + " V" + SvgWriter.number(at.bottom());
    }
}

package io.keyline.deploy.draw;

import io.keyline.deploy.draw.Drawing.Box;
import io.keyline.deploy.draw.Drawing.Point;
import io.keyline.deploy.draw.Drawing.Rectangle;
import io.keyline.deploy.draw.Flow.Fork;
import io.keyline.deploy.draw.Flow.Loop;
import io.keyline.deploy.draw.Flow.Node;
import io.keyline.deploy.draw.Flow.Part;
import io.keyline.deploy.draw.Sketch.Loose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives a flow its places: what follows stands below, ways that part stand side by side, what goes wrong stands on the right.
 *
 * <p>Our own, and not Eclipse ELK's layered layout: that takes any graph, weighs 8 MB with EMF and Guava, and has
 * to find again what a route says by itself. A route is a tree, so its chart needs no crossing, and the main way can stay
 * on one axis.
 */
public final class Layout {

    private static final double EDGE_OF_PAPER = 24;
    /** How far a way runs down before it turns to the side. */
    private static final double TURN = 18;

    private int boxes;

    private Layout() {
    }

    public static Drawing of(Flow flow) {
        Sketch sketch = new Layout().sequence(flow.parts()).orElseThrow();
        Rectangle paper = sketch.bounds().grown(EDGE_OF_PAPER);
        Sketch placed = sketch.moved(-Math.floor(paper.left()), -Math.floor(paper.top()));
        return new Drawing(flow.name(), Outline.of(flow), Math.ceil(paper.right() - paper.left()), Math.ceil(paper.bottom() - paper.top()),
                placed.boxes(), placed.edges(), placed.labels());
    }

    private Optional<Sketch> sequence(List<Part> parts) {
        return parts.stream().map(this::part).reduce(Sketch::then);
    }

    private Sketch part(Part part) {
        return switch (part) {
            case Flow.Step step -> step(step.node());
            case Fork fork -> fork(fork);
            case Loop loop -> loop(loop);
        };
    }

    private Sketch step(Node node) {
        Box box = Shapes.box(boxes++, node);
        Point exit = new Point(0, box.at().bottom());
        List<Loose> loose = node.kind() == Flow.Kind.END ? List.of() : List.of(new Loose(box.id(), List.of(exit)));
        return new Sketch(List.of(box), List.of(), List.of(), loose, exit);
    }

    private Sketch fork(Fork fork) {
        Sketch drawn = step(fork.node());
        Box node = drawn.boxes().getFirst();
        List<Column> columns = new ArrayList<>(Column.sideBySide(columns(node, fork, false), bottom(node)));
        double right = Math.max(node.at().right(), columns.stream().mapToDouble(column -> column.bounds().right()).max().orElse(0));
        for (Column aside : columns(node, fork, true)) {
            columns.add(aside.rightOf(right, corner(node)));
            right = columns.getLast().bounds().right();
        }
        for (Column column : columns) {
            drawn = column.addTo(drawn);
        }
        return Column.join(drawn, columns);
    }

    private List<Column> columns(Box node, Fork fork, boolean aside) {
        return fork.branches().stream().filter(branch -> branch.aside() == aside)
                .map(branch -> Column.of(node.id(), branch.label(), sequence(branch.parts()))).toList();
    }

    private static Point bottom(Box node) {
        return new Point(0, node.at().bottom());
    }

    private static Point corner(Box node) {
        return new Point(node.at().right(), (node.at().top() + node.at().bottom()) / 2);
    }

    /** The body below its node, the way back on its left, the way out on its right. */
    private Sketch loop(Loop loop) {
        Sketch drawn = step(loop.node());
        Box node = drawn.boxes().getFirst();
        Optional<Sketch> body = sequence(loop.body());
        if (body.isEmpty()) {
            return drawn;
        }
        Column again = Column.of(node.id(), "again", body).at(0, bottom(node).y(), bottom(node));
        drawn = again.addTo(drawn);
        Rectangle bounds = drawn.bounds();
        Column out = Column.of(node.id(), "done", Optional.empty()).rightOf(bounds.right(), corner(node));
        double below = Math.max(again.bounds().bottom(), out.bounds().bottom());
        Point turn = new Point(bounds.left() - TURN, below + TURN);
        for (Loose end : again.loose()) {
            drawn = drawn.with(end.to(node.id(), new Point(0, turn.y()), turn, new Point(turn.x(), corner(node).y()),
                    new Point(node.at().left(), corner(node).y())));
        }
        Point exit = new Point(0, turn.y() + TURN);
        return out.addTo(drawn).leaving(out.loose().stream().map(end -> end.through(new Point(out.x(), exit.y()), exit)).toList(), exit);
    }
}

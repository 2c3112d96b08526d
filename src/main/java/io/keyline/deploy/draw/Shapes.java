package io.keyline.deploy.draw;

import io.keyline.deploy.draw.Drawing.Box;
import io.keyline.deploy.draw.Drawing.Rectangle;
import io.keyline.deploy.draw.Flow.Kind;
import io.keyline.deploy.draw.Flow.Node;
import java.util.List;

/** The size of each shape, by what is written in it. */
final class Shapes {

    static final double TEXT = 13;
    static final double CAPTION = 10.5;
    static final double LINE = 17;
    static final double CAPTION_LINE = 15;
    /** How far a speech bubble's tail stands out on the left; as much is kept free on the right. */
    static final double TAIL = 10;
    private static final double PADDING = 12;
    private static final double WIDEST = 216;
    private static final double WIDEST_DECISION = 130;
    private static final double NARROWEST = 96;
    private static final double END = 18;
    private static final int LINES = 6;

    private Shapes() {
    }

    /** The box for a node, its axis at x = 0, its top at y = 0. */
    static Box box(int id, Node node) {
        return switch (node.kind()) {
            case END -> new Box(id, node, List.of(), around(END, END));
            case DECISION -> decision(id, node);
            default -> text(id, node);
        };
    }

    private static Box text(int id, Node node) {
        List<String> lines = Lettering.wrap(node.text(), WIDEST, TEXT, LINES);
        double caption = Lettering.width(node.caption(), CAPTION);
        double extra = switch (node.kind()) {
            case ASK -> 2 * TAIL;
            case START, CONNECTOR, CALL -> PADDING;
            default -> 0;
        };
        double width = Math.max(node.kind() == Kind.CONNECTOR ? 0 : NARROWEST, Math.max(widest(lines, TEXT), caption)) + 2 * PADDING + extra;
        double height = lines.size() * LINE + (node.caption().isEmpty() ? 0 : CAPTION_LINE) + 16;
        return new Box(id, node, lines, around(width, height));
    }

    /** In a diamond of width W and height H a text of width w and height h has room if w/W + h/H is at most 1. */
    private static Box decision(int id, Node node) {
        List<String> lines = Lettering.wrap(node.text(), WIDEST_DECISION, TEXT, 4);
        double height = lines.size() * LINE * 2 + 14;
        double width = (widest(lines, TEXT) + 8) / (1 - lines.size() * LINE / height);
        return new Box(id, node, lines, around(Math.max(width, height * 1.6), height));
    }

    static double widest(List<String> lines, double size) {
        return lines.stream().mapToDouble(line -> Lettering.width(line, size)).max().orElse(0);
    }

    private static Rectangle around(double width, double height) {
        double half = Math.ceil(width / 2);
        return new Rectangle(-half, 0, half, Math.ceil(height));
    }
}

package io.keyline.deploy.draw;

import io.keyline.deploy.draw.Flow.Fork;
import io.keyline.deploy.draw.Flow.Loop;
import io.keyline.deploy.draw.Flow.Node;
import io.keyline.deploy.draw.Flow.Part;
import io.keyline.deploy.draw.Flow.Step;
import java.util.List;

/** A flow in words, a line a node, ways indented: for those who cannot see the chart. */
final class Outline {

    private final StringBuilder lines = new StringBuilder();

    private Outline() {
    }

    static String of(Flow flow) {
        Outline outline = new Outline();
        outline.add(flow.parts(), "");
        return outline.lines.toString();
    }

    private void add(List<Part> parts, String indent) {
        for (Part part : parts) {
            switch (part) {
                case Step step -> line(indent, words(step.node()));
                case Fork fork -> {
                    line(indent, words(fork.node()));
                    fork.branches().forEach(branch -> {
                        line(indent + "  ", "→ " + branch.label());
                        add(branch.parts(), indent + "    ");
                    });
                }
                case Loop loop -> {
                    line(indent, words(loop.node()));
                    add(loop.body(), indent + "    ");
                }
            }
        }
    }

    private void line(String indent, String words) {
        lines.append(indent).append(Lettering.visible(words).replace('\n', ' ').strip()).append('\n');
    }

    private static String words(Node node) {
        return switch (node.kind()) {
            case END -> "end";
            case CONNECTOR -> "(" + node.text() + ")";
            default -> node.caption().isEmpty() ? node.text() : node.caption() + ": " + node.text();
        };
    }
}

package io.keyline.deploy.draw;

import java.util.List;

/**
 * A route as a flowchart: what comes after what, and what parts the ways. It is a tree, as a route is; ways that part come
 * together again after the fork, but for those that end.
 *
 * @param name  the id of the route
 * @param parts begins with a node of kind START; every way ends with one of kind END
 */
public record Flow(String name, List<Part> parts) {

    /** What a node stands for, which decides its shape. */
    public enum Kind {
        /** Where the customer, or an event, begins. */
        START,
        END,
        /** The customer is told something. */
        SAY,
        /** The customer is asked something. */
        ASK,
        /** The back office is asked. */
        CALL,
        /** An employee takes over. */
        WORK,
        /** Any other step. */
        DO,
        /** What parts the ways. */
        DECISION,
        /** A sub-route that is drawn elsewhere in the chart, or where it is drawn. */
        CONNECTOR
    }

    /**
     * One shape.
     *
     * @param caption a word or two that stand above the text; empty for none
     * @param text    as the route or the catalogue has it: any length, any character
     */
    public record Node(Kind kind, String caption, String text) {
    }

    /** A step, a fork or a loop. */
    public sealed interface Part {
    }

    public record Step(Node node) implements Part {
    }

    /** Ways that part at a node; of kind DECISION. */
    public record Fork(Node node, List<Branch> branches) implements Part {
    }

    /**
     * One way out of a fork.
     *
     * @param label what leads this way, lines parted by \n; empty for none
     * @param aside whether it is drawn beside the main ways, as what goes wrong is
     */
    public record Branch(String label, List<Part> parts, boolean aside) {
    }

    /** A body that comes back to its node until the node, of kind DECISION, lets it out. */
    public record Loop(Node node, List<Part> body) implements Part {
    }

    private static final Step END = new Step(new Node(Kind.END, "", ""));

    static Step end() {
        return END;
    }

    static Step step(Kind kind, String caption, String text) {
        return new Step(new Node(kind, caption, text));
    }

    static Node decision(String text) {
        return new Node(Kind.DECISION, "", text);
    }

    /** Whether anything can come after these. */
    static boolean goesOn(List<Part> parts) {
        return parts.isEmpty() || switch (parts.getLast()) {
            case Step step -> step.node().kind() != Kind.END;
            case Fork fork -> fork.branches().stream().anyMatch(branch -> goesOn(branch.parts()));
            case Loop loop -> true;
        };
    }
}

package io.keyline.deploy;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.NamedNode;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.WhenDefinition;

/**
 * The line of a node. Camel has it from the place where the node's value begins, counted from 0: that is the line of its word when the
 * value begins on the next line, the line before when it begins on the same one, as after a brace or a dash, and it is put right for a
 * plain word.
 */
final class Lines {

    private Lines() {
    }

    /** From 1; 0 if neither the node nor what it stands in has one. */
    static int of(NamedNode node, RouteFile file) {
        NamedNode at = node;
        while (at != null && at.getLineNumber() <= 0) {
            at = at.getParent();
        }
        if (at == null) {
            return 0;
        }
        return at.getLineNumber() + (beginsOnNext(at, file.text().lines().toList()) ? 1 : 0);
    }

    private static boolean beginsOnNext(NamedNode node, List<String> lines) {
        if (node instanceof WhenDefinition || node instanceof CatchDefinition) {
            return true;
        }
        String here = line(lines, node.getLineNumber());
        boolean block = here.matches(".*\\b" + Pattern.quote(node.getShortName()) + "\\s*:\\s*(?:#.*)?");
        boolean plain = Address.of(node).stream().map(Address::plain).anyMatch(here::contains);
        return !block && !plain && line(lines, node.getLineNumber() + 1).matches(".*\\b" + Pattern.quote(node.getShortName()) + "\\s*:\\s*\\{.*");
    }

    private static String line(List<String> lines, int number) {
        return number <= lines.size() ? lines.get(number - 1) : "";
    }
}

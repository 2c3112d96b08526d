package io.keyline.deploy;

import io.keyline.route.CommandEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.NamedNode;

/** Whichever way a command's route takes, the customer hears something. */
final class AnswerOnEveryPath implements Rule {

    @Override
    public Stream<Problem> problems(Flows flows) {
        return flows.from(CommandEndpoint.class).flatMap(flow -> {
            List<Step> silent = new ArrayList<>();
            Paths paths = new Paths(flows, silent::add);
            silent.addAll(paths.throughAll(flow));
            return silent.stream().map(branch -> warning(flow, branch));
        });
    }

    private static Problem warning(Flow flow, Step branch) {
        boolean plain = branch.node() == flow.route();
        String message = flow.name() + " can end" + (plain ? "" : " " + where(branch.node()))
                + " and the customer hears nothing; write reply:, ask: or worklist: there";
        return plain ? flow.warning(message) : branch.warning(message);
    }

    private static String where(NamedNode branch) {
        return switch (branch.getShortName()) {
            case "choice" -> "where no when: of this choice: holds (it has no otherwise:)";
            case "filter" -> "where this filter: lets nothing pass";
            case "loop" -> "where this loop: has no round";
            case String other -> "in this " + other + ":";
        };
    }
}

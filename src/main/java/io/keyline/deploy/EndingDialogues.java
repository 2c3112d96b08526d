package io.keyline.deploy;

import io.keyline.route.AskEndpoint;
import io.keyline.route.DialogueEndpoint;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;

/** No dialogue begins itself, also by way of others, before somebody has answered: the run bounds a route, but not a chain of them. */
final class EndingDialogues implements Rule {

    @Override
    public Stream<Problem> problems(Flows flows) {
        Map<String, List<Step>> begun = new HashMap<>();
        flows.from(DialogueEndpoint.class).forEach(flow -> begun.put(name(flow.from()), unasked(flows.reached(flow))));
        return begun.entrySet().stream().flatMap(dialogue -> dialogue.getValue().stream()
                .filter(step -> leads(name(step.endpoint()), dialogue.getKey(), begun, new HashSet<>()))
                .map(step -> step.error("dialogue:" + dialogue.getKey() + " begins itself here, again and again, before anybody has answered; "
                        + "ask first, or write a loop")));
    }

    /** The dialogues that a route begins before it asks. */
    private static List<Step> unasked(List<Step> steps) {
        return steps.stream().takeWhile(step -> !(step.endpoint() instanceof AskEndpoint))
                .filter(step -> step.endpoint() instanceof DialogueEndpoint).toList();
    }

    private static boolean leads(String from, String to, Map<String, List<Step>> begun, Set<String> passed) {
        return from.equals(to) || passed.add(from)
                && begun.getOrDefault(from, List.of()).stream().anyMatch(step -> leads(name(step.endpoint()), to, begun, passed));
    }

    private static String name(Endpoint endpoint) {
        return ((DialogueEndpoint) endpoint).getName();
    }
}

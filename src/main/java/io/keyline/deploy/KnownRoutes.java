package io.keyline.deploy;

import io.keyline.route.DialogueEndpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Each dialogue has one route, and what is started or called by its name is there. */
final class KnownRoutes implements Rule {

    @Override
    public Stream<Problem> problems(Flows flows) {
        Stream<Problem> twice = twice(flows);
        return flows.isComplete() ? Stream.concat(twice, flows.steps().stream().flatMap(step -> missing(step, flows))) : twice;
    }

    private static Stream<Problem> twice(Flows flows) {
        Map<String, Flow> names = new HashMap<>();
        return flows.from(DialogueEndpoint.class).flatMap(flow -> Stream.ofNullable(names.putIfAbsent(name(flow), flow))
                .map(other -> flow.error("dialogue:" + name(flow) + " is taken by " + other.place() + "; give each dialogue its own name")));
    }

    private static Stream<Problem> missing(Step step, Flows flows) {
        List<String> dialogues = flows.from(DialogueEndpoint.class).map(KnownRoutes::name).toList();
        Stream<Problem> dialogue = step.endpoint(DialogueEndpoint.class).map(DialogueEndpoint::getName).filter(name -> !dialogues.contains(name))
                .map(name -> step.error("no route begins with dialogue:" + name + Closest.to(name, dialogues)));
        Stream<Problem> called = step.addresses().stream().filter(address -> Address.direct(address).isPresent())
                .filter(address -> flows.called(address).isEmpty()).map(address -> step.error("no route begins with " + Address.plain(address)
                        + Closest.to(Address.direct(address).orElseThrow(), flows.called())));
        return Stream.concat(dialogue, called);
    }

    private static String name(Flow flow) {
        return ((DialogueEndpoint) flow.from()).getName();
    }
}

package io.keyline.deploy;

import io.keyline.route.AskEndpoint;
import io.keyline.route.BackOfficeEndpoint;
import io.keyline.route.CommandEndpoint;
import io.keyline.route.ReplyEndpoint;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which routes name which texts. */
record TextUse(Flows flows) {

    /** The routes that name this text, or one that it belongs to, as {@code renew.offer.again} to {@code renew.offer}. */
    Set<Flow> of(String key) {
        Set<Flow> users = flows.from(CommandEndpoint.class).filter(flow -> names((CommandEndpoint) flow.from()).anyMatch(key::equals))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        flows.steps().stream().filter(step -> names(step).anyMatch(name -> key.equals(name) || key.startsWith(name + ".")))
                .forEach(step -> users.add(step.flow()));
        return users;
    }

    private static Stream<String> names(CommandEndpoint command) {
        return Stream.of(command.getUsage(), command.getHelp()).filter(Objects::nonNull);
    }

    private static Stream<String> names(Step step) {
        return switch (step.endpoint()) {
            case ReplyEndpoint reply -> Stream.of(reply.getText());
            case BackOfficeEndpoint call -> Stream.of(call.getRefused());
            case AskEndpoint ask -> Stream.concat(Stream.of(ask.getText(), ask.getOtherwise()),
                    ChoiceWords.names(ask).stream().map(name -> "choice." + name));
            case null, default -> Stream.empty();
        };
    }
}

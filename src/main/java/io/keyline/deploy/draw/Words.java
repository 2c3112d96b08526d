package io.keyline.deploy.draw;

import io.keyline.deploy.draw.Flow.Kind;
import io.keyline.deploy.draw.Flow.Part;
import io.keyline.deploy.draw.Flow.Step;
import io.keyline.language.Keyword;
import io.keyline.route.AskEndpoint;
import io.keyline.route.BackOfficeEndpoint;
import io.keyline.route.CommandEndpoint;
import io.keyline.route.ConsentEndpoint;
import io.keyline.route.DialogueEndpoint;
import io.keyline.route.LinkEndpoint;
import io.keyline.route.ReplyEndpoint;
import io.keyline.route.WorklistEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/** Keyline's words, and how each is drawn. */
record Words(Endpoints endpoints, Captions captions) {

    /** What a route begins with. */
    List<Part> beginning(String address) {
        return switch (endpoints.at(address).orElse(null)) {
            case CommandEndpoint command -> command(command);
            case DialogueEndpoint dialogue -> List.of(Flow.step(Kind.START, "event", dialogue.getName()));
            case null, default -> List.of(Flow.step(Kind.START, "", shown(address)));
        };
    }

    private List<Part> command(CommandEndpoint command) {
        List<Part> parts = new ArrayList<>();
        parts.add(Flow.step(Kind.START, "customer writes", keyword(command)));
        if (command.getUsage() != null) {
            parts.add(Outcomes.of(command, captions).alone());
        }
        return parts;
    }

    private static String keyword(CommandEndpoint command) {
        if (command.getKeyword().equals(CommandEndpoint.ANYTHING_ELSE)) {
            return "anything else";
        }
        String keyword = (command.getKeyword() + " " + String.join(" ", Outcomes.arguments(command))).strip();
        String aliases = command.words().stream().skip(1).map(Keyword::word).collect(Collectors.joining(", "));
        return aliases.isEmpty() ? keyword : keyword + "\n" + aliases;
    }

    /** What a step decides by itself; empty for one that only does something. */
    Optional<Decision> decision(ProcessorDefinition<?> step) {
        return endpoint(step).flatMap(endpoint -> switch (endpoint) {
            case AskEndpoint ask -> Optional.of(Outcomes.of(ask, captions));
            case BackOfficeEndpoint call -> Optional.of(Outcomes.of(call, captions));
            case ConsentEndpoint consent when consent.getAction() == ConsentEndpoint.Action.OPT_OUT -> Optional.of(Outcomes.ofOptOut());
            default -> Optional.empty();
        });
    }

    /** The step's own shape. */
    List<Part> step(ProcessorDefinition<?> step) {
        return List.of(endpoint(step).map(this::shape).orElseGet(() -> other(step)));
    }

    private Step shape(Endpoint endpoint) {
        return switch (endpoint) {
            case ReplyEndpoint reply -> Flow.step(Kind.SAY, "reply", captions.text(reply.getText()));
            case AskEndpoint ask -> Flow.step(Kind.ASK, "ask", captions.text(ask.getText()));
            case BackOfficeEndpoint call -> Flow.step(Kind.CALL, "back office", call.getOperation());
            case WorklistEndpoint list -> Flow.step(Kind.WORK, "work list: " + list.getQueue(), list.getReason());
            case ConsentEndpoint consent -> Flow.step(Kind.DO, "consent", consent.getAction().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            case LinkEndpoint link -> Flow.step(Kind.ASK, "link", "the code that was sent to the other address");
            case DialogueEndpoint dialogue -> Flow.step(Kind.DO, "begins the dialogue", dialogue.getName());
            default -> Flow.step(Kind.DO, "", shown(endpoint.getEndpointUri()));
        };
    }

    private Step other(ProcessorDefinition<?> step) {
        String address = address(step);
        if (address.startsWith("notify:")) {
            return Flow.step(Kind.SAY, "notify", captions.text(shown(address).substring("notify:".length())));
        }
        if (!address.isEmpty()) {
            return Flow.step(Kind.DO, "", shown(address));
        }
        return switch (step) {
            case SetVariableDefinition set -> Flow.step(Kind.DO, "remembers", String.valueOf(set.getName()));
            default -> Flow.step(Kind.DO, "", step.getShortName());
        };
    }

    private Optional<Endpoint> endpoint(ProcessorDefinition<?> step) {
        return step instanceof SendDefinition<?> ? endpoints.at(address(step)) : Optional.empty();
    }

    /** Where a step sends to; empty for a step that does not send. */
    static String address(ProcessorDefinition<?> step) {
        String address = switch (step) {
            case SendDefinition<?> send -> send.getEndpointUri();
            case ToDynamicDefinition dynamic -> dynamic.getUri();
            default -> "";
        };
        return address == null ? "" : address;
    }

    /** An address without its options, and without a name and password: a chart is for everybody. */
    static String shown(String address) {
        return address.replaceFirst("(?s)\\?.*", "").replaceFirst("(?s)^([^:]+):/*(.*@)?", "$1:");
    }
}

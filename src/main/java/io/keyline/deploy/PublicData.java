package io.keyline.deploy;

import io.keyline.route.BackOfficeEndpoint;
import io.keyline.route.CommandEndpoint;
import io.keyline.route.DialogueEndpoint;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;

/** What the back office knows of a customer is not for whoever says that they are this customer. */
final class PublicData implements Rule {

    @Override
    public Stream<Problem> problems(Flows flows) {
        return flows.all().stream().filter(flow -> isPublic(flow.from()))
                .flatMap(flow -> flows.reached(flow).stream().filter(step -> step.endpoint() instanceof BackOfficeEndpoint).limit(1)
                        .map(step -> step.warning(step.name() + " is reached by " + flow.name() + ", which is access=public: whoever forges a "
                                + "caller's number or a mail's sender gets what it answers; write access=identified, or verified where money moves")));
    }

    private static boolean isPublic(Endpoint from) {
        return switch (from) {
            case CommandEndpoint command -> command.getAccess().equals("public");
            case DialogueEndpoint dialogue -> dialogue.getAccess().equals("public");
            case null, default -> false;
        };
    }
}

package io.keyline.deploy.draw;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;

/** Makes endpoints of addresses, with their options read, and starts none. */
public record Endpoints(CamelContext context) {

    /** Empty if there is no such component or an option is wrong: the step is drawn by its address then. */
    Optional<Endpoint> at(String address) {
        try {
            return Optional.ofNullable(context.getEndpoint(address));
        } catch (RuntimeException unknown) {
            return Optional.empty();
        }
    }
}

package io.keyline.channel.ussd;

import io.keyline.channel.http.WebServer;
import io.keyline.hub.LiveSessions;
import io.keyline.hub.Seal;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Creates {@code ussd:} endpoints. */
@Component("ussd")
public class UssdComponent extends DefaultComponent {

    /** What sessions need of the hub. */
    record Surroundings(WebServer web, LiveSessions sessions, Seal seal, Words words) {
    }

    private final Surroundings surroundings;

    /** For checking routes: takes every option, and serves nobody. */
    public UssdComponent() {
        surroundings = null;
    }

    public UssdComponent(WebServer web, LiveSessions sessions, Seal seal, Words words) {
        surroundings = new Surroundings(web, sessions, seal, words);
    }

    /** Null where routes are only checked. */
    Surroundings surroundings() {
        return surroundings;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        UssdEndpoint endpoint = new UssdEndpoint(uri, this);
        endpoint.setName(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}

package io.keyline.route;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Creates {@code command:} endpoints. */
@Component("command")
public class CommandComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        CommandEndpoint endpoint = new CommandEndpoint(uri, this);
        endpoint.setKeyword(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}

package io.keyline.route;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Creates {@code consent:} endpoints. */
@Component("consent")
public class ConsentComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ConsentEndpoint endpoint = new ConsentEndpoint(uri, this);
        endpoint.setAction(ConsentEndpoint.Action.of(remaining));
        setProperties(endpoint, parameters);
        return endpoint;
    }
}

package io.keyline.route;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Creates {@code ask:} endpoints. */
@Component("ask")
public class AskComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        AskEndpoint endpoint = new AskEndpoint(uri, this);
        endpoint.setText(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}

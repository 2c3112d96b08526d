package io.keyline.route;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Creates {@code worklist:} endpoints. */
@Component("worklist")
public class WorklistComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        WorklistEndpoint endpoint = new WorklistEndpoint(uri, this);
        endpoint.setQueue(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}

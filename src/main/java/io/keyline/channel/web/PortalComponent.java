package io.keyline.channel.web;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Creates {@code portal:} endpoints. */
@Component("portal")
public class PortalComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        PortalEndpoint endpoint = new PortalEndpoint(uri, this);
        endpoint.setConnection(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}

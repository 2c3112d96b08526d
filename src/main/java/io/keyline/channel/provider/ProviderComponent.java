package io.keyline.channel.provider;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Creates {@code sms-http:} endpoints. */
@Component("sms-http")
public class ProviderComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ProviderEndpoint endpoint = new ProviderEndpoint(uri, this);
        endpoint.setConnection(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}

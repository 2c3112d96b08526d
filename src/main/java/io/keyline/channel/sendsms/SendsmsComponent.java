package io.keyline.channel.sendsms;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Creates {@code sendsms:} endpoints. */
@Component("sendsms")
public class SendsmsComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SendsmsEndpoint endpoint = new SendsmsEndpoint(uri, this);
        endpoint.setPlace(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}

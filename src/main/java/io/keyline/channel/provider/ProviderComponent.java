package io.keyline.channel.provider;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.URISupport;

/** Creates {@code sms-http:} endpoints. */
@Component("sms-http")
public class ProviderComponent extends DefaultComponent {

    static {
        // templates hold passwords and paths are secrets, and Camel quotes what it cannot build
        URISupport.addSanitizeKeywords("form,query,json,headers,path");
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ProviderEndpoint endpoint = new ProviderEndpoint(uri, this);
        endpoint.setConnection(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}

package io.keyline.route;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Creates {@code reply:} endpoints. */
@Component("reply")
public class ReplyComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ReplyEndpoint endpoint = new ReplyEndpoint(uri, this);
        endpoint.setText(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}

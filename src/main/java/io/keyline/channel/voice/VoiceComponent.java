package io.keyline.channel.voice;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Creates {@code voice:} endpoints. */
@Component("voice")
public class VoiceComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        VoiceEndpoint endpoint = new VoiceEndpoint(uri, this);
        endpoint.setPath(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}

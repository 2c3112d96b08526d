package io.keyline.channel.email;

import io.keyline.language.EmailAddress;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Creates {@code email:} endpoints. */
@Component("email")
public class EmailComponent extends DefaultComponent {

    private final Desk desk;

    /** For checking routes: takes every option, and connects to nothing. */
    public EmailComponent() {
        this(null);
    }

    public EmailComponent(Desk desk) {
        this.desk = desk;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        EmailEndpoint endpoint = new EmailEndpoint(uri, this);
        endpoint.setAddress(EmailAddress.canonical(remaining).orElseThrow(() -> new IllegalArgumentException(
                "email: is followed by the address of a mailbox, for example email:support@example.com")));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** Null where routes are only checked. */
    Desk desk() {
        return desk;
    }
}

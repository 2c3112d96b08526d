package io.keyline.channel.sendsms;

import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Takes Kannel's sendsms requests: {@code from} a path, as an {@link Order}; {@code to: sendsms:outbox} stores it, and it goes out as a
 * notice, or with the highest priority as an alarm: to nobody who has opted out.
 */
@UriEndpoint(firstVersion = "1.0.0", scheme = "sendsms", title = "Keyline Sendsms", syntax = "sendsms:place",
        category = {Category.MESSAGING, Category.MOBILE})
public class SendsmsEndpoint extends DefaultEndpoint {

    private static final String OUTBOX = "outbox";

    @UriPath(description = "from: the path that callers use; to: outbox")
    @Metadata(required = true)
    private String place;

    @UriParam(label = "consumer,security", secret = true, description = "The user that callers name")
    private String username = "";

    @UriParam(label = "consumer,security", secret = true, description = "The user's password; without one nobody is let in")
    private String password = "";

    @UriParam(label = "consumer", description = "The number or name that customers see where the caller names none")
    private String from = "";

    @UriParam(label = "consumer", description = "The country (ISO 3166) of numbers without one")
    private String defaultRegion = "";

    @UriParam(label = "consumer,security", description = "The hosts to which reports may go (dlr-url), as host or host:port, parted by commas")
    private String callbackHosts = "";

    @UriParam(label = "consumer,security", description = "The IP addresses and ranges that may call, parted by commas; without it all may")
    private String allowFrom = "";

    public SendsmsEndpoint(String uri, Component component) {
        super(uri, component);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        SendsmsConsumer consumer = new SendsmsConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        if (!OUTBOX.equals(place)) {
            throw new IllegalArgumentException("write to: sendsms:outbox");
        }
        return new OutboxProducer(this);
    }

    public String getPlace() {
        return place;
    }

    public void setPlace(String place) {
        this.place = place;
    }

    public String getUsername() {
        return username;
    }

    public void setUsername(String username) {
        this.username = username;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public String getFrom() {
        return from;
    }

    public void setFrom(String from) {
        this.from = from;
    }

    public String getDefaultRegion() {
        return defaultRegion;
    }

    public void setDefaultRegion(String defaultRegion) {
        this.defaultRegion = defaultRegion;
    }

    public String getCallbackHosts() {
        return callbackHosts;
    }

    public void setCallbackHosts(String callbackHosts) {
        this.callbackHosts = callbackHosts;
    }

    public String getAllowFrom() {
        return allowFrom;
    }

    public void setAllowFrom(String allowFrom) {
        this.allowFrom = allowFrom;
    }
}

package io.keyline.channel.provider;

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
 * Text messages by a provider that speaks HTTP. {@code from} takes what customers write, and receipts, as {@link io.keyline.hub.Arrival};
 * {@code to} sends {@link io.keyline.hub.Outgoing}.
 */
@UriEndpoint(firstVersion = "1.0.0", scheme = "sms-http", title = "Keyline SMS over HTTP", syntax = "sms-http:connection",
        category = {Category.MESSAGING, Category.MOBILE})
public class ProviderEndpoint extends DefaultEndpoint {

    @UriPath(description = "The name of the connection; both ways of one provider share it, for receipts")
    @Metadata(required = true)
    private String connection;

    @UriParam
    private ReceivingOptions receiving = new ReceivingOptions();

    @UriParam
    private SendingOptions sending = new SendingOptions();

    public ProviderEndpoint(String uri, Component component) {
        super(uri, component);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        ProviderConsumer consumer = new ProviderConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return new ProviderProducer(this);
    }

    public String getConnection() {
        return connection;
    }

    public void setConnection(String connection) {
        this.connection = connection;
    }

    public ReceivingOptions getReceiving() {
        return receiving;
    }

    public void setReceiving(ReceivingOptions receiving) {
        this.receiving = receiving;
    }

    public SendingOptions getSending() {
        return sending;
    }

    public void setSending(SendingOptions sending) {
        this.sending = sending;
    }
}

package io.keyline.route;

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
 * Another address becomes the customer's: a one-time code goes there, and the customer enters it here. The route goes on when the code was
 * right; else the customer is told, and it ends.
 */
@UriEndpoint(firstVersion = "1.0.0", scheme = "link", title = "Keyline Link", syntax = "link:name", producerOnly = true,
        category = {Category.MESSAGING})
public class LinkEndpoint extends DefaultEndpoint {

    @UriPath(description = "The name by which the conversation knows the address: a telephone number or an e-mail address")
    @Metadata(required = true)
    private String name;

    @UriParam(defaultValue = "link.usage", description = "The key of the text for what is no address that a code can go to")
    private String usage = "link.usage";

    public LinkEndpoint(String uri, Component component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        return new LinkProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("link: is a step: write to: link:" + name);
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getUsage() {
        return usage;
    }

    public void setUsage(String usage) {
        this.usage = usage;
    }
}

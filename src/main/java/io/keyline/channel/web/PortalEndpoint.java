package io.keyline.channel.web;

import io.keyline.hub.Arrival;
import io.keyline.hub.Outgoing;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * The portal where customers sign in with a browser: {@code from} serves its page and API and gives what they write as
 * {@link Arrival.Text}; {@code to} takes an {@link Outgoing} and shows it to whoever is there. Who is not sees it at the next visit.
 */
@UriEndpoint(firstVersion = "1.0.0", scheme = "portal", title = "Keyline Portal", syntax = "portal:connection",
        category = {Category.MESSAGING})
public class PortalEndpoint extends DefaultEndpoint {

    @UriPath(description = "The name that messages carry as their connection, for example portal")
    @Metadata(required = true)
    private String connection;

    public PortalEndpoint(String uri, Component component) {
        super(uri, component);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        PortalConsumer consumer = new PortalConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return new PortalProducer(this);
    }

    public String getConnection() {
        return connection;
    }

    public void setConnection(String connection) {
        this.connection = connection;
    }

    private Portal portal() {
        Portal portal = getCamelContext().getRegistry().findSingleByType(Portal.class);
        if (portal == null) {
            throw new IllegalStateException("portal: has no web server here");
        }
        return portal;
    }

    private static final class PortalConsumer extends DefaultConsumer {

        private final PortalEndpoint endpoint;
        private Portal opened;

        PortalConsumer(PortalEndpoint endpoint, Processor processor) {
            super(endpoint, processor);
            this.endpoint = endpoint;
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            Portal portal = endpoint.portal();
            portal.open(endpoint.connection, this::take);
            opened = portal;
        }

        @Override
        protected void doStop() throws Exception {
            if (opened != null) { // routes that are only checked never start
                opened.close();
                opened = null;
            }
            super.doStop();
        }

        /** Completes when the message is stored, whatever the route does after that. */
        private CompletableFuture<Void> take(Arrival.Text text) {
            CompletableFuture<Void> taken = new CompletableFuture<>();
            Exchange exchange = createExchange(false);
            exchange.getMessage().setBody(text);
            AsyncCallback end = synchronously -> {
                boolean stored = exchange.getException() == null || exchange.getProperty(Arrival.STORED, false, Boolean.class);
                if (stored) {
                    taken.complete(null);
                } else {
                    taken.completeExceptionally(exchange.getException());
                }
                releaseExchange(exchange, false);
            };
            getAsyncProcessor().process(exchange, end);
            return taken;
        }
    }

    private static final class PortalProducer extends DefaultProducer {

        private final PortalEndpoint endpoint;

        PortalProducer(PortalEndpoint endpoint) {
            super(endpoint);
            this.endpoint = endpoint;
        }

        /** It is stored already, and the portal shows what is stored: nothing is left to be lost on a wire. */
        @Override
        public void process(Exchange exchange) throws Exception {
            endpoint.portal().arrived(exchange.getMessage().getMandatoryBody(Outgoing.class));
        }
    }
}

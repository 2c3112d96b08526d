package io.keyline.route;

import io.keyline.hub.Arrival;
import io.keyline.hub.Channels;
import io.keyline.hub.Counts;
import io.keyline.hub.Intake;
import io.keyline.hub.Limit;
import io.keyline.hub.TryLater;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Hands over to the hub what arrived on a channel. Returns when it is committed to the database, so that the route may
 * acknowledge it; fails when it could not be stored, so that the provider tries again later. On a channel where the customer waits
 * for the answer ({@link Channels#isLive}) it returns when that is there, with a {@link io.keyline.hub.Live.Answer} as the body; it fails with a
 * {@link java.util.concurrent.TimeoutException} when that takes too long, and then the answer goes by SMS.
 */
@UriEndpoint(firstVersion = "1.0.0", scheme = "inbound", title = "Keyline Inbound", syntax = "inbound:channel", producerOnly = true,
        category = {Category.MESSAGING})
public class InboundEndpoint extends DefaultEndpoint {

    @UriPath(description = "The channel on which it arrived, for example sms")
    @Metadata(required = true)
    private String channel;

    @UriParam(defaultValue = "0", description = "How many messages a second are taken; what is beyond that stays with the provider, who is told to try "
            + "again. Receipts always are. 0 for no limit")
    private int rate;

    public InboundEndpoint(String uri, Component component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        return new InboundProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("inbound: is where a channel route ends: write to: inbound:" + channel);
    }

    public int getRate() {
        return rate;
    }

    public void setRate(int rate) {
        this.rate = rate;
    }

    public String getChannel() {
        return channel;
    }

    public void setChannel(String channel) {
        this.channel = channel;
    }

    private static final class InboundProducer extends DefaultAsyncProducer {

        private final String channel;
        private final Limit limit;
        private Intake intake;
        private Counts counts;
        private Channels channels;

        InboundProducer(InboundEndpoint endpoint) {
            super(endpoint);
            channel = endpoint.channel;
            limit = endpoint.rate > 0 ? new Limit(endpoint.rate, Duration.ofSeconds(1)) : Limit.NONE;
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            Keyline keyline = Keyline.of(getEndpoint().getCamelContext());
            intake = keyline == null ? null : keyline.hub().intake();
            channels = keyline == null ? null : keyline.hub().channels();
            counts = keyline == null ? null : keyline.hub().counts();
        }

        /** The customer waits: what they are to be shown is the result. */
        private void ask(Arrival.Text text, Exchange exchange, AsyncCallback callback) {
            intake.ask(text).whenComplete((answer, failure) -> {
                exchange.getMessage().setBody(answer);
                exchange.setException(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
                callback.done(false);
            });
        }

        private boolean isTooFast(Arrival arrival) {
            return !(arrival instanceof Arrival.Receipt) && limit.take(channel, Instant.now()) != Limit.Verdict.ALLOWED;
        }

        /** Without a word of what the customer wrote. */
        private static String describe(Object body) {
            return body instanceof Arrival arrival ? "what came by " + arrival.channel() : body == null ? "nothing" : "a " + body.getClass().getName();
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            if (!(exchange.getMessage().getBody() instanceof Arrival arrival) || !arrival.channel().equals(channel)) {
                exchange.setException(new IllegalArgumentException("inbound:" + channel + " takes what its channel has read, but got "
                        + describe(exchange.getMessage().getBody())));
                callback.done(true);
                return true;
            }
            if (isTooFast(arrival)) {
                counts.refused(channel, "rate");
                exchange.setException(new TryLater("more messages a second than inbound:" + channel + " takes", null));
                callback.done(true);
                return true;
            }
            if (arrival instanceof Arrival.Text text && channels.isLive(channel)) {
                ask(text, exchange, callback);
                return false;
            }
            var stored = intake.accept(arrival);
            Runnable handedOver = exchange.getProperty(Arrival.HANDED_OVER, Runnable.class);
            if (handedOver != null) {
                handedOver.run();
            }
            stored.whenComplete((nothing, failure) -> {
                exchange.setException(failure);
                exchange.setProperty(Arrival.STORED, failure == null);
                callback.done(false);
            });
            return false;
        }
    }
}

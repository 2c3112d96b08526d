package io.keyline.route;

import io.keyline.hub.Carrier;
import io.keyline.hub.Outbox;
import io.keyline.hub.Outgoing;
import io.keyline.hub.SendException;
import io.keyline.hub.SendException.Outcome;
import io.keyline.hub.WayOut;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Takes the messages that are to go out on a channel, or those that it claims by {@code numbers} and {@code prefixes}: within a window, at
 * the provider's pace, one at a time to each destination. How the route ends decides: well, and the message is sent; with an error that says
 * that nothing went out, and it is tried again; with any other, and it is uncertain.
 */
@UriEndpoint(firstVersion = "1.0.0", scheme = "outbound", title = "Keyline Outbound", syntax = "outbound:channel", consumerOnly = true,
        category = {Category.MESSAGING})
public class OutboundEndpoint extends DefaultEndpoint {

    private static final Pattern PREFIX = Pattern.compile("\\+\\d{1,15}");

    @UriPath(description = "The channel on which it goes out, for example sms")
    @Metadata(required = true)
    private String channel;

    @UriParam(description = "The company's numbers or names from which messages go this way, parted by commas; empty for all that no other route has")
    private String numbers = "";

    @UriParam(description = "How the numbers of customers begin to whom messages go this way, in E.164, parted by commas; the longest "
            + "among all routes counts; empty for all that no other route has")
    private String prefixes = "";

    @UriParam(defaultValue = "10", description = "How many messages may be under way at once, sent but not answered by the provider")
    private int window = 10;

    @UriParam(defaultValue = "0.0",
            description = "How many messages a second the provider allows; 0 for no limit. A throttling answer slows down by itself")
    private double rate;

    public OutboundEndpoint(String uri, Component component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("outbound: is where a channel route begins: write from: outbound:" + channel);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (window < 1 || window > 4096) {
            throw new IllegalArgumentException("outbound:" + channel + ": window is " + window + ", write 1 to 4096");
        }
        if (!(rate >= 0)) {
            throw new IllegalArgumentException("outbound:" + channel + ": rate is " + rate + ", write messages a second, or 0 for no limit");
        }
        way("any");
        OutboundConsumer consumer = new OutboundConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /**
     * The way of the route with this id.
     *
     * @throws IllegalArgumentException if an option says what cannot be
     */
    public WayOut way(String route) {
        return new WayOut(channel, route, numbers(), prefixes(), window, rate);
    }

    private Set<String> numbers() {
        Set<String> words = words(numbers);
        if (words.contains("")) {
            throw new IllegalArgumentException("outbound:" + channel + ": numbers '" + numbers + "' has a comma without a number");
        }
        return words;
    }

    private Set<String> prefixes() {
        Set<String> words = words(prefixes);
        words.stream().filter(word -> !PREFIX.matcher(word).matches()).findFirst().ifPresent(word -> {
            throw new IllegalArgumentException("outbound:" + channel + ": '" + word
                    + "' in prefixes is no prefix, write + and digits, for example +45");
        });
        return words;
    }

    private static Set<String> words(String list) {
        return list.isBlank() ? Set.of() : Stream.of(list.split(",", -1)).map(String::strip).collect(Collectors.toUnmodifiableSet());
    }

    public String getChannel() {
        return channel;
    }

    public void setChannel(String channel) {
        this.channel = channel;
    }

    public String getNumbers() {
        return numbers;
    }

    public void setNumbers(String numbers) {
        this.numbers = numbers;
    }

    public String getPrefixes() {
        return prefixes;
    }

    public void setPrefixes(String prefixes) {
        this.prefixes = prefixes;
    }

    public int getWindow() {
        return window;
    }

    public void setWindow(int window) {
        this.window = window;
    }

    public double getRate() {
        return rate;
    }

    public void setRate(double rate) {
        this.rate = rate;
    }

    private static final class OutboundConsumer extends DefaultConsumer implements Carrier {

        /** Longer than a provider may take to answer. */
        private static final long DRAIN_MILLIS = 12_000;

        private final OutboundEndpoint endpoint;
        private Outbox outbox;

        OutboundConsumer(OutboundEndpoint endpoint, Processor processor) {
            super(endpoint, processor);
            this.endpoint = endpoint;
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            outbox = Keyline.of(endpoint.getCamelContext()).hub().outbox();
            outbox.open(endpoint.way(getRouteId()), this);
        }

        @Override
        protected void doStop() throws Exception {
            if (outbox != null) {
                outbox.close(endpoint.channel, this, DRAIN_MILLIS);
            }
            super.doStop();
        }

        @Override
        public void carry(Outgoing message) throws SendException {
            Exchange exchange = createExchange(false);
            try {
                exchange.getMessage().setBody(message);
                getProcessor().process(exchange);
                if (exchange.getException() != null) {
                    throw outcome(exchange.getException());
                }
            } catch (SendException e) {
                throw e;
            } catch (Exception e) {
                throw outcome(e);
            } finally {
                releaseExchange(exchange, false);
            }
        }

        private static SendException outcome(Exception failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof SendException known) {
                    return known;
                }
                if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                    return new SendException(Outcome.RETRY_LATER, SendException.NOT_CONNECTED, cause.getMessage(), failure);
                }
            }
            return new SendException(Outcome.UNCERTAIN, failure.getClass().getSimpleName(), failure.getMessage(), failure);
        }
    }
}
